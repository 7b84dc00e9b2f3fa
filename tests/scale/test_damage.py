"""What lies at an address and is not what was written is never shown: the error names it."""

from __future__ import annotations

import numpy as np
import pytest

from qa.errors import IndexDamaged, IndexMismatch
from tests.support.builders import DIMENSION, put

pytest.importorskip("lance", reason="needs the extra: pip install 'qa[scale]'")


@pytest.fixture
def filled(lance_place):
    with lance_place.writing() as store:
        put(store, "a.txt", ["The rotor cracked.", "Anna repaired it."])
        put(store, "b.txt", ["Lunch is at noon."])
    return lance_place


def change(place, values: dict[str, str], where: str) -> None:
    """Somebody else's change of the table, by SQL."""
    import lance

    from qa.collections.shared import table_of

    lance.dataset(table_of(place.address)).update(values, where=where)


@pytest.mark.parametrize(
    ("values", "where", "read"),
    [
        (
            {"text": "'The rotor held.'"},
            "kind = 'passage' AND text = 'The rotor cracked.'",
            lambda store: store.passages(store.passage_ids().tolist()),
        ),
        (
            {"p_line": "7"},
            "kind = 'passage' AND source = 'b.txt'",
            lambda store: store.passages(store.passage_ids().tolist()),
        ),
        (
            {"text": "'Lunch is at one.'"},
            "kind = 'document' AND source = 'b.txt'",
            lambda store: store.document("b.txt"),
        ),
        (
            {"d_title": "'Another'"},
            "kind = 'document' AND source = 'b.txt'",
            lambda store: store.document("b.txt"),
        ),
        (
            {"d_published": "'yesterday'"},
            "kind = 'document' AND source = 'b.txt'",
            lambda store: store.documents(),
        ),
        (
            {"source": "'../../etc/passwd'"},
            "kind = 'document' AND source = 'b.txt'",
            lambda store: store.documents(),
        ),
        (
            {"source": "'/etc/passwd'"},
            "kind = 'file' AND source = 'b.txt'",
            lambda store: store.files(),
        ),
        (
            {"vector_seal": "7"},
            "kind = 'passage' AND source = 'b.txt'",
            lambda store: list(store.vectors(DIMENSION)),
        ),
        ({"head": "'{}'"}, "kind = 'head'", lambda store: store.counts()),
        ({"head": "'nothing'"}, "kind = 'head'", lambda store: store.counts()),
        ({"kind": "'other'"}, "kind = 'head'", lambda store: store.counts()),
    ],
    ids=["passage", "line", "text", "title", "date", "source", "file", "vector", "format", "head",
         "no head"],
)  # fmt: skip
def test_a_changed_row_is_refused(filled, values, where, read):
    change(filled, values, where)
    with pytest.raises(IndexDamaged) as raised:
        read(filled.open())
    assert "b.txt" in raised.value.message or "a.txt" in raised.value.message or (
        filled.address in raised.value.message
    )  # fmt: skip


def test_vectors_that_are_no_unit_vectors_are_refused(lance_place):
    with lance_place.writing() as store:
        put(store, "a.txt", ["One."], vectors=np.full((1, DIMENSION), 9.0))
    with lance_place.open() as store:
        with pytest.raises(IndexDamaged, match="of no model"):
            list(store.vectors(DIMENSION))
        with pytest.raises(IndexDamaged, match="of no model"):
            store.some_vectors(store.passage_ids(), DIMENSION)


def test_a_table_of_somebody_else_is_none_of_ours(lance_place):
    import lance
    import pyarrow as pa

    from qa.collections.shared import table_of

    lance.write_dataset(pa.table({"x": [1]}), table_of(lance_place.address))
    with pytest.raises(IndexDamaged, match="no collection of qa"):
        lance_place.open()
    with pytest.raises(IndexDamaged), lance_place.writing():
        pass


def test_words_of_another_version_are_not_mixed(filled, monkeypatch):
    monkeypatch.setattr("qa.shared.versions.WORDS_VERSION", 99)
    with pytest.raises(IndexMismatch), filled.writing() as store:
        put(store, "c.txt", ["More."])
    assert filled.open().counts() == (2, 3)
