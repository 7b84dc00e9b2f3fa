"""One commit: what is staged, applied to a version of the table, as the next version.

The rows that go are marked in the fragments that hold them, the rows that come are fragments of
their own, and both, with the new head, are one transaction of Lance. It is refused when another
writer has replaced the head meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.errors import IndexMismatch
from qa.search.lexical_index import VERSION as WORDS_VERSION
from qa.shared.head import Head, with_meta
from qa.shared.package import Conflict, lance, storage_options
from qa.shared.reading import SharedReader
from qa.shared.rows import (
    Kind,
    columns_of,
    document_row,
    file_row,
    passage_rows,
    schema,
    table_of,
)
from qa.shared.table import Table, one_of
from qa.shared.terms import Counts, words_of
from qa.store.file_states import FileState
from qa.store.index_settings import IndexSettings
from qa.store.passages import Searchable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt
    import pyarrow as pa

    from qa.shared.staged import Put, Staged

_AT_A_TIME = 2_000  # values that one condition names


def commit(table: Table, staged: Staged, seen: Mapping[str, str]) -> Table:
    """Apply what is staged to the version that `table` is of; the version that it makes.

    A table is made with the first vectors, which say how many numbers a row has; without any yet
    the same `table` comes back. Raises `Conflict`, and what Lance raises.
    """
    reader = SharedReader(table)
    if table.head.words not in (0, WORDS_VERSION):
        raise IndexMismatch(
            f"The words of {table.address} were cut by another version of qa.",
            "Build it again at another address: 'qa index FOLDER --to ADDRESS'.",
        )
    head = with_meta(table.head, seen, staged.meta)
    settings = head.meta.get("settings")
    dimension = IndexSettings.from_json(settings).dimension if settings else 0
    if table.dataset is None and not dimension:
        return table
    conditions = _Going(reader, staged)
    counts = Counts()
    for words in words_of(reader.searchable(conditions.documents)):
        counts.take(words)
    going = reader.passages_in(conditions.documents)
    form = table.dataset.schema if table.dataset is not None else schema(dimension)
    parts, came = _coming(reader, staged, head, counts, form)
    if not (parts or conditions.any or dict(head.meta) != dict(table.head.meta)):
        return table
    tokens = {field: head.tokens.get(field, 0) + n for field, n in counts.tokens.items()}
    head = replace(
        head,
        commit=head.commit + 1,
        token=os.urandom(8).hex(),
        next_id=head.next_id + came,
        documents=head.documents - len(conditions.documents) + len(staged.puts),
        passages=head.passages - going + came,
        tokens={**head.tokens, **tokens},
        words=head.words or WORDS_VERSION,
        differences=head.differences + bool(counts.changed()),
    )
    parts.append(table_of(Kind.HEAD, {"head": [head.to_json()]}, form))
    return written(table, head, conditions.all(), parts)


class _Going:
    """The rows that go: documents with their passages, files, and the list of what was skipped."""

    def __init__(self, reader: SharedReader, staged: Staged) -> None:
        named = [*staged.documents_out, *staged.puts, *staged.files_out]
        documents = {source for source, _ in reader.named("source", named)}
        held = reader.named("d_container", [*staged.files_out, *staged.complete])
        documents.update(
            source for source, file in held if source not in staged.complete.get(file, ())
        )
        self.documents = sorted(documents)
        files = {*staged.files_out, *staged.files, *staged.touched}
        self._files = sorted(files)
        self._skipped = staged.skipped is not None and staged.skipped != reader.skipped()
        self.any = bool(documents or self._skipped) or any(
            reader.table.rows(["source"], part).num_rows for part in _files(self._files)
        )

    def all(self) -> list[str]:
        """Conditions of SQL that together name them, and the head."""
        found = [f"kind = '{Kind.HEAD}'"]
        both = f"kind IN ('{Kind.DOCUMENT}', '{Kind.PASSAGE}')"
        found += [f"{both} AND {part}" for part in _parts(self.documents)]
        found += _files(self._files)
        if self._skipped:
            found.append(f"kind = '{Kind.SKIPPED}'")
        return found


def _files(sources: list[str]) -> list[str]:
    return [f"kind = '{Kind.FILE}' AND {part}" for part in _parts(sources)]


def _parts(sources: list[str]) -> list[str]:
    return [
        one_of("source", sources[at : at + _AT_A_TIME]) for at in range(0, len(sources), _AT_A_TIME)
    ]


def _coming(
    reader: SharedReader, staged: Staged, head: Head, counts: Counts, form: pa.Schema
) -> tuple[list[pa.Table], int]:
    """The rows that come, one table for each kind, and how many passages are among them."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    parts = []
    puts = list(staged.puts.values())
    if puts:
        documents = [document_row(put.document, put.since or now) for put in puts]
        parts.append(table_of(Kind.DOCUMENT, columns_of(documents), form))
    came = staged.passages
    if came:
        parts.append(_passages(puts, head, counts, form))
    files = _file_rows(reader, staged)
    if files:
        parts.append(table_of(Kind.FILE, columns_of(files), form))
    if staged.skipped and staged.skipped != reader.skipped():
        columns = {
            "source": list(staged.skipped),
            "reason": [item.reason for item, _ in staged.skipped.values()],
            "stamp": [signature for _, signature in staged.skipped.values()],
        }
        parts.append(table_of(Kind.SKIPPED, columns, form))
    if terms := counts.changed():
        names = sorted(terms)
        counted = {"term": names, "count": [terms[name] for name in names]}
        parts.append(table_of(Kind.TERM, counted, form))
    return parts, came


def _passages(puts: list[Put], head: Head, counts: Counts, form: pa.Schema) -> pa.Table:
    rows: list[dict[str, Any]] = []
    searchable: list[Searchable] = []
    for put in puts:
        document = put.document
        published = document.published.isoformat() if document.published else None
        about = (document.source, document.title, document.author, document.agency, published)
        made = passage_rows(document, put.passages, put.vectors)
        searchable += [
            Searchable(0, row["text"], row["p_heading"], *about, document.tags, document.aliases)
            for row in made
        ]
        rows += made
    columns = columns_of(rows)
    columns["body"], columns["names"] = [], []
    for words in words_of(searchable):
        counts.add(words)
        columns["body"].append(words.body)
        columns["names"].append(words.names)
    columns["id"] = list(range(head.next_id, head.next_id + len(rows)))
    columns["added"] = [head.commit + 1] * len(rows)
    vectors = np.stack([vector for put in puts for vector in put.vectors])
    return table_of(Kind.PASSAGE, {**columns, "vector": vectors}, form)


def _file_rows(reader: SharedReader, staged: Staged) -> list[dict[str, Any]]:
    rows = {
        source: file_row(file, several=several) for source, (file, several) in staged.files.items()
    }
    touched = {s: f for s, f in staged.touched.items() if s not in rows}
    several = reader.containers() if touched else set()
    before = reader.files() if touched else {}
    for source, file in touched.items():
        if source in before:
            # Its bytes are the same: the hash stays.
            same = FileState(
                source, file.size, file.mtime_ns, file.inode, before[source].file_sha256,
                file.ctime_ns, file.checked_ns,
            )  # fmt: skip
            rows[source] = file_row(same, several=source in several)
    return list(rows.values())


def written(table: Table, head: Head, going: list[str], parts: Iterable[pa.Table]) -> Table:
    """The next version: these rows marked as gone, these parts added."""
    package, options = lance(), storage_options()
    dataset = table.dataset
    if dataset is None:
        import pyarrow as pa

        try:
            made = package.write_dataset(
                pa.concat_tables(parts), table.uri, mode="create", storage_options=options
            )
        except OSError as error:
            if "already exists" in str(error).lower():
                raise Conflict(str(error)) from error
            raise
        return Table(table.address, made, head)
    updated, removed = [], []
    for number, rows in _by_fragment(table, going):
        fragment = dataset.get_fragment(number)
        all_of_it = len(rows) == fragment.count_rows()
        left = None if all_of_it else fragment.delete(one_of("_rowaddr", rows.tolist()))
        if left is None:
            removed.append(number)
        else:
            updated.append(left)
    new = []
    for part in parts:
        new += package.fragment.write_fragments(
            part, table.uri, schema=part.schema, storage_options=options
        )
    operation = package.LanceOperation.Update(
        removed_fragment_ids=removed, updated_fragments=updated, new_fragments=new,
        fields_modified=[],
    )  # fmt: skip
    made = package.LanceDataset.commit(
        table.uri, operation, read_version=table.version, max_retries=0, storage_options=options
    )
    return Table(table.address, made, head)


def _by_fragment(table: Table, going: list[str]) -> Iterator[tuple[int, npt.NDArray[np.uint64]]]:
    """The addresses of the rows that go, for each fragment that has any."""
    found = [
        table.rows(["kind"], condition, with_row_address=True).column("_rowaddr").to_numpy()
        for condition in going
    ]
    addresses = np.unique(np.concatenate(found))
    fragments = addresses >> np.uint64(32)
    starts = np.flatnonzero(np.diff(fragments, prepend=fragments[0] + 1))
    for rows in np.split(addresses, starts[1:]):
        yield int(rows[0] >> np.uint64(32)), rows
