"""What two states of the facts differ in: which were gained, lost or read otherwise, by which rule, in which fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from warehouse import schema
from warehouse.database import scalar

if TYPE_CHECKING:
    from warehouse.database import Connection

_BY_CHANGE = """
SELECT kind, change, rule, fields, count(*) AS facts FROM differences GROUP BY ALL ORDER BY facts DESC, kind, change, rule, fields
"""
_CHANGE = "CASE WHEN o.fact_id IS NULL THEN 'gained' WHEN n.fact_id IS NULL THEN 'lost' ELSE 'changed' END"
_DIFFERS = "CASE WHEN o.{0} IS DISTINCT FROM n.{0} THEN '{1}' END"
_BESIDES = {"fact_id", "doc_id", "run_id", "sentence"}


@dataclass(frozen=True, slots=True)
class Change:
    """How many facts changed alike: the rule is that of the new fact (of the old one where it was lost), ``fields`` those that differ."""

    kind: str
    change: Literal["gained", "lost", "changed"]
    rule: str
    fields: str
    facts: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """In how many documents facts changed, and how; most facts first."""

    documents: int
    changes: tuple[Change, ...]

    def count(self, change: str) -> int:
        """How many facts were gained, lost or changed.

        >>> Comparison(1, (Change("number", "lost", "numeral", "", 2), Change("rank", "lost", "rank", "", 1))).count("lost")
        3
        """
        return sum(one.facts for one in self.changes if one.change == change)


def compare(con: Connection, old: str, new: str) -> Comparison:
    """The facts of one database of a connection (named ``old``) against those of another, told apart by document, kind and span."""
    kinds = [_differences(con, kind, old, new) for kind in schema.FACT_TABLES]
    con.execute("CREATE OR REPLACE TEMP TABLE differences AS " + " UNION ALL ".join(filter(None, kinds)))
    rows = con.execute(_BY_CHANGE).fetchall()
    documents = int(scalar(con, "SELECT count(DISTINCT doc_id) FROM differences"))
    return Comparison(documents, tuple(Change(*row) for row in rows))


def _differences(con: Connection, kind: str, old: str, new: str) -> str:
    """A query for the facts of a kind that differ; what only one of the two has a column for is not compared."""
    name = schema.FACT_TABLES[kind]
    columns, others = columns_of(con, old, name), columns_of(con, new, name)
    if not {"fact_id", "doc_id", "rule"} <= columns & others:
        return ""
    shared = [column for column in schema.TABLES[name].names if column in columns & others and column not in _BESIDES]
    fields = ", ".join(_DIFFERS.format(_name(column), column) for column in shared)
    return (
        f"SELECT '{kind}' AS kind, {_CHANGE} AS change, coalesce(n.rule, o.rule) AS rule, coalesce(n.doc_id, o.doc_id) AS doc_id,"
        f" CASE WHEN o.fact_id IS NULL OR n.fact_id IS NULL THEN '' ELSE concat_ws(', ', {fields}) END AS fields"
        f" FROM {_name(old)}.{_name(name)} AS o FULL JOIN {_name(new)}.{_name(name)} AS n ON o.fact_id = n.fact_id"
        f" WHERE o.fact_id IS NULL OR n.fact_id IS NULL OR {_row('o', shared)} IS DISTINCT FROM {_row('n', shared)}"
    )


def columns_of(con: Connection, database: str, table: str) -> set[str]:
    """The columns that a table has there; none where there is no such table."""
    sql = "SELECT column_name FROM duckdb_columns() WHERE database_name = ? AND table_name = ?"
    return {column for (column,) in con.execute(sql, [database, table]).fetchall()}


def _row(alias: str, columns: Iterable[str]) -> str:
    return "row(" + ", ".join(f"{alias}.{_name(column)}" for column in columns) + ")"


def _name(name: str) -> str:
    """
    >>> _name("index")
    '"index"'
    """
    return f'"{name}"'
