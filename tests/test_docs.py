"""The pages: what they repeat of the program is so, every command in them is run or at least parsed, and nothing is left out."""

from __future__ import annotations

import doctest
import re
import shlex
import tomllib
from pathlib import Path
from types import ModuleType

import click
import pytest

import warehouse
from docs import generate, shell, tables
from flows.cli import COMMANDS
from flows.cli import raqam as program
from warehouse.catalogue import views
from warehouse.schema import TABLES

ROOT = generate.ROOT
PAGES = {str(page.relative_to(ROOT)): page for page in generate.pages()}
BLOCK = re.compile(r"(?:<!-- not run: (?P<why>[^\n]*) -->\n)?^```(?P<kind>\w*)[^\n]*\n(?P<body>.*?)^```$", re.S | re.M)
INDENTED = re.compile(r"^ {4,}(?:\$ )?(raqam .*)$", re.M)
IN_LINE = re.compile(r"`(raqam [^`\n]*)`")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_up_to_date(page: str) -> None:
    assert generate.renewed(PAGES[page]) == PAGES[page].read_text(encoding="utf-8"), "out of date: make docs"


@pytest.mark.parametrize("module", [generate, shell, tables], ids=lambda module: module.__name__)
def test_the_examples_of_the_generator_run(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("page", PAGES)
def test_python_in_a_page_says_what_it_says(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(found["body"] for found in BLOCK.finditer(PAGES[page].read_text(encoding="utf-8")) if found["kind"] == "pycon")
    if text:
        shell.Workplace(ROOT, tmp_path).run("raqam run examples --no-report")
        monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest(text, {}, page, page, 0)
    assert doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test).failed == 0


def parsed(words: list[str]) -> None:
    """Parse a command line as the program does; click's error where it would not."""
    name, *rest = words
    command = program.get_command(click.Context(program), name)
    assert command is not None, f"no command {name}"
    command.make_context(name, rest, help_option_names=["-h", "--help"])


def named_options(words: list[str]) -> None:
    """A command that is only named, such as `raqam report FILE --limit N`: it and its options must be there."""
    if words[0].startswith(("-", "COMMAND")):
        return
    command = program.get_command(click.Context(program), words[0])
    assert command is not None, f"no command {words[0]}"
    known = {option for param in command.params for option in (*param.opts, *param.secondary_opts)} | {"--help", "-h", "--debug"}
    assert [word for word in words if word.startswith("--") and word.split("=")[0] not in known] == []


def not_run(text: str) -> list[tuple[str, str]]:
    return [(found["why"], found["body"]) for found in BLOCK.finditer(text) if found["kind"] == "console" and found["why"] is not None]


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_run_has_a_reason_and_is_parsed(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    for why, body in not_run(PAGES[page].read_text(encoding="utf-8")):
        assert len(why.split()) > 2, "say why"
        for command in generate.commands(body):
            words = shlex.split(command, comments=True)
            if words[0] == "raqam":
                parsed([word for word in words[1:] if word != "&"])
            elif words[0] == "make":
                assert words[1] in targets, command
            for found in re.findall(r"raqam\[([\w,]+)\]", command):
                assert set(found.split(",")) <= set(extras), command


@pytest.mark.parametrize("page", PAGES)
def test_commands_stand_where_they_are_run(page: str) -> None:
    """Code of other kinds shows no command lines, so that none escapes; in a line of prose their names and options are right."""
    text = PAGES[page].read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        if found["kind"] not in ("console", "text", "diff"):
            assert re.findall(r"^(?:\$ )?(?:raqam|make|pip) .*", found["body"], re.M) == []
    prose = BLOCK.sub("", text)
    assert INDENTED.findall(prose) == []
    for command in IN_LINE.findall(prose):
        if "…" not in command and "[" not in command:
            named_options(shlex.split(command)[1:])


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = PAGES[page].read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        there = (PAGES[page].parent / path) if path else PAGES[page]
        assert there.exists(), target
        if anchor:
            titles = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf-8"), re.M)
            assert anchor in {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}, target


def test_pictures_are_small() -> None:
    assert {picture.name for picture in (ROOT / "docs" / "images").iterdir() if picture.stat().st_size > 300_000} == set()


def test_every_command_and_option_is_documented() -> None:
    page = PAGES["docs/commands.md"].read_text(encoding="utf-8")
    readme = PAGES["README.md"].read_text(encoding="utf-8")
    for name in COMMANDS:
        command = program.get_command(click.Context(program), name)
        assert command is not None
        part = page.partition(f"## raqam {name}\n")[2].partition("\n## ")[0]
        options = [param for param in command.params if isinstance(param, click.Option)]
        assert [option.name for option in options if not option.help] == []
        assert [word for option in options for word in option.opts if word not in part] == []
        assert f"[`raqam {name}`]" in readme


def test_every_table_and_column_is_documented() -> None:
    page = PAGES["docs/dictionary.md"].read_text(encoding="utf-8")
    found = warehouse.dictionary()
    assert found.filter(found["comment"].is_null() | (found["comment"] == "")).rows() == []
    for name in (*TABLES, *views()):
        part = page.partition(f"## {name}\n")[2].partition("\n## ")[0]
        columns = found.filter(found["table_name"] == name)["column_name"].to_list()
        assert columns
        assert [column for column in columns if f"| `{column}` |" not in part] == []
