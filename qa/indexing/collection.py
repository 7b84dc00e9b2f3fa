"""Where the documents of an index are: in the folders that were named, or that it has stored."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qa.datatypes import Preview
from qa.errors import (
    CollectionNotFound,
    FolderUntrusted,
    IndexDamaged,
    IndexNotFound,
    NotShared,
    StoreError,
)
from qa.objects.addresses import is_object, shown
from qa.trust import folder_claims, require

if TYPE_CHECKING:
    from qa.datatypes import Filter, Preview
    from qa.store.interface import StoreReader


class Collection:
    """The folder of an index, and the folders and files that make up its collection."""

    def __init__(
        self, index: Path, named: tuple[Path, ...] | None, shared: str | None = None
    ) -> None:
        self.index = index
        self.shared = shared  # the address of a collection that is not in the folder
        self.named = named
        self._root: Path | None = None

    def store(self) -> StoreReader:
        """The store, opened for reading. Raises IndexNotFound."""
        if self.shared:
            from qa.shared.reading import SharedReader

            return SharedReader.open(self.shared)
        from qa.store.store import Store

        return Store.open(self.index)

    def require_local(self, what: str) -> None:
        """Raise NotShared for what can't be done with a shared collection."""
        if self.shared:
            raise NotShared(f"{what} is for collections on this machine, not for {self.shared}.")

    def local_paths(self, what: str) -> tuple[Path, ...]:
        """`paths`, for what needs files of this machine. Raises NotShared."""
        self.require_local(what)
        paths = self.paths()
        if objects := [shown(path) for path in paths if is_object(path)]:
            raise NotShared(
                f"{what} is for folders of this machine, not for {', '.join(objects)}.",
                "Run 'qa index' now and then: it reads only what has changed.",
            )
        return paths

    def away(self) -> bool:
        """Whether changes can't be watched: the collection or some documents lie elsewhere."""
        if self.shared:
            return True
        try:
            return any(map(is_object, self.paths_to_watch()))
        except CollectionNotFound:
            return False

    def store_if_any(self) -> StoreReader | None:
        """The same, or None when there is no index yet."""
        try:
            return self.store()
        except IndexNotFound:
            return None

    def paths(self) -> tuple[Path, ...]:
        """The folders and files as named, else as the index has them.

        Raises CollectionNotFound when there are none, or a named one that is new is missing, and
        FolderUntrusted, which is one, when the index names what is not beside it.
        """
        return self._found()[1]

    def paths_if_known(self) -> tuple[Path, ...] | None:
        """`paths`, or None when there are none or one is missing."""
        try:
            return self.paths()
        except CollectionNotFound:
            return None

    def paths_to_watch(self) -> tuple[Path, ...]:
        """The paths, whether they exist or not. Raises CollectionNotFound if none are known."""
        return self.paths() if self.named is None else self.named

    def place(self, source: str) -> Path:
        """Where the file of a document is."""
        if self._root is None:
            try:
                self._root = self._found()[0]
            except CollectionNotFound:
                self._root = self._objects_root()
        return self._root / source

    def shown_path(self, source: str) -> str:
        """The path of a document's file, relative to the current folder if it is below it."""
        place = self.place(source)
        if is_object(place):
            return shown(place)
        try:
            here = Path.cwd()
        except OSError:  # it was deleted
            return str(place)
        return str(place.relative_to(here) if place.is_relative_to(here) else place)

    def _objects_root(self) -> Path:
        """The root of a collection of objects, for their addresses: these are only shown."""
        from qa.indexing.diff import stored_paths

        with suppress(StoreError), self.store_if_any() or nullcontext() as store:
            if store and (found := stored_paths(store)) and is_object(found[0]):
                return found[0]
        return Path()

    def reload(self) -> None:
        """Look the root up again: the index may name other folders now."""
        self._root = None

    def extend(self, *, add: bool, replace: bool) -> None:
        """Name the folders that an update is of, given those that the caller named.

        With `add` those that the index has stay; without `replace` none of them may be left out.
        Raises UsageError when documents would be removed unasked.
        """
        from qa.indexing.named_folders import extended

        if self.named is None:
            return
        try:
            with self.store_if_any() or nullcontext() as store:
                self.named = extended(store, self.named, add=add, replace=replace)
        except StoreError:  # damaged: a rebuild is of what was named
            return

    def grounded(self, only: Filter | None) -> Filter | None:
        """A filter for the store: names of documents are sources, paths are of the collection.

        Raises UsageError when a name means no document or several.
        """
        if not only or not (only.names or only.paths):
            return only
        from qa.indexing.grounding import grounded

        with self.store() as store:
            return grounded(only, store, self.place(""), Path.cwd())

    def _found(self) -> tuple[Path, tuple[Path, ...]]:
        """Root and paths."""
        from qa.indexing.diff import root_of, stored_paths

        try:
            with self.store_if_any() or nullcontext() as store:
                if self.named is not None:
                    return root_of(store, self.named), self.named
                if store and (found := stored_paths(store)):
                    index = store.path.parent
                    claims = folder_claims(index, found[1], index.absolute().parent)
                    require(claims, f"The index {index}", FolderUntrusted)
                    return found
        except StoreError as error:  # damaged: then only the named paths are known
            if self.named is not None:
                return root_of(None, self.named), self.named
            if isinstance(error, IndexDamaged):  # it can't say which folder it was built from
                error.hint = "Rebuild it from its folder: 'qa index --rebuild FOLDER'."
            raise
        raise CollectionNotFound("Nothing says which folder to index.")

    def preview(self, titles: int) -> Preview:
        """See `Engine.preview`."""
        from qa.indexing.preview import nothing, preview

        try:
            paths = self.paths()
        except CollectionNotFound:
            if self.named is not None:
                raise
            return nothing()
        return nothing() if any(map(is_object, paths)) else preview(paths, titles)

    def empty(self) -> bool:
        """Whether there is nothing to ask yet, and files to index are known."""
        store = self.store_if_any()
        if store is not None:
            with store:
                if store.counts()[0]:
                    return False
        return self.paths_if_known() is not None

    def stale(self, warn: Callable[[str], None]) -> bool:
        """Whether the index is missing, or no longer equal to its folder. See `Engine.stale`."""
        from qa.indexing.diff import compare, retained_warning, root_of

        store = self.store_if_any()
        if store is None:
            return self.named is not None
        with store:
            try:
                paths = self.paths_to_watch()
            except CollectionNotFound:  # none is known, or the index names one that is not allowed
                return False
            if any(map(is_object, paths)):  # only an update looks there
                return False
            found = compare(store, paths, root_of(store, paths))
            if found.retained:
                warn(retained_warning(found, store.counts()[0]))
            return found.stale
