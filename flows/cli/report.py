"""``raqam report``: the warehouse as one HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli.options import home_option


@click.command("report", short_help="Show documents, facts and charts in one HTML file.")
@click.argument("target", metavar="FILE.html", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@click.option("--limit", type=click.IntRange(1), metavar="N", help="How many documents, those published last.  [default: 2000]")
def command(target: Path, home: Path, limit: int | None) -> None:
    """Write FILE.html: every document with its facts highlighted, charts, conflicts, rejects, runs.

    The file opens in any browser without a network. Address a fact as FILE.html#fact-FACT_ID; the column link of the
    view facts has it.

    \b
    Examples:
      raqam report report.html
      raqam report newest.html --limit 5
    """
    import report
    from warehouse.schema import spoken

    written = report.write(home, target, limit or report.MOST_DOCUMENTS)
    of_all = f" of {written.all_documents:,}" if written.documents < written.all_documents else ""
    documents = f"{written.documents:,}{of_all} {spoken('documents', written.all_documents)}"
    click.echo(f"{target}: {documents}, {written.facts:,} {spoken('facts', written.facts)}, {written.size / 1e6:.1f} MB")
