"""Rows of tables by what stands in their cells: "how many open tickets does Ben have?".

A question is one for rows only where each of its words is accounted for: by values of cells, by
names of columns, or by what the table is called. So what it counts is exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.catalogue import pieces
from qa.catalogue.naming import file_stem, words_of
from qa.catalogue.pieces import Piece
from qa.catalogue.row_questions import (
    RowQuestion,
    people,
    row_question,
    says_no,
)
from qa.catalogue.showing import TITLED, cut_notes
from qa.catalogue.tables import Table, TableRow, tables_of
from qa.datatypes import Answer, Document
from qa.search.terms import STOPWORDS, content_stems, stems
from qa.wording import counted

_NAME = re.compile(
    r"[A-Z][\w.'’-]*(?: (?:[a-z]{1,3} )?[A-Z][\w.'’-]*){1,3}"
)  # of two to four words
_BEGINNING = 3  # letters of a word that stand in a value as they are
_MOST_WORDS = 8  # of a value that may be asked for
_FEW_VALUES = 3  # named in a note for a column
# Of a column that says whether something is so; what is not so is also left empty.
_YES = frozenset({"yes", "y", "true", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "none", "n/a", "never", "-", "–", "—", "✗", "✘"})


@dataclass(frozen=True, slots=True)
class _Condition:
    """What a column must have: one of `values`, or anything at all; with `denied` it must not."""

    key: str
    values: frozenset[str] = frozenset()
    denied: bool = False

    def holds(self, row: TableRow) -> bool:
        value = row.value(self.key)
        return (value in self.values if self.values else _so(value)) is not self.denied

    def told(self) -> str:
        """For people: `Status: Open`, `not Status: Closed`."""
        said = " or ".join(sorted(self.values)[:_FEW_VALUES]) or "filled in"
        more = " or others" if len(self.values) > _FEW_VALUES else ""
        return f"{'not ' if self.denied else ''}{self.key}: {said}{more}"


def row_list(
    question: str, documents: Iterable[Document], path_of: Callable[[str], str]
) -> Answer | None:
    """The rows in `documents` that a question asks for, counted; None where it may ask for more."""
    asked = row_question(question)
    if asked is None:
        return None
    if len(asked.words) < (1 if asked.of_people else 2):
        return None
    found: list[_Found] = []
    for document in documents:
        for table in tables_of(document):
            if not (conditions := _conditions(table, asked)):
                continue
            rows = [row for row in table.rows if all(c.holds(row) for c in conditions)]
            if not _counts_things(table, asked, conditions, rows):
                return None
            if not any(_same(table, other.table) for other in found):
                found.append(_Found(table, conditions, rows))
    if not found or len({each.table.keys for each in found}) > 1:
        return None  # of tables of different things neither is meant for sure
    shown = [_piece(each.table, row) for each in found for row in each.rows]
    notes = [_note(found, len(shown))]
    if not shown:
        return pieces.refusal(question, (), notes)
    return pieces.answer(question, shown, path_of, confidence=TITLED, notes=notes)


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows of a table that fit, and by what."""

    table: Table
    conditions: tuple[_Condition, ...]
    rows: list[TableRow]


def _so(value: str) -> bool:
    """Whether something stands in a cell that doesn't say that there is nothing."""
    return bool(value) and value.casefold() not in _NO


def _same(one: Table, other: Table) -> bool:
    """Whether two tables are copies."""
    return [row.cells for row in one.rows] == [row.cells for row in other.rows]


def _counts_things(
    table: Table, asked: RowQuestion, conditions: Sequence[_Condition], rows: Sequence[TableRow]
) -> bool:
    """Whether rows are what is asked for: as many as there are things, a thing in each."""
    first, *others = table.keys
    chosen_by = {condition.key for condition in conditions}
    named = {stem for key in others if key not in chosen_by for stem in stems(key)}
    meant = {stem for each in conditions for value in each.values for stem in stems(value)}
    if asked.of_people:
        of = next((key for key in table.keys if _names_people(table, key)), None)
        if of is None:
            return False
    elif asked.counts and asked.head & (named - _called(table) - meant):
        return False
    elif asked.head & set(stems(first)):
        of = first
    else:
        return True
    if asked.counts and _repeats(row.value(of) for row in rows):
        return False
    # That one row of somebody fits, or doesn't, says nothing of the others of the same one.
    of_several = any(c.denied or (len(c.values) > 1 and " and " in asked.text) for c in conditions)
    return not (of_several and _repeats(row.value(of) for row in table.rows))


def _repeats(values: Iterable[str]) -> bool:
    found = list(values)
    return len(set(found)) < len(found)


def _names_people(table: Table, key: str) -> bool:
    """Whether a column has the names of people."""
    return bool(people() & set(stems(key))) and all(
        value[:1].isupper() and not re.search(r"\d", value)
        for row in table.rows
        if (value := row.value(key))
    )


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


def _conditions(table: Table, asked: RowQuestion) -> tuple[_Condition, ...]:
    """What the words ask of the columns; none where one of them is about something else."""
    words = dict(asked.words)
    # "Done" is no word to search for, but the name of a column here.
    typed = re.findall(r"\w+", asked.text.casefold())
    for key in table.keys:
        if key.casefold() in typed and key.casefold() in STOPWORDS:
            words.update((stem, key.casefold()) for stem in stems(key))
    denied = asked.denied & words.keys()
    named = {key: set(stems(key)) & words.keys() for key in table.keys}
    matches = [
        match
        for key in table.keys
        for match in _matches(table, key, words)
        if (not match.says_no or match.words <= denied)
        and not any(_is_name(table, match, words[stem]) for stem in match.words)
    ]
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
    applied: dict[str, set[str]] = {}  # the stems of each column that a "not" may be said of
    for match in matches:
        if all(owners[stem] == (match.key, match.rank) for stem in match.words):
            values = made[match.key].values if match.key in made else frozenset()
            of = applied.setdefault(match.key, set(named[match.key]) - owners.keys())
            of |= match.words
            without = bool(of & denied) and not match.says_no
            made[match.key] = _Condition(match.key, values | {match.value}, without)
    told = any(_tells_apart(table, condition) for condition in made.values())
    for key, stated in named.items():
        if not (stated - owners.keys()) or key in made:
            continue
        if (condition := _being_so(table, key, bool(stated & denied))) is not None:
            made[key], applied[key], told = condition, stated, True
        elif not stated <= asked.head | _called(table) and not asked.of_people:
            return ()  # what is said of the column is not known
        elif asked.of_people and not _is_asked(table, key):
            return ()
    for denial in asked.denials:
        if sum(bool(denial & of) for of in applied.values()) != 1:
            return ()  # of what it is said is not known
    if asked.defines and not asked.head & set().union(*named.values()):
        return ()
    accounted = owners.keys() | _called(table) | set().union(*named.values())
    return tuple(made.values()) if told and words.keys() <= accounted else ()


def _is_asked(table: Table, key: str) -> bool:
    """Whether "who" may ask for what a column has, or it is about who the rows are."""
    return _names_people(table, key) or key == table.keys[0]


def _is_name(table: Table, match: _Match, word: str) -> bool:
    """Whether a word is the name of another column rather than a value: Opened, not Open."""
    word = word.casefold()
    return word not in re.findall(r"\w+", match.value.casefold()) and any(
        word in re.findall(r"\w+", key.casefold()) for key in table.keys if key != match.key
    )


def _being_so(table: Table, key: str, denied: bool) -> _Condition | None:
    """What a column must have of which no value is named; None where that isn't clear."""
    values = {value for row in table.rows if (value := row.value(key))}
    if yes := {value for value in values if value.casefold() in _YES}:
        if any(_so(value) for value in values - yes):
            return None  # "maybe"
        return _Condition(key, frozenset(yes), denied)
    if all(_so(row.value(key)) for row in table.rows):
        return None
    return _Condition(key, denied=denied)


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
            yield _Match(key, value, held, whole=True, says_no=says_no(value))
        elif names or _NAME.fullmatch(value):
            part = frozenset(
                stem
                for stem in held & words.keys()
                if words[stem][:1].isupper() or (names and words[stem].casefold() in lower.split())
            )
            if part:
                yield _Match(key, value, part, whole=False)


def _tells_apart(table: Table, condition: _Condition) -> bool:
    """Whether a column says what several rows have in common, not only which one each is."""
    return _repeats(value for row in table.rows if (value := row.value(condition.key)))


def _called(table: Table) -> set[str]:
    """The stems of what a table is called."""
    names = (table.document.title, words_of(file_stem(table.info)), *table.headings)
    return {stem for name in names for stem in stems(name)}


def _piece(table: Table, row: TableRow) -> Piece:
    """A row, marked where it says what it is."""
    first = row.cells[0]
    marked = row.start + first.start, row.start + first.end
    return pieces.line(table.info, table.document, (row.start, row.end), marked)


def _note(found: Sequence[_Found], count: int) -> str:
    """How many rows of which tables, and by what."""
    whole = sum(len(each.table.rows) for each in found)
    titles = "” and “".join(dict.fromkeys(each.table.document.title for each in found))
    told = dict.fromkeys(condition.told() for each in found for condition in each.conditions)
    said = f"{count:,} of {counted(whole, 'row')} in “{titles}”: {', '.join(told)}."
    return " ".join([said, *cut_notes(count)])
