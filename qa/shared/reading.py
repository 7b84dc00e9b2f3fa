"""Documents, passages and files of one version of a shared collection.

What SQLite does for `qa.store.store.Store`, Lance does here: the methods are those of
`qa.store.interface.StoreReader`, with the same results.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from qa.collections.shared import home_of
from qa.datatypes import Document, DocumentInfo, Filter, Selection
from qa.datatypes.boxes import intact
from qa.shared.files import SharedFiles
from qa.shared.filters import Filters
from qa.shared.package import translated
from qa.shared.passages import SharedPassages, damaged
from qa.shared.rows import FULL_COLUMNS, INFO_COLUMNS, LAYOUT, Kind, full_of, infos_of, labels_of
from qa.shared.table import Table, quoted
from qa.store.checksums import differs

if TYPE_CHECKING:
    import numpy.typing as npt

_DOCUMENT = f"kind = '{Kind.DOCUMENT}'"


class SharedReader(SharedPassages, SharedFiles):
    """One version, from the moment it is opened; see `qa.store.interface.StoreReader`."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._infos: tuple[DocumentInfo, ...] | None = None

    @classmethod
    def open(cls, address: str) -> Self:
        """The last commit. Raises IndexNotFound, IndexDamaged, ScaleMissing."""
        return cls(Table.open(address))

    @property
    def table(self) -> Table:
        """The opened version."""
        return self._table

    @property
    def path(self) -> Path:
        """What stands for it on this machine; there is no such file."""
        return home_of(self._table.address) / "qa.lance"

    @property
    def name(self) -> str:
        """The address."""
        return self._table.address

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Nothing is open between two calls."""

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A version never changes: everything read is of one commit."""
        yield

    def size(self) -> int:
        """How many bytes the rows of this version take, indexes left out."""
        files = (each for part in self._table.dataset.get_fragments() for each in part.data_files())
        return sum(each.file_size_bytes or 0 for each in files)

    def state(self) -> str:
        """The commit that this version is of."""
        return self._table.head.state

    def last_state(self) -> str:
        """That of the last version there is now."""
        if self._table.latest() == self._table.version:
            return self.state()
        return Table.open(self._table.address).head.state

    def commit_number(self) -> int:
        """The number of that commit."""
        return self._table.head.commit

    def counts(self) -> tuple[int, int]:
        """How many documents and passages there are."""
        return self._table.head.documents, self._table.head.passages

    def meta(self, key: str) -> str | None:
        """One setting of the collection, or None."""
        return self._table.head.meta.get(key)

    def waiting(self) -> int:
        """None: passages are written with their vectors."""
        return 0

    def document(self, source: str) -> Document | None:
        """The document at `source` as it was indexed, or None. Raises IndexDamaged."""
        return self.full_documents([source]).get(source)

    def full_documents(self, sources: Sequence[str]) -> dict[str, Document]:
        """Documents with their texts by source; unknown ones are left out. Raises IndexDamaged."""
        found: dict[str, Document] = {}
        with translated(self._table.address):
            for values in self._table.listed(FULL_COLUMNS, _DOCUMENT, "source", sources):
                row, text = full_of(values)
                if differs(values["seal"], row.checksum):
                    raise damaged(row.source, self._table.address)
                layout = values[LAYOUT] or b""
                document = replace(row.document(text), layout=layout)
                if document.sha256 != row.sha256 or not intact(layout):
                    raise damaged(row.source, self._table.address)
                found[row.source] = document
        return {source: found[source] for source in sources if source in found}

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents without their texts, by source."""
        if self._infos is None:
            with translated(self._table.address):
                self._infos = infos_of(self._table.rows(INFO_COLUMNS, _DOCUMENT))
        return self._infos

    def names(self) -> list[tuple[str, str]]:
        """Source and title of every document, by source."""
        found = self._table.rows(["source", "d_title"], _DOCUMENT)
        titles = zip(found["source"].to_pylist(), found["d_title"].to_pylist(), strict=True)
        return sorted(titles)

    def labels(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Tags and aliases of the documents that have any, by source."""
        some = f"{_DOCUMENT} AND (d_tags != '[]' OR d_aliases != '[]')"
        rows = self._table.rows(["source", "d_tags", "d_aliases"], some)
        with translated(self._table.address):
            return {row["source"]: labels_of(row) for row in rows.to_pylist()}

    def has(self, source: str) -> bool:
        """Whether there is a document at `source`."""
        return bool(self._sources(f"source = {quoted(source)}"))

    def inside(self, file: str) -> list[str]:
        """Sources of the documents that were read from a file, in order."""
        return self._sources(f"(source = {quoted(file)} OR d_container = {quoted(file)})")

    def sources_containing(self, fragment: str, limit: int) -> list[str]:
        """Sources of up to `limit` documents whose text contains `fragment` exactly, in order.

        Reads every text.
        """
        return self._sources(f"contains(text, {quoted(fragment)})")[:limit]

    def sources_by_id(self, digits: str) -> list[str]:
        """Sources of the documents whose id begins with these hex digits, in order."""
        return self._sources(f"d_id >= {quoted(digits)} AND d_id < {quoted(digits + 'g')}")

    def words_of_large(self, size: int) -> list[tuple[str, int, int]]:
        """Source, bytes and words of the documents whose file has at least `size` bytes."""
        large = {each.source: each.size for each in self.files().values() if each.size >= size}
        rows = self._table.listed(["source", "d_words"], _DOCUMENT, "source", large)
        return sorted((row["source"], large[row["source"]], row["d_words"]) for row in rows)

    def matching(self, only: Filter) -> tuple[int, npt.NDArray[np.int64]]:
        """How many documents `only` leaves, and the ids of their passages. Raises UsageError."""
        return Filters(self._table).matching(only)

    def select(self, only: Filter) -> tuple[DocumentInfo, ...]:
        """The documents that `only` leaves without their texts, by source. Raises UsageError."""
        return Filters(self._table).select(only)

    def count(self, only: Filter) -> Selection:
        """How many documents `only` leaves, and how many are undated. Raises UsageError."""
        return Filters(self._table).count(only)

    def named(self, column: str, names: Iterable[str]) -> list[tuple[str, str]]:
        """Source and container of the documents with one of `names` in a column, one of these."""
        rows = self._table.listed(
            ["source", "d_container"], _DOCUMENT, column, dict.fromkeys(names)
        )
        return [(row["source"], row["d_container"]) for row in rows]

    def _sources(self, where: str) -> list[str]:
        """Sources of documents that fulfil a condition, in order."""
        found: list[Any] = self._table.rows(["source"], f"{_DOCUMENT} AND {where}")[
            "source"
        ].to_pylist()
        return sorted(found)
