"""Words in tantivy: BM25 over stems and aliases, derived from the store.

`lexical/` is a cache: one folder per generation, and `current.json` saying which of them is
whole, which state of the store it holds and how its files looked when they were written; those
that look different are hashed before tantivy, which checks little, reads them. Writing them is
the job of `qa.search.lexical_files`.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedding.model_files import file_sha256
from qa.errors import IndexDamaged
from qa.files import plain_name, read_json, stamp
from qa.search import probe
from qa.search.fields import ALIAS, BODY, NAMING, WORD, register
from qa.search.guarded import Guarded, guarded
from qa.search.query_terms import JOINED_WEIGHT, TIE, QueryTerms, field_weights, rarity
from qa.search.terms import content_stems
from qa.store.store import Store

if TYPE_CHECKING:
    import numpy.typing as npt
    import tantivy

FOLDER_NAME = "lexical"
CARD_NAME = "current.json"
VERSION = 3  # of the fields and the terms in them; what was written by another is rebuilt

_LISTED = 5_000  # ids that are named to tantivy (1 ms for a thousand); more are sifted afterwards


@dataclass(frozen=True, slots=True)
class Matches:
    """Passages that share words with a query, best first: ids int64 (n,), BM25 float32 (n,)."""

    ids: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float32]


class Lexical:
    """An opened lexical index. Passage ids are the store's.

    `gone` is the number of passages that were taken out and still stand in tantivy's statistics,
    as they do until their segment is merged.
    """

    def __init__(self, index: tantivy.Index, gone: int = 0) -> None:
        register(index)
        self._schema = index.schema
        self._searcher: Any = Guarded(index.searcher())
        self.gone = gone

    def __len__(self) -> int:
        """How many passages there are."""
        return int(self._searcher.num_docs)

    @classmethod
    def open(cls, folder: Path, store: Store, *, behind: bool = False) -> Lexical | None:
        """The index in `folder`, or None when it is missing, damaged or lacks a passage.

        Later commits that only brought vectors make no difference. With `behind` it may be at any
        earlier commit of the same store.
        """
        card = read_json(folder / FOLDER_NAME / CARD_NAME)
        while card is not None and card.get("version") == VERSION:
            commit = store.commit_of(card.get("state"))
            if commit is None or not (behind or store.changes_since(commit) == 0):
                return None
            lexical = cls._described(folder, card)
            if lexical is not None:
                return lexical
            # A writer may have put the next one in its place between the two looks.
            before, card = card, read_json(folder / FOLDER_NAME / CARD_NAME)
            if card == before:
                return None
        return None

    @classmethod
    def _described(cls, folder: Path, card: dict[str, Any]) -> Lexical | None:
        """The generation that a card names, if its files are those that were written."""
        try:
            generation = folder / FOLDER_NAME / plain_name(card["generation"])
            if generation.is_symlink():  # the card may be somebody else's
                return None
            files: dict[str, Any] = card["files"]
            copied = False
            for name, (look, sha256) in files.items():
                path = generation / plain_name(name)
                if stamp(path) != look:
                    copied = True
                    if file_sha256(path) != sha256:
                        return None
            if copied and not probe.lexical_copy(generation, files, card["passages"]):
                return None
            lexical = cls.read(generation)
        except (AttributeError, KeyError, TypeError, ValueError, OSError, RecursionError):
            return None
        except IndexDamaged:
            return None
        return lexical if len(lexical) == card.get("passages") else None

    @classmethod
    def read(cls, generation: Path) -> Lexical:
        """The index in a folder, whoever wrote it. Raises ValueError, OSError, IndexDamaged."""
        import tantivy

        segments = json.loads((generation / "meta.json").read_text("utf-8"))["segments"]
        deletes = [segment["deletes"] for segment in segments]
        gone = sum(each["num_deleted_docs"] for each in deletes if each)
        if os.access(generation, os.W_OK):
            return cls(guarded(tantivy.Index.open, str(generation)), gone)
        # Even for reading tantivy wants to lock a file; what it has opened it needs no longer.
        with tempfile.TemporaryDirectory(prefix="qa-") as writable:
            for path in generation.iterdir():
                if path.stat().st_size:  # not the locks
                    Path(writable, path.name).symlink_to(path.absolute())
            return cls(guarded(tantivy.Index.open, writable), gone)

    def ids(self) -> npt.NDArray[np.int64]:
        """The ids of all passages, ascending."""
        import tantivy

        return np.sort(self._best(tantivy.Query.all_query(), len(self)).ids)

    def count(self, ids: npt.NDArray[np.int64]) -> int:
        """How many of these passages are there."""
        import tantivy

        if not len(ids):
            return 0
        listed = tantivy.Query.term_set_query(self._schema, "id", ids.tolist())
        return int(self._searcher.search(listed, 1, count=True).count or 0)

    def search(
        self,
        query: str,
        depth: int,
        title_boost: float | None = None,
        allowed: npt.NDArray[np.int64] | None = None,
    ) -> Matches:
        """The `depth` passages with the best score for the words of `query`.

        A word counts by BM25 in the field where it counts most, and by a share of the others.
        `title_boost` is what counts for words in titles, if it is to be another. With `allowed`,
        ascending ids, of these only; their scores stay the same.
        """
        import tantivy

        terms, weights = QueryTerms.of(query), field_weights(title_boost)
        clauses = [(tantivy.Occur.Should, self._anywhere(stem, weights)) for stem in terms.words]
        clauses += [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(self._anywhere(term, weights), JOINED_WEIGHT),
            )
            for term in terms.further
            if self._stands(term)
        ]
        lost = [stem for stem in terms.words if not self._stands(stem)]
        named = dict.fromkeys(terms.names + lost)
        clauses += [(tantivy.Occur.Should, self._term(ALIAS, name)) for name in named]
        if not clauses or depth < 1 or (allowed is not None and len(allowed) == 0):
            return Matches(np.empty(0, np.int64), np.empty(0, np.float32))
        asked = tantivy.Query.boolean_query(clauses)
        if allowed is None:
            return self._best(asked, depth)
        if len(allowed) <= _LISTED:
            listed = tantivy.Query.term_set_query(self._schema, "id", allowed.tolist())
            unscored = tantivy.Query.const_score_query(listed, 0.0)
            both = [(tantivy.Occur.Must, asked), (tantivy.Occur.Must, unscored)]
            return self._best(tantivy.Query.boolean_query(both), depth)
        # Naming very many ids costs more than looking deeper until enough of them have come.
        deeper = 4 * depth
        while True:
            found = self._best(asked, deeper)
            kept = np.isin(found.ids, allowed)
            if np.count_nonzero(kept) >= depth or len(found.ids) < deeper:
                return Matches(found.ids[kept][:depth], found.scores[kept][:depth])
            deeper *= 8

    def containing(self, text: str, depth: int) -> npt.NDArray[np.int64]:
        """Ids of up to `depth` passages whose words include all that `text` has, best first.

        Words without meaning are passed over where there are others.
        """
        import tantivy

        words = content_stems(text)
        if not words or depth < 1 or len(self) == 0:
            return np.empty(0, np.int64)
        clauses = [(tantivy.Occur.Must, self._term(BODY, stem)) for stem in words]
        return self._best(tantivy.Query.boolean_query(clauses), depth).ids

    def _best(self, query: tantivy.Query, depth: int) -> Matches:
        hits = self._searcher.search(query, min(depth, max(len(self), 1)), count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        return Matches(np.array(ids, np.int64), np.array([score for score, _ in hits], np.float32))

    def _term(self, field: str, value: str) -> tantivy.Query:
        """A word as a query, weighted by how rare it is among the passages that are there."""
        query = self._plain(field, value)
        if not self.gone:
            return query
        import tantivy

        stored = self._searcher.doc_freq(field, value)
        living = self.field_frequency(field, value)
        if stored == living == 0:
            return query
        weight = rarity(living, len(self)) / rarity(stored, len(self) + self.gone)
        return tantivy.Query.boost_query(query, weight)

    def _plain(self, field: str, value: str) -> tantivy.Query:
        import tantivy

        option = "basic" if field in (ALIAS, WORD) else "freq"
        return tantivy.Query.term_query(self._schema, field, value, option)

    def field_frequency(self, field: str, value: str) -> int:
        """In how many of the passages that are there a term stands in a field."""
        stored = int(self._searcher.doc_freq(field, value))
        if not self.gone or not stored:
            return stored
        # 2 ms for the commonest of words in 370,000 passages.
        found = self._searcher.search(self._plain(field, value), 1, count=True)
        return int(found.count or 0)

    def _anywhere(self, term: str, weights: Mapping[str, float]) -> tantivy.Query:
        """A word in whichever field, weighted by field."""
        import tantivy

        found = [self._term(BODY, term)]
        found += [
            tantivy.Query.boost_query(self._term(field, term), weight)
            for field, weight in weights.items()
            if weight > 0 and self._searcher.doc_freq(field, term)
        ]
        return found[0] if len(found) == 1 else tantivy.Query.disjunction_max_query(found, TIE)

    def _stands(self, term: str) -> bool:
        return any(self.field_frequency(field, term) for field in (BODY, *NAMING))

    def frequency(self, stem: str) -> int:
        """In how many passages a stem stands, in the text or in what names it, at least.

        It is 0 where it stands in no text, title, heading, file name, tag, author or day.
        """
        return max(self.field_frequency(field, stem) for field in (BODY, *NAMING))

    def alias_frequency(self, name: str) -> int:
        """In how many passages a code or an acronym's long form stands."""
        return self.field_frequency(ALIAS, name)

    def word_frequency(self, word: str) -> int:
        """In how many passages a word stands just so, folded but not stemmed, names included."""
        return self.field_frequency(WORD, word)

    def word_frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """The same of many words, those that stand somewhere."""
        return {word: count for word in words if (count := self.word_frequency(word))}

    def ids_with(self, field: str, word: str, most: int) -> npt.NDArray[np.int64]:
        """Ids of up to `most` passages with a word in a field."""
        if not self.field_frequency(field, word):
            return np.empty(0, np.int64)
        return self._best(self._plain(field, word), most).ids

    def ids_outside(self, _: str) -> list[int]:
        """None: all passages are counted here."""
        return []

    def words_with(self, prefix: str, most: int) -> list[str]:
        """Words of the collection that begin so, at most `most`, not sorted by any use."""
        return [term for term, _ in self._searcher.terms_with_prefix(WORD, prefix, limit=most)]
