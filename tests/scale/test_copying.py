"""A collection copied into Lance tables and back is the same, row by row."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from qa.datatypes import Passage, Sentence, Skipped
from qa.errors import UsageError
from qa.library import copy
from qa.store.store import FileState
from tests.support.builders import DIMENSION, contents, document, put, unit
from tests.support.places import FolderPlace

TEXTS = [["Größe \U0001f600 and\x00 NUL.", "Second 'passage'\r\n with a line."], ["Alone."]]


@pytest.fixture
def origin(tmp_path):
    place = FolderPlace(tmp_path)
    with place.writing() as store:
        put(store, "b/first.txt", TEXTS[0], published=date(2020, 2, 3), tags=("x",))
        put(store, "a.txt", TEXTS[1], agency="AFP")
        inner = document("mail.mbox/1", "Dear Anna.", container="mail.mbox")
        with store.commit() as number:
            store.begin_container("mail.mbox")
            vector = unit("Dear Anna.")[np.newaxis].astype(np.float16)
            cut = (Passage(0, 10, (Sentence(0, 10),), True, "Subject"),)
            state = FileState("mail.mbox", 4, 5, 6, "bytes", 7, 8)
            store.put(inner, state, cut, vector, number)
            store.end_container(state, ["mail.mbox/1"], number)
        with store.transaction():
            store.set_skipped([(Skipped("x.pdf", "It is damaged."), "stamp")])
            store.set_meta("last_sync", "2026-01-02T03:04:05+00:00")
            store.set_meta("guessed_encodings", '{"a.txt": "latin-1"}')
    return place


def rows(place) -> dict[str, object]:
    """Everything in a collection but for when documents were indexed, and the ids of passages."""
    with place.open() as store:
        ids = store.passage_ids()
        stored = store.passages(ids.tolist())
        return {
            "documents": store.full_documents([info.source for info in store.documents()]),
            "passages": [
                (each.document.source, each.passage, each.text, each.line, each.place)
                for each in stored.values()
            ],
            "vectors": store.some_vectors(ids, DIMENSION).tobytes(),
            "files": store.files(),
            "containers": store.containers(),
            "skipped": store.skipped(),
            "meta": {
                key: store.meta(key) for key in ("settings", "last_sync", "guessed_encodings")
            },
        }


def test_there_and_back(origin, lance_place, tmp_path):
    (tmp_path / "back").mkdir()
    back = FolderPlace(tmp_path / "back")
    assert copy(origin.address, lance_place.address) == (3, 4)
    assert rows(lance_place) == rows(origin)
    assert copy(lance_place.address, back.address) == (3, 4)
    assert rows(back) == rows(origin)
    without_times = {
        source: (document, passages)
        for source, (_, document, passages) in contents(tmp_path / "back" / "index").items()
    }
    assert without_times["mail.mbox/1"][1][0][0].boilerplate
    for place in (lance_place, back):
        retriever = place.retriever()
        assert retriever.documents_of(retriever.lexical.search("Alone", 1).ids) == ["a.txt"]


def test_what_is_there_is_not_written_over(origin, lance_place):
    copy(origin.address, lance_place.address)
    with pytest.raises(UsageError, match="3 documents"):
        copy(origin.address, lance_place.address)


def test_an_index_whose_vectors_are_to_come_is_not_copied(origin, lance_place):
    with origin.writing() as store, store.commit() as number:
        text = "Waits for its vector."
        cut = (Passage(0, len(text), (Sentence(0, len(text)),)),)
        store.put(document("w.txt", text), FileState("w.txt", 1, 2, 3, "w"), cut, [None], number)
    with pytest.raises(UsageError, match="not finished"):
        copy(origin.address, lance_place.address)
