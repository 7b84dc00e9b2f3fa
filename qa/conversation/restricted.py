"""An engine that is asked about some documents only, whatever a turn wants from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from qa.conversation.quoting import Engine
from qa.datatypes import Answer, Document, DocumentInfo, Filter, Hit, Passage


class Restricted:
    """An `Engine` whose questions, searches and lists are of the documents that `only` leaves.

    A filter that a call brings along narrows that further. Documents can be read all the same:
    an earlier answer may cite others.
    """

    def __init__(self, engine: Engine, only: Filter) -> None:
        self._engine = engine
        self._only = only

    def ask(
        self,
        question: str,
        *,
        top: int = 3,
        only: Filter | None = None,
        threshold: float | None = None,
    ) -> Answer:
        """Answer a question, or refuse."""
        return self._engine.ask(question, top=top, only=self._both(only), threshold=threshold)

    def search(self, query: str, *, top: int = 10, only: Filter | None = None) -> tuple[Hit, ...]:
        """Return the passages that fit a query best."""
        return self._engine.search(query, top=top, only=self._both(only))

    def document(self, name: str) -> Document:
        """Return the document called `name`. Raises UsageError."""
        return self._engine.document(name)

    def documents(self, only: Filter | None = None) -> tuple[DocumentInfo, ...]:
        """Return the documents that are asked, without their texts."""
        return self._engine.documents(self._both(only))

    def passages(self, document: Document) -> tuple[Passage, ...]:
        """Return the passages of a document."""
        return self._engine.passages(document)

    def path_of(self, source: str) -> str:
        """Return the path of a document as a person would open it."""
        return self._engine.path_of(source)

    def _both(self, only: Filter | None) -> Filter:
        """What both filters leave, as far as `only` is one of days, as it is here."""
        if not only:
            return self._only
        since = _latest(self._only.since, only.since)
        until = [each for each in (self._only.until, only.until) if each]
        return replace(self._only, since=since, until=min(until, default=None))


def _latest(one: date | None, other: date | None) -> date | None:
    return max((each for each in (one, other) if each), default=None)
