"""The only truth about a collection: one SQLite file with documents, passages and vectors.

Everything else in the index folder (`dense.faiss`, `lexical/`) is derived from it and names the
commit up to which it holds it. One transaction is one commit; readers see the last whole one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from qa.datatypes import Document, Passage
from qa.store.commits import Commits
from qa.store.connection import Connection
from qa.store.documents import DocumentTable
from qa.store.file_states import FileState, FileStates
from qa.store.passages import PassageTable, Searchable, StoredPassage
from qa.store.rows import text_sha256
from qa.store.selection import DocumentSelection
from qa.store.vectors import StoredVectors
from qa.store.waiting import WaitingPassages

if TYPE_CHECKING:
    import numpy.typing as npt


__all__ = ["FileState", "Searchable", "Store", "StoredPassage", "text_sha256"]


class Store:
    """Documents, passages, vectors and files over one connection. Use it as a context manager.

    Its parts are small classes with one job each; what other rooms call of them is listed here.
    All methods raise subclasses of StoreError where SQLite raises its own.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.path: Path = connection.path
        self._documents = documents = DocumentTable(connection)
        self._passages = passages = PassageTable(connection, documents)
        self._files = files = FileStates(connection)
        commits = Commits(connection)
        vectors = StoredVectors(connection)
        waiting = WaitingPassages(connection)
        selection = DocumentSelection(connection)

        self.meta = connection.meta
        self.set_meta = connection.set_meta
        self.snapshot = connection.snapshot
        self.transaction = connection.transaction
        self.checkpoint = connection.checkpoint
        self.become = connection.become
        self.close = connection.close

        self.commit = commits.commit
        self.commit_number = commits.commit_number
        self.commit_of = commits.commit_of
        self.state = self.last_state = commits.state
        self.changes_since = commits.changes_since
        self.added_since = commits.added_since
        self.removed_since = commits.removed_since
        self.sources_until = commits.sources_until

        self.document = documents.document
        self.documents = documents.documents
        self.full_documents = documents.full_documents
        self.move = documents.move
        self.inside = documents.inside
        self.has = documents.has
        self.names = documents.names
        self.labels = documents.labels
        self.sources_containing = documents.sources_containing
        self.words_of_large = documents.words_of_large
        self.sources_by_id = documents.sources_by_id
        self.sources_by_inode = documents.sources_by_inode

        self.matching = selection.matching
        self.select = selection.select
        self.count = selection.count

        self.passages = passages.passages
        self.passages_of = passages.passages_of
        self.passage_ids = passages.passage_ids
        self.sources_of = passages.sources_of
        self.boilerplate = passages.boilerplate
        self.searchable = passages.searchable
        self.texts = passages.texts

        self.vectors = vectors.vectors
        self.some_vectors = vectors.some_vectors
        self.reusable_vectors = vectors.reusable_vectors

        self.waiting = waiting.waiting
        self.waiting_ids = waiting.waiting_ids
        self.waiting_texts = waiting.waiting_texts
        self.set_vectors = waiting.set_vectors
        self.vector_changes_since = waiting.vector_changes_since

        self.files = files.files
        self.file_rows = files.file_rows
        self.file_fields = files.file_fields
        self.racy_files = files.racy_files
        self.file_count = files.file_count
        self.source_at = files.source_at
        self.states_of = files.states_of
        self.containers = files.containers
        self.touch = files.touch
        self.skipped = files.skipped
        self.skipped_inside = files.skipped_inside
        self.unreadable = files.unreadable
        self.other_format_count = files.other_format_count
        self.set_skipped = files.set_skipped

    @classmethod
    def open(cls, index: Path) -> Self:
        """Open the store in the folder `index` for reading.

        Raises IndexNotFound when there is none and IndexDamaged when it is not one of ours.
        """
        return cls(Connection.open(index))

    @classmethod
    def create(cls, index: Path) -> Self:
        """Open the store in the folder `index` for writing, making both where they are missing.

        Raises IndexUnwritable when that is not possible. The caller holds the write lock.
        """
        return cls(Connection.create(index))

    @property
    def name(self) -> str:
        """The folder of the index, for messages."""
        return str(self.path.parent)

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()

    def put(
        self,
        document: Document,
        file: FileState,
        passages: Sequence[Passage],
        vectors: Iterable[npt.NDArray[np.float16] | None],
        commit: int,
    ) -> None:
        """Add or replace a document with its passages.

        `vectors` are one for each passage, of shape (d,), or None for one that waits for it. One
        that is a file itself replaces all that was inside of it.
        """
        with self.connection.translated():
            if document.container:
                self._documents.remove(document.source, commit)
            else:
                self.remove(document.source, commit)
            row = self._documents.insert(document, file)
            self._passages.insert(row, document, passages, vectors, commit)

    def begin_container(self, source: str) -> None:
        """Before the first document inside of a file is put: until all are, it counts as changed.

        So nothing is lost, and nothing stays behind, when the update is interrupted.
        """
        self._files.set_container(FileState(source, -1, 0, 0, ""))

    def end_container(self, file: FileState, sources: Sequence[str], commit: int) -> None:
        """After the last document inside of a file was put: it holds those with these sources."""
        for source in set(self._documents.inside(file.source)).difference(sources):
            self._documents.remove(source, commit)
        self._files.set_container(file)

    def remove(self, file: str, commit: int) -> None:
        """Remove a file: its document, or all those inside of it, with their passages."""
        for source in self._documents.inside(file):
            self._documents.remove(source, commit)
        self._files.remove_container(file)

    def size(self) -> int:
        """How many bytes all files of the index take."""
        return sum(_size(path) for path in self.path.parent.rglob("*"))

    def counts(self) -> tuple[int, int]:
        """How many documents and passages there are."""
        with self.connection.translated():
            documents, passages = self.connection.db.execute(
                "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM passage)"
            ).fetchone()
        return documents, passages


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:  # a writer has just taken it away
        return 0
