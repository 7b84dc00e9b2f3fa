"""What search asks of the words and of the vectors of a collection, wherever they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from qa.datatypes import Clusters
    from qa.search.dense_segment import Neighbours
    from qa.search.lexical_index import Matches


class WordCounts(Protocol):
    """In how many passages words stand: of a whole collection, or of some of its passages."""

    def __len__(self) -> int:
        """How many passages there are."""

    def frequency(self, stem: str) -> int:
        """In how many passages a stem stands, in the text or in what names it, at least."""

    def alias_frequency(self, name: str) -> int:
        """In how many passages a code or an acronym's long form stands."""

    def ids_outside(self, word: str, /) -> list[int]:
        """Ids of passages with a word that are none of those that are counted, some of them."""


class LexicalIndex(WordCounts, Protocol):
    """The words of all passages: BM25 over stems and aliases."""

    def search(
        self,
        query: str,
        depth: int,
        title_boost: float | None = None,
        allowed: npt.NDArray[np.int64] | None = None,
    ) -> Matches:
        """The `depth` passages with the best score for the words of `query`, of `allowed` only."""

    def containing(self, text: str, depth: int) -> npt.NDArray[np.int64]:
        """Ids of up to `depth` passages whose words include all that `text` has, best first."""

    def word_frequency(self, word: str) -> int:
        """In how many passages a word stands just so, folded but not stemmed."""

    def word_frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """The same of many words, those that stand somewhere."""

    def words_with(self, prefix: str, most: int) -> list[str]:
        """Words of the collection that begin so, at most `most`."""


class DenseIndex(Protocol):
    """The vectors of all passages."""

    @property
    def clusters(self) -> Clusters | None:
        """The lists that are searched, or None where every passage is compared."""

    def __len__(self) -> int:
        """How many passages it has a vector of."""

    def search(
        self,
        query: npt.NDArray[np.float32],
        depth: int,
        allowed: npt.NDArray[np.int64] | None = None,
    ) -> Neighbours:
        """The `depth` passages nearest to `query`, a unit vector of shape (d,)."""

    def cosines(
        self, query: npt.NDArray[np.float32], ids: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float32]:
        """Exact cosine of `query`, shape (d,), to each passage in `ids`: float32 (len(ids),)."""

    def known(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which of these passages have a vector."""

    def vectors(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """The vectors of passages: float32 (len(ids), d), zeros for those without."""
