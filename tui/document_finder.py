"""Finds documents as one types: by words, by folder, source and date, one typo forgiven.

`folder:2024 source:"Associated Press" date:2019-10 turkey` means what stands there. What is found
for a query is searched again when the query gets longer, so that a key costs little in a
collection of many thousands of documents.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from qa.datatypes import DocumentInfo

FOLDER, SOURCE, DATE = "folder", "source", "date"
UNDATED = "none"  # `date:none`
_PART = re.compile(r'(?:(folder|source|date):)?(?:"([^"]*)"?|(\S+))', re.IGNORECASE)
_WORD = re.compile(r"\w+")
_SHORTEST = 4  # letters of a word in which a typo is forgiven
_LETTERS = 48  # most frequent signs that a typo may have left out
_VARIANTS = 3  # words that a misspelt one may mean


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed: words that must all occur, and for each facet the values that will do."""

    words: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()

    @property
    def faceted(self) -> bool:
        """Whether it names a folder, source or date."""
        return bool(self.folders or self.sources or self.dates)


def parse(typed: str) -> Query:
    """Read what was typed. A facet without a value yet restricts nothing."""
    words: list[str] = []
    facets: dict[str, list[str]] = {FOLDER: [], SOURCE: [], DATE: []}
    for name, quoted, plain in _PART.findall(typed):
        value = quoted or plain
        if name:
            facets[name.lower()].append(value)
        elif value.lower().removesuffix(":") not in facets:
            words.append(value.lower())
    folders = tuple(each.strip("/") for each in facets[FOLDER] if each.strip("/"))
    sources = tuple(each.lower() for each in facets[SOURCE])
    return Query(tuple(words), folders, sources, tuple(facets[DATE]))


def token(name: str, value: str) -> str:
    """A facet as it is typed."""
    return f'{name}:"{value}"' if re.search(r"\s", value) else f"{name}:{value}"


def without(typed: str, unwanted: str) -> str:
    """What was typed, less a facet."""
    kept = [each[0] for each in _PART.finditer(typed) if each[0] != unwanted]
    return " ".join(kept)


def search_text(info: DocumentInfo) -> str:
    """What the words of a query are looked for in."""
    fields = (info.title, info.author, info.agency, str(info.published or ""), info.source)
    return "\n".join(each.lower() for each in fields if each)


class DocumentFinder:
    """Finds among documents that don't change; make another one when they do.

    `prepare` makes what it searches, in a worker: 0.1 s for 28,000 documents. Without it, the
    first query does.
    """

    def __init__(self, documents: Sequence[DocumentInfo]) -> None:
        self._documents = documents
        self._texts: dict[str, str] = {}  # by source
        self._vocabulary: list[str] = []
        self._frequency: Counter[str] = Counter()
        self._letters = ""
        self._query = Query()
        self._among: Sequence[DocumentInfo] = documents
        self._found: Sequence[DocumentInfo] = documents

    def prepare(self) -> None:
        """Make the texts and the words that are searched. May be called from any thread."""
        self._all_texts()
        self._all_words()

    def find(
        self, typed: str, among: Sequence[DocumentInfo] | None = None
    ) -> Sequence[DocumentInfo]:
        """The documents that fit, in the order of `among`: all documents, in any order."""
        among = self._documents if among is None else among
        if among is not self._among:
            self._among, self._query, self._found = among, Query(), among
        query = parse(typed)
        if query == self._query:
            return self._found
        narrower = self._narrows(query)
        found = self._found if narrower else self._faceted(query, among)
        for word in query.words:
            if not narrower or word not in self._query.words:
                found = self._holding(word, found)
        self._query, self._found = query, found
        if query.words and not found:
            found = self._forgiving(query)
        return found

    def _narrows(self, query: Query) -> bool:
        """Whether all that fits `query` fits the query before."""
        before = self._query
        same = replace(query, words=()) == replace(before, words=())
        return same and all(any(word in longer for longer in query.words) for word in before.words)

    def _faceted(self, query: Query, found: Sequence[DocumentInfo]) -> Sequence[DocumentInfo]:
        if query.folders:
            starts = tuple(f"{each}/" for each in query.folders)
            found = [each for each in found if each.source.startswith(starts)]
        if query.sources:
            names = query.sources
            found = [d for d in found if any(n in who(d).lower() for n in names)]
        if query.dates:
            found = [d for d in found if _of_date(d, query.dates)]
        return found

    def _holding(self, word: str, found: Sequence[DocumentInfo]) -> Sequence[DocumentInfo]:
        texts = self._all_texts()
        return [each for each in found if word in texts[each.source]]

    def _all_texts(self) -> dict[str, str]:
        if not self._texts:
            self._texts = {each.source: search_text(each) for each in self._documents}
        return self._texts

    # Typos.

    def _forgiving(self, query: Query) -> Sequence[DocumentInfo]:
        """What fits when each word that occurs nowhere is one typo away from one that does."""
        found = self._faceted(query, self._among)
        for word in query.words:
            exact = self._holding(word, found)
            if not exact:
                near = {d.source for each in self._near(word) for d in self._holding(each, found)}
                exact = [each for each in found if each.source in near]
            found = exact
        return found

    def _near(self, word: str) -> list[str]:
        """Beginnings of words of the documents that are one edit from `word`, frequent first."""
        if len(word) < _SHORTEST:
            return []
        self._all_words()
        near = {each for each in self._edits(word) if self._begins(each)}
        return sorted(near, key=lambda each: (-self._frequency[each], each))[:_VARIANTS]

    def _all_words(self) -> None:
        if not self._vocabulary:
            texts = self._all_texts().values()
            self._frequency = Counter(chain.from_iterable(map(_WORD.findall, texts)))
            signs = Counter(chain.from_iterable(self._frequency))
            self._letters = "".join(sign for sign, _ in signs.most_common(_LETTERS))
            self._vocabulary = sorted(self._frequency)

    def _begins(self, start: str) -> bool:
        at = bisect_left(self._vocabulary, start)
        return at < len(self._vocabulary) and self._vocabulary[at].startswith(start)

    def _edits(self, word: str) -> Iterator[str]:
        """All that is one edit away (P. Norvig, How to Write a Spelling Corrector, 2007)."""
        for at in range(len(word) + 1):
            head, tail = word[:at], word[at:]
            if tail:
                yield head + tail[1:]
            if len(tail) > 1:
                yield head + tail[1] + tail[0] + tail[2:]
            for letter in self._letters:
                yield head + letter + tail
                if tail:
                    yield head + letter + tail[1:]


def who(info: DocumentInfo) -> str:
    """Who published a document, as the library shows it."""
    return info.agency or info.author or ""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One folder, source or year, and how many documents it leaves."""

    facet: str
    value: str
    documents: int

    @property
    def token(self) -> str:
        """As it is typed."""
        return token(self.facet, self.value)


def facet_values(documents: Iterable[DocumentInfo], most: int = 200) -> tuple[FacetValue, ...]:
    """Folders, then sources, each the largest first, then years, the newest first."""
    folders: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    years: Counter[str] = Counter()
    for each in documents:
        years[f"{each.published.year:04}" if each.published else UNDATED] += 1
        if name := who(each):
            sources[name] += 1
        above = each.source.rpartition("/")[0]
        while above:
            folders[above] += 1
            above = above.rpartition("/")[0]
    dated = sorted(years, reverse=True, key=lambda year: (year != UNDATED, year))
    return tuple(
        FacetValue(facet, value, number)
        for facet, values in (
            (FOLDER, folders.most_common(most)),
            (SOURCE, sources.most_common(most)),
            (DATE, [(year, years[year]) for year in dated]),
        )
        for value, number in values
    )


def _of_date(info: DocumentInfo, dates: Sequence[str]) -> bool:
    day = str(info.published) if info.published else UNDATED
    return day.startswith(tuple(dates))
