"""Documents as their files are now: from the index if the bytes are the same, else read again."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qa.datatypes import Document
from qa.embedding.model_files import file_sha256
from qa.errors import DocumentError
from qa.files import within
from qa.indexing.cited_files import look_at

if TYPE_CHECKING:
    from qa.indexing.cutter import Cutter
    from qa.store.interface import StoreReader

_RETAINED = 64 << 20  # characters of documents that are retained for the next sentence


class CurrentFiles:
    """The documents of a collection below `root`; without it, documents that are no files.

    `gone` are sources that are known to have no file, `lost` folders that are missing: what was
    indexed of them counts as it was. `cutter` reads files whose bytes are not those indexed.
    """

    def __init__(
        self,
        store: StoreReader,
        root: Path | None,
        path_of: Callable[[str], str],
        cutter: Callable[[], Cutter],
        *,
        gone: Collection[str] = (),
        lost: Sequence[str] = (),
    ) -> None:
        self.path_of = path_of
        self._store = store
        self._root = root
        self._cutter = cutter
        self._gone = set(gone)
        self._lost = lost
        self._looked: set[str] = set()
        self._changed: set[str] = set()
        self._documents: dict[str, Document | None] = {}
        self._size = 0

    def look(self, sources: Collection[str]) -> None:
        """Look at the files of some documents, all at once."""
        new = set(sources) - self._looked
        if self._root is None or not new:
            return
        found = look_at(self._store, self._root, self._lost, sorted(new))
        self._looked |= new
        self._gone |= found.gone
        self._changed |= found.changed

    def changed(self, source: str) -> bool:
        """Whether the file of a document holds other bytes than were indexed, or is gone."""
        self.look([source])
        return source in self._changed or source in self._gone

    def document(self, source: str) -> Document | None:
        """The document at `source` as its file is now; None when there is none, or none readable.

        A file that is not indexed is read, too, as long as it lies below the root.
        """
        if source not in self._documents:
            self.look([source])
            if self._size > _RETAINED:
                self._documents.clear()
                self._size = 0
            found = self._read(source)
            self._documents[source] = found
            self._size += len(found.text) if found else 0
        return self._documents[source]

    def file_sha256(self, source: str) -> str | None:
        """The hash of the bytes of a file, 64 hex digits; None when it can't be read.

        Without a root it is that of what was indexed.
        """
        if self._root is None:
            state = self._store.states_of([source]).get(source)
            return state.file_sha256 if state else None
        try:
            return file_sha256(Path(self._place(source)))
        except OSError:
            return None

    def _read(self, source: str) -> Document | None:
        if source in self._gone:
            return None
        if source not in self._changed and (stored := self._store.document(source)) is not None:
            return stored
        return self._read_again(source)

    def _read_again(self, source: str) -> Document | None:
        """Read a file as an update does: a large one by a worker within limits."""
        if self._root is None:
            return None
        from qa.documents.found_file import FoundFile
        from qa.documents.loaders import PICTURES, may_be_read, suffix_of
        from qa.files import leads_outside
        from qa.indexing.workers import cut_files  # 20 ms, and only files that changed need it

        if leads_outside(source):
            return None
        place = self._place(source)
        file = os.path.relpath(place, self._root).replace(os.sep, "/")
        if not may_be_read(file) and suffix_of(file) not in PICTURES:
            return None
        try:
            look = os.stat(place)
        except OSError:
            return None
        item = FoundFile(place, file, look.st_size, look.st_mtime_ns, look.st_ino, look.st_ctime_ns)
        ((_, _, result),) = cut_files([item], self._cutter())
        documents = () if isinstance(result, DocumentError) else result.documents
        return next((each.document for each in documents if each.document.source == source), None)

    def _place(self, source: str) -> str:
        """The path of the file of a document: a container, where it is inside of one."""
        root = os.path.normpath(self._root or "")
        place = os.path.normpath(os.path.join(root, source))
        above = os.path.dirname(place)
        while above != root and within(above, root):
            if os.path.isfile(above):
                return above
            above = os.path.dirname(above)
        return place
