"""Writes what the pages repeat of the program: helps, tables, rows, answers. ``make docs``; a test compares.

Three things in README.md and docs/*.md are made here, all else is written by hand:

- between ``<!-- made: NAME … -->`` and ``<!-- end -->``: a table or text (see docs/tables.py);
- in a block ``console``: what the lines after ``$`` print, run in order in a folder that holds ``examples/``;
- in ``docs/adding.md`` the same, but each ``##`` section in a copy of the repository with the section's diffs applied.

A block after ``<!-- not run: REASON -->`` is left as it is.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from docs.shell import Shell, Trial, Workplace
from docs.tables import made

ROOT = Path(__file__).parent.parent
TRIED = "adding.md"
_MADE = re.compile(r"(<!-- made: (?P<what>[^\n]*?) -->\n)(?P<old>.*?)(<!-- end -->)", re.S)
_BLOCK = re.compile(r"(?P<not_run><!-- not run: [^\n]* -->\n)?^```(?P<kind>console|diff)\n(?P<body>.*?)^```$", re.S | re.M)
_SECTION = re.compile(r"^(?=## )", re.M)


def pages() -> list[Path]:
    """Every page, by name."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def renewed(page: Path) -> str:
    """The text of a page as it ought to be."""
    text = _MADE.sub(lambda found: f"{found[1]}{made(found['what'], found['old'])}{found[4]}", page.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="raqam-docs-") as folder:
        if page.name != TRIED:
            return _rerun(text, Workplace(ROOT, Path(folder)))
        parts = enumerate(_SECTION.split(text))
        return "".join(_rerun(part, Trial(ROOT, Path(folder) / str(number))) for number, part in parts)


def _rerun(text: str, shell: Shell) -> str:
    return _BLOCK.sub(lambda found: found[0] if found["not_run"] else _block(found, shell), text)


def _block(found: re.Match[str], shell: Shell) -> str:
    if found["kind"] == "diff":
        shell.apply(found["body"])
        return found[0]
    lines = "".join(f"$ {command}\n{shell.run(command)}" for command in commands(found["body"]))
    return f"```console\n{lines}```"


def commands(block: str) -> list[str]:
    r"""The commands of a console block; one goes on after a backslash or within quotes.

    >>> commands("$ a b\nprinted\n$ c \\\n  d\n$ e 'f\n g'\nprinted\n")
    ['a b', 'c \\\n  d', "e 'f\n g'"]
    """
    return list(_commands(iter(block.splitlines())))


def _commands(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line.startswith("$ "):
            command = line[2:]
            while _goes_on(command):
                command += "\n" + next(lines)
            yield command


def _goes_on(command: str) -> bool:
    """Whether the next line belongs to it: after a backslash, within quotes, up to the END of a text."""
    if "<<'END'" in command:
        return not command.endswith("\nEND")
    return command.endswith("\\") or command.count('"') % 2 == 1 or command.count("'") % 2 == 1


def renew(told: Callable[[str], object]) -> None:
    """Tell of every page that is not as it ought to be, and put it right."""
    for page in pages():
        text = renewed(page)
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8")
            told(f"renewed {page.relative_to(ROOT)}")


if __name__ == "__main__":
    renew(print)
