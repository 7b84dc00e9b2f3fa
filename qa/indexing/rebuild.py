"""A new index beside the old one, and how it takes its place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from qa.errors import IndexDamaged, StoreError
from qa.files import replace_file, unwritable_as_error
from qa.indexing.derive import move_derived
from qa.store.connection import FILE_NAME
from qa.store.index_settings import IndexSettings, check
from qa.store.store import Store

FOLDER_NAME = ".rebuild"


@contextmanager
def beside(index: Path, encoder: str | None) -> Iterator[Store]:
    """The store of a rebuild: an interrupted one is resumed if it had the same settings.

    Without `encoder` it is built with the one that the index has. Raises IndexUnwritable.
    """
    folder = index / FOLDER_NAME
    settings = IndexSettings(encoder=encoder) if encoder else _same_encoder(index)
    store = None
    try:
        store = Store.create(folder)
        stored = store.meta("settings")
        if stored is not None:
            check(IndexSettings.from_json(stored), settings.encoder)
    except StoreError:
        if store:
            store.close()
        with unwritable_as_error(folder):
            shutil.rmtree(folder, ignore_errors=True)
        store = Store.create(folder)
    if store.meta("settings") is None:
        store.set_meta("settings", settings.to_json())
    with store:
        yield store


def take_over(index: Path) -> None:
    """Replace the old index by the rebuilt one, the store in one transaction.

    Everything that needs room comes before the old one goes, but for the checkpoint.
    """
    fresh = index / FOLDER_NAME
    try:
        with Store.create(index) as store:
            store.become(fresh)
            _move(fresh, index)
            store.checkpoint()
    except IndexDamaged:
        # The old one is damaged beyond writing to: then its files are simply replaced.
        with unwritable_as_error(index):
            for suffix in ("-wal", "-shm"):
                (index / f"{FILE_NAME}{suffix}").unlink(missing_ok=True)
            replace_file(fresh / FILE_NAME, index / FILE_NAME)
        _move(fresh, index)
    shutil.rmtree(fresh, ignore_errors=True)


def _move(fresh: Path, index: Path) -> None:
    with suppress(OSError, KeyError, ValueError):  # what can't be moved is rebuilt
        move_derived(fresh, index)


def _same_encoder(index: Path) -> IndexSettings:
    """Today's settings with the encoder of the index, if it can be read."""
    try:
        with Store.open(index) as store:
            return IndexSettings(encoder=IndexSettings.from_json(store.meta("settings")).encoder)
    except StoreError:
        return IndexSettings()
