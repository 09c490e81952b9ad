"""PDF, DOCX and web archives; archives that explode; object storage."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pyarrow
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.sources import Access, Document, Rejected, SourceNotFound, SourceUnreadable, limits, read
from flows.sources.access import WebAccess

PAGE = "<html lang='vi'><title>T</title><body><p>Nghị quyết số 16-NQ/TU: hơn 4.500 hồ sơ</p></body></html>"


def items(source: Path | str) -> list[Document | Rejected]:
    return list(read([str(source)]))


def reason(source: Path | str) -> str:
    [item] = items(source)
    assert isinstance(item, Rejected)
    return item.reason


def pdf(*pages: str) -> bytes:
    """A PDF of pages with one line each, in the standard font."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, line in enumerate(pages):
        drawn = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET" if line else ""
        resources = f"<< /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {resources} >>")
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    body = "%PDF-1.4\n" + "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, 1))
    return (body + f"trailer << /Root 1 0 R /Size {len(objects) + 1} >>\n%%EOF\n").encode("latin-1")


def test_a_pdf_with_a_text_layer(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("Decree No. 61/2018/ND-CP", "81.28% of 63 provinces"))
    assert items(path) == [Document(str(path), "Decree No. 61/2018/ND-CP\n\n81.28% of 63 provinces")]


def test_a_document_of_paragraphs_and_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Số: 412/QĐ-UBND")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Kết quả"
    table.cell(1, 0).text, table.cell(1, 1).text = "Năm", "2023"
    document.add_paragraph("hơn 4.500 hồ sơ")
    document.core_properties.title = "Quyết định"
    document.save(str(tmp_path / "a.docx"))
    assert items(tmp_path / "a.docx") == [
        Document(str(tmp_path / "a.docx"), "Số: 412/QĐ-UBND\nKết quả\nNăm | 2023\nhơn 4.500 hồ sơ", title="Quyết định")
    ]


def warc(*answers: tuple[str, str, bytes]) -> bytes:
    """An archive of (address, content type, body)."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    for address, kind, body in answers:
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(address, "response", io.BytesIO(body), http_headers=headers))
    return stream.getvalue()


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_the_pages_of_a_web_archive(tmp_path: Path, name: str) -> None:
    raw = warc(
        ("https://x/1", "text/html; charset=utf-8", PAGE.encode()), ("https://x/2", "image/png", b"\x89"), ("https://x/3", "text/html", b"")
    )
    (tmp_path / name).write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    page, empty = items(tmp_path / name)
    assert page == Document("https://x/1", "Nghị quyết số 16-NQ/TU: hơn 4.500 hồ sơ", lang="vi", title="T", publisher="x")
    assert isinstance(empty, Rejected)
    assert (empty.source, empty.field) == ("https://x/3", "text")


def bomb_docx(size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(size))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.pdf", b"%PDF-1.4 nonsense", "not a readable PDF"),
        ("a.pdf", b"", "not a readable PDF"),
        ("scan.pdf", pdf("", ""), "no text layer: a scan?"),
        ("a.docx", b"PK\x03\x04 nonsense", "not a whole DOCX file"),
        ("a.docx", bomb_docx(100), "not a whole DOCX file"),
        ("a.warc", b"nonsense\r\n\r\n", "not a whole WARC file"),
        ("a.warc", b"", "empty"),
    ],
)
def test_what_cannot_be_read_is_rejected(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(raw)
    assert reason(tmp_path / name).startswith(said)


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.txt", b"x" * 2000, "reading stopped: longer than 1000 bytes"),
        ("a.jsonl", b'{"text": "' + b"x" * 2000, "reading stopped: a line is longer than 1000 bytes"),
        ("a.csv", b"text\n" + b"x" * 2000, "reading stopped: a line is longer than 1000 bytes"),
        ("a.html", b"x" * 2000, "reading stopped: longer than 1000 bytes"),
        ("a.pdf", b"x" * 2000, "reading stopped: longer than 1000 bytes"),
        ("a.docx", bomb_docx(2000), "reading stopped: it unpacks to more than 1000 bytes"),
        ("a.warc", warc(("https://x/1", "text/html", b"x" * 2000)), "longer than 1000 bytes"),
        ("a.txt.gz", gzip.compress(bytes(10_000_000)), "reading stopped: it unpacks to more than 250 times its size"),
        ("a.jsonl.gz", gzip.compress(b"\n" * 10_000_000), "reading stopped: it unpacks to more than 250 times its size"),
        ("a.txt.zst", pyarrow.compress(bytes(10_000_000), "zstd", asbytes=True), "reading stopped: it unpacks to more than 250 times"),
    ],
)
def test_what_is_too_much_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, raw: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(raw)
    small = 1 << 30 if name.endswith((".gz", ".zst")) else 1000
    for room in ("text", "html", "office", "warc"):
        for limit in ("DOCUMENT_BYTES", "PAGE_BYTES", "OFFICE_BYTES"):
            monkeypatch.setattr(f"flows.sources.{room}.{limit}", small, raising=False)
    monkeypatch.setattr(limits, "LINE_BYTES", small)
    monkeypatch.setattr(limits, "_HARMLESS", 1 << 20)
    assert [item.reason for item in items(tmp_path / name) if isinstance(item, Rejected)][-1].startswith(said)


@pytest.mark.parametrize(("module", "name"), [("pypdfium2", "a.pdf"), ("docx", "a.docx"), ("warcio.archiveiterator", "a.warc")])
def test_an_extra_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_bytes(b"x")
    assert "needs a package that is not installed. Try: pip install 'raqam[" in reason(tmp_path / name)


@pytest.fixture(scope="module")
def s3() -> Iterator[Access]:
    """An object storage on loopback with a bucket ``box``, and the access to it."""
    import s3fs
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    options = {
        "key": "k",
        "secret": "secret-of-the-box",
        "endpoint_url": f"http://{host}:{port}",
        "client_kwargs": {"region_name": "eu-west-1"},
    }
    system = s3fs.S3FileSystem(**options)
    system.mkdir("box")
    system.pipe({"box/in/b.jsonl": json.dumps({"text": "b"}).encode(), "box/in/deep/a.txt": b"a", "box/in/x.jpg": b""})
    try:
        yield Access(storage={"s3": options}, web=WebAccess(attempts=2, pause=0))
    finally:
        s3fs.S3FileSystem.clear_instance_cache()
        server.stop()


def test_object_storage_is_read_like_a_folder(s3: Access) -> None:
    found = [(item.source, item.text) for item in read(["s3://box/in"], access=s3) if isinstance(item, Document)]
    assert found == [("s3://box/in/b.jsonl#1", "b"), ("s3://box/in/deep/a.txt", "a")]
    assert [item.source for item in read(["s3://box/in/**/*.txt"], access=s3)] == ["s3://box/in/deep/a.txt"]
    with pytest.raises(SourceNotFound, match=r"s3://box/no\.txt: nothing is there"):
        read(["s3://box/no.txt"], access=s3)
    assert "secret-of-the-box" not in repr(s3)


def test_storage_that_fails_does_not_stop_the_others(s3: Access, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    shut = Access(
        storage={"s3": {**s3.storage["s3"], "endpoint_url": "http://127.0.0.1:9", "config_kwargs": {"retries": {"max_attempts": 0}}}}
    )
    shut = shut.model_copy(update={"web": WebAccess(attempts=1)})
    found = list(read(["s3://box/in/b.jsonl", str(tmp_path / "a.txt")], access=shut))
    assert [type(item) for item in found] == [Rejected, Document]
    with pytest.raises(SourceUnreadable, match="cannot be reached"):
        read(["s3://box/in/b.jsonl"], access=shut)
