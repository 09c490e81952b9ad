"""The command line: ``raqam COMMAND``. One module a command, imported when it is used; heavy libraries only inside the commands."""

from __future__ import annotations

import errno
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from io import TextIOWrapper
from typing import Any

import click

COMMANDS = (
    "extract",
    "explain",
    "run",
    "query",
    "show",
    "tables",
    "dictionary",
    "report",
    "export",
    "check",
    "rebuild",
    "evaluate",
    "diff",
    "schedule",
    "config",
)
COULD_NOT, INTERRUPTED = 1, 130


class Commands(click.Group):
    """The commands by name; a reader that goes away (``raqam … | head``) is no error."""

    def list_commands(self, _: click.Context) -> list[str]:
        """In the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        """The command of the module of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"flows.cli.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As it is, with the name that is nearest to a mistyped one."""
        if args and args[0] not in COMMANDS and (near := get_close_matches(args[0], COMMANDS, 1)):
            ctx.fail(f"No such command {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """The command's exit status."""
        try:
            status = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the interpreter's last flush is quiet
            return 0
        return status


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="raqam")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error (anywhere on the line).")
def raqam() -> None:
    """Numbers, dates, document IDs and ranks of Persian, Vietnamese and English official texts.

    \b
    raqam extract FILE            facts as JSON Lines, nothing stored
    raqam run FILE…               facts into the warehouse under data/
    raqam query "from facts"      ask it

    Exit status: 0 all well; 1 it could not be done; 2 bad arguments; 3 done, but some documents were rejected.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    try:
        status = raqam.main([word for word in words if word != "--debug"], prog_name="raqam", standalone_mode=False, obj=words)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except Exception as error:  # the last line of defence: an error is a sentence, never a traceback
        return _explain(error, debug="--debug" in words)
    return status if isinstance(status, int) else 0


def _explain(error: Exception, debug: bool) -> int:
    from extractors.errors import RaqamError  # here, because it brings the extractors with it
    from flows.sources.masking import masked_in

    if debug:
        told = "".join(traceback.format_exception(error))
    elif isinstance(error, RaqamError):
        told = f"raqam: {error}"
    elif isinstance(error, OSError):
        told = f"raqam: {_refused(error)}"
    else:
        told = f"raqam: unexpected {type(error).__name__}: {error}. Add --debug to see where, and please report it."
    click.echo(masked_in(told), err=True)
    return COULD_NOT


def _refused(error: OSError) -> str:
    """What the operating system refused; what has no name was being written to standard output.

    >>> _refused(FileNotFoundError(errno.ENOENT, "No such file or directory", "x.txt")), _refused(OSError(errno.ENOSPC, "No space left"))
    ('x.txt: No such file or directory', 'standard output: No space left. Free some space, or write elsewhere')
    """
    if error.filename:
        return f"{error.filename}: {error.strerror}"
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
    return f"standard output: {error.strerror}. Free some space, or write elsewhere" if full else str(error)


def _speak_utf8() -> None:
    """Output is UTF-8 whatever the locale says."""
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
