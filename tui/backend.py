"""The engine as the screens use it: from thread workers, one call at a time.

Three engines on one index: one answers, one compares files, one reads documents, so that comparing
a big folder delays neither a question nor an article. Updates run in a process of their own
(`tui.update_process`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from qa.datatypes import (
    Answer,
    CheckedAnswer,
    Document,
    DocumentInfo,
    Filter,
    Noticed,
    Passage,
    Preview,
    Reply,
    SimilarDocuments,
    Status,
    Timeline,
    Turn,
    WrittenSentence,
)
from qa.errors import NotShared
from tui.update_process import Update, UpdateMode

if TYPE_CHECKING:
    from qa.engine import Engine

WARMING = "what happened?"  # any question loads the models


@dataclass(frozen=True, slots=True)
class Article:
    """A document to read."""

    document: Document
    path: str  # as a person would open it from here
    file: Path
    passages: tuple[Passage, ...]


class Backend:
    """All that the interface uses of a collection. Every method may block: call it in a worker."""

    def __init__(
        self,
        index: Path | str | None = None,  # or the address of a shared collection
        folder: Path | None = None,
        opener: Callable[..., Engine] | None = None,
    ) -> None:
        self._index = index
        self._folder = folder
        self._opener = opener or _open_engine
        self._answering, self._comparing, self._reading = Lock(), Lock(), Lock()
        self._open()

    def _open(self) -> None:
        paths = [self._folder] if self._folder else None
        self._engine = self._opener(self._index, paths=paths)
        self._comparer = self._opener(self._index, paths=paths)
        self._reader = self._opener(self._index, paths=paths)

    @property
    def index(self) -> str:
        """The folder of the index."""
        return str(self._engine.index)

    def choose(self, folder: Path) -> None:
        """Make `folder` the collection. Nothing is read yet. Raises NotShared."""
        self._require_local()
        with self._answering, self._comparing, self._reading:
            self._folder = folder
            self.close()
            self._open()

    def warm(self) -> tuple[str, ...]:
        """Load all that the first question needs; return the warnings. Nothing is indexed."""
        with self._answering:
            self._engine.ask(WARMING, fresh=False)
            return self._engine.warnings

    def ask(
        self,
        line: str,
        only: Filter,
        top: int = 3,
        turns: Sequence[Turn] = (),
        *,
        dates: bool = True,
    ) -> Answer | Reply:
        """Answer a line typed after `turns` (oldest first) with at most `top` pieces of evidence.

        A follow-up is read with the turns before; small talk gets a reply. Documents of the time
        that the line names are preferred, unless `dates` is false.
        """
        from qa.conversation.converse import converse  # 20 ms, which the first screen needn't pay

        with self._answering:
            self._engine.dates = dates
            return converse(self._engine, line, turns, top=top, only=only or None)

    def timeline(self, question: str, only: Filter, top: int) -> Timeline:
        """What at most `top` dated documents say to a question, oldest first."""
        with self._answering:
            return self._engine.timeline(question, top=top, only=only or None)

    def similar(self, info: DocumentInfo, only: Filter, top: int) -> SimilarDocuments:
        """At most `top` documents that are like one, most alike first."""
        with self._answering:
            return self._engine.similar(info.source, top=top, only=only or None)

    def try_question(self, question: str) -> Answer:
        """The answer to a question that nobody asked; the files are not looked at."""
        with self._answering:
            self._engine.dates = True
            return self._engine.ask(question, fresh=False)

    def check(self, answer: Answer) -> CheckedAnswer:
        """What an answer quotes, compared with the files as they are now."""
        with self._comparing:
            return self._comparer.verify(answer)

    def write(self, answer: Answer, cancelled: Callable[[], bool]) -> Answer:
        """The answer with what the configured language model wrote from it, checked."""
        from tui.writing import write

        def check(text: str, answer: Answer) -> tuple[WrittenSentence, ...]:
            with self._answering:
                return self._engine.verify.written(text, answer)

        return write(answer, check, cancelled)

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents without their texts."""
        with self._reading:
            return self._reader.documents()

    def read(self, info: DocumentInfo) -> Article:
        """A document with what is needed to show it."""
        with self._reading:
            document = self._reader.document(info.id)
            path = self._reader.path_of(document.source)
            passages = self._reader.passages(document)
        return Article(document, path, Path.cwd() / document.file_of(path), passages)

    def status(self) -> Status:
        """The state of the collection, compared with its files; those of a shared one are away."""
        shared = self._engine.locations.shared
        with self._comparing:
            if shared:
                return replace(self._comparer.status(scan=False), collection=(shared,))
            return self._comparer.status()

    def preview(self) -> Preview:
        """What there is to index."""
        with self._comparing:
            return self._comparer.preview(titles=0)  # no file is opened

    def path_of(self, source: str) -> str:
        """The path of a document as a person would open it from here."""
        with self._reading:
            return self._reader.path_of(source)

    def reopen(self) -> None:
        """Use the index as it is now."""
        with self._answering:
            self._engine.close()

    def update(self, mode: UpdateMode = UpdateMode.UPDATE) -> Update:
        """Start a process that makes the index equal to its folder. Raises NotShared."""
        self._require_local()
        where = self._engine.locations
        return Update(where.index, where.paths, where.encoder, mode, where.ocr)

    def changes(self, stop: Event) -> Iterator[Noticed]:
        """Report changes in the folder and the index until `stop` is set."""
        with self._comparing:
            return self._comparer.changes(stop=stop)

    def _require_local(self) -> None:
        if shared := self._engine.locations.shared:
            raise NotShared(
                f"{shared} is only asked and read here.",
                "Where its files are, 'qa index FOLDER --to ADDRESS' updates it.",
            )

    def close(self) -> None:
        """Close the index."""
        for engine in (self._engine, self._comparer, self._reader):
            engine.close()


def _open_engine(index: Path | str | None, *, paths: list[Path] | None) -> Engine:
    from qa.engine import open as open_engine  # imports nothing heavy before it is used

    return open_engine(index, paths=paths)
