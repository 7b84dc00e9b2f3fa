"""Bring the FAISS and tantivy indexes up to date with the store; nothing is embedded again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qa.datatypes import Progress
from qa.files import replace_file
from qa.search.dense_index import CARD_NAME as DENSE_CARD
from qa.search.dense_index import FILE_NAME as DENSE_NAME
from qa.search.dense_index import Dense
from qa.search.lexical_files import (
    build_lexical,
    move_lexical,
    recognise_lexical,
    sweep_lexical,
    update_lexical,
)
from qa.search.lexical_index import Lexical
from qa.search.sample_queries import held_out
from qa.store.index_settings import IndexSettings
from qa.store.store import Store
from qa.store.write_lock import WRITER_NAME


def derive(
    index: Path,
    store: Store,
    progress: Callable[[Progress], None] | None = None,
    *,
    rebuild: bool = False,
    growing: bool = False,
) -> None:
    """Bring the search structures in `index` up to the last commit of `store`.

    A change is added to what is there; what is missing, damaged or not worth adding to is
    rebuilt, and so is everything with `rebuild`. With `growing` more is about to come: see
    `update_lexical`. The caller holds the lock.
    """
    total = store.counts()[1]

    def tick(done: int) -> None:
        if progress:
            progress(Progress("indexing", done, total, "passages"))

    for name in (DENSE_NAME, DENSE_CARD, WRITER_NAME):  # half written by a killed process
        for path in index.glob(f".{name}.*"):
            path.unlink(missing_ok=True)
    sweep_lexical(index)
    dense = None if rebuild else Dense.open(index, store)
    if dense is None or dense.crowded:
        tick(0)
        dimension = IndexSettings.from_json(store.meta("settings")).dimension
        Dense.build(
            index, store, store.state(), dimension, before=dense, ask=lambda: held_out(store)
        )
    else:
        dense.recognise(index)
    lexical = None if rebuild else Lexical.open(index, store)
    if lexical is not None:
        recognise_lexical(index)
    elif rebuild or update_lexical(index, store, growing=growing) is None:
        tick(0)
        build_lexical(index, store, tick)
        tick(total)


def move_derived(fresh: Path, index: Path) -> None:
    """Move the search structures of `fresh` to `index`, which has taken over its store.

    Nothing is copied, so it needs no room, and moved files keep their signatures.
    Raises OSError and KeyError.
    """
    for name in (DENSE_NAME, DENSE_CARD):
        replace_file(fresh / name, index / name)
    move_lexical(fresh, index)
