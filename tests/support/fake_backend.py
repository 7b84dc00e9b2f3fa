"""A collection that always says the same: the two seed articles, fixed answers, no models."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from types import SimpleNamespace

from qa.datatypes import (
    AlikePassages,
    Answer,
    Document,
    DocumentInfo,
    Evidence,
    Filter,
    Likeness,
    Noticed,
    Passage,
    Preview,
    Progress,
    SimilarDocument,
    SimilarDocuments,
    Skipped,
    Source,
    Status,
    Strength,
    Stretch,
    SyncReport,
    Timeline,
    TimelineEntry,
    Timing,
)
from qa.documents.loaders import load
from qa.errors import IndexDamaged, IndexNotFound
from tui.backend import Backend
from tui.failures import Failure
from tui.update_process import UpdateMode

SEEDS = Path(__file__).parents[2] / "seeds"
TURKEY = "why was Turkey removed from F-35?"
WORLD_CUP = "Who won the 2018 World Cup?"
QUOTES = (
    ("NATO allies Turkey and the United States", "fighter jet.", "poses a threat to Lockheed"),
    ("Washington has previously warned", "such penalties.", "removed Turkey from its F-35 program"),
)
MISSES = (("Batteries of the S-400", "official acknowledged."), ("He asked Cavusoglu", 'systems."'))


def documents() -> tuple[Document, ...]:
    return tuple(load(path, path.name) for path in sorted(SEEDS.glob("*.txt")))


def info(document: Document) -> DocumentInfo:
    return DocumentInfo(
        id=document.id,
        source=document.source,
        title=document.title,
        author=document.author,
        agency=document.agency,
        published=document.published,
        words=len(document.text.split()),
        indexed_at="2026-01-02T03:04:05+00:00",
    )


def evidence(
    document: Document, first: str, last: str, span: str = "", citation: int = 1
) -> Evidence:
    start = document.text.index(first)
    end = document.text.index(last, start) + len(last)
    marked = None
    if span:
        low = document.text.index(span, start)
        marked = (low, low + len(span))
    line = document.text.count("\n", 0, start) + 1
    return Evidence(citation, start, end, document.text[start:end], line, 0.9, marked)


def source(number: int, document: Document, *lines: int) -> Source:
    return Source(number, info(document), f"seeds/{document.source}", lines)


def answered(question: str = TURKEY) -> Answer:
    first = documents()[0]
    quotes = tuple(evidence(first, *quote) for quote in QUOTES)
    return Answer(
        question=question,
        answered=True,
        evidence=quotes,
        sources=(source(1, first, *(each.line for each in quotes)),),
        confidence=0.91,
        strength=Strength.STRONG,
        searched_documents=2,
        searched_passages=14,
        index_fingerprint="f00d",
        timings=(Timing("total", 52.0),),
    )


def refused(question: str = WORLD_CUP) -> Answer:
    both = documents()
    misses = tuple(
        evidence(document, *MISSES[i], citation=i + 1) for i, document in enumerate(both)
    )
    return Answer(
        question=question,
        answered=False,
        evidence=(),
        misses=misses,
        sources=tuple(source(i + 1, each, misses[i].line) for i, each in enumerate(both)),
        missing_terms=("World", "Cup"),
        confidence=0.04,
        strength=Strength.WEAK,
        searched_documents=2,
        searched_passages=14,
        timings=(Timing("total", 48.0),),
    )


def dated(question: str = TURKEY) -> Timeline:
    """One sentence of each article, oldest first, and a third document without a date."""
    entries: list[TimelineEntry] = []
    for document, (first, last) in zip(documents(), MISSES, strict=True):
        quote = evidence(document, first, last)
        about = replace(info(document), published=document.published or date(2018, 7, 2))
        path = f"seeds/{document.source}"
        entries.append(
            TimelineEntry(
                about.published or date.min,
                quote.text,
                quote.start,
                quote.end,
                quote.line,
                about,
                path,
                0.8,
            )
        )
    entries.sort(key=lambda entry: entry.published)
    return Timeline(question, tuple(entries), undated=1)


def like(document: Document) -> SimilarDocument:
    """A document that is about the same, in its evidence."""
    number = next(at for at, each in enumerate(documents()) if each.id == document.id)
    quote = evidence(document, *MISSES[number])
    there = Stretch(quote.start, quote.end, quote.text, quote.line)
    alike = AlikePassages(Stretch(0, 9, "Something", 3), there, 0.7)
    path = f"seeds/{document.source}"
    return SimilarDocument(info(document), path, Likeness.CLOSE, 0.61, (alike,))


class FakeEngine:
    """Answers by the question; attributes steer it."""

    def __init__(self) -> None:
        self.index = Path("index")
        self.locations = SimpleNamespace(shared=None)
        self.warnings: tuple[str, ...] = ()
        self.missing = False
        self.held = documents()
        self.differs: dict[str, tuple[str, ...]] = {}
        self.skipped = (Skipped("scan.bin", "Files of this kind can't be read: .bin."),)
        self.fails: dict[str, Exception] = {}
        self.answers: dict[str, Callable[[], Answer]] = {WORLD_CUP: refused}
        self.asked: list[tuple[str, Filter | None]] = []
        self.gate: Callable[[str], None] = lambda question: None
        self.changes_seen: queue.Queue[Noticed | Exception] = queue.Queue()  # what `changes` tells
        self.looks = 0
        self.tops: list[int] = []  # how much evidence was wanted
        self.dated: Callable[[str], Timeline] = dated
        self.dates = True  # whether documents of the question's time are preferred

    def _check(self, name: str) -> None:
        if name in self.fails:
            raise self.fails[name]
        if self.missing:
            raise IndexNotFound("There is no index in index.")

    def close(self) -> None:
        pass

    def ask(
        self, question: str, *, top: int = 3, only: Filter | None = None,
        threshold: float | None = None, fresh: bool = True,
    ) -> Answer:  # fmt: skip
        self._check("ask")
        self.gate(question)
        self.asked.append((question, only))
        self.tops.append(top)
        made = self.answers.get(question, answered)()
        return replace(made, question=question)

    def timeline(self, question: str, *, top: int = 12, only: Filter | None = None) -> Timeline:
        self._check("timeline")
        self.asked.append((question, only))
        return self.dated(question)

    def similar(self, name: str, *, top: int = 10, only: Filter | None = None) -> SimilarDocuments:
        self._check("similar")
        one, *others = sorted(self.held, key=lambda each: each.source != name)
        return SimilarDocuments(info(one), tuple(map(like, others))[:top], len(others))

    def documents(self) -> tuple[DocumentInfo, ...]:
        self._check("documents")
        return tuple(info(each) for each in self.held)

    def document(self, name: str) -> Document:
        self._check("document")
        return next(each for each in self.held if name in (each.id, each.source))

    def passages(self, document: Document) -> tuple[Passage, ...]:
        start = document.text.find("Batteries of the S-400")
        end = document.text.find("Reuters\n", max(start, 0))
        return (Passage(start, end, ()),) if 0 <= start < end else ()

    def path_of(self, source: str) -> str:
        return f"seeds/{source}"

    def preview(self, titles: int = 3) -> Preview:
        found = tuple(each.title for each in self.held[:titles])
        return Preview(("seeds",), len(self.held), 1, found, (".md", ".txt"))

    def changes(self, *, stop: Event) -> Iterator[Noticed]:
        while not stop.is_set():
            with suppress(queue.Empty):
                told = self.changes_seen.get(timeout=0.02)
                if isinstance(told, Exception):
                    raise told
                yield told

    def status(self) -> Status:
        self._check("status")
        self.looks += 1
        return Status(
            index="index", collection=("seeds",), documents=2, passages=14, skipped=self.skipped,
            bytes=1, encoder="all-MiniLM-L6-v2", fingerprint="f00d", last_sync=None, **self.differs,
        )  # fmt: skip


class FakeUpdate:
    """Says what it was told to say; then waits until it is stopped or let go."""

    def __init__(self, events: list[Progress | SyncReport | Failure], *, waits: bool) -> None:
        self._events = events
        self.waits = waits
        self.stopped = False

    def events(self) -> Iterator[Progress | SyncReport | Failure]:
        for event in self._events:
            if not isinstance(event, Progress):
                while self.waits and not self.stopped:
                    time.sleep(0.01)
                if self.stopped:
                    return
            yield event

    def stop(self) -> None:
        self.stopped = True


REPORT = SyncReport(2, 0, 0, 0, (), 2, 14, 1.0)


class FakeBackend(Backend):
    """The real one over the fake engine, with updates that are told what to say."""

    def __init__(self, engine: FakeEngine | None = None) -> None:
        self.fake = engine or FakeEngine()
        super().__init__(opener=lambda *args, **kwargs: self.fake)  # type: ignore[arg-type,return-value]
        self.updates: list[FakeUpdate] = []
        self.events: list[Progress | SyncReport | Failure] = [REPORT]
        self.waits = False
        self.modes: list[UpdateMode] = []

    def update(self, mode: UpdateMode = UpdateMode.UPDATE) -> FakeUpdate:  # type: ignore[override]
        self.modes.append(mode)
        self.updates.append(FakeUpdate(self.events, waits=self.waits))
        return self.updates[-1]


DAMAGED = IndexDamaged("index/qa.sqlite is damaged: file is not a database.")
