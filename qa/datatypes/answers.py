"""Hits, evidence, answers, and the lines of a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module

from qa.datatypes.boxes import Box
from qa.datatypes.documents import BlockKind, DocumentInfo, Filter, Passage
from qa.datatypes.places import Place, named
from qa.datatypes.writing import Written


class Strength(StrEnum):
    """How sure an answer is, for people: from .82, from .5, below (`qa.answering.confidence`)."""

    STRONG = "strong"
    LIKELY = "likely"
    WEAK = "weak"


class Refusal(StrEnum):
    """Why a question got no answer."""

    NOT_IN_DOCUMENTS = "not_in_documents"  # its decisive words stand in no document searched
    NO_CLEAR_ANSWER = "no_clear_answer"  # they do, and nothing found answers it clearly enough


@dataclass(frozen=True, slots=True)
class SideScore:
    """What one candidate generator said of a passage: raw score and rank (1 = best)."""

    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage with its scores; `text` is verbatim `document.text[start:end]`."""

    passage_id: int
    document: DocumentInfo
    passage: Passage
    text: str
    line: int | None  # 1-based line of `passage.start` in the file; None in one without lines
    score: float  # fused
    rank: int  # 1 = best
    dense: SideScore | None = None  # cosine; None when the passage was no dense candidate
    lexical: SideScore | None = None  # BM25; None when the passage was no lexical candidate
    also_in: tuple[DocumentInfo, ...] = ()  # documents whose near-identical passage was folded in
    place: tuple[Place, ...] = ()  # page, row ... of `passage.start`, outermost first
    boxes: tuple[Box, ...] = ()  # of the passage on pages, line by line; `Engine.search` adds them


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: a unit of its document, whole, with what proves in it.

    A unit is a paragraph or some sentences of it, a list with the line that leads in to it, steps
    in their order, a row. `parts` are its stretches of the document, in order and verbatim; `text`
    is their texts, each on lines of its own. What is left out stands between two parts.
    """

    citation: int  # number of the source in `Answer.sources`
    start: int  # of the first part
    end: int  # of the last part
    text: str
    line: int | None  # of the file, 1-based, where the proof stands; None in one without lines
    score: float
    span: tuple[int, int] | None = None  # the answer proper: document offsets within the proof
    proof: tuple[int, int] | None = None  # the sentences that prove; None: all of it
    parts: tuple[tuple[int, int], ...] = ()  # empty: one, from `start` to `end`
    headings: tuple[str, ...] = ()  # the headings above it, outermost first
    # What each of `parts` is, which decides how it is laid out; empty: not known.
    kinds: tuple[BlockKind, ...] = ()
    place: tuple[Place, ...] = ()  # page, row ... where the proof stands, outermost first
    boxes: tuple[Box, ...] = ()  # of the proof on pages, line by line; empty where nobody knows
    span_boxes: tuple[Box, ...] = ()  # of the answer proper

    @property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """Its parts, of which there is at least one."""
        return self.parts or ((self.start, self.end),)

    def cited(self, path: str) -> str:
        """Where it stands: `path:15`, `path, page 3`, `path:15, row 12`."""
        return ", ".join(
            filter(None, (f"{path}:{self.line}" if self.line else path, named(self.place)))
        )


@dataclass(frozen=True, slots=True)
class Source:
    """One cited document under an answer."""

    number: int
    document: DocumentInfo
    path: str  # as a person would open it from here; citations read path:line
    lines: tuple[int, ...]
    also_in: tuple[DocumentInfo, ...] = ()
    places: tuple[tuple[Place, ...], ...] = ()  # of each quote that has any, in document order


@dataclass(frozen=True, slots=True)
class DifferingAnswer:
    """What a document answers where another one contradicts it.

    `words` are verbatim, from `start` to `end` of the document: the answer proper, or the sentence
    that says yes or no to a question that asks for one.
    """

    words: str
    document: DocumentInfo
    path: str  # as a person would open it from here
    start: int
    end: int
    line: int | None  # of the file, 1-based; None in one without lines
    yes: bool | None = None  # None where the question asks for something else
    citation: int | None = None  # number of the source, where it is among what is shown
    place: tuple[Place, ...] = ()  # page, row ..., outermost first
    also_in: tuple[DocumentInfo, ...] = ()  # other documents that say the same


@dataclass(frozen=True, slots=True)
class Staleness:
    """How the files differ from the index that answered; all zero where they don't.

    What a question applies before it answers is not counted.
    """

    new: int = 0  # files that are not indexed yet
    changed: int = 0
    moved: int = 0
    gone: int = 0  # files that were indexed; their documents are left out of the answer
    outdated: int = 0  # documents that an earlier version of qa cut into passages
    unchecked: int = 0  # files that there was no time to look at
    missing: tuple[str, ...] = ()  # folders that are not there; their documents still answer
    waiting: int = 0  # passages that were searched by their words alone, having no vector yet

    @property
    def note(self) -> str | None:
        """A sentence on the files that were not looked at for people, None where all were."""
        if not self.unchecked:
            return None
        files = f"{self.unchecked:,} file{'' if self.unchecked == 1 else 's'}"
        return f"{files} could not be compared in time; 'qa status' compares all."


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds spent in one stage of answering."""

    stage: str
    milliseconds: float


@dataclass(frozen=True, slots=True)
class QuotedFile:
    """A file that is cited: hashes, 64 hex digits, of its bytes and of the text read from them.

    `file_sha256` is empty for a document that is no file.
    """

    source: str
    file_sha256: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an answer rests on besides its evidence: with the same, the answer is the same.

    `index_state` names the commit that was asked, `index_settings` are those that the index was
    built with, as JSON; `reader` and `ranker` are the hashes of the weights that read, empty
    without them.
    """

    version: str  # of qa
    collection: tuple[str, ...]  # the folders and files that make it up
    name: str | None  # of the collection, where it has one
    index_state: str
    index_settings: str
    reader: str
    ranker: str
    top: int  # the most pieces of evidence that were asked for
    threshold: float | None  # that was asked for; None: the default of this version
    only: Filter | None  # which documents were asked; None: all
    files: tuple[QuotedFile, ...]  # by source


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question: evidence, or a refusal with its nearest misses.

    When `answered` is true `evidence` holds the most probative sentences first (sentences that
    are neighbours in a document stand in its order) and `misses` is empty. Otherwise `evidence`
    is empty and `misses` holds what came closest. Both number their documents by `sources`.
    """

    question: str
    answered: bool
    evidence: tuple[Evidence, ...]
    sources: tuple[Source, ...]
    misses: tuple[Evidence, ...] = ()
    missing_terms: tuple[str, ...] = ()  # words of the question found nowhere in the collection
    # Calibrated probability that the best sentence answers; None when no sentence was found.
    confidence: float | None = None
    strength: Strength | None = None  # the same in a word
    searched_documents: int = 0
    searched_passages: int = 0
    index_fingerprint: str = ""
    timings: tuple[Timing, ...] = field(default=(), compare=False)
    refusal: Refusal | None = None  # the kind of refusal; None in an answer
    interpretation: str | None = None  # what was searched for, where it differs from the question
    corrections: tuple[tuple[str, str], ...] = ()  # (word as typed, word searched for)
    notes: tuple[str, ...] = ()  # sentences for people, such as that the index is not up to date
    said: tuple[str, ...] = ()  # of the notes those that answer by themselves: "37 documents."
    # Files of the collection that are known and not indexed yet, and those of a format that can be
    # read and that could not be read; where paths were asked for, those that may be among them.
    not_searched: int = 0
    unreadable: int = 0
    other_formats: int = 0  # files of formats that can't be read
    restricted: bool = False  # only some of the documents were asked: claims are about those
    stale: Staleness = Staleness()
    receipt: Receipt | None = None
    written: Written | None = None  # by a language model, where one was asked
    # What documents answer that contradict each other, newest first; empty where none do.
    differing: tuple[DifferingAnswer, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes besides the answer, and what depends on the clock and so is in no receipt."""
        beside = (note for note in self.notes if note not in self.said)
        return (*beside, *filter(None, [self.stale.note]))

    def _repr_html_(self) -> str:
        """The answer as HTML, which notebooks show in place of the repr."""
        # Looked up by name: notebooks ask a value itself how it looks, and rendering is above.
        shown: str = import_module("qa.render.html_answer").answer_html(self)
        return shown


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a line of a conversation was read: `text` is what is searched for and answered.

    `question` is the line as typed; `text` is the same when it stands alone. `terms` are the words
    of the turns before that were added. An interpretation that is not `certain` is asked beside
    the line as typed. `document` is the source of the document that the turn before cited.
    """

    question: str
    text: str
    terms: tuple[str, ...] = ()
    stands_alone: bool = True
    certain: bool = True
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to a line that is no question: small talk, help, what can be said of an answer.

    `text` is a sentence or some lines for people; it quotes nothing.
    """

    line: str
    text: str
    kind: str  # the intent that was recognised: "greeting", "thanks", "sure", ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A line of a conversation as it was typed, and what came of it.

    `answer` or `reply`; or a failure (message, hint), or neither when it was cancelled. What the
    line was taken to mean is `answer.interpretation`.
    """

    question: str
    answer: Answer | None = None
    reply: Reply | None = None
    only: Filter | None = None
    asked: str = ""  # ISO 8601, UTC
    failure: tuple[str, str] | None = None
    cancelled: bool = False
