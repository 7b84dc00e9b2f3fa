"""The same collection in a folder and in Lance tables, for tests that both have to pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.collections.shared import normal
from qa.config import Locations, locate
from qa.indexing.derive import derive
from qa.search.dense_index import Dense
from qa.search.hybrid import Retriever
from qa.search.lexical_index import Lexical
from qa.store.index_settings import IndexSettings
from qa.store.interface import StoreReader, StoreWriter
from qa.store.store import Store
from tests.support.builders import DIMENSION, FakeEncoder


class FolderPlace:
    """A collection in a folder: SQLite, FAISS and tantivy."""

    def __init__(self, home: Path) -> None:
        self.address = str(home / "index")
        self._index = home / "index"

    @property
    def locations(self) -> Locations:
        return locate(self.address)

    @contextmanager
    def writing(self) -> Iterator[StoreWriter]:
        with Store.create(self._index) as store:
            settle(store)
            yield store
            derive(self._index, store)

    def open(self) -> StoreReader:
        return Store.open(self._index)

    def retriever(self) -> Retriever:
        store = Store.open(self._index)
        dense, lexical = Dense.open(self._index, store), Lexical.open(self._index, store)
        assert dense is not None
        assert lexical is not None
        return Retriever(store, dense, lexical, FakeEncoder(), "f")


class LancePlace:
    """A collection in Lance tables."""

    def __init__(self, home: Path) -> None:
        self.address = normal(f"lance:{home / 'shared'}")

    @property
    def locations(self) -> Locations:
        return locate(self.address)

    @contextmanager
    def writing(self) -> Iterator[StoreWriter]:
        from qa.shared.store import SharedStore

        with SharedStore.create(self.address) as store:
            settle(store)
            yield store
            store.flush()
            store.upkeep()

    def open(self) -> StoreReader:
        from qa.shared.reading import SharedReader

        return SharedReader.open(self.address)

    def retriever(self) -> Retriever:
        from qa.shared.dense import SharedDense
        from qa.shared.lexical import SharedLexical
        from qa.shared.reading import SharedReader

        store = SharedReader.open(self.address)
        lexical = SharedLexical(store.table)
        dense = SharedDense(store.table, DIMENSION)
        return Retriever(store, dense, lexical, FakeEncoder(), "f", restricted=lexical.restricted)


PLACES = {"sqlite": FolderPlace, "lance": LancePlace}


def settle(store: StoreWriter) -> None:
    """Say what the vectors of a new collection are."""
    if store.meta("settings") is None:
        with store.transaction():
            store.set_meta("settings", IndexSettings("fake", "0" * 16, DIMENSION).to_json())
