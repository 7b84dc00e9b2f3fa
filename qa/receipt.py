"""What an answer rests on besides its evidence, so that it can be checked and given again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.datatypes import Answer, Filter, QuotedFile, Receipt
from qa.objects.addresses import shown
from qa.session import Session
from qa.version import __version__

if TYPE_CHECKING:
    from qa.store.interface import StoreReader


class Receipts:
    """Makes receipts for the answers from a session's index; `name` is that of its collection."""

    def __init__(self, session: Session, name: str | None) -> None:
        self._session = session
        self._name = name

    def add(self, answer: Answer, *, top: int = 3, only: Filter | None = None) -> Answer:
        """An answer with its receipt, also where a second look or a summary made it.

        `top` and `only` are what was asked for. Raises what opening the index raises.
        """
        if answer.receipt is not None:
            return answer
        store = self._session.retriever().store
        with store.snapshot():
            return replace(answer, receipt=self.of(answer, store, top, None, only))

    def of(
        self,
        answer: Answer,
        store: StoreReader,
        top: int,
        threshold: float | None,
        only: Filter | None,
    ) -> Receipt:
        """The receipt of an answer, made in the transaction that the answer is from."""
        from qa.indexing.diff import stored_paths
        from qa.store.index_settings import settings_of

        cited = sorted({each.document.source for each in answer.sources})
        states, reader, stored = (
            store.states_of(cited),
            self._session.reader()(),
            stored_paths(store),
        )
        return Receipt(
            version=__version__,
            collection=tuple(map(shown, stored[1])) if stored else (),
            name=self._name,
            index_state=store.state(),
            index_settings=settings_of(store).to_json(),
            reader=reader.key if reader else "",
            ranker=(reader.ranker_key if reader else None) or "",
            top=top,
            threshold=threshold,
            only=only,
            files=tuple(
                QuotedFile(source, states[source].file_sha256, document.sha256)
                for source, document in sorted(store.full_documents(cited).items())
            ),
        )
