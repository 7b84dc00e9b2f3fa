"""What the catalogue reads: documents by name and date from the store, candidates by words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol

from qa.catalogue import periods
from qa.catalogue.question import Period
from qa.catalogue.statements import date_statement
from qa.datatypes import Document, DocumentInfo

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

READ = 500  # documents that are read for one question; beyond that counts are "at least"
_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PASSAGES = 20_000  # candidates of the lexical index, which names passages and not documents


class Store(Protocol):
    """What the catalogue asks of `qa.store.store.Store`."""

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents without their texts."""

    def full_documents(self, sources: Sequence[str]) -> Mapping[str, Document]:
        """Documents with their texts by source; unknown ones are left out."""

    def labels(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Tags and aliases by source."""

    def sources_containing(self, fragment: str, limit: int) -> list[str]:
        """Sources of the documents whose text holds `fragment`."""

    def sources_of(self, ids: Sequence[int]) -> list[str]:
        """The sources of passages."""


class Words(Protocol):
    """What the catalogue asks of `qa.search.lexical_index.Lexical`."""

    def containing(self, text: str, depth: int) -> npt.NDArray[np.int64]:
        """Ids of passages that hold all words of `text`, best first."""


class Shelf:
    """The documents that a question may be about; each is read once."""

    def __init__(
        self, store: Store, words: Words, allowed: Callable[[DocumentInfo], bool] | None = None
    ) -> None:
        self._store = store
        self._words = words
        self._allowed = allowed
        self._read: dict[str, Document | None] = {}
        self._stated: dict[str, Period | None] = {}

    @cached_property
    def infos(self) -> dict[str, DocumentInfo]:
        """All documents by source."""
        return {
            info.source: info
            for info in self._store.documents()
            if self._allowed is None or self._allowed(info)
        }

    @cached_property
    def labels(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Tags and aliases of those that have any, by source."""
        return self._store.labels()

    def only(self, infos: Iterable[DocumentInfo]) -> Shelf:
        """A shelf with these documents alone."""
        sources = {info.source for info in infos}
        return Shelf(self._store, self._words, lambda info: info.source in sources)

    def document(self, info: DocumentInfo) -> Document | None:
        """A document with its text."""
        return self.read((info,))[0][1]

    def read(self, infos: Sequence[DocumentInfo]) -> list[tuple[DocumentInfo, Document | None]]:
        """Some documents with their texts, read together: each read by itself takes longer."""
        if new := [info.source for info in infos if info.source not in self._read]:
            found = self._store.full_documents(new)
            self._read.update((source, found.get(source)) for source in new)
        return [(info, self._read[info.source]) for info in infos]

    def containing(self, texts: Iterable[str]) -> list[DocumentInfo]:
        """Documents with a passage that holds all words of one of `texts`, best first."""
        found: dict[str, DocumentInfo] = {}
        for text in texts:
            ids = self._words.containing(text, _PASSAGES)
            for source in self._store.sources_of([int(i) for i in ids]) if len(ids) else ():
                if source not in found and source in self.infos:
                    found[source] = self.infos[source]
        return list(found.values())

    def holding(self, fragment: str) -> list[DocumentInfo]:
        """Documents whose text holds `fragment` to the letter."""
        found = self._store.sources_containing(fragment, READ + 1)
        return [self.infos[source] for source in found if source in self.infos]

    def time(self, info: DocumentInfo, *, read: bool = False) -> Period | None:
        """When a document is from: its date, or the day in its name or title.

        With `read` also what its first lines say, which may be a month or a year, or else the month
        or year in its name or title.
        """
        if day := written_day(info):
            return Period(day, day)
        if not read:
            return None
        if info.source not in self._stated:
            document = self.document(info)
            stated = date_statement(document) if document else None
            self._stated[info.source] = stated.period if stated else named_time(info)
        return self._stated[info.source]

    def dated_by_name(self, info: DocumentInfo) -> bool:
        """Whether nothing but the year or month in its name says when a document is from."""
        named = None if written_day(info) else named_time(info)
        return named is not None and self._stated.get(info.source) is named

    def times(self, infos: Sequence[DocumentInfo]) -> dict[str, Period]:
        """When documents are from, by source, for those that say so.

        First lines are read only where few documents have no date otherwise.
        """
        days = [(info, written_day(info)) for info in infos]
        undated = [info for info, day in days if day is None]
        read = len(undated) <= READ
        if read:
            self.read(undated)
        known = {
            info.source: Period(day, day) if day else self.time(info, read=True) if read else None
            for info, day in days
        }
        return {source: time for source, time in known.items() if time is not None}


def written_day(info: DocumentInfo) -> date | None:
    """The day a document is known to be from, or that stands in its file name or title."""
    if info.published:
        return info.published
    return periods.day(_stem(info.source)) or periods.day(info.title)


@lru_cache(maxsize=4096)
def named_time(info: DocumentInfo) -> Period | None:
    """The month or year in a document's file name or title, None where there are several."""
    for name in (_stem(info.source), info.title):
        plain = _A_YEAR.sub(r" \g<0> ", name.replace("_", " "))  # also "okafor2023"
        if len(set(_A_YEAR.findall(plain))) == 1 and (found := periods.stretch(plain)):
            return found
    return None


def _stem(source: str) -> str:
    """As `PurePosixPath.stem`, without making a path of the source of every document."""
    name = source.rpartition("/")[2]
    dot = name.rfind(".")
    return name[:dot] if 0 < dot < len(name) - 1 else name
