"""A shared collection that is written: whole documents, in commits that readers see as one version.

Writers need no lock. Each makes its commit against the version it has seen; if another came first,
Lance refuses, and the same changes are applied to the version that is there now. Documents of
several batches go out together, for each version costs some hundredths of a second, more in object
storage: what `commit` was given is written by the end of the `transaction` that comes next, when
`FLUSHED` passages wait, and by `flush` or when the store is closed. A killed writer loses what
waited, whole documents, which the next update reads again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

import numpy as np

from qa.datatypes import Document, Passage, Skipped
from qa.errors import StoreError
from qa.shared.package import Conflict, too_many_conflicts, translated
from qa.shared.reading import SharedReader
from qa.shared.staged import Put, Staged
from qa.shared.table import Table
from qa.shared.upkeep import search_indexes, searchable, upkeep
from qa.shared.versions import commit
from qa.store.file_states import FileState

if TYPE_CHECKING:
    import numpy.typing as npt

FLUSHED = 2_048  # passages that wait at most
_UPKEEP = 24  # commits between which the indexes are brought up to date in a long build
_ATTEMPTS = 60  # of one commit; each begins from what the one that was faster has made
_LONGEST_PAUSE = 2.0  # seconds between two of them


class SharedStore(SharedReader):
    """See `qa.store.interface.StoreWriter`. Use it as a context manager."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._staged = Staged()
        self._seen = dict(table.head.meta)  # what the changes of settings were made against
        self._inside = False
        self._flushed = 0
        self._searchable = table.dataset is not None and searchable(table)

    @classmethod
    def create(cls, address: str) -> Self:
        """Open a collection for writing; one that is not there is made by its first documents.

        Raises IndexDamaged, ScaleMissing.
        """
        return cls(Table.open_or_new(address))

    def __exit__(self, *problem: object) -> None:
        """Write what waits, unless it was the writing that failed."""
        if not isinstance(problem[1], StoreError):
            self.flush()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all of what is written inside, or nothing."""
        outer, before = self._inside, self._staged.copy()
        self._inside = True
        try:
            yield
        except BaseException:
            self._staged = before
            raise
        finally:
            self._inside = outer
        if not outer:
            self.flush()

    @contextmanager
    def commit(self) -> Iterator[int]:
        """The same for passages, which may wait for more: yields the number it has at least."""
        outer, before = self._inside, self._staged.copy()
        self._inside = True
        try:
            yield self.commit_number() + 1
        except BaseException:
            self._staged = before
            raise
        finally:
            self._inside = outer
        if not outer and self._staged.passages >= FLUSHED:
            self.flush()

    def flush(self) -> None:
        """Write what waits. Raises IndexLocked when others always come first, IndexUnwritable."""
        if not self._staged:
            return
        pause = 0.02
        for _ in range(_ATTEMPTS):
            try:
                with translated(self._table.address):
                    self._table = commit(self._table, self._staged, self._seen)
                break
            except Conflict:
                time.sleep(random.uniform(0, pause))  # so that two don't meet again
                pause = min(2 * pause, _LONGEST_PAUSE)
                self._table = Table.open(self._table.address)
        else:
            raise too_many_conflicts(self._table.address)
        self._infos = None
        if self._table.dataset is None:  # there is a table from its first vectors on
            return
        self._staged = Staged()
        self._seen = dict(self._table.head.meta)
        self._flushed += 1
        if not self._searchable:
            self._table = search_indexes(self._table)
            self._searchable = True
        elif self._flushed % _UPKEEP == 0:
            self.upkeep()

    def upkeep(self) -> None:
        """Bring the indexes of the table up to date, and tidy it up; call it after an update."""
        if self._table.dataset is not None:
            upkeep(self._table.address)
            self.refresh()

    def refresh(self) -> None:
        """Go on from the last version there is."""
        self._table = Table.open_or_new(self._table.address)
        self._infos = None

    def meta(self, key: str) -> str | None:
        """One setting, as it will be."""
        return self._staged.meta.get(key, super().meta(key))

    def set_meta(self, key: str, value: str) -> None:
        """Store one setting of the collection."""
        if self.meta(key) != value:
            self._staged.meta[key] = value
        self._unless_inside()

    def put(
        self,
        document: Document,
        file: FileState,
        passages: Sequence[Passage],
        vectors: Iterable[npt.NDArray[np.float16] | None],
        _commit: int,
    ) -> None:
        """Add or replace a document with its passages.

        `vectors` are one for each passage, of shape (d,): none may wait. One document that is a
        file itself replaces all that was inside of it. The number of the commit is not used: it is
        known when it is made.
        """
        made = tuple(vector for vector in vectors if vector is not None)
        if len(made) != len(passages):
            raise ValueError("a passage of a shared collection has no vector")
        self._staged.put(Put(document, tuple(passages), made), file)
        self._unless_inside()

    def move(
        self, source: str, document: Document, file: FileState, _commit: int | None = None
    ) -> None:
        """Give the document at `source` the source and the file of `document`, its equal."""
        ids = np.array(self.ids_of(source), np.int64)
        stored = self.passages(ids.tolist())
        vectors = self.some_vectors(ids, self._table.dimension)
        since = next((each.document.indexed_at for each in stored.values()), None)
        passages = tuple(each.passage for each in stored.values())
        self._staged.remove_file(source)
        self._staged.put(Put(document, passages, tuple(vectors), since), file)
        self._unless_inside()

    def remove(self, file: str, _commit: int) -> None:
        """Remove a file: its document, or all those inside of it, with their passages."""
        self._staged.remove_file(file)
        self._unless_inside()

    def begin_container(self, source: str) -> None:
        """Before the first document inside of a file is put: until all are, it counts as changed.

        So nothing is lost, and nothing stays behind, when the update is interrupted.
        """
        self._staged.set_container(FileState(source, -1, 0, 0, ""))
        self._unless_inside()

    def end_container(self, file: FileState, sources: Sequence[str], _commit: int) -> None:
        """After the last document inside of a file was put: it holds those with these sources."""
        self._staged.end_container(file, sources)
        self._unless_inside()

    def touch(self, file: FileState) -> None:
        """Store the new signature of a file whose bytes are the same."""
        self._staged.touched[file.source] = file
        self._unless_inside()

    def set_skipped(self, skipped: Iterable[tuple[Skipped, str]]) -> None:
        """Replace the list of files that could not be indexed, each with its file's signature."""
        self._staged.set_skipped(skipped)
        self._unless_inside()

    def _unless_inside(self) -> None:
        if not self._inside:
            self.flush()
