"""What an answer is: by the server's word, and where that says little, by the name."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message

from flows.sources.formats import PACKED, format_of, suffixes

_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/rdf+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "text/csv": ".csv",
    "application/warc": ".warc",
    "text/markdown": ".md",
}
_VAGUE = ("", "text/plain", "application/octet-stream", "binary/octet-stream", "application/gzip", "application/x-gzip", "application/zstd")


@dataclass(frozen=True, slots=True)
class Kind:
    """``suffix`` names the reader: ``.xml`` is a feed or sitemap, empty nothing that is read. ``packing`` is ``.gz``, ``.zst`` or none."""

    suffix: str
    packing: str = ""
    charset: str | None = None


def kind_of(path: str, content_type: str) -> Kind:
    """The kind of an answer from its path and its Content-Type.

    >>> kind_of("/feed", "application/rss+xml; charset=utf-8")
    Kind(suffix='.xml', packing='', charset='utf-8')
    >>> kind_of("/a.jsonl.gz", "application/gzip"), kind_of("/logo", "image/png").suffix
    (Kind(suffix='.jsonl', packing='.gz', charset=None), '')
    """
    message = Message()
    message["Content-Type"] = content_type
    said = message.get_content_type() if content_type else ""
    charset = message.get_content_charset()
    named = ([*suffixes(path)] or [""])[-1]
    packing = named if named in PACKED else ""
    by_name = ".xml" if ".xml" in suffixes(path)[-2:] else format_of(path)
    if said in _VAGUE:
        return Kind(by_name or (".txt" if said == "text/plain" else ".html" if not said else ""), packing, charset)
    return Kind(_TYPES.get(said, ""), packing if said not in _TYPES else "", charset)
