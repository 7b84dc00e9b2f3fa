"""What a collection offers for reading and for writing, wherever it is stored.

`qa.store.store.Store` is the one in a folder of this machine, `qa.shared.store.SharedStore` the one
in Lance tables that many machines read and write. Passages have ids of 64 bits, never used twice.
All methods raise subclasses of StoreError.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from qa.datatypes import Document, DocumentInfo, Filter, Passage, Selection, Skipped
    from qa.store.file_states import FileState
    from qa.store.passages import StoredPassage

    Labels = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]


class StoreReader(Protocol):
    """Documents, passages and files of one commit."""

    @property
    def path(self) -> Path:
        """A file that stands for it; the folders of a collection may be relative to its parent."""

    @property
    def name(self) -> str:
        """What people call it by, in messages."""

    def __enter__(self) -> Self:
        """Return it."""

    def __exit__(self, *_: object) -> None:
        """Close it."""

    def close(self) -> None:
        """Close it; calling it twice does no harm."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Everything read inside is of one commit, whatever a writer does meanwhile."""

    def state(self) -> str:
        """The last commit, as a text that no other commit has."""

    def last_state(self) -> str:
        """The same of the last commit there is now, which may be later than what is read here."""

    def commit_number(self) -> int:
        """The number of the last commit, 0 before the first."""

    def counts(self) -> tuple[int, int]:
        """How many documents and passages there are."""

    def size(self) -> int:
        """How many bytes it takes on disk."""

    def meta(self, key: str) -> str | None:
        """One setting of the collection, or None."""

    def waiting(self) -> int:
        """How many passages have no vector yet."""

    def document(self, source: str) -> Document | None:
        """The document at `source`, or None."""

    def full_documents(self, sources: Sequence[str]) -> dict[str, Document]:
        """Documents with their texts by source; unknown ones are left out."""

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents without their texts, by source."""

    def names(self) -> list[tuple[str, str]]:
        """Source and title of every document, by source."""

    def labels(self) -> Labels:
        """Tags and aliases of the documents that have any, by source."""

    def has(self, source: str) -> bool:
        """Whether there is a document at `source`."""

    def inside(self, file: str) -> list[str]:
        """Sources of the documents that were read from a file, in order."""

    def sources_containing(self, fragment: str, limit: int) -> list[str]:
        """Sources of up to `limit` documents whose text contains `fragment` exactly, in order."""

    def sources_by_id(self, digits: str) -> list[str]:
        """Sources of the documents whose id begins with these hex digits, in order."""

    def sources_by_inode(self, inode: int) -> list[str]:
        """Sources of the documents whose file had that inode when it was last looked at."""

    def words_of_large(self, size: int) -> list[tuple[str, int, int]]:
        """Source, bytes and words of the documents whose file has at least `size` bytes."""

    def matching(self, only: Filter) -> tuple[int, npt.NDArray[np.int64]]:
        """What `only` leaves: how many documents, and the ids of their passages, ascending."""

    def select(self, only: Filter) -> tuple[DocumentInfo, ...]:
        """The documents that `only` leaves without their texts, by source."""

    def count(self, only: Filter) -> Selection:
        """How many documents `only` leaves, and how many fit it but for having no date."""

    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        """Passages by id; unknown ids are left out."""

    def passages_of(self, source: str) -> tuple[Passage, ...]:
        """The passages of a document in order, without their sentences."""

    def passage_ids(self) -> npt.NDArray[np.int64]:
        """The ids of all passages, ascending."""

    def sources_of(self, ids: Sequence[int]) -> list[str]:
        """The source of each passage's document, in the order of `ids`."""

    def boilerplate(self, ids: Sequence[int]) -> set[int]:
        """Those of `ids` whose passages are boilerplate."""

    def vectors(
        self, dimension: int, batch: int = 8192, since: int | None = None
    ) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.float16]]]:
        """Passage ids with their vectors, in order of id: shapes (n,) and (n, dimension)."""

    def some_vectors(self, ids: npt.NDArray[np.int64], dimension: int) -> npt.NDArray[np.float16]:
        """The vectors of passages by ascending id, shape (n, dimension)."""

    def reusable_vectors(
        self, texts: Iterable[tuple[str, str]], dimension: int, *, in_context: bool
    ) -> dict[tuple[str, str], npt.NDArray[np.float16]]:
        """Stored vectors for passages given as (sha256 of the text, context)."""

    def sources_until(self, commit: int) -> set[str]:
        """Sources of the files with passages that were last written by `commit` or before it."""

    def files(self) -> dict[str, FileState]:
        """State of every indexed file at the time it was read, by source."""

    def file_count(self) -> int:
        """How many files are indexed."""

    def states_of(self, sources: Sequence[str]) -> dict[str, FileState]:
        """State of the files of some documents, by the source of the document."""

    def containers(self) -> set[str]:
        """Sources of the indexed files that hold several documents."""

    def skipped(self) -> dict[str, tuple[Skipped, str]]:
        """Files that could not be indexed, by source, each with its file's signature then."""

    def skipped_inside(self, files: Iterable[str]) -> tuple[tuple[Skipped, str], ...]:
        """What was skipped inside of some files, each with the source of the file."""

    def unreadable(self) -> list[str]:
        """Sources of the files that could not be indexed although their format can be read."""

    def other_format_count(self) -> int:
        """How many files are of formats that can't be read."""


class StoreWriter(StoreReader, Protocol):
    """The same, and what `qa.indexing` writes: whole documents, in commits."""

    def transaction(self) -> AbstractContextManager[None]:
        """Write all of what is written inside, or nothing."""

    def commit(self) -> AbstractContextManager[int]:
        """A transaction that changes passages: yields the number of the commit it makes."""

    def set_meta(self, key: str, value: str) -> None:
        """Store one setting of the collection."""

    def put(
        self,
        document: Document,
        file: FileState,
        passages: Sequence[Passage],
        vectors: Iterable[npt.NDArray[np.float16] | None],
        commit: int,
        /,
    ) -> None:
        """Add or replace a document with its passages; `vectors` are one for each, shape (d,)."""

    def move(
        self, source: str, document: Document, file: FileState, commit: int | None = None, /
    ) -> None:
        """Give the document at `source` the source and the file of `document`, its equal."""

    def remove(self, file: str, commit: int, /) -> None:
        """Remove a file: its document, or all those inside of it, with their passages."""

    def begin_container(self, source: str) -> None:
        """Before the first document inside of a file is put: until all are, it has changed."""

    def end_container(self, file: FileState, sources: Sequence[str], commit: int, /) -> None:
        """After the last document inside of a file was put: it holds those with these sources."""

    def touch(self, file: FileState) -> None:
        """Store the new signature of a file whose bytes are the same."""

    def set_skipped(self, skipped: Iterable[tuple[Skipped, str]]) -> None:
        """Replace the list of files that could not be indexed, each with its file's signature."""
