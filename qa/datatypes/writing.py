"""What a language model wrote from the evidence of an answer, and whether the evidence says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Doubt(StrEnum):
    """Why a written sentence doesn't count as supported."""

    UNCITED = "uncited"  # it names no quote
    UNKNOWN = "unknown"  # it cites a number that no quote has
    NUMBER = "number"  # a number of it stands in none of its quotes
    NAME = "name"
    ADDRESS = "address"  # of a page or a mailbox
    DENIAL = "denial"  # one of the two denies what the other says
    MEANING = "meaning"  # its quotes don't clearly say what it says


@dataclass(frozen=True, slots=True)
class Support:
    """Whether quotes say what a sentence says, and how likely, from 0 to 1.

    `words` are those of the sentence that stand nowhere in the quotes: numbers and names where
    these are the doubt.
    """

    supported: bool
    doubt: Doubt | None
    probability: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence as the model wrote it, without its citations: numbers of `Answer.sources`."""

    text: str
    citations: tuple[int, ...]
    support: Support
    paragraph: int = 0  # sentences with the same number stand in one paragraph


@dataclass(frozen=True, slots=True)
class Written:
    """A written answer. `model` is its name, `place` whose it is: a host or a package.

    `incomplete` says why the model stopped before its end, as a sentence for people; empty where it
    didn't.
    """

    sentences: tuple[WrittenSentence, ...]
    model: str
    place: str
    incomplete: str = ""

    @property
    def supported(self) -> tuple[WrittenSentence, ...]:
        """The sentences that the evidence supports."""
        return tuple(each for each in self.sentences if each.support.supported)
