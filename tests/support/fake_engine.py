"""A stand-in for `qa.engine`, so that the command line is tested without models.

Run as a script it is `qa` over that engine. With $QA_FAKE_PAYLOADS it shows each text of that
JSON list in every place where text of others can stand.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import time
import types
from datetime import date
from pathlib import Path

from qa.datatypes import (
    Answer,
    BlockKind,
    Check,
    CheckedAnswer,
    CheckedDraft,
    CheckedQuote,
    CheckedSentence,
    CheckedStretch,
    Checkup,
    Difference,
    DifferingAnswer,
    DiffPart,
    Document,
    DocumentInfo,
    Evidence,
    Filter,
    Hit,
    Nearest,
    Occurrence,
    Passage,
    Progress,
    QuotedFile,
    QuoteState,
    Receipt,
    Refusal,
    SentenceState,
    Side,
    SideScore,
    Skipped,
    Source,
    Status,
    Strength,
    SyncReport,
    Timing,
    Verdict,
)
from qa.errors import IndexLocked, QaError, UsageError

MAX_QUESTION = 2000
TEXT = (
    "S-400 story\n\nNATO allies have been at loggerheads over the system.\n"
    "Washington removed Turkey\r\nfrom its F-35   program. More is to come.\n"
)
FIRST = "NATO allies have been at loggerheads over the system."
SECOND = "Washington removed Turkey\r\nfrom its F-35   program."
THIRD = "More is to come."


def info(text: str | None = None, name: str = "a") -> DocumentInfo:
    return DocumentInfo(
        id=f"{name}bc123456789",
        source=text or f"{name}.txt",
        title=text or f"Story {name.upper()}",
        author=text or "Jane Roe",
        agency=text or "Reuters",
        published=date(2019, 10, 25),
        words=20,
    )


def quote(text: str, citation: int = 1, span: str = "", **changes: object) -> Evidence:
    start = max(TEXT.find(text), 0)
    low = start + text.find(span)
    values: dict = {
        "citation": citation,
        "start": start,
        "end": start + len(text),
        "text": text,
        "line": TEXT.count("\n", 0, start) + 1,
        "score": 0.9,
        "span": (low, low + len(span)) if span else None,
        "kinds": (BlockKind.PARAGRAPH,),
    }
    return Evidence(**(values | changes))


def source(text: str | None = None, number: int = 1, name: str = "a") -> Source:
    return Source(number, info(text, name), text or f"seeds/{name}.txt", (3, 4), (info(text, "b"),))


def answer(text: str | None = None) -> Answer:
    evidence = (
        quote(text or SECOND, span=text or "removed Turkey\r\nfrom its F-35"),
        quote(text or FIRST),
    )
    return Answer(
        question=text or "why?",
        answered=True,
        evidence=evidence,
        sources=(source(text),),
        confidence=0.91,
        strength=Strength.STRONG,
        searched_documents=2,
        searched_passages=14,
        index_fingerprint="f00d",
        timings=(Timing("dense", 1.25), Timing("lexical", 0.5), Timing("dense", 1.0)),
        receipt=Receipt(
            version=text or "1.0",
            collection=(text or "/home/jane/seeds",),
            name=text,
            index_state="f00d:1",
            index_settings='{"encoder": "fake"}',
            reader="",
            ranker="",
            top=3,
            threshold=0.4,
            only=Filter(since=date(2019, 1, 1)),
            files=(QuotedFile(text or "a.txt", "ab" * 32, "cd" * 32),),
        ),
    )


def differing_answer(text: str | None = None) -> Answer:
    """An answer that another source contradicts, which a third one supports."""
    newer = dataclasses.replace(info(text, "b"), published=date(2019, 11, 3))
    sides = (
        DifferingAnswer(
            text or "14", newer, text or "seeds/b.txt", 20, 22, 5, citation=2,
            also_in=(info(text, "c"),),
        ),
        DifferingAnswer(text or "12", info(text), text or "seeds/a.txt", 7, 9, None),
    )  # fmt: skip
    return dataclasses.replace(answer(text), differing=sides)


def refusal(text: str | None = None) -> Answer:
    return Answer(
        question=text or "who won?",
        answered=False,
        evidence=(),
        sources=(source(text), source(text, 2, "b")),
        misses=(quote(text or FIRST), quote(text or THIRD, 2)),
        missing_terms=(text or "World", "Cup"),
        searched_documents=2,
        searched_passages=14,
    )


def unit(*parts: tuple[str, BlockKind], proof: int, span: str = "", **changes: object) -> Evidence:
    """Evidence of several parts, 10 characters apart, one of which proves."""
    places: list[tuple[int, int]] = []
    start = 100
    for text, _ in parts:
        places.append((start, start + len(text)))
        start += len(text) + 10
    low = places[proof][0] + parts[proof][0].find(span)
    values: dict = {
        "citation": 1,
        "start": 100,
        "end": places[-1][1],
        "text": "\n".join(text for text, _ in parts),
        "line": 7,
        "score": 0.9,
        "span": (low, low + len(span)) if span else None,
        "proof": places[proof],
        "parts": tuple(places),
        "headings": ("Handbook", "Refunds"),
        "kinds": tuple(kind for _, kind in parts),
    }
    return Evidence(**(values | changes))


LIST = unit(
    ("Ask for a refund:", BlockKind.PARAGRAPH),
    ("Open your order.", BlockKind.STEP),
    ("Choose Refund within 14 days.", BlockKind.STEP),
    proof=2,
    span="14 days",
)
CODE = unit(
    ("Open a terminal and\nenter:", BlockKind.PARAGRAPH),
    ("velo install\n  --global", BlockKind.CODE),
    proof=0,
    line=9,
    headings=("Handbook", "Set up"),
)


def unit_answer(text: str | None = None) -> Answer:
    """An answer of whole units, with all that can stand around one."""
    evidence: tuple[Evidence, ...] = (LIST, CODE)
    if text is not None:
        headings = (text, text)
        evidence = tuple(
            unit((text, kind), (text, kind), proof=1, span=text[1:], line=line, headings=headings)
            for line, kind in enumerate((BlockKind.STEP, BlockKind.CODE, BlockKind.TABLE), 1)
        )
        evidence += (dataclasses.replace(evidence[0], kinds=(), headings=()),)
    return Answer(
        question=text or "refnd?",
        answered=True,
        evidence=evidence,
        sources=(source(text),),
        missing_terms=(text or "Velo",),
        confidence=0.71,
        strength=Strength.LIKELY,
        searched_documents=2,
        searched_passages=14,
        interpretation=f"{text}?" if text else "how do I get a refund?",
        corrections=((text or "refnd", text or "refund"),),
        notes=(text or "Answering from the index of 14:02; 3,120 files changed.",),
    )


def partial_refusal(text: str | None = None) -> Answer:
    return dataclasses.replace(
        refusal(text),
        misses=unit_answer(text).evidence[:1],
        refusal=Refusal.NO_CLEAR_ANSWER,
        searched_documents=64,
        not_searched=537,
        notes=(text or "Files changed.",),
    )


def hits(text: str | None = None) -> tuple[Hit, ...]:
    first = text or FIRST
    return (
        Hit(
            7,
            info(text),
            Passage(13, 13 + len(first), ()),
            first,
            line=3,
            score=0.8765,
            rank=1,
            dense=SideScore(0.75, 2),
            lexical=SideScore(12.5, 1),
            also_in=(info(text, "b"),),
        ),
        Hit(8, info(text, "b"), Passage(0, 4, ()), text or "S-40", 1, 0.5, 2, SideScore(0.5, 1)),
    )


def status(text: str | None = None) -> Status:
    return Status(
        index=text or "index",
        collection=(text or "seeds",),
        documents=28072,
        passages=1,
        skipped=(Skipped(text or "b.bin", text or "not text"),),
        bytes=1_234_567,
        encoder=text or "all-MiniLM-L6-v2",
        fingerprint="f00d",
        last_sync="2026-01-02T03:04:05Z",
        new=tuple(f"{text or 'n'}{number}.txt" for number in range(12)),
    )


def report(text: str | None = None) -> SyncReport:
    skipped = (Skipped(text or "b.bin", text or "not text"),)
    return SyncReport(2, 0, 0, 0, skipped, 2, 14, 1.26, (text or "the model is slow",))


def checkup(text: str | None = None, *, repaired: bool = False) -> Checkup:
    checks = (
        Check("store", Verdict.GOOD, text or "2 documents, 14 passages, commit 3."),
        Check("texts", Verdict.NOTE if repaired else Verdict.WRONG, text or "1 document.", ("a",)),
        Check("files", Verdict.NOTE, text or "1 new", (text or "n.txt",)),
    )
    return Checkup(checks, (text or "1 document was read again.",) if repaired else ())


def occurrence(text: str | None = None, words: str = FIRST, **changes: object) -> Occurrence:
    values: dict = {
        "document": info(text),
        "path": text or "seeds/a.txt",
        "line": 3,
        "start": 13,
        "end": 13 + len(text or words),
        "text": text or words,
    }
    return Occurrence(**(values | changes))


def nearest(text: str | None = None, alike: float = 0.75) -> Nearest:
    """What is nearest to "Jane removed Turkey"."""
    parts = [(Side.GIVEN, "Jane"), (Side.DOCUMENT, "Washington"), (Side.BOTH, "removed Turkey")]
    diff = tuple(DiffPart(side, text or words) for side, words in parts)
    return Nearest(occurrence(text, "Washington removed Turkey", line=4), alike, diff)


def checked_draft(text: str | None = None) -> CheckedDraft:
    """Sentences in every state: verbatim in five places, two written differently, two absent."""
    place = occurrence(text)
    other = (Difference.SPACING, Difference.CASE)
    sentences = (
        CheckedSentence(text or FIRST, 0, 53, SentenceState.VERBATIM, (place,) * 5, more=True),
        CheckedSentence(
            text or "nato ALLIES",
            54,
            65,
            SentenceState.SAME_WORDS,
            (occurrence(text, "NATO allies", differences=other, sentence=text or FIRST),),
        ),
        CheckedSentence(
            text or "Jane removed Turkey", 66, 85, SentenceState.ABSENT, nearest=nearest(text)
        ),
        CheckedSentence(text or "Jane", 86, 90, SentenceState.ABSENT, nearest=nearest(text, 0.1)),
        CheckedSentence(text or "Zebras", 91, 97, SentenceState.ABSENT),
    )
    return CheckedDraft(sentences, 2, 14, "f00d", (text or "Files changed.",))


def checked_answer(text: str | None = None) -> CheckedAnswer:
    """Quotes in every state; one has moved to another file."""

    def one(number: int, state: QuoteState, path: str | None, line: int | None) -> CheckedQuote:
        now = occurrence(text) if state in (QuoteState.VERBATIM, QuoteState.MOVED) else None
        near = None if now else nearest(text)
        part = CheckedStretch(text or FIRST, state, now, near)
        here = text or "seeds/a.txt"
        return CheckedQuote(number, text or "a.txt", here, 3, state, (part,), text or path, line)

    quotes = (
        one(1, QuoteState.VERBATIM, "seeds/a.txt", 3),
        one(2, QuoteState.MOVED, "seeds/a.txt", 5),
        one(3, QuoteState.MOVED, "seeds/b.txt", 3),
        one(4, QuoteState.CHANGED, "seeds/a.txt", 4),
        one(5, QuoteState.GONE, None, None),
    )
    return CheckedAnswer(text or "why?", quotes, (text or "seeds/a.txt",), (text or "Old.",))


def document(text: str | None = None) -> Document:
    return Document(text or "a.txt", text or "Story A", text or TEXT, (), None, text or "Reuters")


class Engine:
    """Returns what the functions above make; attributes choose."""

    def __init__(self, text: str | None = None) -> None:
        self.text = text
        self.index = Path("index")
        self.warnings: tuple[str, ...] = (text,) if text else ()
        self.is_missing = False
        self.refuses = False
        self.shows_units = False
        self.fails: dict[str, BaseException] = {}
        self.documents = {"a.txt": document(text), "odd:7": document("odd")}
        self.calls: list[tuple] = []

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.calls.append(("close",))

    def _call(self, name: str, *values: object) -> None:
        self.calls.append((name, *values))
        if name in self.fails:
            raise self.fails[name]

    def add_receipt(self, made: Answer, **_: object) -> Answer:
        return made

    def verify(self, what: object) -> CheckedDraft | CheckedAnswer:
        self._call("verify", what)
        return checked_draft(self.text) if isinstance(what, str) else checked_answer(self.text)

    def empty(self) -> bool:
        self._call("empty")
        return self.is_missing

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
        progress=None,
        cluster: str | None = None,
    ) -> SyncReport:
        sys.stdout.write("a library prints\n")
        for stage in ("reading", "embedding"):
            for done in range(3):
                progress(Progress(stage, done, 2, "files"))
        chosen = {"rebuild": rebuild, "verify": verify, "prune": prune}
        chosen |= {"add": add, "replace": replace, "quick": quick}
        chosen |= {"without_ocr": not recognise}
        named = [] if cluster is None else [cluster]
        self._call("sync", *(name for name, wanted in chosen.items() if wanted), *named)
        return report(self.text)

    def watch(self, *, stop=None, progress=None):
        self._call("watch")
        yield report(self.text)
        yield QaError(self.text or "It broke.", self.text or "Mend it.")
        yield dataclasses.replace(report(self.text), added=1)
        raise KeyboardInterrupt

    def doctor(self, *, repair: bool = False, progress=None) -> Checkup:
        progress(Progress("checking", 0, 2, "documents"))
        self._call("doctor", repair)
        return checkup(self.text, repaired=repair)

    def ask(
        self, question: str, *, top: int = 3, only: object = None, threshold: float | None = None
    ) -> Answer:
        self._call("ask", question, top, *([only] if only else []))
        if "QA_FAKE_SLOW" in os.environ:
            sys.stderr.write("asked\n")
            sys.stderr.flush()
            time.sleep(60)
        if self.shows_units:
            return partial_refusal(self.text) if self.refuses else unit_answer(self.text)
        return refusal(self.text) if self.refuses else answer(self.text)

    def search(self, query: str, *, top: int = 10, only=None) -> tuple[Hit, ...]:
        self._call("search", query, top, *([only] if only else []))
        return () if self.refuses else hits(self.text)

    def status(self, *, scan: bool = True) -> Status:
        self._call("status")
        return status(self.text)

    def document(self, name: str) -> Document:
        self._call("document", name)
        if name not in self.documents:
            raise UsageError(f"No document is called {name}.", "See 'qa status'.")
        return self.documents[name]

    def path_of(self, source: str) -> str:
        return source if self.text else f"seeds/{source}"


def module(engine: Engine) -> types.ModuleType:
    """A module to stand at `sys.modules["qa.engine"]`."""
    fake = types.ModuleType("qa.engine")

    def open_fake(index=None, *, paths=None, encoder=None, ocr=None) -> Engine:
        engine.calls.append(("open", index, paths, encoder, *([] if ocr is None else [ocr])))
        if "open" in engine.fails:
            raise engine.fails["open"]
        return engine

    fake.open = open_fake  # type: ignore[attr-defined]
    fake.Engine = Engine  # type: ignore[attr-defined]
    fake.MAX_QUESTION = MAX_QUESTION  # type: ignore[attr-defined]
    return fake


COMMANDS = (
    ["ask", "why"],
    ["ask", "--format", "md", "why"],
    ["ask", "--json", "why"],
    ["search", "--explain", "why"],
    ["search", "--format", "md", "why"],
    ["search", "--json", "why"],
    ["status"],
    ["status", "--format", "md"],
    ["status", "--json"],
    ["index"],
    ["index", "--format", "md"],
    ["index", "--json"],
    ["index", "--watch"],
    ["doctor"],
    ["doctor", "--format", "md", "--repair"],
    ["doctor", "--json"],
    ["ask", "--receipt", "why"],
    ["verify", "why"],
    ["verify", "--format", "md", "why"],
    ["verify", "--json", "why"],
    ["show", "a.txt"],
    ["show", "--format", "md", "a.txt:1"],
    ["show", "--json", "a.txt:1"],
)


def everything(text: str, *, brief: bool) -> None:
    """Every output, refusal and error there is, with one text wherever text of others stands."""
    from qa.cli import main

    engine = Engine(text)
    engine.documents["a.txt"] = document(text)
    sys.modules["qa.engine"] = module(engine)
    for command in COMMANDS[-3:] if brief else COMMANDS:
        main(command)
    engine.refuses = True
    for command in COMMANDS[:3]:
        main(command)
    engine.shows_units = True
    for engine.refuses in (True, False):
        for command in COMMANDS[:3]:
            main(command)
    main(["show", text])
    main(["ask", f"--{text}"])
    for error in (QaError(text, text), OSError(13, text, text), RuntimeError(text)):
        engine.fails["ask"] = error
        main(["ask", "--json", "why"])
    engine.is_missing = True
    engine.fails["sync"] = IndexLocked(text)
    if not brief:
        main(["ask", "why"])


def run() -> int:
    """What this file does as a script."""
    if "QA_FAKE_PAYLOADS" in os.environ:
        payloads = json.loads(Path(os.environ["QA_FAKE_PAYLOADS"]).read_text())
        for number, payload in enumerate(payloads):
            everything(payload, brief=number > 60)
        return 0
    engine = Engine()
    engine.is_missing = "QA_FAKE_MISSING" in os.environ
    sys.modules["qa.engine"] = module(engine)
    from qa.cli import main

    code = main()
    if "QA_FAKE_MODULES" in os.environ:
        sys.stderr.write("\n".join(sys.modules))
    return code


if __name__ == "__main__":
    sys.exit(run())
