"""What stays open between questions: the index at its last commit, and the reader.

Search structures that are behind the store or damaged are rebuilt from it on the way.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa.datatypes import Answer, DocumentInfo, Filter, Timing
from qa.errors import IndexDamaged, IndexLocked, IndexUnwritable

if TYPE_CHECKING:
    from qa.answering.reader import Reader
    from qa.embedding.encoder import Encoder
    from qa.search.hybrid import Retriever
    from qa.store.store import Store


ANSWER_HITS = 24  # passages that evidence is looked for in


class Session:
    """Opened when first used; `warn` is called with warnings for people."""

    def __init__(self, index: Path, encoder: str | None, warn: Callable[[str], None]) -> None:
        self._index = index
        self._encoder = encoder
        self._warn = warn
        self._retriever: Retriever | None = None
        self._reader: Callable[[], Reader | None] | None = None

    def close(self) -> None:
        """Close the index; it is opened again when it is next used."""
        if self._retriever:
            self._retriever.close()
            self._retriever = None

    @property
    def model(self) -> Encoder | None:
        """The encoder, when it is loaded."""
        return self._retriever.encoder if self._retriever else None

    def retriever(self) -> Retriever:
        """The opened index, at the last commit unless another process is writing it."""
        from qa.search.hybrid import Retriever

        current = self._retriever
        if current and not current.outdated():
            return current
        model = self.model
        self.close()
        try:
            self._retriever = Retriever.open(
                self._index, self._encoder, model=model, warn=self._warn
            )
        except IndexDamaged as error:
            self._retriever = self._repaired(error, model)
        return self._retriever

    def reader(self) -> Callable[[], Reader | None]:
        """Start opening the reader in the background; the function returned waits for it."""
        from qa.answering.reader import opening

        if self._reader is None:
            self._reader = opening()
        return self._reader

    def ask(
        self,
        question: str,
        top: int,
        only: Filter | None,
        threshold: float | None,
        path_of: Callable[[str], str],
    ) -> Answer:
        """Answer a question that was checked; see `Engine.ask`.

        What is asked about the documents themselves is answered from the store, everything else
        from what the reader makes of the best passages. Misspelt words that stand nowhere in the
        collection are searched for as the words they are taken for.
        """
        from qa.catalogue.answer import answer_catalogue
        from qa.search.spelling import corrected

        started = time.perf_counter()
        reader = self.reader()
        retriever = self.retriever()
        opened = time.perf_counter()
        # One transaction for search and quotes, so that writers can't mix versions.
        with retriever.store.snapshot():
            changes = retriever.corrections(question)
            asked = corrected(question, changes)
            made = answer_catalogue(
                asked,
                store=retriever.store,
                lexical=retriever.lexical,
                path_of=path_of,
                allowed=_selection(retriever.store, only),
            )
            stages: tuple[Timing, ...] = ()
            if made is None:
                made, stages = self._read(asked, retriever, reader, top, only, threshold, path_of)
            documents, passages = retriever.restricted_to or retriever.store.counts()
            dated = only is not None and (only.since or only.until)
            selected = retriever.store.count(only) if only and dated else None
        return replace(
            made,
            notes=(*made.notes, selected.note) if selected and selected.note else made.notes,
            question=question,
            corrections=changes,
            searched_documents=documents,
            searched_passages=passages,
            index_fingerprint=retriever.fingerprint,
            timings=(
                Timing("open", 1000 * (opened - started)),
                *stages,
                Timing("total", 1000 * (time.perf_counter() - started)),
            ),
        )

    @staticmethod
    def _read(
        question: str,
        retriever: Retriever,
        reader: Callable[[], Reader | None],
        top: int,
        only: Filter | None,
        threshold: float | None,
        path_of: Callable[[str], str],
    ) -> tuple[Answer, tuple[Timing, ...]]:
        """The answer to a question that the best passages are read for, and its stages."""
        from qa.answering.answer import answer

        hits = retriever.search(question, ANSWER_HITS, only=only)
        opened_reader = reader()
        retrieved = time.perf_counter()
        made = answer(
            question,
            hits,
            encoder=retriever.encoder,
            lexical=retriever.lexical,
            reader=opened_reader,
            document_of=retriever.document_of,
            path_of=path_of,
            top=top,
            threshold=threshold,
        )
        spent = 1000 * (time.perf_counter() - retrieved)
        judging = spent - sum(each.milliseconds for each in made.timings)
        searching = tuple(Timing(stage, spent) for stage, spent in retriever.timings.items())
        return made, (*searching, *made.timings, Timing("evidence", judging))

    def _repaired(self, error: IndexDamaged, model: Encoder | None) -> Retriever:
        """The opened index after its search structures were brought up to date with the store."""
        from qa.indexing.derive import derive  # 25 ms that few questions need
        from qa.search.hybrid import Retriever
        from qa.store.store import Store
        from qa.store.write_lock import writing

        try:
            with writing(self._index), Store.open(self._index) as store:
                derive(self._index, store)
        except (IndexLocked, IndexUnwritable) as refusal:
            # A running update or a full disk doesn't stop questions.
            try:
                opened = Retriever.open(
                    self._index, self._encoder, behind=True, model=model, warn=self._warn
                )
            except IndexDamaged:
                raise refusal from None
            self._warn(f"{refusal.message} What is newest may not be found.")
            return opened
        self._warn(f"{error.message} They were brought up to date.")
        return Retriever.open(self._index, self._encoder, model=model, warn=self._warn)


def _selection(store: Store, only: Filter | None) -> Callable[[DocumentInfo], bool] | None:
    """Whether a filter leaves a document; None without one."""
    if not only:
        return None
    sources = {info.source for info in store.select(only)}
    return lambda info: info.source in sources
