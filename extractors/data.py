"""The data files of the languages as they stand: ``languages/CODE.yml``, and ``shared.yml`` for all. `language` makes sense of them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from extractors.plain import PLAIN, plain


@cache
def available() -> tuple[str, ...]:
    """Codes of the languages that have a data file.

    >>> available()
    ('en', 'fa', 'vi')
    """
    names = (entry.name for entry in (files("extractors") / "languages").iterdir())
    return tuple(sorted(name.removesuffix(".yml") for name in names if name.endswith(".yml") and name != "shared.yml"))


@cache
def read_data(name: str) -> dict[str, Any]:
    """A data file of ``languages/``, by its name without ``.yml``; read once, and not to be changed. FileNotFoundError for any other name.
    With ``-plain`` behind it, the language without diacritics.

    >>> read_data("vi")["lang"], sorted(read_data("shared")["contestants"])
    ('vi', ['country', 'region'])
    """
    if name.endswith(PLAIN):
        return plain(read_data(name.removesuffix(PLAIN)))
    return _loaded(_text(name))


@cache
def read_part(name: str, key: str) -> Any:
    """What a data file says under one key of its own, without reading the rest, which takes much longer.

    Raises KeyError where it says nothing.

    >>> read_part("vi", "recognised_by")["letters"][:3]
    'ăđơ'
    """
    found = re.search(rf"^{re.escape(key)}:.*?(?=^[^\s#]|\Z)", _text(name), re.MULTILINE | re.DOTALL)
    return _loaded(found[0] if found else "")[key]


def marks(*kinds: str) -> str:
    """The marks of some kinds of the ``words`` of ``shared.yml``, one behind the other.

    >>> marks("DOT", "COLON")
    '.:'
    """
    words = read_data("shared")["words"]
    return "".join(mark for kind in kinds for mark in words[kind])


def _text(name: str) -> str:
    return (files("extractors") / "languages" / f"{name}.yml").read_text(encoding="utf-8")


def _loaded(text: str) -> dict[str, Any]:
    return dict(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {})
