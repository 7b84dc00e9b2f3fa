"""The harness put to the test: qa is broken on purpose, and every family must notice.

Each kind of sabotage takes one safeguard away. A family runs until it finds something broken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from importlib import import_module
from typing import Any

import qa.files
import qa.indexing.cited_files
import qa.indexing.freshness
import qa.indexing.refine
import qa.indexing.sync
import qa.search.dense_files
import qa.search.lexical_files
import qa.store.commits
import qa.store.connection
import qa.store.store
import qa.store.write_lock
from qa.indexing.cited_files import Cited
from qa.indexing.freshness import Freshness

from .forking import Running
from .work import Workshop

_LONGEST = 900.0  # seconds


class _Same:
    """Equal to everything."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


def _half_documents() -> None:
    """A document is committed with its first passage before it is committed whole."""
    real = qa.store.store.Store.put

    def put(
        self: Any, document: Any, file: Any, passages: Sequence[Any], vectors: Any, commit: int
    ) -> None:
        real(self, document, file, passages[:1], vectors[:1], commit)
        self.connection.db.execute("COMMIT")
        self.connection.db.execute("BEGIN IMMEDIATE")
        real(self, document, file, passages, vectors, commit)

    qa.store.store.Store.put = put


def _unchecked() -> None:
    """FAISS reads whatever is there."""
    qa.search.dense_files.stamp = lambda path: _Same()


def _any_history() -> None:
    """A search structure is believed to be this store's, and at the last commit."""
    qa.store.commits.Commits.commit_of = lambda self, state: self.commit_number()


def _unlocked() -> None:
    """Everybody writes at once."""
    qa.indexing.sync.writing = qa.indexing.refine.writing = lambda *_: nullcontext()
    qa.store.write_lock.writing = lambda *_: nullcontext()


def _unheard() -> None:
    """Nobody catches what the operating system says of a full disk."""
    for module in (qa.files, qa.search.dense_files, qa.search.lexical_files, qa.store.write_lock):
        module.unwritable_as_error = lambda path: nullcontext()


def _unsynced() -> None:
    """Nothing is synced."""
    for module in (qa.files, qa.search.dense_files, qa.search.lexical_files):
        module.sync_file = lambda path: None
    real = qa.store.connection.Connection._connect.__func__

    def connect(cls: Any, *args: Any, **how: Any) -> Any:
        connection = real(cls, *args, **how)
        connection.db.execute("PRAGMA synchronous = OFF")
        return connection

    qa.store.connection.Connection._connect = classmethod(connect)


def _unlooked() -> None:
    """Nobody looks at the files before a question is answered."""
    for name in ("begun", "ended"):
        setattr(qa.indexing.freshness.Look, name, lambda *_, **__: Freshness())
    qa.indexing.cited_files.look_at = lambda *_: Cited(frozenset(), frozenset())


SABOTAGE: dict[str, tuple[str, int, Callable[[], None]]] = {
    "half documents": ("kills", 80, _half_documents),
    "files unlooked at": ("kills", 80, _unlooked),
    "caches unchecked": ("damage", 4, _unchecked),
    "any history": ("swaps", 1, _any_history),
    "no lock": ("writers", 2, _unlocked),
    "errors unheard": ("disk", 4, _unheard),
    "nothing synced": ("power", 60, _unsynced),
}


def search(shop: Workshop, name: str, seed: int) -> Running:
    """Look for a case that fails under sabotage, in a process of its own.

    Its value is the name of the case, "" if there is none, and how many cases were run.
    """
    family, count, sabotage = SABOTAGE[name]
    module = import_module(f".{family}", __package__)

    def act() -> tuple[str, int]:
        if why := module.unavailable():
            return f"skipped: {why}", 0
        sabotage()
        cases = list(module.plan(shop, count, seed))
        for ran, case in enumerate(cases, 1):
            if case.run(shop).wrong:
                return case.name, ran
        return "", len(cases)

    return Running(act, longest=_LONGEST)
