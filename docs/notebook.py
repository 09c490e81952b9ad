"""A marimo notebook over the warehouse that ``raqam run examples`` leaves in data/; it needs DuckDB and Polars, not raqam."""

import marimo

app = marimo.App(width="medium")


@app.cell
def _():
    import os
    from pathlib import Path

    import duckdb
    import marimo as mo

    home = Path(os.environ.get("RAQAM_HOME", "data"))
    con = duckdb.connect(str(home / "raqam.duckdb"), read_only=True)
    return con, home, mo


@app.cell
def _(con, mo):
    kinds = con.sql("SELECT lang, kind, count(*) AS facts FROM facts GROUP BY ALL ORDER BY ALL").pl()
    mo.vstack([mo.md("# What was found"), mo.ui.table(kinds, selection=None)])
    return (kinds,)


@app.cell
def _(con, mo):
    indices = [
        name for (name,) in con.execute('SELECT DISTINCT "index" FROM mart_rank_history WHERE "index" IS NOT NULL ORDER BY ALL').fetchall()
    ]
    chosen = mo.ui.dropdown(indices, value=indices[0] if indices else None, label="Index")
    mo.vstack([mo.md("# Ranks of an index"), chosen])
    return (chosen,)


@app.cell
def _(chosen, con, home, mo):
    columns = "period, entity_text, rank, rank_of, source, sentence, 'report.html#fact-' || fact_id AS link"
    ranks = con.sql(f'SELECT {columns} FROM mart_rank_history WHERE "index" = ? ORDER BY period, rank', params=[chosen.value]).pl()
    mo.vstack([mo.ui.table(ranks, selection=None), mo.md(f"A link leads into the report, which lies in `{home}`.")])
    return (ranks,)


@app.cell
def _(kinds, ranks):
    print(f"{kinds['facts'].sum()} facts; {ranks.height} ranks of the index that is chosen")
    return


if __name__ == "__main__":
    app.run()
