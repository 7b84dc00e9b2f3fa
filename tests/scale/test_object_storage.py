"""The same in object storage: against an S3 of moto's on this machine, where it is installed."""

from __future__ import annotations

import pytest

from tests.support.builders import put
from tests.support.places import PLACES

pytest.importorskip("lance", reason="needs the extra: pip install 'qa[scale]'")


@pytest.fixture
def place(storage, tmp_path):
    made = PLACES["lance"](tmp_path)
    made.address = "s3://papers/news"
    return made


@pytest.mark.slow
def test_a_collection_in_object_storage(place):
    from qa.shared.store import SharedStore

    with place.writing() as store:
        put(store, "first.txt", ["A zeppelin landed on the roof."])
    with SharedStore.create(place.address) as one, SharedStore.create(place.address) as two:
        put(one, "one.txt", ["The pilot waved."])
        one.flush()
        put(two, "two.txt", ["The crowd cheered the pilot."])
    retriever = place.retriever()
    assert retriever.store.counts() == (3, 3)
    assert retriever.documents_of(retriever.lexical.search("zeppelin", 5).ids) == ["first.txt"]
    assert retriever.lexical.frequency("pilot") == 2
    assert retriever.store.document("two.txt").text == "The crowd cheered the pilot."
