"""What is to be written with the next commit of a shared collection, until it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.datatypes import Document, Passage, Skipped
from qa.store.file_states import FileState

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Put:
    """A document with its passages and their vectors; `since` is when it was indexed, if before."""

    document: Document
    passages: tuple[Passage, ...]
    vectors: tuple[npt.NDArray[np.float16], ...]
    since: str | None = None


@dataclass(slots=True)
class Staged:
    """Changes against whatever version they are applied to; nothing in them depends on one."""

    files_out: set[str] = field(default_factory=set)  # with all documents in them
    documents_out: set[str] = field(default_factory=set)
    complete: dict[str, frozenset[str]] = field(default_factory=dict)  # a container, and all of it
    puts: dict[str, Put] = field(default_factory=dict)
    files: dict[str, tuple[FileState, bool]] = field(default_factory=dict)  # and if it has several
    touched: dict[str, FileState] = field(default_factory=dict)
    skipped: dict[str, tuple[Skipped, str]] | None = None
    meta: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is anything to write."""
        return self.skipped is not None or any(
            (self.files_out, self.documents_out, self.complete, self.puts, self.files,
             self.touched, self.meta)
        )  # fmt: skip

    @property
    def passages(self) -> int:
        """How many passages come."""
        return sum(len(put.passages) for put in self.puts.values())

    def copy(self) -> Staged:
        """The same, which changes apart from this one."""
        return Staged(
            set(self.files_out),
            set(self.documents_out),
            dict(self.complete),
            dict(self.puts),
            dict(self.files),
            dict(self.touched),
            None if self.skipped is None else dict(self.skipped),
            dict(self.meta),
        )

    def remove_file(self, file: str) -> None:
        """Take out a file with its document, or all those inside of it."""
        self.files_out.add(file)
        self.files.pop(file, None)
        self.touched.pop(file, None)
        self.complete.pop(file, None)
        inside = [
            source for source, put in self.puts.items() if file in (source, put.document.container)
        ]
        for source in inside:
            del self.puts[source]

    def remove_document(self, source: str) -> None:
        """Take out one document."""
        self.documents_out.add(source)
        self.puts.pop(source, None)

    def put(self, put: Put, file: FileState) -> None:
        """Add a document, in the place of the one that has its source, or was in its file."""
        document = put.document
        if document.container:
            self.remove_document(document.source)
        else:
            self.remove_file(document.source)
            self.files[document.source] = (file, False)
        self.puts[document.source] = put

    def inside(self, file: str) -> list[str]:
        """Sources of the documents to come that were read from a file."""
        return [
            source for source, put in self.puts.items() if file in (source, put.document.container)
        ]

    def set_container(self, file: FileState) -> None:
        """Store the signature of a file that holds several documents."""
        self.files[file.source] = (file, True)

    def end_container(self, file: FileState, sources: Sequence[str]) -> None:
        """Say that a file holds the documents with these sources, and no other ones."""
        self.complete[file.source] = frozenset(sources)
        for source in set(self.inside(file.source)).difference(sources):
            self.remove_document(source)
        self.set_container(file)

    def set_skipped(self, skipped: Iterable[tuple[Skipped, str]]) -> None:
        """Replace the list of what was skipped."""
        self.skipped = {item.source: (item, signature) for item, signature in skipped}
