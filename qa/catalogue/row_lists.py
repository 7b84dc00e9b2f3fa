"""Rows of tables by what stands in their cells: "how many open tickets does Ben have?".

A question is one for rows only where each of its words is accounted for: by values of cells, by
names of columns, or by what the table is called. So what it counts is exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from qa.catalogue import pieces
from qa.catalogue.naming import file_stem, words_of
from qa.catalogue.pieces import Piece
from qa.catalogue.showing import TITLED
from qa.catalogue.tables import Table, TableRow, tables_of
from qa.datatypes import Answer, Document
from qa.search.terms import content_stems, content_words, stems
from qa.wording import counted

_OF_PEOPLE = re.compile(
    r"who\b|(?:how many|which|what) (?:people|persons|employees|members|staff|of us)\b", re.I
)
_NOT = re.compile(
    r"(?:\b(?:not|no|never|without|except(?: for)?|other than)|n['’]t)\s+"
    r"(?:(?:yet|an?|any|in|by) )*"
    r"(?P<what>[\w'’-]+(?: (?!(?:and|but|in|by|of|for|with)\b)[\w'’-]+)?)",
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
_NAME = re.compile(
    r"[A-Z][\w.'’-]*(?: (?:[a-z]{1,3} )?[A-Z][\w.'’-]*){1,3}"
)  # of two to four words
_BEGINNING = 3  # letters of a word that stand in a value as they are
_MOST_WORDS = 8  # of a value that may be asked for
_FEW_VALUES = 3  # named in a note for a column


@dataclass(frozen=True, slots=True)
class _Condition:
    """What a column must have: one of `values`, or anything at all; with `denied` it must not."""

    key: str
    values: frozenset[str] = frozenset()
    denied: bool = False

    def holds(self, row: TableRow) -> bool:
        value = row.value(self.key)
        return (value in self.values if self.values else bool(value)) is not self.denied

    def told(self) -> str:
        """For people: `Status: Open`, `not Status: Closed`."""
        said = " or ".join(sorted(self.values)[:_FEW_VALUES]) or "filled in"
        more = " or others" if len(self.values) > _FEW_VALUES else ""
        return f"{'not ' if self.denied else ''}{self.key}: {said}{more}"


def row_list(
    question: str, documents: Iterable[Document], path_of: Callable[[str], str]
) -> Answer | None:
    """The rows in `documents` that a question asks for, counted; None where it may ask for more."""
    words = {s: w for s, w in content_words(question).items() if s not in _nothing()}
    denied = {stem for match in _NOT.finditer(question) for stem in stems(match["what"])}
    if len(words) < (1 if _OF_PEOPLE.match(question.strip()) else 2):
        return None
    found: list[tuple[Table, tuple[_Condition, ...], list[TableRow]]] = []
    for document in documents:
        for table in tables_of(document):
            if conditions := _conditions(table, words, denied & words.keys()):
                rows = [row for row in table.rows if all(c.holds(row) for c in conditions)]
                found.append((table, conditions, rows))
    if not found or len({table.keys for table, _, _ in found}) > 1:
        return None  # of tables of different things neither is meant for sure
    shown = [_piece(table, row) for table, _, rows in found for row in rows]
    notes = [_note(found, len(shown))]
    if not shown:
        return pieces.refusal(question, (), notes)
    return pieces.answer(question, shown, path_of, confidence=TITLED, notes=notes)


@cache
def _nothing() -> frozenset[str]:
    return frozenset(stems(_SAYING_NOTHING))


@dataclass(frozen=True, slots=True)
class _Match:
    """A value that words of the question stand for: all of it (`whole`), or a part of a name."""

    key: str
    value: str
    words: frozenset[str]
    whole: bool
    says_no: bool = False  # "Not started", which "not started" asks for and "started" doesn't

    @property
    def rank(self) -> tuple[bool, bool, int]:
        return self.whole, self.says_no, len(self.words)


def _conditions(table: Table, words: Mapping[str, str], denied: Set[str]) -> tuple[_Condition, ...]:
    """What the words ask of the columns; none where one of them is about something else."""
    matches = [
        match
        for key in table.keys
        for match in _matches(table, key, words)
        if not match.says_no or match.words <= denied
    ]
    named = {key: set(stems(key)) & words.keys() for key in table.keys}
    owners: dict[str, tuple[str, tuple[bool, bool, int]]] = {}
    for stem in words:
        holding = [match for match in matches if stem in match.words]
        best = max((match.rank for match in holding), default=None)
        keys = {match.key for match in holding if match.rank == best}
        keys = {key for key in keys if named[key]} or keys
        if len(keys) > 1:
            return ()
        if best is not None:
            owners[stem] = (keys.pop(), best)
    made: dict[str, _Condition] = {}
    for match in matches:
        if all(owners[stem] == (match.key, match.rank) for stem in match.words):
            values = made[match.key].values if match.key in made else frozenset()
            without = bool(match.words & denied) and not match.says_no
            made[match.key] = _Condition(match.key, values | {match.value}, without)
    told = any(_tells_apart(table, condition) for condition in made.values())
    for key, stated in named.items():
        if stated - owners.keys() and key not in made and not _filled(table, key):
            made[key] = _Condition(key, denied=bool(stated & denied))
            told = True
    accounted = owners.keys() | _called(table) | set().union(*named.values())
    return tuple(made.values()) if told and words.keys() <= accounted else ()


def _matches(table: Table, key: str, words: Mapping[str, str]) -> Iterator[_Match]:
    """The values of a column that words of the question stand for."""
    values = {row.value(key) for row in table.rows} - {""}
    beginnings = {word[:_BEGINNING].casefold() for word in words.values()}
    names = all(_NAME.fullmatch(value) for value in values)
    for value in values:
        lower = value.casefold()
        if len(value.split()) > _MOST_WORDS or not any(each in lower for each in beginnings):
            continue
        held = frozenset(content_stems(value))
        if held and held <= words.keys():
            yield _Match(key, value, held, whole=True, says_no=bool(_NOT.search(value)))
        elif names or _NAME.fullmatch(value):
            part = frozenset(s for s in held & words.keys() if names or words[s][:1].isupper())
            if part:
                yield _Match(key, value, part, whole=False)


def _filled(table: Table, key: str) -> bool:
    return all(row.value(key) for row in table.rows)


def _tells_apart(table: Table, condition: _Condition) -> bool:
    """Whether a column says what several rows have in common, not only which one each is."""
    values = [value for row in table.rows if (value := row.value(condition.key))]
    return len(set(values)) < len(values)


def _called(table: Table) -> set[str]:
    """The stems of what a table is called."""
    names = (table.document.title, words_of(file_stem(table.document.info)), *table.headings)
    return {stem for name in names for stem in stems(name)}


def _piece(table: Table, row: TableRow) -> Piece:
    """A row, marked where it says what it is."""
    first = row.cells[0]
    place = row.start, row.end
    return Piece(
        table.document.info,
        table.document,
        (place,),
        place,
        (row.start + first.start, row.start + first.end),
    )


def _note(found: Sequence[tuple[Table, tuple[_Condition, ...], list[TableRow]]], count: int) -> str:
    """How many rows of which tables, and by what."""
    whole = sum(len(table.rows) for table, _, _ in found)
    titles = "” and “".join(dict.fromkeys(table.document.title for table, _, _ in found))
    told = dict.fromkeys(condition.told() for _, conditions, _ in found for condition in conditions)
    more = f" The first {pieces.SHOWN} are shown." if count > pieces.SHOWN else ""
    return f"{count:,} of {counted(whole, 'row')} in “{titles}”: {', '.join(told)}.{more}"
