"""What users do to an index, on copies of collections that were prepared once.

A fake takes the place of every model: its vectors are hashes of texts, the same every time.
Batches are small, so that a small collection is committed in many steps.
"""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import qa
import qa.answering.reader
import qa.embedding.encoder
import qa.embedding.model_files
import qa.indexing.doctor
import qa.indexing.index_encoder
import qa.indexing.ingest
import qa.indexing.publish
import qa.indexing.refine
import qa.indexing.sync
import qa.search.dense_index
import qa.search.hybrid
import qa.search.lexical_files
import qa.search.probe
import qa.store.commits
import qa.store.connection
from tests.support.builders import FakeEncoder, contents

from . import collection
from .forking import run
from .judging import Expected, answers

BATCH = 6  # passages
TRIAL = qa.search.probe.survives  # as it is
ENCODER = FakeEncoder()


def furnish() -> None:
    """Put the fakes in place, and import what is otherwise imported when it is first needed."""
    for module in (
        qa.indexing.index_encoder,
        qa.search.hybrid,
        qa.indexing.doctor,
        qa.embedding.encoder,
    ):
        module.load_encoder = lambda *_, **__: ENCODER
    qa.embedding.model_files.model_dir = lambda name: Path(name)
    qa.embedding.model_files.model_key = lambda *_: ENCODER.key
    qa.answering.reader.opening = lambda **_: lambda: None
    qa.indexing.ingest.BATCH_PASSAGES = qa.indexing.refine.BATCH_PASSAGES = BATCH
    qa.indexing.ingest._UNENCODED = 1
    qa.indexing.publish._FIRST = 0.0  # after each commit
    qa.indexing.publish._SHARE = 0
    # Copies of what was written here are hashed and their layout is checked as ever; the process in
    # which each would be tried takes longer than a case (tests/search/test_copied_structures.py).
    qa.search.probe.survives = lambda *_: True


@dataclass(frozen=True, slots=True)
class Home:
    """A folder of articles and its index, as one user has them."""

    folder: Path

    @property
    def docs(self) -> Path:
        """The articles."""
        return self.folder / "articles"

    @property
    def index(self) -> Path:
        """Their index."""
        return self.folder / "index"

    def sync(self, **how: bool) -> None:
        """`qa index`."""
        with qa.open(self.index, paths=[self.docs]) as engine:
            engine.sync(**how)

    def ask(self) -> None:
        """`qa ask`, of an index that is as it is."""
        with qa.open(self.index) as engine:
            engine.ask(collection.QUESTIONS[0], threshold=0, fresh=False)

    def repair(self) -> None:
        """`qa doctor --repair`."""
        with qa.open(self.index, paths=[self.docs]) as engine:
            engine.doctor(repair=True)


@dataclass(frozen=True, slots=True)
class Work:
    """Something a user does to an index, and between what states of it."""

    name: str
    before: str | None  # the state of the index; None: there is none
    after: str
    act: Callable[[Home], None]
    prepare: Callable[[Home], None] = lambda home: None
    bare: bool = False  # there are no search structures before
    whole: bool = False  # the new state comes at once, or not at all
    damaged: bool = False  # the index need not be sound, if it says so
    lossy: bool = False  # damaged documents are taken out, and read again from their files
    exact: bool = True  # BM25 weighs words as in a clean build, to the last digit

    def again(self, home: Home) -> None:
        """What the user does after an accident: the same once more, then an update."""
        self.act(home)
        home.sync()


class Workshop:
    """Prepared collections, and copies of them to break."""

    def __init__(self, base: Path, seed: int = 1) -> None:
        furnish()
        self.base = base.resolve()
        old, new = Home(self.base / "old"), Home(self.base / "new")
        collection.make(old.docs, seed)
        shutil.copytree(old.docs, new.docs)
        self.edited = collection.edit(new.docs, seed)
        self.homes = {"old": old, "new": new}
        self.expected: dict[str, Expected] = {}
        self.memory = 0  # kilobytes that asking a sound index takes
        for name, home in self.homes.items():
            modules = run(lambda home=home: (home.sync(), home.ask(), sorted(sys.modules))[-1])
            for module in modules.result():
                if module not in sys.modules:
                    with suppress(ImportError):
                        importlib.import_module(module)
            # With what importing and asking leave in this process, its forks are quick.
            self.expected[name] = Expected(
                contents(home.index), answers(home.index), collection.texts(home.docs)
            )
            self.memory = run(lambda home=home: bool(answers(home.index))).kilobytes

    @contextmanager
    def empty(self) -> Iterator[Home]:
        """A home with nothing in it, gone afterwards."""
        home = Home(Path(tempfile.mkdtemp(prefix="case-", dir=self.base)))
        try:
            yield home
        finally:
            shutil.rmtree(home.folder)

    @contextmanager
    def home(self, work: Work) -> Iterator[Home]:
        """A copy of the collection that a piece of work starts from, gone afterwards."""
        with self.empty() as home:
            shutil.copytree(self.homes[work.after].docs, home.docs)
            if work.before:
                shutil.copytree(self.homes[work.before].index, home.index)
            work.prepare(home)
            yield home


def _carry(home: Home) -> None:
    """Update with search structures that are only added to, as those of large collections are."""
    with ExitStack() as stack:
        for name in ("_FEW", "_GONE_SHARE", "_CARRIED"):
            stack.enter_context(patch.object(qa.search.lexical_files, name, 0))
        stack.enter_context(patch.object(qa.search.dense_index.Dense, "crowded", False))
        home.sync()


def _without_caches(home: Home) -> None:
    (home.index / "dense.faiss").write_bytes(b"")
    shutil.rmtree(home.index / "lexical")


def _spoilt(home: Home) -> None:
    """Make a text and a vector of the store other than they were."""
    import sqlite3

    with sqlite3.connect(home.index / "qa.sqlite") as db:
        db.execute("UPDATE document SET text = replace(text, 'the', 'teh') WHERE rowid = 3")
        db.execute("UPDATE passage SET vector = zeroblob(32) WHERE document = 5")
    db.close()


def _overwritten(home: Home) -> None:
    """Make the store something else."""
    path = home.index / "qa.sqlite"
    path.write_bytes(os.urandom(path.stat().st_size))


WORKS = {
    work.name: work
    for work in (
        Work("build", None, "old", Home.sync, bare=True),
        Work("quick", None, "old", lambda home: home.sync(quick=True), bare=True),
        Work("refine", None, "old", Home.sync, lambda home: home.sync(quick=True), bare=True),
        Work("update", "old", "new", Home.sync),
        Work("carry", "old", "new", _carry, exact=False),
        Work("rebuild", "old", "new", lambda home: home.sync(rebuild=True), whole=True),
        Work("mend", "new", "new", Home.ask, _without_caches, bare=True),
        Work("repair", "new", "new", Home.repair, _spoilt, damaged=True, lossy=True),
        Work(
            "replace",
            "old",
            "new",
            lambda home: home.sync(rebuild=True),
            _overwritten,
            whole=True,
            damaged=True,
        ),
    )
}


@contextmanager
def commits(kill_after: int = 0) -> Iterator[list[int]]:
    """Count the transactions that are committed inside; SIGKILL after one of them."""
    made = [0]
    real = qa.store.connection.Connection.transaction

    @contextmanager
    def transaction(self: Any) -> Iterator[None]:
        with real(self):
            yield
        made[0] += 1
        if made[0] == kill_after:
            os.kill(os.getpid(), signal.SIGKILL)

    with patch.object(qa.store.connection.Connection, "transaction", transaction):
        yield made


@contextmanager
def after_commits(hook: Callable[[Path, int], None]) -> Iterator[None]:
    """Call `hook` with a store's path and the number of the commit it has just made."""
    real = qa.store.commits.Commits.commit

    @contextmanager
    def commit(self: Any) -> Iterator[int]:
        with real(self) as number:
            yield number
        hook(self._connection.path, number)

    with patch.object(qa.store.commits.Commits, "commit", commit):
        yield
