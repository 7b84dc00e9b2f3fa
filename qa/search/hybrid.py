"""A question to ranked passages: dense and lexical candidates, fused, near-copies folded."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from qa.datatypes import Box, Document, DocumentInfo, Filter, Hit, SideScore
from qa.datatypes.places import page_of
from qa.embedding.encoder import Encoder, load_encoder
from qa.errors import IndexDamaged, QaError
from qa.search.dense_index import Dense
from qa.search.fields import TITLE
from qa.search.fusion import DENSE_WEIGHT, Candidates, fuse
from qa.search.lexical_index import Lexical
from qa.search.missing_vectors import with_estimates
from qa.search.near_duplicates import Seen, shingles
from qa.search.query_terms import WEIGHTS
from qa.search.restriction import RestrictedLexical, what_is_left
from qa.store.connection import REPAIR
from qa.store.index_settings import check, recut, settings_of
from qa.store.store import Store, StoredPassage

if TYPE_CHECKING:
    import numpy.typing as npt

    from qa.search.interface import DenseIndex, LexicalIndex, WordCounts
    from qa.store.interface import StoreReader

DEPTH = 100  # candidates from each side
TITLE_BOOST = WEIGHTS[TITLE]  # of the title's words in BM25
BOILERPLATE_FACTOR = 0.5  # what an agency's self-description keeps of its score


class Retriever:
    """Candidates and hits from one opened index."""

    def __init__(
        self,
        store: StoreReader,
        dense: DenseIndex,
        lexical: LexicalIndex,
        encoder: Encoder,
        fingerprint: str,
        *,
        behind: bool = False,
        state: str | None = None,
        restricted: Callable[[npt.NDArray[np.int64]], WordCounts] | None = None,
    ) -> None:
        self.store = store
        self.fingerprint = fingerprint  # of the settings the index was built with
        self.dense = dense
        self.lexical = lexical
        self.encoder = encoder
        self.timings: dict[str, float] = {}  # milliseconds by stage of the last call
        # Documents and passages that the filter of the last search left; None without one.
        self.restricted_to: tuple[int, int] | None = None
        self.words: WordCounts = lexical  # counts words in what the last search left
        # Counts words in some passages only; of tantivy, where nothing else is given.
        self._restricted = restricted or partial(RestrictedLexical, cast("Lexical", lexical))
        self.waiting = store.waiting()  # passages without a vector, found by their words alone
        self.outdated_cutting = False  # whether an earlier version cut the passages
        self._state = state or store.state()  # what `dense` and `lexical` were opened for
        self._behind = behind

    @classmethod
    def open(
        cls,
        index: Path,
        encoder: str | None = None,
        *,
        strict: bool = True,
        behind: bool = False,
        model: Encoder | None = None,
        warn: Callable[[str], None] | None = None,
    ) -> Retriever:
        """Open the index in the folder `index` as it is.

        `encoder` names the model asked for; None takes the one the index has. Without `strict` an
        index cut otherwise than is now the rule is opened as well; with `behind`, search structures
        of an earlier commit: new passages may not be found. `model` is an opened encoder to try.
        Raises IndexNotFound, IndexMismatch for other settings than those in force, IndexDamaged
        when the search structures don't fit the store, Untrusted for an unknown model that the
        index names and that is neither `encoder` nor was allowed.
        """
        store = Store.open(index)
        try:
            state = store.state()  # before the structures: a commit between makes them old
            settings = settings_of(store)
            if strict:
                check(recut(settings), encoder)  # an update cuts it again; until then it serves
            dense = Dense.open(index, store, behind=behind)
            lexical = Lexical.open(index, store, behind=behind)
            if dense is None or lexical is None:
                lost = f"The search structures in {index} don't fit its store."
                hint = "Run 'qa index' to bring them up to date; nothing is embedded again."
                raise IndexDamaged(lost, hint)
            key = settings.encoder_key
            if model is None or model.key != key:
                chosen = encoder == settings.encoder  # by the user, not by the index
                model = load_encoder(settings.encoder, key=key, chosen=chosen, warn=warn)
        except QaError:
            store.close()
            raise
        opened = cls(store, dense, lexical, model, settings.fingerprint, behind=behind, state=state)
        opened.outdated_cutting = recut(settings) != settings
        return opened

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def outdated(self) -> bool:
        """Whether the store has changed since: what is held here doesn't know of it."""
        return self.store.last_state() != self._state

    def candidates(
        self,
        query: str,
        depth: int = DEPTH,
        title_boost: float = TITLE_BOOST,
        allowed: npt.NDArray[np.int64] | None = None,
    ) -> Candidates:
        """The union of the `depth` best passages of each side, by ascending id.

        With `allowed`, ascending passage ids, both sides look at nothing else.
        """
        self.timings = {}
        with self._timed("encode"):
            vector = self.encoder.encode_queries([query])[0]
        with self._timed("dense"):
            near = self.dense.search(vector, depth, allowed)
        with self._timed("lexical"):
            matches = self.lexical.search(query, depth, title_boost, allowed)
        with self._timed("fuse"):
            ids = _union(near.ids, matches.ids)
            bm25 = np.zeros(len(ids), np.float32)
            dense_rank, lexical_rank = np.zeros((2, len(ids)), np.int32)
            dense_rank[np.searchsorted(ids, near.ids)] = np.arange(1, len(near.ids) + 1)
            at = np.searchsorted(ids, matches.ids)
            bm25[at] = matches.scores
            lexical_rank[at] = np.arange(1, len(at) + 1)
            cosine = with_estimates(self.dense.cosines(vector, ids), bm25, self.dense.known(ids))
        return Candidates(ids, cosine, bm25, dense_rank, lexical_rank)

    def search(
        self,
        query: str,
        top: int = 10,
        weight: float = DENSE_WEIGHT,
        only: Filter | None = None,
        without: Collection[str] = (),
    ) -> tuple[Hit, ...]:
        """The `top` hits for `query`, best first, near-copies folded into the best of them.

        With `only`, from the documents it leaves: they are chosen before the search, not after.
        The documents whose sources are in `without` are left out.
        """
        with self.store.snapshot():
            return self._search(query, top, weight, only, without)

    def _search(
        self, query: str, top: int, weight: float, only: Filter | None, without: Collection[str]
    ) -> tuple[Hit, ...]:
        self.restricted_to = allowed = None
        self.words = self.lexical
        if only or without:
            documents, allowed = what_is_left(self.store, only, without)
            self.restricted_to = (documents, len(allowed))
            self.words = self._restricted(allowed)
        candidates = self.candidates(query, allowed=allowed)
        with self._timed("fuse"):
            scores = fuse(candidates, weight)
            boilerplate = self.store.boilerplate(candidates.ids.tolist())
            for i, number in enumerate(candidates.ids):
                if int(number) in boilerplate:
                    scores[i] *= BOILERPLATE_FACTOR
            order = np.argsort(-scores, kind="stable")
        with self._timed("fetch"):
            # Folding uses hits up, so more are fetched, and again if they were not enough.
            wanted = 2 * top + 8
            while True:
                chosen = order[:wanted]
                stored = self.store.passages(candidates.ids[chosen].tolist())
                if len(stored) < len(chosen) and not (self._behind or self.outdated()):
                    raise IndexDamaged(f"{self.store.name} has lost searched passages.", REPAIR)
                hits = self._fold(candidates, scores, chosen, stored)
                if len(hits) >= top or wanted >= len(order):
                    return hits[:top]
                wanted *= 2

    def corrections(self, query: str) -> tuple[tuple[str, str], ...]:
        """The misspelt words of `query`, each with the word of the collection that it is taken for.

        Words that the encoder has as one token of its vocabulary are no misspellings.
        """
        from qa.search.spelling import corrections

        bare = self.encoder.count_tokens(["a"])[0]

        def is_word(word: str) -> bool:
            return self.encoder.count_tokens([word])[0] == bare

        return corrections(query, self.lexical, is_word)

    def document_of(self, info: DocumentInfo) -> Document:
        """A document with its text, blocks and lines. Raises IndexDamaged when it isn't there."""
        found = self.store.document(info.source)
        if found is None:
            raise IndexDamaged(f"{info.source} is not in {self.store.name} any more.", REPAIR)
        return found

    def printed(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """The hits, with the boxes of passages that stand on pages."""
        sources = sorted({hit.document.source for hit in hits if page_of(hit.place) is not None})
        documents = self.store.full_documents(sources)

        def boxes(hit: Hit) -> tuple[Box, ...]:
            document, span = documents.get(hit.document.source), hit.passage
            if document is None or document.text[span.start : span.end] != hit.text:
                return ()  # it was indexed again since
            return document.boxes(span.start, span.end)

        return tuple(replace(hit, boxes=boxes(hit)) for hit in hits)

    def documents_of(self, ids: Sequence[int] | npt.NDArray[np.int64]) -> list[str]:
        """The source of each passage's document."""
        return self.store.sources_of([int(i) for i in ids])

    def _fold(
        self,
        candidates: Candidates,
        scores: npt.NDArray[np.float32],
        chosen: npt.NDArray[np.int64],
        stored: dict[int, StoredPassage],
    ) -> tuple[Hit, ...]:
        hits: list[Hit] = []
        seen = Seen()
        for i in chosen:
            found = stored.get(int(candidates.ids[i]))
            if found is None:
                continue
            marks = shingles(found.text)
            copy = seen.copied_by(marks)
            if copy is not None:
                hits[copy] = _also_in(hits[copy], found.document)
                continue
            seen.add(marks)
            hits.append(
                Hit(
                    passage_id=found.id,
                    document=found.document,
                    passage=found.passage,
                    text=found.text,
                    line=found.line,
                    place=found.place,
                    score=float(scores[i]),
                    rank=len(hits) + 1,
                    dense=_side(candidates.cosine[i], candidates.dense_rank[i]),
                    lexical=_side(candidates.bm25[i], candidates.lexical_rank[i]),
                )
            )
        return tuple(hits)

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            spent = 1000 * (time.perf_counter() - start)
            self.timings[stage] = self.timings.get(stage, 0.0) + spent


def _union(one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The ids in either, ascending, each once. numpy's own imports 10 ms of masked arrays."""
    both = np.sort(np.concatenate([one, other]))
    return np.asarray(both[np.diff(both, prepend=-1) != 0], np.int64)


def _side(score: np.float32, rank: np.int32) -> SideScore | None:
    return SideScore(float(score), int(rank)) if rank else None


def _also_in(hit: Hit, document: DocumentInfo) -> Hit:
    known = document.id in (hit.document.id, *(each.id for each in hit.also_in))
    return hit if known else replace(hit, also_in=(*hit.also_in, document))
