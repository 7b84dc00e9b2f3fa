"""The words of a shared collection: candidates from Lance's inverted lists, scored as locally.

Lance finds the passages that hold words of the query in the columns `body` and `names`, ranked by
its own BM25 of each column; several times as many as are wanted are then scored like those of the
local index, field by field, with the counts that the table has. So the order is the local one, but
for passages that Lance ranks below all of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.search.fields import ALIAS, BODY, NAMING, WORD
from qa.search.lexical_index import Matches
from qa.search.query_terms import JOINED_WEIGHT, TIE, QueryTerms, field_weights
from qa.search.restriction import ids_outside
from qa.search.terms import content_stems
from qa.shared.bm25 import Scorer, Sought
from qa.shared.frequencies import Frequencies
from qa.shared.package import lance, translated
from qa.shared.rows import Kind
from qa.shared.table import Table, one_of
from qa.shared.terms import MARK, key, name_fields

if TYPE_CHECKING:
    import numpy.typing as npt

BODY_COLUMN, NAMES_COLUMN = "body", "names"
_NAMES_WEIGHT = 0.5  # of what names a passage, when candidates are chosen
_DEEPER = 4  # times as many candidates as are wanted,
_LEAST = 400  # and at least so many
_LISTED = 5_000  # ids that one condition names; of more, what was found is sifted
_SAMPLE = 20_000  # passages with a word that are looked at when only some are asked
_PASSAGE = f"kind = '{Kind.PASSAGE}'"


class SharedLexical:
    """The words of one version; see `qa.search.interface.LexicalIndex`."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.frequencies = Frequencies(table)

    def __len__(self) -> int:
        """How many passages there are."""
        return self.frequencies.passages

    def search(
        self,
        query: str,
        depth: int,
        title_boost: float | None = None,
        allowed: npt.NDArray[np.int64] | None = None,
    ) -> Matches:
        """The `depth` passages with the best score for the words of `query`.

        With `allowed`, ascending ids, of these only; their scores stay the same.
        """
        sought = self._sought(query, title_boost)
        if not sought or depth < 1 or not len(self) or (allowed is not None and not len(allowed)):
            return Matches(np.empty(0, np.int64), np.empty(0, np.float32))
        scorer = Scorer(
            sought,
            self.frequencies.of,
            len(self),
            self.frequencies.tokens,
            frozenset({ALIAS}),
            TIE,
        )
        wanted = max(_DEEPER * depth, _LEAST)
        while True:
            rows = self._candidates(sought, wanted, allowed)
            ids = np.asarray(rows["id"], np.int64)
            if allowed is None or len(allowed) <= _LISTED:
                break
            inside = np.isin(ids, allowed)
            if np.count_nonzero(inside) >= depth or len(ids) < wanted:
                rows = {
                    name: [each for each, ok in zip(rows[name], inside, strict=True) if ok]
                    for name in rows
                }
                ids = ids[inside]
                break
            wanted *= 8
        scores = np.array(
            [
                scorer.score({BODY: (body or "").split(), **name_fields(names)})
                for body, names in zip(rows[BODY_COLUMN], rows[NAMES_COLUMN], strict=True)
            ],
            np.float32,
        )
        # Of equal ones the first in the table comes first, as it does locally.
        order = np.lexsort((ids, -scores))[:depth]
        order = order[scores[order] > 0]
        return Matches(ids[order], scores[order])

    def containing(self, text: str, depth: int) -> npt.NDArray[np.int64]:
        """Ids of up to `depth` passages whose words include all that `text` has, best first."""
        words = content_stems(text)
        if not words or depth < 1 or not len(self):
            return np.empty(0, np.int64)
        self.frequencies.look_up(key(BODY, word) for word in words)
        if not all(self.frequencies.of(BODY, word) for word in words):
            return np.empty(0, np.int64)
        from lance.query import FullTextOperator, MatchQuery

        query = MatchQuery(" ".join(words), BODY_COLUMN, operator=FullTextOperator.AND)
        return np.asarray(self._found(query, ["id"], depth)["id"], np.int64)

    def restricted(self, allowed: npt.NDArray[np.int64]) -> RestrictedSharedLexical:
        """The counts as if there were the passages `allowed` only; ids ascending."""
        return RestrictedSharedLexical(self, allowed)

    def frequency(self, stem: str) -> int:
        """In how many passages a stem stands, in the text or in what names it, at least."""
        self.frequencies.look_up(key(field, stem) for field in (BODY, *NAMING))
        return max(self.frequencies.of(field, stem) for field in (BODY, *NAMING))

    def alias_frequency(self, name: str) -> int:
        """In how many passages a code or an acronym's long form stands."""
        return self.frequencies.of(ALIAS, name)

    def word_frequency(self, word: str) -> int:
        """In how many passages a word stands just so, folded but not stemmed, names included."""
        return self.frequencies.of(WORD, word)

    def word_frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """The same of many words, those that stand somewhere."""
        wanted = list(words)
        self.frequencies.look_up(key(WORD, word) for word in wanted)
        return {word: count for word in wanted if (count := self.word_frequency(word))}

    def words_with(self, prefix: str, most: int) -> list[str]:
        """Words of the collection that begin so, at most `most`."""
        return self.frequencies.beginning(WORD, prefix, most)

    def ids_outside(self, _: str) -> list[int]:
        """None: all passages are counted here."""
        return []

    def ids_with(self, field: str, word: str, most: int) -> npt.NDArray[np.int64]:
        """Ids of up to `most` passages with a word in a field of text."""
        if not self.frequencies.of(field, word):
            return np.empty(0, np.int64)
        from lance.query import MatchQuery

        if field == BODY:
            found = self._found(MatchQuery(word, BODY_COLUMN), ["id"], most)
            return np.asarray(found["id"], np.int64)
        sought = MARK + word if field == ALIAS else word
        found = self._found(MatchQuery(sought, NAMES_COLUMN), ["id", NAMES_COLUMN], most)
        names = map(name_fields, found[NAMES_COLUMN])
        ids = [n for n, each in zip(found["id"], names, strict=True) if word in each[field]]
        return np.asarray(ids, np.int64)

    def _sought(self, query: str, title_boost: float | None) -> list[Sought]:
        """The words that are looked for, as `qa.search.lexical_index.Lexical.search` has them."""
        terms, weights = QueryTerms.of(query), field_weights(title_boost)
        everywhere = {BODY: 1.0} | {field: weight for field, weight in weights.items() if weight}
        anywhere = [*terms.words, *terms.further]
        self.frequencies.look_up(
            [key(field, word) for word in anywhere for field in (BODY, *NAMING)]
            + [key(ALIAS, name) for name in (*terms.names, *terms.words)]
        )
        lost = [word for word in terms.words if not self.frequency(word)]
        found = [Sought(word, everywhere) for word in terms.words if word not in lost]
        found += [
            Sought(term, everywhere, JOINED_WEIGHT)
            for term in terms.further
            if self.frequency(term)
        ]
        found += [
            Sought(name, {ALIAS: 1.0})
            for name in dict.fromkeys(terms.names + lost)
            if self.alias_frequency(name)
        ]
        return found

    def _candidates(
        self, sought: Sequence[Sought], most: int, allowed: npt.NDArray[np.int64] | None
    ) -> dict[str, list[Any]]:
        from lance.query import BooleanQuery, MatchQuery, Occur

        texts = [each.word for each in sought if BODY in each.fields]
        aliases = [MARK + each.word for each in sought if ALIAS in each.fields]
        parts = []
        if texts:
            parts.append(MatchQuery(" ".join(texts), BODY_COLUMN))
        names = " ".join([*texts, *aliases])
        boost = _NAMES_WEIGHT if texts else 1.0
        parts.append(MatchQuery(names, NAMES_COLUMN, boost=boost))
        query = BooleanQuery([(Occur.SHOULD, part) for part in parts])
        listed = allowed if allowed is not None and len(allowed) <= _LISTED else None
        return self._found(query, ["id", BODY_COLUMN, NAMES_COLUMN], most, listed)

    def _found(
        self,
        query: Any,
        columns: Sequence[str],
        most: int,
        allowed: npt.NDArray[np.int64] | None = None,
    ) -> dict[str, list[Any]]:
        """The passages that a query of Lance finds, best first."""
        lance()
        where = None if allowed is None else f"{_PASSAGE} AND {one_of('id', allowed.tolist())}"
        with translated(self._table.address):
            scanner = self._table.dataset.scanner(
                columns=[*columns, "_score"],
                full_text_query=query,
                limit=most,
                filter=where,
                prefilter=where is not None,
            )
            found: dict[str, list[Any]] = scanner.to_table().to_pydict()
        return found


class RestrictedSharedLexical:
    """The counts of words as if there were some passages only; ids ascending, int64."""

    def __init__(self, whole: SharedLexical, allowed: npt.NDArray[np.int64]) -> None:
        self._whole = whole
        self._allowed = allowed
        self._known: dict[tuple[str, str], int] = {}

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self._allowed)

    def frequency(self, stem: str) -> int:
        """In how many of the passages a stem stands, estimated where very many have it."""
        return max(self._frequency(field, stem) for field in (BODY, *NAMING))

    def alias_frequency(self, name: str) -> int:
        """In how many of the passages a code or an acronym's long form stands."""
        return self._frequency(ALIAS, name)

    def ids_outside(self, word: str) -> list[int]:
        """The ids of passages that hold a word and are not allowed, some of them."""
        return ids_outside(self._whole, word, self._allowed)

    def _frequency(self, field: str, word: str) -> int:
        if (field, word) not in self._known:
            self._known[field, word] = self._counted(field, word)
        return self._known[field, word]

    def _counted(self, field: str, word: str) -> int:
        total = self._whole.frequencies.of(field, word)
        if not total or not len(self._allowed):
            return 0
        ids = self._whole.ids_with(field, word, _SAMPLE)
        inside = int(np.count_nonzero(np.isin(ids, self._allowed)))
        if total <= len(ids) or not inside:
            return inside
        return max(1, round(inside * total / len(ids)))
