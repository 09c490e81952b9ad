"""Official documents as they are sent round: PDF with a text layer, and DOCX. Needs the extra ``office``."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from flows.sources.document import Document, Rejected, why
from flows.sources.limits import OFFICE_BYTES, TooMuch, read_whole, shown

_MISSING = "needs a package that is not installed. Try: pip install 'raqam[office]'"
_SOFT_HYPHENS = ("\ufffe\r\n", "\ufffe\n", "\x02\r\n", "\x02\n", "\ufffe", "\x02")


def read_pdf(stream: IO[bytes], source: str) -> Iterator[Document | Rejected]:
    """The text layer, page by page; a blank line stands between pages."""
    raw = read_whole(stream, OFFICE_BYTES)
    try:
        import pypdfium2
    except ImportError:
        yield Rejected(source, None, None, f"PDF {_MISSING}")
        return
    try:
        with pypdfium2.PdfDocument(raw) as pdf:
            text = "\n\n".join(_page_texts(pdf))
            title = pdf.get_metadata_value("Title") or None
    except pypdfium2.PdfiumError as error:
        yield Rejected(source, None, None, f"not a readable PDF: {error}; where it is locked, save it without a password")
        return
    yield (
        Document(source, text, title=title)
        if text.strip()
        else Rejected(source, None, "text", "no text layer: a scan? Recognise its text (OCR) first")
    )


def _page_texts(pdf: Any) -> Iterator[str]:
    length = 0
    for page in pdf:
        text = page.get_textpage().get_text_range()
        page.close()
        length += len(text)
        if length > OFFICE_BYTES:
            raise TooMuch(f"its text is longer than {shown(OFFICE_BYTES)}")
        for hyphen in _SOFT_HYPHENS:
            text = text.replace(hyphen, "")
        yield text.replace("\r\n", "\n").replace("\0", "")


def read_docx(stream: IO[bytes], source: str) -> Iterator[Document | Rejected]:
    """Paragraphs and tables in their order, a line each; cells are set apart by `` | ``."""
    raw = io.BytesIO(read_whole(stream, OFFICE_BYTES))
    try:
        import docx
        from lxml import etree
    except ImportError:
        yield Rejected(source, None, None, f"DOCX {_MISSING}")
        return
    try:
        _require_small(raw)
        document = docx.Document(raw)
        text, title = "\n".join(_lines(document.iter_inner_content())), document.core_properties.title or None
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError, docx.exceptions.PythonDocxError) as error:
        yield Rejected(source, None, None, f"not a whole DOCX file: {why(error)}")
        return
    yield Document(source, text, title=title) if text.strip() else Rejected(source, None, "text", "empty")


def _require_small(raw: IO[bytes]) -> None:
    """zipfile gives no more bytes of a member than its entry says, so that the entries can be believed."""
    with zipfile.ZipFile(raw) as archive:
        if sum(member.file_size for member in archive.infolist()) > OFFICE_BYTES:
            raise TooMuch(f"it unpacks to more than {shown(OFFICE_BYTES)}")
    raw.seek(0)


def _lines(blocks: Iterable[Any]) -> Iterator[str]:
    for block in blocks:
        if not hasattr(block, "rows"):
            yield block.text
            continue
        for row in block.rows:
            once = {id(cell._tc): cell for cell in row.cells}  # a merged cell comes once for each column that it spans
            yield " | ".join(" ".join(_lines(cell.iter_inner_content())) for cell in once.values())
