"""What a warehouse holds already, looked up in a sorted file."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from flows.known import Known, write


def few_bytes(size: int) -> st.SearchStrategy[bytes]:
    """Of two values only, so that the bytes of one record stand across the fields of others, too."""
    return st.lists(st.sampled_from((0, 255)), min_size=size, max_size=size).map(bytes)


@given(records=st.dictionaries(few_bytes(10), few_bytes(16), min_size=0, max_size=300), others=st.lists(few_bytes(10), max_size=20))
def test_a_document_is_found_by_its_id_alone(records: dict[bytes, bytes], others: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "known")
        write(path, (doc_id + content for doc_id, content in sorted(records.items())))
        known = Known(path)
        for doc_id in (*records, *others):
            held = records.get(doc_id)
            assert known.content(doc_id.hex()) == (held.hex() if held is not None else None)
