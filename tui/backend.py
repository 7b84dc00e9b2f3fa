"""The engine as the screens use it: from thread workers, one call at a time.

Two engines on one index: one answers, the other looks at files, so that a long look at a big
folder keeps no question waiting. Updates run in a process of their own (`tui.update_process`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from qa.datatypes import (
    Answer,
    Document,
    DocumentInfo,
    Filter,
    Noticed,
    Passage,
    Preview,
    Status,
)
from tui.update_process import How, Update

if TYPE_CHECKING:
    from qa.engine import Engine

WARMING = "what happened?"  # any question: what answers it is loaded then


@dataclass(frozen=True, slots=True)
class Article:
    """A document to read."""

    document: Document
    path: str  # as a person would open it from here
    file: Path
    passages: tuple[Passage, ...]


class Backend:
    """What the interface asks of a collection. Every method may block: call it from a worker."""

    def __init__(
        self,
        index: Path | None = None,
        folder: Path | None = None,
        opener: Callable[..., Engine] | None = None,
    ) -> None:
        self._index = index
        self._folder = folder
        self._opener = opener or _open_engine
        self._answering, self._looking = Lock(), Lock()
        self._open()

    def _open(self) -> None:
        paths = [self._folder] if self._folder else None
        self._engine = self._opener(self._index, paths=paths)
        self._looker = self._opener(self._index, paths=paths)

    @property
    def index(self) -> str:
        """The folder of the index."""
        return str(self._engine.index)

    def choose(self, folder: Path) -> None:
        """Make `folder` the collection. Nothing is read yet."""
        with self._answering, self._looking:
            self._folder = folder
            self._engine.close()
            self._open()

    def warm(self) -> tuple[str, ...]:
        """Load all that the first question needs; return what people should know of it."""
        with self._answering:
            self._engine.ask(WARMING)
            return self._engine.warnings

    def ask(self, question: str, only: Filter) -> Answer:
        """Answer a question."""
        with self._answering:
            return self._engine.ask(question, only=only or None)

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents without their texts."""
        with self._looking:
            return self._looker.documents()

    def read(self, info: DocumentInfo) -> Article:
        """A document with what is needed to show it."""
        with self._looking:
            document = self._looker.document(info.id)
            path = self._looker.path_of(document.source)
            passages = self._looker.passages(document)
        return Article(document, path, Path.cwd() / path, passages)

    def status(self) -> Status:
        """The state of the collection, its files looked at."""
        with self._looking:
            return self._looker.status()

    def preview(self) -> Preview:
        """What there is to index."""
        with self._looking:
            return self._looker.preview()

    def path_of(self, source: str) -> str:
        """The path of a document as a person would open it from here."""
        with self._looking:
            return self._looker.path_of(source)

    def reopen(self) -> None:
        """Use the index as it now is."""
        with self._answering:
            self._engine.close()

    def update(self, how: How = How.UPDATE) -> Update:
        """Begin to make the index equal to its folder."""
        return Update(self._engine.locations, how)

    def changes(self, stop: Event) -> Iterator[Noticed]:
        """Tell of changes in the folder and the index until `stop` is set."""
        with self._looking:
            return self._looker.changes(stop=stop)

    def close(self) -> None:
        """Let go of the index."""
        self._engine.close()
        self._looker.close()


def _open_engine(index: Path | None, *, paths: list[Path] | None) -> Engine:
    from qa.engine import open as open_engine  # brings nothing heavy before it is asked

    return open_engine(index, paths=paths)
