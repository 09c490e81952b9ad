"""Arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

if TYPE_CHECKING:
    from extractors.facts import Lang
    from warehouse.homes import Home

Command = TypeVar("Command", bound=Callable[..., Any])
REJECTED = 3


def home_option(command: Command) -> Command:
    """``--home DIR``, else RAQAM_HOME, else data/."""
    help_text = "Where the warehouse lies: a folder, or a lake (ducklake:postgres:…).  [default: RAQAM_HOME, else data]"
    return click.option("--home", type=click.Path(readable=False, path_type=Path), callback=_home, help=help_text)(command)


def source_options(command: Command) -> Command:
    """SOURCE… and what to assume of documents that do not say."""
    dated = "Date of documents that have none, such as 2024-03-05."
    spoken = "Language of documents that do not say, such as fa.  [default: detected]"
    command = day_option("--published-on", dated)(command)
    command = click.option("--lang", metavar="LANG", callback=_language, help=spoken)(command)
    return click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(readable=False))(command)


def day_option(name: str, help_text: str) -> Callable[[Command], Command]:
    """An option that is a Gregorian day of our time, as an ISO date; refused as it is in a row of a source."""
    return click.option(name, metavar="DATE", callback=_day, help=help_text)


def format_option(*shapes: str) -> Callable[[Command], Command]:
    """``--format``, the first of the shapes where it is not given."""
    help_text = f"For people ({shapes[0]}), or for programs."
    kind = click.Choice(shapes)
    return click.option("--format", "shape", type=kind, default=shapes[0], show_default=True, help=help_text)


def wait_option(command: Command) -> Command:
    """``--wait SECONDS``."""
    help_text = "How long to wait for another run on the same home."
    option = click.option("--wait", type=click.FloatRange(0), default=600.0, show_default=True, metavar="SECONDS", help=help_text)
    return option(command)


def log_option(command: Command) -> Command:
    """``--log-json``."""
    help_text = "Log as JSON, one object a line, instead of a bar or plain lines."
    return click.option("--log-json", is_flag=True, default=None, help=help_text)(command)


def _home(_context: click.Context, _option: click.Parameter, value: Path | None) -> Home:
    """A folder, or the lake of an address; what a lake needs of this machine lies in the folder that the settings name, else in data/."""
    from flows.settings import load

    settings = load()
    said = settings.home if value is None else value
    if not str(said).startswith("ducklake:"):
        return said
    from warehouse.homes import home_of

    return home_of(said, settings.lake_data, Path("data") if str(settings.home).startswith("ducklake:") else settings.home)


def _day(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    from flows.sources.row import gregorian_day

    try:
        return None if value is None else gregorian_day(value)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from error


def _language(_context: click.Context, _option: click.Parameter, value: Any) -> Lang | None:
    if value is None:
        return None
    from extractors.facts import Lang

    if value not in get_args(Lang):
        raise click.BadParameter(f"{value!r} is not known; known are {', '.join(get_args(Lang))}.")
    known: Lang = value
    return known
