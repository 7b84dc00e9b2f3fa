"""What crosses module borders: frozen values, no behaviour beyond looking at themselves.

All offsets count characters (Python `str` indices) of `Document.text`; `end` is exclusive.
All scores are floats where larger is better.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

JSON_SCHEMA_VERSION = 2


class BlockKind(StrEnum):
    """What a stretch of a document is, which decides how it is cut and whether it may win."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    STEP = "step"  # an item of a numbered list, whose order matters
    TABLE = "table"  # one row, written with the names of its columns: "Plan: Plus · Price: $10"
    CODE = "code"
    QUOTE = "quote"  # somebody's words set apart
    QUESTION = "question"  # of an FAQ; what answers it hangs from it
    SIGNATURE = "signature"  # who wrote what stands above
    CONTENTS = "contents"  # an entry of a list that only names what stands elsewhere: no evidence
    META = "meta"  # byline, date line, picture credit: searchable, never an answer on its own
    BOILERPLATE = "boilerplate"  # "Reuters, the news and media division of ...": must not win


class Strength(StrEnum):
    """How sure an answer is, for people: from .9, from .7, below (`qa.answering.confidence`)."""

    STRONG = "strong"
    LIKELY = "likely"
    WEAK = "weak"


class Refusal(StrEnum):
    """Why a question got no answer."""

    NOT_IN_DOCUMENTS = "not_in_documents"  # its decisive words stand in no document searched
    NO_CLEAR_ANSWER = "no_clear_answer"  # they do, and nothing found answers it clearly enough


class Noticed(StrEnum):
    """What was seen to change."""

    FILES = "files"  # in the folder of documents
    INDEX = "index"  # somebody has written to it


class Verdict(StrEnum):
    """What a check found."""

    GOOD = "good"
    NOTE = "note"  # worth knowing, and not wrong: files that changed since, for example
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like stretch of a document: `text[start:end]`, no blank edges.

    Blocks form a tree: `parent` is the place in `Document.blocks` of the block that this one hangs
    from, always an earlier one, -1 for none. A heading hangs from the heading above its level;
    what stands in a section from its heading; items, rows and code from the line that leads in to
    them ("Use the command:"); an item of an inner list from its outer item; an answer from its
    question. `level` is that of a heading (1 = highest) or how deep an item is nested (0 = not).
    """

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH
    parent: int = -1
    level: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """One article, page or note.

    `text` is what people read, without markup; a plain text file's is the file's own, character
    by character. `blocks` are in order and don't overlap; what lies between them is white space.
    `lines` leads from offsets to lines of the file: pairs (offset, line), ascending, the first at
    offset 0; from one pair to the next every line end in `text` is one in the file. Empty means
    that every line of `text` is one of the file. `pages` holds the offset at which each page
    starts, for formats that have pages. `tags` and `aliases` are from the front matter.
    """

    source: str  # path relative to the collection root, with forward slashes
    title: str
    text: str
    blocks: tuple[Block, ...]
    author: str | None = None
    agency: str | None = None
    published: date | None = None
    pages: tuple[int, ...] = ()
    lines: tuple[tuple[int, int], ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    def line(self, offset: int) -> int:
        """The line of the file, from 1, in which `text[offset]` stands."""
        at, line = 0, 1
        if self.lines:
            at, line = self.lines[bisect_right(self.lines, offset, key=lambda pair: pair[0]) - 1]
        return line + self.text.count("\n", at, offset)

    def headings(self, block: int) -> tuple[str, ...]:
        """The headings above a block, given by its place in `blocks`, outermost first."""
        path: list[str] = []
        while (block := self.blocks[block].parent) >= 0:
            above = self.blocks[block]
            if above.kind is BlockKind.HEADING:
                path.append(self.text[above.start : above.end])
        return tuple(reversed(path))

    @property
    def id(self) -> str:
        """See `document_id`: stable as long as the file stays put."""
        return document_id(self.source)

    @property
    def sha256(self) -> str:
        """Hash of `text`, by which a changed document is recognised."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def document_id(source: str) -> str:
    """The 32 hex digits by which a document is known: the first half of SHA-256 of its source.

    Any beginning of it that only one document of a collection has names that document.
    """
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of a document with the kind of the block it stands in."""

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences of one document: the unit of retrieval."""

    start: int
    end: int
    sentences: tuple[Sentence, ...]
    boilerplate: bool = False
    heading: str = ""  # the headings above its beginning, outermost first, parted by " › "


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not in the index, and why, in words for people."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document without its text: what a citation or a list needs."""

    id: str
    source: str
    title: str
    author: str | None
    agency: str | None
    published: date | None
    words: int
    indexed_at: str | None = field(default=None, compare=False)  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents a question is asked of; what is left empty restricts nothing.

    A document must fit every field, and one of the values of a field. Both days are included; a
    document without a date never matches one. `paths` are patterns (`qa.store.path_patterns`);
    `names` are what people call documents, which the engine makes `sources`; `agencies` and
    `authors` match a part of the name, in whatever case; `words` is the length of the text.
    """

    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    paths: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    min_words: int | None = None
    max_words: int | None = None

    def __bool__(self) -> bool:
        """Whether it restricts anything."""
        return self != Filter()


@dataclass(frozen=True, slots=True)
class Selection:
    """How many documents a filter leaves, and how many it leaves out for having no date."""

    documents: int
    undated: int

    @property
    def note(self) -> str | None:
        """A sentence on the undated ones for people, None where there are none."""
        if not self.undated:
            return None
        return f"{self.undated:,} undated document{'' if self.undated == 1 else 's'} left out."


@dataclass(frozen=True, slots=True)
class NamedCollection:
    """A collection in the user's data folder, for a list of them."""

    name: str
    paths: tuple[str, ...]
    missing: tuple[str, ...]  # those of `paths` that are not there
    documents: int | None  # None when there is no index yet, or it can't be read
    passages: int | None
    last_sync: str | None  # ISO 8601, UTC
    index: str
    problem: str | None = None  # why the index can't be read, in words for people


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
    line: int  # 1-based line of `passage.start` in the file
    score: float  # fused
    rank: int  # 1 = best
    dense: SideScore | None = None  # cosine; None when the passage was no dense candidate
    lexical: SideScore | None = None  # BM25; None when the passage was no lexical candidate
    also_in: tuple[DocumentInfo, ...] = ()  # documents whose near-identical passage was folded in


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
    line: int  # of the file, 1-based, where the proof stands
    score: float
    span: tuple[int, int] | None = None  # the answer proper: document offsets within the proof
    proof: tuple[int, int] | None = None  # the sentences that prove; None: all of it
    parts: tuple[tuple[int, int], ...] = ()  # empty: one, from `start` to `end`
    headings: tuple[str, ...] = ()  # the headings above it, outermost first
    # What each of `parts` is, which decides how it is laid out; empty: not known.
    kinds: tuple[BlockKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One cited document under an answer."""

    number: int
    document: DocumentInfo
    path: str  # as a person would open it from here; citations read path:line
    lines: tuple[int, ...]
    also_in: tuple[DocumentInfo, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds spent in one stage of answering."""

    stage: str
    milliseconds: float


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
    not_searched: int = 0  # files of the collection that are known and not indexed yet
    unreadable: int = 0  # files of a format that can be read, and that could not be read
    other_formats: int = 0  # files of formats that can't be read
    restricted: bool = False  # only some of the documents were asked: claims are about those
    stale: Staleness = Staleness()


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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job is. `total` is 0 while unknown."""

    stage: str  # "reading", "compiling", "embedding", "indexing"
    done: int
    total: int
    unit: str  # "files", "passages", "documents"


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What making the index equal to the folder changed."""

    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    documents: int  # in the index afterwards
    passages: int
    seconds: float
    warnings: tuple[str, ...] = ()
    moved: int = 0  # to another path, with the same contents
    held: int = 0  # gone, but so many at once that they are kept


@dataclass(frozen=True, slots=True)
class Preview:
    """What there is to index, before anything is."""

    collection: tuple[str, ...]  # folders and files; empty when nothing names them
    files: int  # that can be read, as far as their names tell
    skipped: int
    titles: tuple[str, ...]  # of the first documents
    formats: tuple[str, ...]  # suffixes of files that can be read


@dataclass(frozen=True, slots=True)
class Clusters:
    """How very many vectors lie: in lists, `probes` of which are looked at for a question."""

    lists: int
    probes: int
    trained: int  # how many vectors there were when the lists were made
    recall: float | None  # of the ten nearest to held-out questions; None when not measured
    questions: int  # that it was measured with


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a collection and its index."""

    index: str
    collection: tuple[str, ...]  # the folders and files that make it up
    documents: int
    passages: int
    skipped: tuple[Skipped, ...]
    bytes: int  # on disk, all files of the index
    encoder: str
    fingerprint: str
    last_sync: str | None  # ISO 8601, UTC
    new: tuple[str, ...] = ()  # sources on disk and not in the index
    changed: tuple[str, ...] = ()  # sources whose file differs from what was indexed
    gone: tuple[str, ...] = ()  # sources in the index whose file is no longer there
    held: tuple[str, ...] = ()  # those of `gone` that an update keeps, being so many at once
    files: int | None = None  # on disk, those that can't be read included; None when not scanned
    clusters: Clusters | None = None  # None where a search looks at every vector
    guessed: tuple[Skipped, ...] = ()  # indexed, with the encoding that was guessed as reason


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what was found, in words for people."""

    name: str
    verdict: Verdict
    detail: str
    items: tuple[str, ...] = ()  # the sources it is about, where it is about some


@dataclass(frozen=True, slots=True)
class Checkup:
    """Whether everything that the index says is true."""

    checks: tuple[Check, ...]
    repaired: tuple[str, ...] = ()  # what was done, in words for people

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return all(check.verdict is not Verdict.WRONG for check in self.checks)
