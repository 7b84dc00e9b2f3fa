"""The facade: open a collection, keep its index true, search it, ask it.

The command line, the terminal UI and other front ends know nothing below this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event

from qa.asking import ANSWER_HITS, Asking
from qa.config import Locations, locate
from qa.datatypes import (
    Answer,
    Checkup,
    Document,
    DocumentInfo,
    Filter,
    Hit,
    Noticed,
    Passage,
    Preview,
    Progress,
    Selection,
    Status,
    SyncReport,
    Timeline,
)
from qa.errors import CollectionNotFound, QaError, StoreError
from qa.indexing.collection import Collection
from qa.objects.addresses import named
from qa.receipt import Receipts
from qa.resembling import Resembling
from qa.risk import from_environment
from qa.search.query import MAX_QUESTION, Question, checked
from qa.session import Session
from qa.verifying import Verifying

__all__ = ["ANSWER_HITS", "MAX_QUESTION", "Engine", "open"]


def open(
    index: str | Path | None = None,
    *,
    paths: Sequence[str | Path] | None = None,
    encoder: str | None = None,
    collection: str | None = None,
    ocr: str | None = None,
) -> Engine:
    """Open a collection by its name or the folder of its index; nothing is read before needed.

    `paths` are its folders and files (default: those the index has, or `./seeds`); `encoder` is a
    sentence-transformers model, by name or folder; `ocr` are the languages of tesseract for pages
    that are pictures, "" for none. Raises UsageError when these or a needed `qa.toml` are invalid.
    """
    chosen = tuple(named(path).expanduser().absolute() for path in paths) if paths else None
    return Engine(locate(index, chosen, encoder, collection=collection, ocr=ocr))


class Engine:
    """One collection. Use it as a context manager, or call `close()`.

    `verify` checks sentences or an answer against documents (`qa.verifying.Verifying`), `similar`
    gives those that are like one (`qa.resembling.Resembling`). Calls from several threads must not
    overlap; FAISS searches on one core on the thread that opened the index, on others on all.
    """

    def __init__(self, locations: Locations) -> None:
        self.locations = locations
        self.index = locations.index
        self._collection = Collection(locations.index, locations.paths, locations.shared)
        self._session = Session(locations.index, locations.encoder, self._warn, locations.shared)
        self.dates = True  # whether documents of the time that a question names are preferred
        self.threshold = from_environment()  # of questions that name none
        self._warnings: list[str] = list(locations.notes)
        self.progress: Callable[[Progress], None] | None = None  # of updates by questions
        receipts = Receipts(self._session, locations.collection)
        parts = (self._session, locations, lambda: self._collection.named, self.path_of)
        self._asking = Asking(*parts, receipts)
        self.add_receipt, self.state = receipts.add, self._asking.state
        self.verify = Verifying(*parts, self._collection.grounded)
        self.similar = Resembling(*parts, self._collection)

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the index; the engine opens it again when it is next used."""
        self._session.close()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What people should know of the last `sync` or of opening the index."""
        return tuple(self._warnings)

    def empty(self) -> bool:
        """Whether there is nothing to ask yet, and files to index are known."""
        return self._collection.empty()

    def stale(self) -> bool:
        """Whether the index is missing or no longer equal to its folder. Questions look themselves.

        Raises CollectionNotFound for a folder that was named, is missing and was never indexed.
        """
        return self._collection.stale(self._warn)

    def sync(
        self,
        *,
        rebuild: bool = False,
        verify: bool = False,
        prune: bool = False,
        add: bool = False,
        replace: bool = False,
        quick: bool = False,
        recognise: bool = True,
        progress: Callable[[Progress], None] | None = None,
        cluster: str | None = None,
    ) -> SyncReport:
        """Make the index equal to its folder; with `rebuild`, from nothing.

        `verify` hashes every file. Without `prune` nothing is removed when more than half of the
        documents, or all of a folder, are gone at once. Folders named when opening are indexed
        beside those of the index with `add`, in their place with `replace`; without either
        UsageError is raised if documents would go. Many new ones can be asked once their words are
        searchable (stage "ready"); vectors follow, with `quick` in the next run, as do pages that
        are pictures without `recognise`. When `progress` raises, what was committed stays.
        `cluster` is the address of a Ray cluster that reads and encodes, or "local".
        Raises CollectionNotFound, IndexMismatch, IndexLocked, IndexUnwritable, ModelNotFound.
        """
        from qa.cluster import executor_at
        from qa.indexing.shared_sync import sync_for

        if self.locations.named_by_caller:
            self._collection.extend(add=add, replace=replace)
        with executor_at(cluster, progress) as executor:
            report = sync_for(self.locations.shared)(
                self.index,
                self._collection.paths(),
                encoder=self.locations.encoder,
                model=self._session.model,
                rebuild=rebuild,
                verify=verify,
                prune=prune,
                quick=quick,
                ocr=self.locations.ocr,
                recognise=recognise,
                progress=progress,
                executor=executor,
            )
        self._collection.reload()
        self._warnings = [*self.locations.notes, *report.warnings]
        return report

    def watch(
        self, *, stop: Event | None = None, progress: Callable[[Progress], None] | None = None
    ) -> Iterator[SyncReport | QaError]:
        """Keep the index equal to its folder until `stop` is set: what each round did.

        The first round comes at once, the others within two seconds of a change; rounds that
        change nothing yield nothing. An error ends its round only, which is tried again.
        Raises CollectionNotFound; NotShared for what lies elsewhere.
        """
        from qa.indexing.watch import watch

        paths = self._collection.local_paths("Watching")
        return watch(lambda: self.sync(progress=progress), paths, self.index, stop)

    def changes(self, *, stop: Event | None = None) -> Iterator[Noticed]:
        """Notify of changes in the folder and of commits to the index, and do nothing about them.

        Within two seconds, or 30 where the system reports none; elsewhere of commits only.
        Ends when `stop` is set. Raises CollectionNotFound.
        """
        from qa.indexing.watch import notice, notice_commits

        if self._collection.away():
            return notice_commits(self._collection.store, stop)
        return notice(self._collection.paths_to_watch(), self.index, stop)

    def doctor(
        self, *, repair: bool = False, progress: Callable[[Progress], None] | None = None
    ) -> Checkup:
        """Check the index against itself, its model and its files, and with `repair` repair it.

        Raises IndexNotFound; damage is reported, not raised.
        """
        from qa.answering.reader import checked_weights
        from qa.indexing.doctor import examine

        self._collection.require_local("A checkup")
        try:
            paths: tuple[Path, ...] | None = self._collection.paths()
        except (CollectionNotFound, StoreError):
            paths = None
        if repair:
            self.close()
        return examine(self.index, paths, checked_weights, repair=repair, progress=progress)

    def preview(self, titles: int = 3) -> Preview:
        """What there is to index, and the first `titles`. Raises CollectionNotFound."""
        return self._collection.preview(titles)

    def search(
        self,
        query: str,
        *,
        top: int = 10,
        only: Filter | None = None,
        fresh: bool = True,
        progress: Callable[[Progress], None] | None = None,
    ) -> tuple[Hit, ...]:
        """The `top` passages that fit `query` best, `only` from some of the documents.

        Files are looked at as by `ask`; see `warnings`. Raises UsageError, IndexNotFound.
        """
        only = self._collection.grounded(only)
        hits, notes = self._asking.search(
            checked(query, top), top, only, fresh=fresh, progress=progress or self.progress
        )
        self._warn(*notes)
        return self._asking.printed(hits)

    def ask(
        self,
        question: str,
        *,
        top: int = 3,
        only: Filter | None = None,
        threshold: float | None = None,
        fresh: bool = True,
        progress: Callable[[Progress], None] | None = None,
    ) -> Answer:
        """Answer `question` with at most `top` sentences, or refuse.

        With `only` the other documents are not looked at. An answer less probable than `threshold`
        (default: the engine's, else 0.26, without a reader 0.5) becomes a refusal. The files are
        looked at first and small changes applied; larger ones, and why the index could not be
        updated, are in `notes` and `stale`. Without `fresh` it is taken as it is. Raises UsageError
        for no question, or one too long, IndexNotFound, IndexMismatch, IndexDamaged, ReaderDamaged.
        """
        least = self.threshold if threshold is None else threshold
        only = self._collection.grounded(only)
        asked = Question(checked(question, top), top, only, least, self.dates)
        return self._asking.ask(asked, fresh=fresh, progress=progress or self.progress)

    def timeline(self, question: str, *, top: int = 12, only: Filter | None = None) -> Timeline:
        """What at most `top` dated documents say to `question`, oldest first. See `ask`."""
        only = self._collection.grounded(only)
        return self._asking.timeline(Question(checked(question, top), top, only, None))

    def status(self, *, scan: bool = True) -> Status:
        """The collection's state; `scan` compares the files on disk, too. Raises IndexNotFound."""
        from qa.indexing.status import survey

        with self._collection.store() as store:
            return survey(self.index, store, self._collection.paths_if_known(), scan=scan)

    def documents(self, only: Filter | None = None) -> tuple[DocumentInfo, ...]:
        """All documents, or those that `only` leaves, without texts; raises as `selection`."""
        only = self._collection.grounded(only)
        with self._collection.store() as store:
            return store.select(only) if only else store.documents()

    def selection(self, only: Filter) -> Selection:
        """How many documents `only` leaves, and how many it leaves out for having no date.

        Raises UsageError for a pattern or a name that can't be used, IndexNotFound.
        """
        only = self._collection.grounded(only) or Filter()
        with self._collection.store() as store, store.snapshot():
            return store.count(only)

    def document(self, name: str) -> Document:
        """The document called `name`, as it was indexed.

        `name` is a path or source, an id or its beginning, or any part of a file name or title that
        only one document has. Raises UsageError when none or several match.
        """
        from qa.store.find_document import find

        with self._collection.store() as store, store.snapshot():
            source = find(name, store, self._collection.place(""))
            return store.full_documents([source])[source]

    def passages(self, document: Document) -> tuple[Passage, ...]:
        """The passages of a document, in order, without sentences. Raises IndexNotFound."""
        with self._collection.store() as store:
            return store.passages_of(document.source)

    def path_of(self, source: str) -> str:
        """The path of a document as a person would open it from the current folder."""
        return self._collection.shown_path(source)

    def _warn(self, *messages: str) -> None:
        self._warnings = list(dict.fromkeys([*self._warnings, *messages]))
