"""One file, one document: decoding, and telling text from what is none."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import IO

from flows.sources.document import Document, Rejected
from flows.sources.limits import DOCUMENT_BYTES, read_whole

# The encodings that Persian, Vietnamese and English texts come in; UTF-32 first, because its BOM begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ["cp1256", "cp1258", "cp1252", "utf_16_le", "utf_16_be"]
_SAMPLE_BYTES = 1 << 16


class NotText(ValueError):
    """Bytes that are no text; the message says why."""


def read_text(stream: IO[bytes], source: str) -> Iterator[Document | Rejected]:
    """The whole stream as one document, or the reason why it is none."""
    raw = read_whole(stream, DOCUMENT_BYTES)
    try:
        text = decode(raw)
    except NotText as error:
        yield Rejected(source, repr(raw[:32]), "text", str(error))
        return
    yield Document(source, text) if text.strip() else Rejected(source, None, "text", "empty")


def decode(raw: bytes) -> str:
    r"""Bytes to text without the BOM; line ends stay as they are. Raises NotText.

    >>> decode(b"\xef\xbb\xbfa\r\nb")
    'a\r\nb'
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _decode_as(raw[len(mark) :], encoding)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if _mostly_utf8(raw):
            raise NotText(f"damaged UTF-8: byte {error.start} is not valid; repair the file") from error
        return _detect(raw)
    return _detect(raw) if "\0" in text else text


def _decode_as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(f"begins as {encoding}, but byte {error.start} is not valid; repair the file") from error


def _mostly_utf8(raw: bytes) -> bool:
    """Whether good sequences outnumber bad ones: then another encoding would only turn it to gibberish."""
    beyond_ascii = [char for char in raw.decode("utf-8", "replace") if char > "\x7f"]
    broken = beyond_ascii.count("\ufffd")
    return len(beyond_ascii) - broken > broken


def _detect(raw: bytes) -> str:
    import charset_normalizer

    guess = charset_normalizer.from_bytes(raw[:_SAMPLE_BYTES], cp_isolation=_LEGACY).best()
    if guess is None:
        raise NotText("not a text: neither UTF-8 nor another known encoding (binary?); convert it to UTF-8 text")
    text = _decode_as(raw, guess.encoding)
    if "\0" in text:
        raise NotText("not a text: it holds NUL characters (binary?); convert it to UTF-8 text")
    return text
