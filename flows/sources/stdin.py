"""Standard input has no name to tell its format by: JSON Lines where its first line is a JSON object, else one text."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from typing import IO

from pydantic_core import from_json

from flows.sources.document import Document, Rejected
from flows.sources.limits import DOCUMENT_BYTES
from flows.sources.rows import read_json_lines
from flows.sources.text import read_text

SOURCE = "-"


def read_stdin(stream: IO[bytes]) -> Iterator[Document | Rejected]:
    """Documents of a stream that may not be seekable; a JSON Lines stream is read line by line."""
    first = stream.readline(DOCUMENT_BYTES)
    if _is_json_object(first):
        return read_json_lines(itertools.chain([first], iter(lambda: stream.readline(DOCUMENT_BYTES), b"")), SOURCE)
    return read_text(io.BytesIO(first + stream.read(DOCUMENT_BYTES + 1 - len(first))), SOURCE)


def _is_json_object(line: bytes) -> bool:
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        return isinstance(from_json(line.removeprefix(b"\xef\xbb\xbf")), dict)
    except ValueError:
        return False
