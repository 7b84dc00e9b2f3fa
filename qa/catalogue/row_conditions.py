"""What the words of a question ask of the columns of a table, each word accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.catalogue.naming import file_stem, words_of
from qa.catalogue.row_measures import InBounds, InTime, in_bounds, in_time
from qa.catalogue.row_questions import RowQuestion, people, says_no
from qa.catalogue.tables import Table, TableRow
from qa.search.terms import STOPWORDS, content_stems, stems

_NAME = re.compile(
    r"[A-Z][\w.'’-]*(?: (?:[a-z]{1,3} )?[A-Z][\w.'’-]*){1,3}"
)  # of two to four words
_BEGINNING = 3  # letters of a word that stand in a value as they are
_MOST_WORDS = 8  # of a value that may be asked for
_FEW_VALUES = 3  # named in a note for a column
_DAY = frozenset({"date", "day"})
_ASKING = frozenset({"what", "who", "when", "where", "which", "how", "why"})  # columns, too
# Of a column that says whether something is so; what is not so is also left empty.
_YES = frozenset({"yes", "y", "true", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "none", "n/a", "never", "-", "–", "—", "✗", "✘"})


@dataclass(frozen=True, slots=True)
class Condition:
    """What a column must have: one of `values`, or anything at all; with `denied` it must not."""

    key: str
    values: frozenset[str] = frozenset()
    denied: bool = False

    def holds(self, row: TableRow) -> bool:
        """Whether a row has it."""
        value = row.value(self.key)
        return (value in self.values if self.values else _so(value)) is not self.denied

    def told(self) -> str:
        """For people: `Status: Open`, `not Status: Closed`."""
        said = " or ".join(sorted(self.values)[:_FEW_VALUES]) or "filled in"
        more = " or others" if len(self.values) > _FEW_VALUES else ""
        return f"{'not ' if self.denied else ''}{self.key}: {said}{more}"


def _so(value: str) -> bool:
    """Whether something stands in a cell that doesn't say that there is nothing."""
    return bool(value) and value.casefold() not in _NO


def repeats(values: Iterable[str]) -> bool:
    """Whether two of the values are the same."""
    found = list(values)
    return len(set(found)) < len(found)


def names_people(table: Table, key: str) -> bool:
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


def named_in(table: Table, asked: RowQuestion) -> list[str]:
    """The columns that are named in a question, a "Due date" by "due"."""
    typed = set(stems(asked.text)) - _ASKING
    own = {key: set(stems(key)) - _DAY or set(stems(key)) for key in table.keys}
    return [key for key, words in own.items() if words and words <= typed]


def measured(
    table: Table, asked: RowQuestion, named: Sequence[str]
) -> list[InTime | InBounds] | None:
    """What a time and an amount ask of the columns, some `named`; None where unclear."""
    found: list[InTime | InBounds | None] = []
    if asked.time:
        found.append(in_time(table, asked.time, named))
    if asked.bound:
        found.append(in_bounds(table, asked.bound, named))
    known = [each for each in found if each]
    return known if len(known) == len(found) else None


def conditions_of(
    table: Table, asked: RowQuestion, measures: Iterable[InTime | InBounds]
) -> tuple[Condition, ...] | None:
    """What the words ask of the columns; None where one of them is about something else.

    Columns that `measures` are of are named for these.
    """
    known = {measure.key for measure in measures}
    words = dict(asked.words)
    # "Done" is no word to search for, but the name of a column here.
    typed = set(re.findall(r"\w+", asked.text.casefold())) - _ASKING
    for key in table.keys:
        if key.casefold() in typed and key.casefold() in STOPWORDS:
            words.update((stem, key.casefold()) for stem in stems(key))
    denied = asked.denied & words.keys()
    named = {key: set(stems(key)) & words.keys() for key in table.keys}
    whole = {key for key, stated in named.items() if stated and stated == set(stems(key))}
    for key in named.keys() - whole:  # "investigation" is a column beside "investigation-end"
        named[key] -= set().union(*(named[each] for each in whole))
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
            return None
        if best is not None:
            owners[stem] = (keys.pop(), best)
    made: dict[str, Condition] = {}
    applied: dict[str, set[str]] = {}  # the stems of each column that a "not" may be said of
    for match in matches:
        if all(owners[stem] == (match.key, match.rank) for stem in match.words):
            values = made[match.key].values if match.key in made else frozenset()
            of = applied.setdefault(match.key, set(named[match.key]) - owners.keys())
            of |= match.words
            without = bool(of & denied) and not match.says_no
            made[match.key] = Condition(match.key, values | {match.value}, without)
    told = any(_tells_apart(table, condition) for condition in made.values())
    for key, stated in named.items():
        if not (stated - owners.keys()) or key in made or key in known:
            continue
        if (condition := _being_so(table, key, bool(stated & denied))) is not None:
            made[key], applied[key], told = condition, stated, True
        elif not stated <= asked.head | called(table) and not asked.of_people:
            return None  # what is said of the column is not known
        elif asked.of_people and not _is_asked(table, key):
            return None
    for denial in asked.denials:
        if sum(bool(denial & of) for of in applied.values()) != 1:
            return None  # of what it is said is not known
    if asked.defines and not asked.head & set().union(*named.values()):
        return None
    accounted = owners.keys() | called(table) | set().union(*named.values())
    told = told or bool(known) or (asked.total and not made)
    return tuple(made.values()) if told and words.keys() <= accounted else None


def _is_asked(table: Table, key: str) -> bool:
    """Whether "who" may ask for what a column has, or it is about who the rows are."""
    return names_people(table, key) or key == table.keys[0]


def _is_name(table: Table, match: _Match, word: str) -> bool:
    """Whether a word is the name of another column rather than a value: Opened, not Open."""
    word = word.casefold()
    return word not in re.findall(r"\w+", match.value.casefold()) and any(
        word in re.findall(r"\w+", key.casefold()) for key in table.keys if key != match.key
    )


def _being_so(table: Table, key: str, denied: bool) -> Condition | None:
    """What a column must have of which no value is named; None where that isn't clear."""
    values = {value for row in table.rows if (value := row.value(key))}
    if yes := {value for value in values if value.casefold() in _YES}:
        if any(_so(value) for value in values - yes):
            return None  # "maybe"
        return Condition(key, frozenset(yes), denied)
    if all(_so(row.value(key)) for row in table.rows):
        return None
    return Condition(key, denied=denied)


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


def _tells_apart(table: Table, condition: Condition) -> bool:
    """Whether a column says what several rows have in common, not only which one each is."""
    return repeats(value for row in table.rows if (value := row.value(condition.key)))


def called(table: Table) -> set[str]:
    """The stems of what a table is called."""
    names = (table.document.title, words_of(file_stem(table.info)), *table.headings)
    return {stem for name in names for stem in stems(name)}
