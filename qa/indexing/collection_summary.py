"""A collection as a list shows it: its folders, its size, what keeps it from being read."""

from __future__ import annotations

from pathlib import Path

from qa.collections import lookup
from qa.collections.cards import Card
from qa.datatypes import NamedCollection
from qa.errors import IndexDamaged, IndexNotFound, StoreError
from qa.objects.addresses import shown
from qa.store.store import Store


def summary(name: str, index: Path, card: Card | None = None) -> NamedCollection:
    """What is in an index. What keeps it from being read is in words, not raised."""
    documents = passages = last_sync = problem = None
    try:
        with Store.open(index) as store:
            documents, passages = store.counts()
            last_sync = store.meta("last_sync")
    except IndexNotFound:
        pass
    except (IndexDamaged, StoreError) as error:
        problem = error.message
    return NamedCollection(
        name=name,
        paths=tuple(map(shown, card.paths)) if card else (),
        missing=tuple(map(str, lookup.missing(card))) if card else (),
        documents=documents,
        passages=passages,
        last_sync=last_sync,
        index=str(index),
        problem=problem,
    )
