"""What a check of sentences or of an answer's quotes against the documents found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qa.datatypes.documents import DocumentInfo
from qa.datatypes.places import Place


class Difference(StrEnum):
    """How two texts of the same words differ."""

    SPACING = "spacing"  # spaces, line ends, characters that can't be seen
    TYPOGRAPHY = "typography"  # quotation marks, dashes, ligatures, wide letters
    CASE = "case"
    PUNCTUATION = "punctuation"


class Side(StrEnum):
    """Which of two compared texts a stretch of words stands in."""

    BOTH = "both"
    GIVEN = "given"  # only in the sentence or quote that was checked
    DOCUMENT = "document"  # only in the document


class SentenceState(StrEnum):
    """Whether a sentence stands in the documents."""

    VERBATIM = "verbatim"  # character for character
    SAME_WORDS = "same_words"  # the same words in the same order, written differently
    ABSENT = "absent"


class QuoteState(StrEnum):
    """What became of a quote."""

    VERBATIM = "verbatim"  # character for character, in the line that was cited
    MOVED = "moved"  # character for character, in another line or document
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A stretch of words, and which of two texts has it."""

    side: Side
    text: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place in a document: `text` is `document.text[start:end]`, as its file is now.

    `differences` say how it differs from the words that were looked for; empty: not at all.
    `sentence` is the whole of what it is a part of, empty where it is no part: "It is not true that
    he resigned" holds the words "he resigned".
    """

    document: DocumentInfo
    path: str  # as a person would open it from here
    line: int | None  # of the file, 1-based; None where it has none
    start: int
    end: int
    text: str
    differences: tuple[Difference, ...] = ()
    sentence: str = ""
    place: tuple[Place, ...] = ()  # its page, row, message ..., outermost first


@dataclass(frozen=True, slots=True)
class Nearest:
    """What comes nearest to a text, with the words in which the two differ.

    `similarity` is the share of words that both have in the same order, from 0 to 1.
    """

    occurrence: Occurrence
    similarity: float
    diff: tuple[DiffPart, ...]


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft: `text` is `draft[start:end]`.

    `occurrences` are the places where its words stand, verbatim ones first; with `more` there are
    further ones. `nearest` is None unless it is absent, and when nothing has a word in common.
    """

    text: str
    start: int
    end: int
    state: SentenceState
    occurrences: tuple[Occurrence, ...] = ()
    more: bool = False
    nearest: Nearest | None = None


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """The sentences of a draft, each compared with the documents as their files are now."""

    sentences: tuple[CheckedSentence, ...]
    searched_documents: int
    searched_passages: int
    index_fingerprint: str = ""
    notes: tuple[str, ...] = ()  # sentences for people, such as that files are not indexed yet

    def count(self, state: SentenceState) -> int:
        """How many sentences are in a state."""
        return sum(each.state is state for each in self.sentences)


@dataclass(frozen=True, slots=True)
class CheckedStretch:
    """A stretch of a quote. `now` is where its words stand, None when they are nowhere.

    `nearest` is what has taken their place in the cited document, as far as that can be seen.
    """

    text: str
    state: QuoteState
    now: Occurrence | None = None
    nearest: Nearest | None = None


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quote of an answer.

    `line` was cited, `now_line` is where its proof begins now, both None in a file without lines.
    `path` is the document that was cited, `now_path` the one in which its words stand, or what has
    taken their place.
    """

    citation: int
    source: str
    path: str
    line: int | None
    state: QuoteState
    stretches: tuple[CheckedStretch, ...]
    now_path: str | None = None
    now_line: int | None = None


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """The quotes of an answer, each compared with the files as they are now.

    `changed_files` are the cited files whose bytes are others than those that were quoted, as far
    as the answer says which those were.
    """

    question: str
    quotes: tuple[CheckedQuote, ...]
    changed_files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def count(self, state: QuoteState) -> int:
        """How many quotes are in a state."""
        return sum(each.state is state for each in self.quotes)
