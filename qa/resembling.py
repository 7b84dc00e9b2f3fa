"""Documents that are like one, once the index is up to date with the files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qa.datatypes import Filter
from qa.errors import UsageError
from qa.looking import looked_at
from qa.session import Session

if TYPE_CHECKING:
    from qa.config import Locations
    from qa.datatypes import SimilarDocuments
    from qa.indexing.collection import Collection

MOST = 100  # documents at once


class Resembling:
    """Compares documents of one collection, whose open index is the session's: `Engine.similar`.

    The arguments are those of `qa.asking.Asking`.
    """

    def __init__(
        self,
        session: Session,
        locations: Locations,
        named: Callable[[], tuple[Path, ...] | None],
        path_of: Callable[[str], str],
        collection: Collection,
    ) -> None:
        self._session = session
        self._locations = locations
        self._named = named
        self._path_of = path_of
        self._collection = collection

    def __call__(
        self, name: str, *, top: int = 10, only: Filter | None = None, fresh: bool = True
    ) -> SimilarDocuments:
        """The documents most like that called `name`, at most `top`, `only` of some documents.

        The name is one for `Engine.document`. The files are looked at first, as by `Engine.ask`.
        Raises DocumentNotFound, UsageError, IndexNotFound, IndexMismatch, IndexDamaged.
        """
        from qa.datatypes import SimilarDocuments
        from qa.search.similar import similar_to
        from qa.store.find_document import find

        if not 1 <= top <= MOST:
            raise UsageError(f"{top} documents can't be had.", f"Ask for 1 to {MOST}.")
        only = self._collection.grounded(only)
        state = looked_at(self._session, self._locations, self._named, fresh=fresh)
        retriever = self._session.retriever()
        store = retriever.store
        with store.snapshot():
            source = find(name, store, self._collection.place(""))
            (info,) = store.select(Filter(sources=(source,)))
            found, searched = similar_to(
                retriever, source, top, only=only, without=state.gone, path_of=self._path_of
            )
            notes = list(state.notes)
            if retriever.waiting:
                notes.append(
                    f"{retriever.waiting:,} passages have no vector yet and were not compared: "
                    "'qa index' goes on."
                )
        return SimilarDocuments(info, found, searched, tuple(notes))
