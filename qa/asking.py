"""One question: the files looked at, passages searched, evidence chosen, and only true claims made.

A refusal is a claim about documents. So before one is given every file was looked at, and it says
what was searched of how much, and what could not be read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa.datatypes import Answer, Filter, Hit, Progress, Timing
from qa.errors import IndexNotFound
from qa.session import Session

if TYPE_CHECKING:
    from qa.answering.reader import Reader
    from qa.indexing.freshness import Freshness, Look
    from qa.search.hybrid import Retriever

ANSWER_HITS = 24  # passages that evidence is looked for in
_NAMED = 3  # missing words that are looked for elsewhere
_OLD_CUTTING = (
    "The index was made by an earlier version of qa: answering from it; 'qa index' updates it."
)

Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of which documents, and how sure an answer must be."""

    text: str
    top: int
    only: Filter | None
    threshold: float | None


class Asking:
    """Answers questions about one collection, whose open index is the session's.

    `named` are the folders that were named, None for those the index has; `path_of` gives the path
    of a document as a person would open it.
    """

    def __init__(
        self,
        session: Session,
        index: Path,
        named: Callable[[], tuple[Path, ...] | None],
        encoder: str | None,
        path_of: Callable[[str], str],
    ) -> None:
        self._session = session
        self._index = index
        self._named = named
        self._encoder = encoder
        self._path_of = path_of

    def ask(self, question: Question, *, fresh: bool, progress: Report | None) -> Answer:
        """Answer a question. See `Engine.ask`."""
        started = time.perf_counter()
        look = self._look(fresh)
        try:
            self._session.reader()
            state = self._settled(look, progress)
            opened = time.perf_counter()
            made = self._answer(question, state)
            if look:
                whole = not made.answered or bool(made.stale.changed)
                final = look.ended(self._session.model, progress, whole=whole)
                if not final.same_as(state):
                    made = self._answer(question, final)
                elif final is not state:
                    made = replace(made, stale=replace(made.stale, unchecked=final.stale.unchecked))
        finally:
            if look:
                look.stop()
        ended = time.perf_counter()
        first, last = 1000 * (opened - started), 1000 * (ended - started)
        return replace(made, timings=(Timing("open", first), *made.timings, Timing("total", last)))

    def search(
        self, query: str, top: int, only: Filter | None, *, fresh: bool, progress: Report | None
    ) -> tuple[tuple[Hit, ...], tuple[str, ...]]:
        """The hits for a query, and what people should know of them. See `Engine.search`."""
        look = self._look(fresh)
        try:
            state = self._settled(look, progress)
            retriever = self._session.retriever()
            hits, _ = self._hits(retriever, query, top, only, state)
            if look:
                final = look.ended(self._session.model, progress, whole=not hits)
                if not final.same_as(state):
                    retriever = self._session.retriever()
                    hits, _ = self._hits(retriever, query, top, only, final)
                state = final
        finally:
            if look:
                look.stop()
        return hits, state.notes

    def _look(self, fresh: bool) -> Look | None:
        from qa.indexing.freshness import Look  # imports numpy, 54 ms

        if not fresh:
            return None
        return Look(self._index, self._named(), self._encoder, self._session.looker())

    def _settled(self, look: Look | None, progress: Report | None) -> Freshness:
        """Open the index while the files are looked at, then apply what was found."""
        from qa.indexing.freshness import Freshness

        try:
            self._session.retriever()
        except IndexNotFound:  # an update that was killed before its first commit
            if look is None:
                raise
        return look.begun(self._session.model, progress) if look else Freshness()

    def _answer(self, typed: Question, state: Freshness) -> Answer:
        """Misspelt words that stand nowhere are searched for as the words they are taken for.

        What is asked about the documents themselves is answered from the store.
        """
        from qa.search.spelling import corrected

        retriever = self._session.retriever()
        changed: frozenset[str] = frozenset()
        # One transaction for search and quotes, so that writers can't mix versions.
        with retriever.store.snapshot():
            changes = retriever.corrections(typed.text)
            question = replace(typed, text=corrected(typed.text, changes))
            made = self._catalogued(question, state, retriever)
            if made is None:
                made, changed = self._read(question, state, retriever)
            made = replace(made, question=typed.text, corrections=changes)
        cited = {source.document.source for source in made.sources}
        notes = [
            f"{self._path_of(source)} has changed since it was indexed."
            for source in sorted(cited & changed)
        ]
        stale = state.stale
        if len(cited & changed) > stale.changed:
            stale = replace(stale, changed=len(cited & changed))
        return replace(
            made,
            notes=(*state.notes, *notes, *made.notes),
            stale=stale,
        )

    def _catalogued(
        self, question: Question, state: Freshness, retriever: Retriever
    ) -> Answer | None:
        """The answer to a question about the documents themselves; None for any other."""
        from qa.catalogue.answer import answer_catalogue

        store, only = retriever.store, question.only
        chosen = {info.source for info in store.select(only)} if only else None
        found = answer_catalogue(
            question.text,
            store=store,
            lexical=retriever.lexical,
            path_of=self._path_of,
            allowed=lambda info: (
                info.source not in state.gone and (chosen is None or info.source in chosen)
            ),
        )
        if found is None:
            return None
        made = self._with_claims(found, question, state, retriever)
        searched = store.counts()[0] if chosen is None else len(chosen)
        return replace(made, searched_documents=searched)

    def _read(
        self, question: Question, state: Freshness, retriever: Retriever
    ) -> tuple[Answer, frozenset[str]]:
        """What the reader makes of the best passages, and the sources that have changed."""
        reader = self._session.reader()
        hits, changed = self._hits(retriever, question.text, ANSWER_HITS, question.only, state)
        searching = tuple(Timing(*each) for each in retriever.timings.items())
        opened_reader = reader()
        retrieved = time.perf_counter()
        made = self._judged(question, hits, retriever, opened_reader)
        judging = 1000 * (time.perf_counter() - retrieved)
        judging -= sum(each.milliseconds for each in made.timings)
        made = self._with_claims(made, question, state, retriever)
        if question.only and not made.answered:
            elsewhere = self._elsewhere(made, question, state, retriever, opened_reader)
            made = replace(made, notes=(*made.notes, *elsewhere))
        spent = (*searching, *made.timings, Timing("evidence", judging))
        return replace(made, timings=spent), changed

    def _judged(
        self,
        question: Question,
        hits: Sequence[Hit],
        retriever: Retriever,
        reader: Reader | None,
    ) -> Answer:
        from qa.answering.answer import answer

        return answer(
            question.text,
            hits,
            encoder=retriever.encoder,
            lexical=retriever.words,
            reader=reader,
            document_of=retriever.document_of,
            path_of=self._path_of,
            top=question.top,
            threshold=question.threshold,
        )

    def _hits(
        self, retriever: Retriever, query: str, top: int, only: Filter | None, state: Freshness
    ) -> tuple[tuple[Hit, ...], frozenset[str]]:
        """Hits in documents whose files are there, and the sources of those that have changed."""
        from qa.indexing.cited_files import hits_of_files_there  # imports numpy, 54 ms

        return hits_of_files_there(
            retriever, query, top, only, gone=state.gone, root=state.root, lost=state.lost
        )

    def _with_claims(
        self, made: Answer, question: Question, state: Freshness, retriever: Retriever
    ) -> Answer:
        """The answer with what was searched of how much."""
        from qa.indexing.freshness import as_indexed

        store = retriever.store
        documents, passages = retriever.restricted_to or store.counts()
        stale = state.stale
        not_searched = stale.new if state.root and not stale.missing else as_indexed(store)
        unreadable, skipped = len(store.unreadable()), store.skipped_count()
        notes = [
            *made.notes,
            *([_OLD_CUTTING] if retriever.outdated_cutting and not stale.outdated else []),
        ]
        only = question.only
        if only and (only.since or only.until) and (note := store.count(only).note):
            notes.append(note)
        if not made.answered and unreadable:
            files = counted(unreadable, "file")
            notes.append(f"{files} can't be read, so not searched; 'qa status' lists them.")
        return replace(
            made,
            searched_documents=documents,
            searched_passages=passages,
            index_fingerprint=retriever.fingerprint,
            not_searched=not_searched,
            unreadable=unreadable,
            other_formats=skipped - unreadable,
            restricted=bool(question.only),
            notes=tuple(notes),
        )

    def _elsewhere(
        self,
        made: Answer,
        question: Question,
        state: Freshness,
        retriever: Retriever,
        reader: Reader | None,
    ) -> tuple[str, ...]:
        """Where the answer, or a word of the question, stands outside of the filter."""
        from qa.search.restriction import outside

        words = retriever.words
        whole = replace(question, only=None)
        hits, _ = self._hits(retriever, question.text, ANSWER_HITS, None, state)
        other = self._judged(whole, hits, retriever, reader)
        if other.answered:
            first, *more = dict.fromkeys(source.path for source in other.sources)
            others = f" and {counted(len(more), 'other document')}" if more else ""
            return (f"Elsewhere: {first}{others} may answer it.",)
        notes: list[str] = []
        for word in made.missing_terms[:_NAMED]:
            ids = outside(words, word)
            count = len(set(retriever.documents_of(ids)) - state.gone)
            if count:
                mention = "mentions" if count == 1 else "mention"
                notes.append(f'Elsewhere: {counted(count, "other document")} {mention} "{word}".')
        return tuple(notes)


def counted(number: int, noun: str) -> str:
    """Return `1 document`, `2 documents`, `28,072 documents`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
