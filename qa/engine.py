"""The facade: open a collection, keep its index true, search it, ask it.

The command line, the terminal UI and other front ends know nothing below this module.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa.config import Locations, locate
from qa.datatypes import (
    Answer,
    Checkup,
    Document,
    DocumentInfo,
    Filter,
    Hit,
    Passage,
    Preview,
    Progress,
    Status,
    SyncReport,
    Timing,
)
from qa.errors import (
    CollectionNotFound,
    IndexDamaged,
    IndexLocked,
    IndexNotFound,
    IndexUnwritable,
    QaError,
    StoreError,
    UsageError,
)

if TYPE_CHECKING:
    from threading import Event

    from qa.encoder import Encoder
    from qa.reader import Reader
    from qa.retrieval import Retriever
    from qa.store import Store

MAX_QUESTION = 2_000  # characters
ANSWER_HITS = 24  # passages that evidence is looked for in


def open(
    index: str | Path | None = None,
    *,
    paths: Sequence[str | Path] | None = None,
    encoder: str | None = None,
) -> Engine:
    """Open a collection by the folder of its index; nothing is read before it is needed.

    `paths` are the folders and files that make up the collection (default: those the index
    remembers, or `./seeds`); `encoder` is a sentence-transformers model, by name or folder.
    Raises UsageError when a `qa.toml` here makes no sense.
    """
    chosen = tuple(Path(path).expanduser().absolute() for path in paths) if paths else None
    return Engine(locate(index, chosen, encoder))


class Engine:
    """One collection. Use it as a context manager, or call `close()`.

    An engine may be used from several threads as long as calls don't overlap.
    """

    def __init__(self, locations: Locations) -> None:
        self.index = locations.index
        self._paths = locations.paths
        self._encoder = locations.encoder
        self._retriever: Retriever | None = None
        self._reader: Callable[[], Reader | None] | None = None
        self._root: Path | None = None
        self._warnings: list[str] = []

    def __enter__(self) -> Engine:
        """Return the engine itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the engine."""
        self.close()

    def close(self) -> None:
        """Let go of the index; the engine opens it again when it is next used."""
        if self._retriever:
            self._retriever.close()
            self._retriever = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What people should know of the last `sync` or of opening the index."""
        return tuple(self._warnings)

    def stale(self) -> bool:
        """Whether the index is missing, or no longer equal to the folder of this project.

        Only folders named by the project (`seeds/`, `qa.toml`) or by the caller are looked at;
        an index opened by its own folder is taken as it is.
        """
        from qa.comparing import compare, held_back, root_of

        if self._paths is None:
            return False
        store = self._store()
        if store is None:
            return True
        with store:
            found = compare(store, self._paths, root_of(store, self._paths))
            if found.held:
                self._warn(held_back(found, store.counts()[0]))
            return found.stale

    def sync(
        self,
        *,
        rebuild: bool = False,
        verify: bool = False,
        prune: bool = False,
        progress: Callable[[Progress], None] | None = None,
    ) -> SyncReport:
        """Make the index equal to its folder; with `rebuild`, from nothing.

        `verify` hashes every file, also those that look as they did. Without `prune` nothing is
        removed when more than half of the documents, or all of a folder, are gone at once.
        What `progress` raises ends the run: the documents committed until then stay, and the
        next run goes on from there.
        Raises CollectionNotFound, IndexMismatch, IndexLocked, IndexUnwritable, ModelNotFound.
        """
        from qa.indexing import sync

        report = sync(
            self.index,
            self._collection()[1],
            encoder=self._encoder,
            model=self._retriever.encoder if self._retriever else None,
            rebuild=rebuild,
            verify=verify,
            prune=prune,
            progress=progress,
        )
        self._root = None
        self._warnings = list(report.warnings)
        return report

    def watch(
        self, *, stop: Event | None = None, progress: Callable[[Progress], None] | None = None
    ) -> Iterator[SyncReport | QaError]:
        """Keep the index equal to its folder until `stop` is set: what each round did.

        The first round comes at once, the others within two seconds of a change; rounds that
        change nothing are not told. An error ends its round only, which is tried again.
        Raises CollectionNotFound.
        """
        from qa.watching import watch

        paths = self._collection()[1]
        return watch(lambda: self.sync(progress=progress), paths, self.index, stop)

    def doctor(
        self, *, repair: bool = False, progress: Callable[[Progress], None] | None = None
    ) -> Checkup:
        """Check everything that the index says, and with `repair` make right what can be.

        Raises IndexNotFound; what is damaged is told, not raised.
        """
        from qa.doctor import examine

        try:
            paths: tuple[Path, ...] | None = self._collection()[1]
        except (CollectionNotFound, StoreError):
            paths = None
        if repair:
            self.close()
        return examine(self.index, paths, repair=repair, progress=progress)

    def preview(self, titles: int = 3) -> Preview:
        """What there is to index, and the first `titles`. Raises CollectionNotFound."""
        from qa.preview import formats, preview

        try:
            paths = self._collection()[1]
        except CollectionNotFound:
            if self._paths is not None:
                raise
            return Preview((), 0, 0, (), formats())
        return preview(paths, titles)

    def search(self, query: str, *, top: int = 10, only: Filter | None = None) -> tuple[Hit, ...]:
        """The `top` passages that fit `query` best, `only` from some of the documents.

        Raises UsageError, IndexNotFound.
        """
        return self._open().search(_checked(query, top), top, only=only)

    def ask(
        self,
        question: str,
        *,
        top: int = 3,
        only: Filter | None = None,
        threshold: float | None = None,
    ) -> Answer:
        """Answer `question` with at most `top` sentences, or refuse.

        With `only` some of the documents are asked and the others are not looked at. An answer
        less probable than `threshold` (default: 0.5) becomes a refusal.
        Raises UsageError for a question that is empty or longer than `MAX_QUESTION`,
        IndexNotFound, IndexMismatch, IndexDamaged, ReaderDamaged.
        """
        from qa.answering import answer

        question = _checked(question, top)
        started = time.perf_counter()
        reader = self._open_reader()
        retriever = self._open()
        opened = time.perf_counter()
        with retriever.store.snapshot():  # quotes are of one commit, whoever writes meanwhile
            hits = retriever.search(question, ANSWER_HITS, only=only)
            opened_reader = reader()
            retrieved = time.perf_counter()
            made = answer(
                question,
                hits,
                encoder=retriever.encoder,
                lexical=retriever.lexical,
                reader=opened_reader,
                text_of=retriever.text_of,
                path_of=self.path_of,
                top=top,
                threshold=threshold,
            )
        ended = time.perf_counter()
        documents, passages = retriever.restricted_to or retriever.store.counts()
        return replace(
            made,
            searched_documents=documents,
            searched_passages=passages,
            index_fingerprint=retriever.fingerprint,
            timings=(
                Timing("open", 1000 * (opened - started)),
                *(Timing(stage, spent) for stage, spent in retriever.timings.items()),
                *made.timings,
                Timing(
                    "evidence",
                    1000 * (ended - retrieved) - sum(t.milliseconds for t in made.timings),
                ),
                Timing("total", 1000 * (ended - started)),
            ),
        )

    def status(self, *, scan: bool = True) -> Status:
        """The state of the collection; with `scan`, the files on disk are compared as well.

        Raises IndexNotFound.
        """
        from qa.survey import survey

        try:
            paths: tuple[Path, ...] | None = self._collection()[1]
        except CollectionNotFound:
            paths = None
        store = self._store()
        if store is None:
            raise IndexNotFound(f"There is no index in {self.index}.")
        with store:
            return survey(self.index, store, paths, scan=scan)

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents of the collection without their texts. Raises IndexNotFound."""
        store = self._store()
        if store is None:
            raise IndexNotFound(f"There is no index in {self.index}.")
        with store:
            return store.documents()

    def document(self, name: str) -> Document:
        """The document called `name`, as it was indexed.

        `name` is a path or source, an id or the beginning of one, or any part of a file name
        or title that only one document has. Raises UsageError when none or several match.
        """
        from qa.lookup import find

        found = find(name, self.documents(), self._place)
        store = self._store()
        document = store.document(found.source) if store else None
        if store:
            store.close()
        if document is None:
            raise IndexDamaged(f"{found.source} stands in the index without its text.")
        return document

    def passages(self, document: Document) -> tuple[Passage, ...]:
        """The passages a document was cut into, in order, without their sentences.

        Raises IndexNotFound.
        """
        store = self._store()
        if store is None:
            raise IndexNotFound(f"There is no index in {self.index}.")
        with store:
            return store.passages_of(document.source)

    def path_of(self, source: str) -> str:
        """The path of a document as a person would open it from the current folder."""
        place = self._place(source)
        here = Path.cwd()
        return str(place.relative_to(here)) if place.is_relative_to(here) else str(place)

    def _place(self, source: str) -> Path:
        if self._root is None:
            try:
                self._root = self._collection()[0]
            except CollectionNotFound:
                self._root = Path()
        return self._root / source

    def _collection(self) -> tuple[Path, tuple[Path, ...]]:
        """Root and paths: as named, else as the index remembers them."""
        from qa.comparing import remembered, root_of

        try:
            with self._store() or nullcontext() as store:
                if self._paths is not None:
                    return root_of(store, self._paths), self._paths
                if store and (found := remembered(store)):
                    return found
        except StoreError as error:  # damaged: then only what was named is known
            if self._paths is not None:
                return root_of(None, self._paths), self._paths
            if isinstance(error, IndexDamaged):  # it can't say what it was made from
                error.hint = "Make it anew from its folder: 'qa index --rebuild FOLDER'."
            raise
        raise CollectionNotFound("Nothing says which folder to index.")

    def _store(self) -> Store | None:
        from qa.store import Store

        try:
            return Store.open(self.index)
        except IndexNotFound:
            return None

    def _open(self) -> Retriever:
        """The opened index, at the last commit if that can be had without waiting."""
        from qa.retrieval import Retriever

        held = self._retriever
        if held and not held.outdated():
            return held
        model = held.encoder if held else None
        self.close()
        try:
            self._retriever = Retriever.open(self.index, self._encoder, model=model)
        except IndexDamaged as error:
            self._retriever = self._mended(error, model)
        return self._retriever

    def _mended(self, error: IndexDamaged, model: Encoder | None) -> Retriever:
        """The opened index after its search structures were made true to the store."""
        from qa.deriving import derive  # 25 ms that few questions need
        from qa.locking import writing
        from qa.retrieval import Retriever
        from qa.store import Store

        try:
            with writing(self.index), Store.open(self.index) as store:
                derive(self.index, store)
        except (IndexLocked, IndexUnwritable) as refusal:
            # An update that is under way, or a full disk, keeps nobody from asking.
            try:
                opened = Retriever.open(self.index, self._encoder, behind=True, model=model)
            except IndexDamaged:
                raise refusal from None
            self._warn(f"{refusal.message} What is newest may not be found.")
            return opened
        self._warn(f"{error.message} They were brought up to date.")
        return Retriever.open(self.index, self._encoder, model=model)

    def _warn(self, message: str) -> None:
        if message not in self._warnings:
            self._warnings.append(message)

    def _open_reader(self) -> Callable[[], Reader | None]:
        """Begin to open the reader beside everything else; what is returned waits for it."""
        from qa.reader import opening

        if self._reader is None:
            self._reader = opening()
        return self._reader


def _checked(question: str, top: int) -> str:
    """The question without blank edges. Raises UsageError when it can't be answered."""
    # Lone surrogates, as from a file name, can be neither encoded nor searched for.
    question = question.encode("utf-8", "replace").decode("utf-8").strip()
    if not question:
        raise UsageError("The question is empty.", 'Ask something: qa ask "who said it?"')
    if len(question) > MAX_QUESTION:
        raise UsageError(
            f"The question has {len(question):,} characters; at most {MAX_QUESTION:,} are read.",
            "Ask a shorter one.",
        )
    if top < 1:
        raise UsageError(f"At least one result must be asked for, not {top}.", "Use --top 1.")
    return question
