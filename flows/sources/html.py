"""A page of HTML: main text, title, day of publication, language and publisher, by trafilatura."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import IO, Any
from urllib.parse import urlsplit

from flows.sources.document import Document, Rejected
from flows.sources.limits import PAGE_BYTES, read_whole
from flows.sources.row import Row
from flows.sources.text import NotText, decode

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:-]{1,40})""", re.I)
_HEAD = 4096
_JOINERS, _RARE = (0x200C, 0x200D), "ꙮꘐꚙꛖꝏ"
_JOINER_ENTITIES = re.compile(r"&(?:zwnj|#8204|#x0*200c);", re.I)
_MARKED = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Not what stands in the text: a day that was merely mentioned there would date the page, and with it every `last year`.
_DATING = {"extensive_search": False, "original_date": True}


def read_html(stream: IO[bytes], source: str) -> Iterator[Document | Rejected]:
    """The stream as one page."""
    yield read_page(read_whole(stream, PAGE_BYTES), source)


def read_page(raw: bytes, source: str, charset: str | None = None) -> Document | Rejected:
    """A page's document; ``charset`` is what the server says. Markup, scripts and page furniture are left out, entities are characters."""
    try:
        page = _JOINER_ENTITIES.sub("\u200c", _decode(raw, charset))
    except NotText as error:
        return Rejected(source, repr(raw[:32]), "text", str(error))
    joiners = _joiners(page)
    tree = _tree(page.translate(joiners))
    found = None if tree is None else _extract(tree)
    text = _restored((found.text if found else "") or _all_text(tree), joiners)
    if not text.strip():
        return Rejected(source, None, "text", "no text: the page is empty, or its text is drawn by scripts")
    known = {name: value for name, value in _known(found, tree, source, joiners).items() if value}
    return Document(source, text, **known)


def _known(found: Any, tree: Any, source: str, joiners: Mapping[int, str]) -> dict[str, Any]:
    if found is None:
        return {"lang": _language(tree)}
    return {
        "lang": _language(tree),
        "title": found.title and _restored(found.title, joiners),
        "published_on": _day(found.date),
        "publisher": found.sitename or urlsplit(source).hostname,
    }


def _joiners(page: str) -> dict[int, str]:
    """Rare letters that stand for ZWNJ and ZWJ: trafilatura drops what cannot be printed, and Persian words would run together."""
    rare = (letter for letter in _RARE if letter not in page)
    return dict(zip(_JOINERS, rare, strict=False))


def _restored(text: str, joiners: Mapping[int, str]) -> str:
    return text.translate({ord(letter): chr(joiner) for joiner, letter in joiners.items()})


def _tree(page: str) -> Any:
    from lxml import etree, html

    try:
        return html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _extract(tree: Any) -> Any:
    """What trafilatura makes of a copy of the page, which it takes apart; None where it finds no article or cannot cope."""
    from copy import deepcopy

    from trafilatura import bare_extraction

    options = {"with_metadata": True, "include_comments": False, "date_extraction_params": dict(_DATING), "config": _config()}
    try:
        return bare_extraction(deepcopy(tree), **options)
    except Exception:  # hostile pages bring it to errors of every kind; the plain text remains
        return None


@cache
def _config() -> Any:
    """trafilatura's own, but a short notice is an article too: else all of the page would be taken, menus and all."""
    from copy import deepcopy

    from trafilatura.settings import DEFAULT_CONFIG

    config = deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "25"
    return config


def _all_text(tree: Any) -> str:
    from copy import deepcopy

    from trafilatura import html2txt

    try:
        return "" if tree is None else str(html2txt(deepcopy(tree)))
    except Exception:  # as above
        return ""


def _language(tree: Any) -> str | None:
    said = "" if tree is None else tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return _primary(said.strip().lower()[:2])


@cache
def _primary(code: str) -> str | None:
    """Languages that raqam does not read are left to be detected: a site's template often names another one than its text is in."""
    from typing import get_args

    from extractors.facts import Lang

    return code if code in get_args(Lang) else None


def _day(said: str | None) -> date | None:
    """A page's own date, where a row might carry it."""
    try:
        return Row.model_validate({"text": "-", "published_on": said}).published_on
    except ValueError:
        return None


def _decode(raw: bytes, charset: str | None) -> str:
    """By BOM, then the server's word, then the page's own, then a guess."""
    declared = charset or next((name.decode("ascii", "replace") for name in _CHARSET.findall(raw[:_HEAD])), None)
    if declared and not raw.startswith(_MARKED):
        try:
            return codecs.decode(raw, declared)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return decode(raw)
