"""What a question for rows of a table asks beyond the values that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from qa.catalogue import row_measures
from qa.catalogue.row_measures import Bound, Stretch
from qa.search.terms import content_words, stems

_OF_PEOPLE = re.compile(
    r"\W*(?:who\b|(?:how many|which|what) (?:people|persons|employees|members|staff|of us)\b)", re.I
)
_HOW_MANY = re.compile(r"\bhow many\b", re.I)
_NOT = re.compile(
    r"(?:\b(?:not|no|never|without|except(?: for)?|other than)|n['’]t)\s+"
    r"(?:(?:yet|an?|any|the|in|by|of|to|from|for|on|at|be|been|assigned|based|owned) )*"
    r"(?P<what>[\w'’-]+(?: (?!(?:and|but|in|by|of|for|with)\b)[\w'’-]+)?)",
    re.I,
)
# Stop words by which a question asks for more than that a value stands in a cell: to compare,
# to choose among the rows, or for what holds of several rows at once.
_BEYOND = re.compile(
    r"\b(?:more|less|fewer|most|least|fewest|than|(?:over|under|above|below)(?! (?:the|an?)\b)"
    r"|before|after|since|until|till|between|within|during|only|both|neither|nor|each|every|per"
    r"|same|again|once)\b",
    re.I,
)
_DEFINED = re.compile(r"\W*what(?:['’]s| is| are| was| were)\s+(?P<what>.*)", re.I | re.S)
_ARTICLE = re.compile(r"an?\b", re.I)
_HEAD = re.compile(
    r"\W*(?:(?:so|and|please|ok)\W+)*(?:how many|which|what|list|show|give|name|find)\b"
    r"(?:['’]s\b|\s+(?:is|are|was|were|me|us|all|the|our|my|of))*(?P<what>.*)",
    re.I | re.S,
)
_HEAD_ENDS = re.compile(
    r"[?!]|\b(?:is|are|was|were|do|does|did|has|have|had|of|in|for|with|by|from|on|at|to|that|which"
    r"|who|can|will)\b|n['’]t\b",
    re.I,
)

# What says of any row that it is one, or that it has what stands in it.
_SAYING_NOTHING = """
    row rows entry entries item items record records line lines table sheet people person persons
    employee employees staff member members guy guys work works working worked live lives living
    sit sits sitting based belong belongs belonging assigned assign have has having own owns owned
    exist exists currently now still yet already registered listed marked set status state total
    number names name given entire whole complete
"""
_PEOPLE = """
    name names who person people employee employees staff member members colleague guest student
    pupil teacher player participant attendee contact volunteer author
"""


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """A question for rows: its words by stem, and what they are said of.

    Words that say of any row that it is one, or that it has what stands in it, are left out.
    """

    text: str
    words: Mapping[str, str]
    head: frozenset[str]  # stems of what is asked for: "how many open tickets ..."
    denials: tuple[frozenset[str], ...]  # stems after each "not"
    of_people: bool
    counts: bool
    defines: bool  # "what is science fiction"
    time: Stretch | None = None
    bound: Bound | None = None
    total: bool = False  # of amounts

    @property
    def denied(self) -> frozenset[str]:
        """The stems that some "not" is said of."""
        return frozenset().union(*self.denials)

    @property
    def asks(self) -> int:
        """By how much rows are chosen: words, a time, an amount, or that they are added up."""
        measured = sum(map(bool, (self.time, self.bound, self.total)))
        return len(self.words.keys() | self.head) + measured


def row_question(asked: str) -> RowQuestion | None:
    """What a question asks of rows; None where that is more than what stands in their cells."""
    time, bound = row_measures.stretch(asked), row_measures.bound(asked)
    text = asked
    for measure in (time, bound):
        text = text.replace(measure.words, " ", 1) if measure else text
    if _BEYOND.search(text) or len(_HOW_MANY.findall(text)) > 1:
        return None
    total = row_measures.asks_total(text)
    nothing = _saying_nothing() | (row_measures.spending() if total else frozenset())
    defined = _DEFINED.match(text)
    if defined and _ARTICLE.match(defined["what"]):
        return None
    head = _HEAD.match(text)
    return RowQuestion(
        text,
        {stem: word for stem, word in content_words(text).items() if stem not in nothing},
        frozenset(stems(_HEAD_ENDS.split(head["what"], maxsplit=1)[0])) if head else frozenset(),
        tuple(frozenset(stems(match["what"])) for match in _NOT.finditer(text)),
        bool(_OF_PEOPLE.match(text)),
        bool(_HOW_MANY.search(text)),
        bool(defined),
        time,
        bound,
        total,
    )


def says_no(value: str) -> bool:
    """Whether a value has a "not" itself: "Not started"."""
    return bool(_NOT.search(value))


@cache
def _saying_nothing() -> frozenset[str]:
    """The stems that say of any row that it is one, or that it has what stands in it."""
    return frozenset(stems(_SAYING_NOTHING))


@cache
def people() -> frozenset[str]:
    """The stems of names of columns that have people."""
    return frozenset(stems(_PEOPLE))
