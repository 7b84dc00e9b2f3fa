"""Passages of one version of a shared collection, and their vectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.datatypes import DocumentInfo, Passage
from qa.embedding.passage_context import context_of
from qa.errors import IndexDamaged
from qa.shared.package import translated
from qa.shared.rows import INFO_COLUMNS, STORED_COLUMNS, Kind, info_of, labels_of, passage_of
from qa.shared.table import one_of, quoted
from qa.store.checksums import differs, vector_checksum
from qa.store.passages import Searchable, StoredPassage
from qa.store.rows import text_sha256
from qa.store.vectors import unit_at_most

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa

    from qa.shared.table import Table

_IDS_AT_A_TIME = 5_000
_DOCUMENT, _PASSAGE = f"kind = '{Kind.DOCUMENT}'", f"kind = '{Kind.PASSAGE}'"


class SharedPassages:
    """What is known of passages in one version; see `qa.store.interface.StoreReader`."""

    _table: Table

    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        """Passages by id; unknown ids are left out. Raises IndexDamaged."""
        rows = list(self._table.listed(STORED_COLUMNS, _PASSAGE, "id", ids))
        sources = dict.fromkeys(row["source"] for row in rows)
        described = self._table.listed(INFO_COLUMNS, _DOCUMENT, "source", sources)
        with translated(self._table.address):
            infos = {row["source"]: info_of(row) for row in described}
        with translated(self._table.address):
            found = {row["id"]: self._stored(row, infos) for row in rows}
        return {number: found[number] for number in sorted(found)}

    def _stored(self, row: Mapping[str, Any], infos: Mapping[str, DocumentInfo]) -> StoredPassage:
        columns, text, source = passage_of(row), row["text"], row["source"]
        if differs(row["seal"], columns.checksum) or text_sha256(text) != columns.sha256:
            raise damaged(source, self._table.address)
        if source not in infos:
            raise IndexDamaged(f"{self._table.address} holds passages of no document.")
        passage, places = columns.passage(), columns.places()
        return StoredPassage(row["id"], infos[source], passage, text, columns.line or None, places)

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
            self._check([vectors], dimension)
            seals = part["vector_seal"].to_pylist()
            if any(
                differs(seal, vector_checksum(row.tobytes()))
                for seal, row in zip(seals, vectors, strict=True)
            ):
                raise IndexDamaged(f"{self._table.address} holds vectors that fail their checksum.")
            yield ids, vectors

    def some_vectors(self, ids: npt.NDArray[np.int64], dimension: int) -> npt.NDArray[np.float16]:
        """The vectors of passages by ascending id, shape (n, dimension); unknown ids left out."""
        return self.vectors_by_id(ids, dimension)[1]

    def vectors_by_id(
        self, ids: npt.NDArray[np.int64], dimension: int
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float16]]:
        """Those of some passages that there are, ids ascending, and their vectors.

        Raises IndexDamaged for vectors of another length, or that are longer than 1.
        """
        conditions = (
            f"{_PASSAGE} AND {one_of('id', ids[at : at + _IDS_AT_A_TIME].tolist())}"
            for at in range(0, len(ids), _IDS_AT_A_TIME)
        )
        found = [self._table.rows(["id", "vector"], where) for where in conditions]
        return self.vectors_in(found, dimension)

    def vectors_in(
        self, found: Sequence[pa.Table], dimension: int
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float16]]:
        """The columns `id` and `vector` of rows, ids ascending. Raises IndexDamaged as above."""
        numbers, vectors = [np.empty(0, np.int64)], [np.empty((0, dimension), np.float16)]
        for rows in found:
            if rows.num_rows:
                numbers.append(np.asarray(rows["id"].to_numpy(), np.int64))
                vectors.append(matrix(rows["vector"].combine_chunks()))
        self._check(vectors, dimension)
        ids, together = np.concatenate(numbers), np.concatenate(vectors)
        order = np.argsort(ids)
        return ids[order], together[order]

    def _check(self, vectors: Sequence[npt.NDArray[np.float16]], dimension: int) -> None:
        if any(each.shape[1] != dimension for each in vectors):
            raise IndexDamaged(f"{self._table.address} holds vectors of the wrong length.")
        if not all(map(unit_at_most, vectors)):  # a stranger's checksum fits whatever was written
            raise IndexDamaged(f"{self._table.address} holds vectors of no model.")

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

    def passages_in(self, sources: Iterable[str]) -> int:
        """How many passages some documents have."""
        return sum(1 for _ in self._table.listed(["id"], _PASSAGE, "source", sources))

    def ids_of(self, source: str) -> list[int]:
        """The ids of the passages of a document, ascending."""
        found = self._table.rows(["id"], f"{_PASSAGE} AND source = {quoted(source)}")
        return sorted(found.column("id").to_pylist())


def damaged(source: object, address: str) -> IndexDamaged:
    """The error for a document that is not what was indexed."""
    return IndexDamaged(f"{source} in {address} is not what was indexed.", "Index its file again.")


def matrix(column: Any) -> npt.NDArray[np.float16]:
    """A column of vectors as one array of shape (n, d)."""
    size = column.type.list_size
    flat = column.flatten().to_numpy(zero_copy_only=False)
    return np.asarray(flat, np.float16).reshape(-1, size)
