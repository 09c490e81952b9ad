"""The tables and texts that the pages repeat of the program, by name."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from typing import Any

import click


def made(what: str, old: str) -> str:
    """The text of a part, by its name and words, from what stood there before."""
    name, *words = what.split()
    return MAKERS[name](old, *words)


def _commands(_: str) -> str:
    """Every command's help."""
    return "\n".join(f"## raqam {name}\n```text\n{_help(name)}\n```\n" for name in _names())


def _names() -> tuple[str, ...]:
    from flows.cli import COMMANDS

    return COMMANDS


def _help(name: str) -> str:
    from flows.cli import raqam

    command = raqam.get_command(click.Context(raqam), name)
    assert command is not None
    context = click.Context(command, info_name=f"raqam {name}", terminal_width=100, help_option_names=["-h", "--help"])
    return command.get_help(context)


def _command_list(_: str) -> str:
    """A line a command."""
    from flows.cli import raqam

    rows = ((name, raqam.get_command(click.Context(raqam), name)) for name in _names())
    lines = (
        f"| [`raqam {name}`](docs/commands.md#raqam-{name}) | {command.get_short_help_str(200)} |" for name, command in rows if command
    )
    return "| command | does |\n|---|---|\n" + "\n".join(lines) + "\n"


def _dictionary(_: str) -> str:
    """Every table, view and column, with its comment."""
    import warehouse
    from warehouse.catalogue import views
    from warehouse.schema import TABLES

    found = warehouse.dictionary()
    comments = {name: table.comment for name, table in TABLES.items()} | {name: view.comment for name, view in views().items()}
    return "\n".join(_table(str(name), comments[str(name)], rows) for (name,), rows in found.group_by("table_name", maintain_order=True))


def _macros(_: str) -> str:
    """Every macro and search, as it is called, and what it answers."""
    from warehouse.catalogue import catalogue

    found = {**catalogue("macros"), **catalogue("searches")}
    lines = (f"| `{_call(macro.sql)}` | {_cell(macro.question)} |" for _, macro in sorted(found.items()))
    return "| macro | answers |\n|---|---|\n" + "\n".join(lines) + "\n"


def _call(sql: str) -> str:
    """
    >>> _call("CREATE OR REPLACE MACRO from_jalali(y, m, d) AS 1")
    'from_jalali(y, m, d)'
    """
    return sql.partition("MACRO ")[2].partition(" AS")[0]


def _checks(_: str) -> str:
    """Every data check."""
    from warehouse.catalogue import catalogue

    lines = (f"| `{name}` | {check.severity} | {_cell(check.question)} |" for name, check in catalogue("checks").items())
    return "| check | | asks |\n|---|---|---|\n" + "\n".join(lines) + "\n"


def _table(name: str, comment: str, rows: Any) -> str:
    values = _values().get(name, {})
    lines = (f"| `{row['column_name']}` | {row['type']} | {_cell(_meaning(row, values))} |" for row in rows.iter_rows(named=True))
    return f"## {name}\n{comment}\n\n| column | type | meaning |\n|---|---|---|\n" + "\n".join(lines) + "\n"


def _meaning(row: dict[str, Any], values: dict[str, tuple[str, ...]]) -> str:
    """The comment, with the values that there are where the comment does not name them."""
    known, said = values.get(row["column_name"], ()), str(row["comment"])
    return said if all(value in said for value in known) else f"{said} One of {', '.join(known)}."


def _values() -> dict[str, dict[str, tuple[str, ...]]]:
    from extractors.facts import FACTS
    from warehouse.schema import FACT_TABLES

    return {
        FACT_TABLES[kind]: {name: _literals(info.annotation) for name, info in model.model_fields.items()} for kind, model in FACTS.items()
    }


def _literals(annotation: Any) -> tuple[str, ...]:
    """
    >>> _literals(typing.Literal["a", "b"] | None)
    ('a', 'b')
    """
    if typing.get_origin(annotation) is typing.Literal:
        return typing.get_args(annotation)
    return tuple(value for inner in typing.get_args(annotation) for value in _literals(inner))


def _rows(old: str, lang: str) -> str:
    """The text that stands there as a quotation, and all that is found in it."""
    from extractors import extract

    quotation = old.partition("\n\n")[0]
    facts = extract(quotation.removeprefix("> ").replace("\n> ", "\n"), lang).facts
    lines = (f"| {_cell(fact.text)} | {fact.kind} | {_cell(', '.join(_fields(fact)))} |" for fact in facts)
    return f"{quotation}\n\n| text | kind | fields |\n|---|---|---|\n" + "\n".join(lines) + "\n"


def _fields(fact: Any) -> Iterator[str]:
    """What a fact says beyond where it stands and what a fact of its kind says by itself."""
    from extractors.facts import own_fields

    told = {*own_fields(fact.kind)} - {"date_start", "date_end"}
    for name, value in fact.model_dump(mode="json", include=told, exclude_defaults=True).items():
        yield f"`{name}` {value}"


def _settings(_: str) -> str:
    """Every setting, as it is by itself."""
    from docs.shell import alone
    from flows.settings import explain

    with alone():
        settings = list(explain(home=None, workers=None))
    lines = (f"| `{one.name}` | {_cell(str(one.value))} | {_cell(one.meaning)} |" for one in settings)
    return "| setting | as it is | meaning |\n|---|---|---|\n" + "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


MAKERS: dict[str, Callable[..., str]] = {
    "checks": _checks,
    "commands": _commands,
    "command-list": _command_list,
    "dictionary": _dictionary,
    "macros": _macros,
    "rows": _rows,
    "settings": _settings,
}
