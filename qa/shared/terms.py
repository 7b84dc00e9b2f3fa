"""The words of a passage as the table has them, and how often they stand in the whole collection.

The words are those of the local index (`qa.search.fields`), cut here and not by Lance, which only
splits them at blanks. `body` has the text's; `names` those of title, file name, heading and tags,
and the aliases, with a bar between the fields. In how many passages each word stands is in rows of
kind `term`, which commits add to; their sum counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qa.search.fields import ALIAS, BODY, HEADING, NAME, NAMING, TAGS, TITLE, WORD, fields
from qa.search.terms import analyzer, word_analyzer
from qa.store.passages import Searchable

BAR = "|"  # no word of ours has one
MARK = "="  # before an alias, which may be spelled like a word
LETTERS = {BODY: "b", TITLE: "t", NAME: "n", HEADING: "h", TAGS: "g", ALIAS: "a", WORD: "w"}
_NAMES = (*NAMING, ALIAS)


@dataclass(frozen=True, slots=True)
class PassageWords:
    """The words of one passage: the two columns, its terms, and how many words each field has."""

    body: str
    names: str
    terms: frozenset[str]  # see `key`
    lengths: dict[str, int]


def key(field: str, word: str) -> str:
    """A word in a field, as the rows of counts name it."""
    return f"{LETTERS[field]}:{word}"


def words_of(passages: Iterable[Searchable]) -> Iterator[PassageWords]:
    """The words of passages, in order; those of a document come together."""
    stemmed, plain = analyzer(), word_analyzer()
    seen: dict[str, list[str]] = {}  # what names a document is the same for all of its passages
    for _, texts in fields(passages):
        cut = {BODY: stemmed.analyze(texts[BODY]), ALIAS: texts[ALIAS].split()}
        for field in NAMING:
            if (text := texts[field]) not in seen:
                if len(seen) > 64:
                    seen.clear()
                seen[text] = stemmed.analyze(text)
            cut[field] = seen[text]
        terms: set[str] = set()
        for field, words in (*cut.items(), (WORD, plain.analyze(texts[WORD]))):
            beginning = key(field, "")
            terms.update([beginning + word for word in words])
        yield PassageWords(
            " ".join(cut[BODY]),
            _joined(cut),
            frozenset(terms),
            {LETTERS[field]: len(words) for field, words in cut.items()},
        )


def name_fields(names: str) -> dict[str, list[str]]:
    """The words of each field in the column `names`; aliases without their mark."""
    parts = names.split(BAR)
    found = {field: part.split() for field, part in zip(_NAMES, parts, strict=True)}
    found[ALIAS] = [alias.removeprefix(MARK) for alias in found[ALIAS]]
    return found


class Counts:
    """How the counts of a collection change with passages that come and go."""

    def __init__(self) -> None:
        self.terms: Counter[str] = Counter()
        self.tokens: Counter[str] = Counter()

    def add(self, words: PassageWords) -> None:
        """Count a passage that comes."""
        self.terms.update(words.terms)
        self.tokens.update(words.lengths)

    def take(self, words: PassageWords) -> None:
        """Count a passage that goes."""
        self.terms.subtract(words.terms)
        self.tokens.subtract(words.lengths)

    def changed(self) -> dict[str, int]:
        """The terms whose count changes."""
        return {term: count for term, count in self.terms.items() if count}


def _joined(cut: dict[str, list[str]]) -> str:
    parts = [" ".join(cut[field]) for field in NAMING]
    return f" {BAR} ".join([*parts, " ".join(MARK + alias for alias in cut[ALIAS])])
