"""What somebody may have meant by a name that the warehouse does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

_NO_TABLE = re.compile(r'^Table with name (?P<name>\w+) does not exist!(?: Did you mean "(?P<close>[^"]+)"\?)?')
_NO_COLUMN = re.compile(r'column (?:named )?"(?P<name>\w+)"')
_CANDIDATES = re.compile(r" Candidate bindings: .*$")
_CHANGES = re.compile(r"attached in read-only mode|is not an table|^Can only (?:update|delete|insert)")
_ELSEWHERE = "(Tables and columns: raqam tables, raqam dictionary)"

Tables = Mapping[str, list[str]]


def hint(message: str, sql: str, tables: Tables) -> str:
    r"""DuckDB's message with the name that is nearest, and with the names that there are.

    >>> tables = {"facts": ["kind", "value"], "ranks": ["rank"]}
    >>> hint("Table with name factz does not exist!", "from factz", tables)
    'no table "factz". Did you mean "facts"? There are: facts, ranks'
    >>> hint('Referenced column "valu" not found in FROM clause! Candidate bindings: "kind"', "select valu from facts", tables)
    'no column "valu". Did you mean "value"? facts has: kind, value'
    >>> hint('Referenced column "decree" not found in FROM clause!', "select * from Facts where kind = decree", tables)
    'no column "decree". A text stands in single quotes: \'decree\'. facts has: kind, value'
    >>> hint("syntax error at end of input", "from", tables)
    'syntax error at end of input (Tables and columns: raqam tables, raqam dictionary)'
    """
    table, column = _NO_TABLE.match(message), _NO_COLUMN.search(message)
    if table:
        return f'no table "{table["name"]}".{_nearest(table["name"], tables)} There are: {", ".join(tables)}'
    if _CHANGES.search(message):
        return "a query only asks: begin it with SELECT or FROM. Documents come in by `raqam run`, and are read anew by `raqam rebuild`"
    asked = [name for name in tables if re.search(rf"\b{re.escape(name)}\b", sql, re.I)]
    if column and asked:
        known = [known for name in asked for known in tables[name]]
        listed = "; ".join(f"{name} has: {', '.join(tables[name])}" for name in asked)
        meant = _nearest(column["name"], known) or f" A text stands in single quotes: '{column['name']}'."
        return f'no column "{column["name"]}".{meant} {listed}'
    return f"{_CANDIDATES.sub('', message)} {_ELSEWHERE}"


def _nearest(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name.lower(), list(known), 1, 0.5)
    return f' Did you mean "{close[0]}"?' if close else ""
