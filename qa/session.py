"""What stays open between questions: the index at its last commit, and the reader.

Search structures that are behind the store or damaged are rebuilt from it on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qa.address_space import require_room
from qa.errors import IndexDamaged, IndexLocked, IndexUnwritable

if TYPE_CHECKING:
    from qa.answering.reader import Reader
    from qa.embedding.encoder import Encoder
    from qa.indexing.quick_check import Looker
    from qa.search.hybrid import Retriever


class Session:
    """Opened when first used; `warn` is called with warnings for people."""

    def __init__(
        self,
        index: Path,
        encoder: str | None,
        warn: Callable[[str], None],
        shared: str | None = None,
    ) -> None:
        self._index = index
        self.shared = shared  # the address of a collection that is not in the folder
        self._encoder = encoder
        self._warn = warn
        self._retriever: Retriever | None = None
        self._reader: Callable[[], Reader | None] | None = None
        self._looker: Looker | None = None

    def close(self) -> None:
        """Close the index; it is opened again when it is next used."""
        self._close_retriever()
        if self._looker:
            self._looker.close()

    def looker(self) -> Looker:
        """What looks at files, and stays between questions."""
        from qa.indexing.quick_check import Looker

        self._looker = self._looker or Looker()
        return self._looker

    def _close_retriever(self) -> None:
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
        self._close_retriever()
        if self.shared:
            from qa.shared.opening import open_retriever

            self._retriever = open_retriever(
                self.shared, self._encoder, model=model, warn=self._warn
            )
            return self._retriever
        try:
            self._retriever = Retriever.open(
                self._index, self._encoder, model=model, warn=self._warn
            )
        except IndexDamaged as error:
            self._retriever = self._repaired(error, model)
        return self._retriever

    def reader(self, *, ranked: bool = False) -> Callable[[], Reader | None]:
        """Start opening the reader in the background; the function returned waits for it.

        With `ranked` so is the ranker, which only answers need. Raises MemoryError under a limit
        that they don't fit.
        """
        from qa.answering.reader import opening

        if self._reader is None:
            require_room()
            self._reader = opening(ranked=ranked)
        return self._reader

    def _repaired(self, error: IndexDamaged, model: Encoder | None) -> Retriever:
        """The opened index after its search structures were brought up to date with the store."""
        from qa.indexing.derive import derive  # 25 ms that few questions need
        from qa.search.hybrid import Retriever
        from qa.store.store import Store
        from qa.store.write_lock import writing

        try:
            with writing(self._index):
                with Store.open(self._index) as store:
                    derive(self._index, store)
                # While no other writer can commit.
                opened = Retriever.open(self._index, self._encoder, model=model, warn=self._warn)
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
        return opened
