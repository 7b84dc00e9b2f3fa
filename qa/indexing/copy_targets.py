"""Where a collection is copied to: opened for writing, and made searchable when all is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.indexing.derive import derive
from qa.store.interface import StoreWriter
from qa.store.store import Store
from qa.store.write_lock import writing


@contextmanager
def local_target(index: Path) -> Iterator[StoreWriter]:
    """An index in a folder. Raises IndexLocked, IndexUnwritable."""
    with writing(index):
        with Store.create(index) as store:
            yield store
            store.checkpoint()
        with Store.open(index) as store:
            derive(index, store)


@contextmanager
def shared_target(address: str) -> Iterator[StoreWriter]:
    """A shared collection. Raises IndexLocked, IndexUnwritable, ScaleMissing."""
    from qa.shared.store import SharedStore  # with Lance, 0.3 s

    with SharedStore.create(address) as store:
        yield store
        store.flush()
        store.upkeep()
