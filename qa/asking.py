"""One question: the files looked at, passages searched, evidence chosen, and only true claims made.

A refusal is a claim about documents. So before one is given every file was looked at, and it says
what was searched of how much, and what could not be read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qa.claims import with_claims
from qa.datatypes import Answer, Filter, Hit, Progress, TimeFocus, Timeline, Timing
from qa.errors import IndexNotFound
from qa.looking import looked_at
from qa.receipt import Receipts
from qa.search.query import Question
from qa.session import Session
from qa.wording import counted, with_apostrophes

if TYPE_CHECKING:
    from qa.answering.reader import Reader
    from qa.config import Locations
    from qa.indexing.freshness import Freshness, Look
    from qa.search.hybrid import Retriever

ANSWER_HITS = 24  # passages that evidence is looked for in
_NAMED = 3  # missing words that are looked for elsewhere

Report = Callable[[Progress], None]


class Asking:
    """Answers questions about one collection, whose open index is the session's.

    `named` are the folders that were named, None for those the index has; `path_of` gives the path
    of a document as a person would open it.
    """

    def __init__(
        self,
        session: Session,
        locations: Locations,
        named: Callable[[], tuple[Path, ...] | None],
        path_of: Callable[[str], str],
        receipts: Receipts,
    ) -> None:
        self._session = session
        self._locations = locations
        self._named = named
        self._path_of = path_of
        self._receipts = receipts

    def ask(self, question: Question, *, fresh: bool, progress: Report | None) -> Answer:
        """Answer a question. See `Engine.ask`."""
        started = time.perf_counter()
        look = self._look(fresh)
        try:
            self._session.reader(ranked=True)
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

    def state(self) -> str:
        """What an answer given now would rest on, as a text that changes whenever that does.

        All files are looked at and small changes applied, as before a refusal. It begins with the
        state of the index that a receipt names. Raises IndexNotFound.
        """
        from qa.store.store import Store

        if self._session.shared:  # the files are elsewhere, and change nothing
            return f"{self._session.retriever().store.state()} without files"
        state = looked_at(self._session, self._locations, self._named, fresh=True)
        with Store.open(self._locations.index) as store:
            return f"{store.state()} {replace(state, updated=False)}"

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
        return hits, (*state.notes, *filter(None, [state.stale.note]))

    def printed(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """The hits, with the boxes of passages that stand on pages."""
        return self._session.retriever().printed(hits)

    def timeline(self, question: Question) -> Timeline:
        """Dated evidence, oldest first. See `Engine.timeline`."""
        from qa.answering.timeline import DEPTH, timeline

        text, top = question.text, question.top
        hits, notes = self.search(text, DEPTH, question.only, fresh=True, progress=None)
        retriever, reader = self._session.retriever(), self._session.reader()()
        return replace(timeline(text, hits, retriever, reader, self._path_of, top), notes=notes)

    def _look(self, fresh: bool) -> Look | None:
        # The files of a shared collection are on the machine that builds it.
        if not fresh or self._session.shared:
            return None
        from qa.indexing.freshness import Look  # imports numpy, 54 ms

        index, encoder = self._locations.index, self._locations.encoder
        return Look(index, self._named(), encoder, self._session.looker())

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
            question = replace(typed, text=with_apostrophes(corrected(typed.text, changes)))
            made = self._catalogued(question, state, retriever)
            if made is None:
                made, changed = self._read(question, state, retriever)
            receipt = self._receipts.of(
                made, retriever.store, typed.top, typed.threshold, typed.only
            )
            made = replace(made, question=typed.text, corrections=changes, receipt=receipt)
        cited = {source.document.source for source in made.sources}
        notes = [
            f"{source} has changed since it was indexed." for source in sorted(cited & changed)
        ]
        stale = replace(state.stale, waiting=retriever.waiting)
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
        made = with_claims(found, question.only, state, retriever)
        searched = store.counts()[0] if chosen is None else len(chosen)
        return replace(made, searched_documents=searched)

    def _read(
        self, question: Question, state: Freshness, retriever: Retriever
    ) -> tuple[Answer, frozenset[str]]:
        """What the reader makes of the best passages, and the sources that have changed."""
        from qa.answering.time_preference import preferred_hits
        from qa.catalogue.tables import tables_asked
        from qa.catalogue.time_focus import time_asked
        from qa.search.variants import written_out

        reader = self._session.reader()
        known = partial(retriever.store.select, question.only or Filter())
        focus = time_asked(question.text, known) if question.dates else None
        words = retriever.words
        text = written_out(question.text, lambda term: words.frequency(term) > 0)
        question = replace(question, text=text)
        depth = ANSWER_HITS * (2 if focus else 1)
        hits, changed = self._hits(retriever, question.text, depth, question.only, state)
        if focus:
            hits = preferred_hits(hits, focus, ANSWER_HITS)
        searching = tuple(Timing(*each) for each in retriever.timings.items())
        if tables := tables_asked(question.text, hits):
            from qa.catalogue.row_lists import row_list  # 20 ms to import

            if rows := row_list(question.text, map(retriever.document_of, tables), self._path_of):
                made = with_claims(rows, question.only, state, retriever)
                return replace(made, timings=searching), changed
        opened_reader = reader()
        retrieved = time.perf_counter()
        made = self._judged(question, hits, retriever, opened_reader, focus)
        judging = 1000 * (time.perf_counter() - retrieved)
        judging -= sum(each.milliseconds for each in made.timings)
        made = with_claims(made, question.only, state, retriever)
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
        focus: TimeFocus | None = None,
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
            focus=focus,
        )

    def _hits(
        self, retriever: Retriever, query: str, top: int, only: Filter | None, state: Freshness
    ) -> tuple[tuple[Hit, ...], frozenset[str]]:
        """Hits in documents whose files are there, and the sources of those that have changed."""
        from qa.indexing.cited_files import hits_of_files_there  # imports numpy, 54 ms

        return hits_of_files_there(
            retriever, query, top, only, gone=state.gone, root=state.root, lost=state.lost
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
        from qa.search.restriction import elsewhere

        words = retriever.words
        whole = replace(question, only=None)
        hits, _ = self._hits(retriever, question.text, ANSWER_HITS, None, state)
        other = self._judged(whole, hits, retriever, reader)
        if other.answered:
            first, *more = dict.fromkeys(source.document.source for source in other.sources)
            others = f" and {counted(len(more), 'other document')}" if more else ""
            return (f"Elsewhere: {first}{others} may answer it.",)
        found = elsewhere(words, made.missing_terms[:_NAMED], retriever.documents_of, state.gone)
        return tuple(
            f"Elsewhere: {counted(count, 'other document')} "
            f'{"mentions" if count == 1 else "mention"} "{word}".'
            for word, count in found
        )
