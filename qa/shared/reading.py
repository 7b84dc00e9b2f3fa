"""Documents, passages and files of one version of a shared collection.

What SQLite does for `qa.store.store.Store`, Lance does here: the methods are those of
`qa.store.interface.StoreReader`, with the same results.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from qa.collections.shared import home_of
from qa.datatypes import Document, DocumentInfo, Filter, Passage, Selection
from qa.embedding.passage_context import context_of
from qa.errors import IndexDamaged
from qa.shared.files import SharedFiles
from qa.shared.filters import Filters
from qa.shared.rows import (
    FULL_COLUMNS,
    INFO_COLUMNS,
    STORED_COLUMNS,
    Kind,
    full_of,
    info_of,
    labels_of,
    passage_of,
)
from qa.shared.table import Table, one_of, quoted
from qa.store.checksums import differs, vector_checksum
from qa.store.passages import Searchable, StoredPassage
from qa.store.rows import text_sha256

if TYPE_CHECKING:
    import numpy.typing as npt

_IDS_AT_A_TIME = 5_000
_DOCUMENT, _PASSAGE = f"kind = '{Kind.DOCUMENT}'", f"kind = '{Kind.PASSAGE}'"


class SharedReader(SharedFiles):
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
        for values in self._table.listed(FULL_COLUMNS, _DOCUMENT, "source", sources):
            row, text = full_of(values)
            if differs(values["seal"], row.checksum):
                raise self._damaged(row.source)
            document = row.document(text)
            if document.sha256 != row.sha256:
                raise self._damaged(row.source)
            found[row.source] = document
        return {source: found[source] for source in sources if source in found}

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents without their texts, by source."""
        if self._infos is None:
            rows = self._table.rows(INFO_COLUMNS, _DOCUMENT).to_pylist()
            self._infos = tuple(sorted(map(info_of, rows), key=lambda info: info.source))
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

    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        """Passages by id; unknown ids are left out. Raises IndexDamaged."""
        rows = list(self._table.listed(STORED_COLUMNS, _PASSAGE, "id", ids))
        sources = dict.fromkeys(row["source"] for row in rows)
        described = self._table.listed(INFO_COLUMNS, _DOCUMENT, "source", sources)
        infos = {row["source"]: info_of(row) for row in described}
        found = {}
        for row in rows:
            columns, text, source = passage_of(row), row["text"], row["source"]
            if differs(row["seal"], columns.checksum) or text_sha256(text) != columns.sha256:
                raise self._damaged(source)
            if source not in infos:
                raise IndexDamaged(f"{self._table.address} holds passages of no document.")
            found[row["id"]] = StoredPassage(
                row["id"],
                infos[source],
                columns.passage(),
                text,
                columns.line or None,
                columns.places(),
            )
        return {number: found[number] for number in sorted(found)}

    def passages_of(self, source: str) -> tuple[Passage, ...]:
        """The passages of a document in order, without their sentences."""
        names = ["p_start", "p_end", "p_boilerplate", "p_heading"]
        rows = self._table.rows(names, f"{_PASSAGE} AND source = {quoted(source)}").to_pylist()
        found = (
            Passage(row["p_start"], row["p_end"], (), bool(row["p_boilerplate"]), row["p_heading"])
            for row in rows
        )
        return tuple(sorted(found, key=lambda passage: (passage.start, passage.end)))

    def passage_ids(self) -> npt.NDArray[np.int64]:
        """The ids of all passages, ascending."""
        found = self._table.rows(["id"], _PASSAGE).column("id")
        return np.sort(np.asarray(found.to_numpy(), np.int64))

    def sources_of(self, ids: Sequence[int]) -> list[str]:
        """The source of each passage's document, in the order of `ids`."""
        rows = self._table.listed(["id", "source"], _PASSAGE, "id", ids)
        sources = {row["id"]: row["source"] for row in rows}
        return [sources[int(number)] for number in ids]

    def boilerplate(self, ids: Sequence[int]) -> set[int]:
        """Those of `ids` whose passages are boilerplate."""
        which = f"{_PASSAGE} AND p_boilerplate = 1"
        return {row["id"] for row in self._table.listed(["id"], which, "id", ids)}

    def searchable(self, sources: Iterable[str]) -> Iterator[Searchable]:
        """The passages of some documents with what they are found by, by document."""
        wanted = list(sources)
        names = ["source", "d_title", "d_author", "d_agency", "d_published", "d_tags", "d_aliases"]
        rows = self._table.listed(names, _DOCUMENT, "source", wanted)
        documents = {row["source"]: row for row in rows}
        passages = self._table.listed(
            ["id", "source", "text", "p_heading"], _PASSAGE, "source", wanted
        )
        for row in sorted(passages, key=lambda row: (row["source"], row["id"])):
            about = documents[row["source"]]
            yield Searchable(
                row["id"],
                row["text"],
                row["p_heading"],
                row["source"],
                about["d_title"],
                about["d_author"],
                about["d_agency"],
                about["d_published"],
                *labels_of(about),
            )

    def vectors(
        self, dimension: int, batch: int = 8192, since: int | None = None
    ) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.float16]]]:
        """Passage ids with their vectors, shapes (n,) and (n, dimension), in order of the table.

        All, or those of commits after `since`. Raises IndexDamaged when one fails its checksum.
        """
        where = _PASSAGE if since is None else f"{_PASSAGE} AND added > {int(since)}"
        for part in self._table.batches(["id", "vector", "vector_seal"], where, batch):
            if not part.num_rows:
                continue
            ids, vectors = np.asarray(part["id"].to_numpy(), np.int64), matrix(part["vector"])
            if vectors.shape[1] != dimension:
                raise IndexDamaged(f"{self._table.address} holds vectors of the wrong length.")
            seals = part["vector_seal"].to_pylist()
            if any(
                differs(seal, vector_checksum(row.tobytes()))
                for seal, row in zip(seals, vectors, strict=True)
            ):
                raise IndexDamaged(f"{self._table.address} holds vectors that fail their checksum.")
            yield ids, vectors

    def some_vectors(self, ids: npt.NDArray[np.int64], dimension: int) -> npt.NDArray[np.float16]:
        """The vectors of passages by ascending id, shape (n, dimension); unknown ids left out."""
        parts: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.float16]]] = []
        for at in range(0, len(ids), _IDS_AT_A_TIME):
            where = f"{_PASSAGE} AND {one_of('id', ids[at : at + _IDS_AT_A_TIME].tolist())}"
            rows = self._table.rows(["id", "vector"], where).combine_chunks()
            if rows.num_rows:
                found = np.asarray(rows["id"].to_numpy(), np.int64)
                parts.append((found, matrix(rows["vector"].chunk(0))))
        if not parts:
            return np.empty((0, dimension), np.float16)
        numbers = np.concatenate([found for found, _ in parts])
        vectors = np.concatenate([each for _, each in parts])
        if vectors.shape[1] != dimension:
            raise IndexDamaged(f"{self._table.address} holds vectors of the wrong length.")
        return vectors[np.argsort(numbers)]

    def reusable_vectors(
        self, texts: Iterable[tuple[str, str]], dimension: int, *, in_context: bool
    ) -> dict[tuple[str, str], npt.NDArray[np.float16]]:
        """Stored vectors for passages given as (sha256 of the text, context)."""
        wanted = set(texts)
        hashes = sorted({sha256 for sha256, _ in wanted})
        if not self._table.head.passages or not hashes:
            return {}
        columns = ["p_sha256", "source", "p_heading", "vector"]
        rows = list(self._table.listed(columns, _PASSAGE, "p_sha256", hashes))
        titles: dict[str, str] = {}
        if in_context:
            sources = dict.fromkeys(row["source"] for row in rows)
            named = self._table.listed(["source", "d_title"], _DOCUMENT, "source", sources)
            titles = {row["source"]: row["d_title"] for row in named}
        found = {}
        for row in rows:
            context = context_of(titles[row["source"]], row["p_heading"]) if in_context else ""
            vector = np.array(row["vector"], np.float16)
            if len(vector) == dimension:
                found[row["p_sha256"], context] = vector
        keys = {each: (each[0], each[1] if in_context else "") for each in wanted}
        return {each: found[key] for each, key in keys.items() if key in found}

    def sources_until(self, commit: int) -> set[str]:
        """Sources of the files with passages that were last written by `commit` or before it."""
        rows = self._table.rows(["source"], f"{_PASSAGE} AND added <= {int(commit)}")
        sources = set(rows.column("source").to_pylist())
        inner = self._table.rows(["source", "d_container"], f"{_DOCUMENT} AND d_container != ''")
        files = {row["source"]: row["d_container"] for row in inner.to_pylist()}
        return {files.get(source, source) for source in sources}

    def named(self, column: str, names: Iterable[str]) -> list[tuple[str, str]]:
        """Source and container of the documents with one of `names` in a column, one of these."""
        rows = self._table.listed(
            ["source", "d_container"], _DOCUMENT, column, dict.fromkeys(names)
        )
        return [(row["source"], row["d_container"]) for row in rows]

    def passages_in(self, sources: Iterable[str]) -> int:
        """How many passages some documents have."""
        return sum(1 for _ in self._table.listed(["id"], _PASSAGE, "source", sources))

    def ids_of(self, source: str) -> list[int]:
        """The ids of the passages of a document, ascending."""
        found = self._table.rows(["id"], f"{_PASSAGE} AND source = {quoted(source)}")
        return sorted(found.column("id").to_pylist())

    def _sources(self, where: str) -> list[str]:
        """Sources of documents that fulfil a condition, in order."""
        found: list[Any] = self._table.rows(["source"], f"{_DOCUMENT} AND {where}")[
            "source"
        ].to_pylist()
        return sorted(found)

    def _damaged(self, source: object) -> IndexDamaged:
        return IndexDamaged(
            f"{source} in {self._table.address} is not what was indexed.",
            "Index its file again.",
        )


def matrix(column: Any) -> npt.NDArray[np.float16]:
    """A column of vectors as one array of shape (n, d)."""
    size = column.type.list_size
    flat = column.flatten().to_numpy(zero_copy_only=False)
    return np.asarray(flat, np.float16).reshape(-1, size)
