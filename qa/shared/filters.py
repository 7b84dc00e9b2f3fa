"""A `Filter` as a condition of SQL on the rows of a shared collection."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from qa.datatypes import DocumentInfo, Filter, Selection
from qa.shared.package import translated
from qa.shared.rows import INFO_COLUMNS, Kind, infos_of
from qa.shared.table import Table, one_of, quoted
from qa.store.path_patterns import compiled, literal_start
from qa.store.selection import names_like

_LAST = "\U0010ffff"  # after everything that can follow in a path
_DOCUMENT, _PASSAGE = f"kind = '{Kind.DOCUMENT}'", f"kind = '{Kind.PASSAGE}'"
_INT64 = 2**63 - 1
_AT_A_TIME = 2_000  # sources that one condition names


class Filters:
    """What a filter leaves of one version."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def select(self, only: Filter) -> tuple[DocumentInfo, ...]:
        """The documents without their texts, by source. Raises UsageError."""
        rows = self._table.rows(INFO_COLUMNS, f"{_DOCUMENT} AND {self._of_documents(only)}")
        with translated(self._table.address):
            return infos_of(rows)

    def count(self, only: Filter) -> Selection:
        """How many documents, and how many fit but for having no date. Raises UsageError."""
        documents = self._count(self._of_documents(only))
        if not (only.since or only.until):
            return Selection(documents, 0)
        undated = self._of_documents(replace(only, since=None, until=None))
        return Selection(documents, self._count(f"{undated} AND d_published IS NULL"))

    def matching(self, only: Filter) -> tuple[int, npt.NDArray[np.int64]]:
        """How many documents, and the ids of their passages, ascending. Raises UsageError."""
        chosen = self._of_documents(only)
        if _by_date_alone(only):  # which passages have as well
            ids = self._ids(chosen.replace("d_published", "published"))
            return self._count(chosen), np.sort(ids)
        found = self._table.rows(["source"], f"{_DOCUMENT} AND {chosen}").column("source")
        sources = found.to_pylist()
        parts = [
            self._ids(one_of("source", sources[at : at + _AT_A_TIME]))
            for at in range(0, len(sources), _AT_A_TIME)
        ]
        return len(sources), np.sort(np.concatenate([np.empty(0, np.int64), *parts]))

    def _ids(self, where: str) -> npt.NDArray[np.int64]:
        found = self._table.rows(["id"], f"{_PASSAGE} AND {where}").column("id")
        return np.asarray(found.to_numpy(), np.int64)

    def _count(self, where: str) -> int:
        return int(self._table.rows(["source"], f"{_DOCUMENT} AND {where}").num_rows)

    def _of_documents(self, only: Filter) -> str:
        """The condition on rows of documents."""
        if only.names:
            raise ValueError("names of documents are resolved before the store is asked")
        parts = ["TRUE"]
        if only.sources:
            parts.append(one_of("source", only.sources))
        if only.paths:
            parts.append(one_of("source", self._matching_paths(only.paths)))
        if only.since:
            parts.append(f"d_published >= {quoted(only.since.isoformat())}")
        if only.until:
            parts.append(f"d_published <= {quoted(only.until.isoformat())}")
        if only.agencies:
            parts.append(one_of("d_agency", self._names_like("d_agency", only.agencies)))
        if only.authors:
            parts.append(one_of("d_author", self._names_like("d_author", only.authors)))
        if only.languages:
            parts.append(one_of("d_language", only.languages))
        if only.min_words is not None:
            parts.append(f"d_words >= {min(only.min_words, _INT64)}")
        if only.max_words is not None:
            parts.append(f"d_words <= {min(only.max_words, _INT64)}")
        return " AND ".join(parts)

    def _matching_paths(self, patterns: tuple[str, ...]) -> list[str]:
        """The sources that match one of the patterns."""
        matches = compiled(patterns)
        starts = [literal_start(pattern) for pattern in patterns]
        where = _DOCUMENT
        if all(starts):  # then only a part of the index is read
            ranges = (
                f"(source >= {quoted(start)} AND source < {quoted(start + _LAST)})"
                for start in starts
            )
            where += f" AND ({' OR '.join(ranges)})"
        found = self._table.rows(["source"], where).column("source").to_pylist()
        return [source for source in found if matches(source)]

    def _names_like(self, column: str, wanted: tuple[str, ...]) -> list[str]:
        """The values of a column that hold one of the wanted texts, in whatever case."""
        found = self._table.rows([column], f"{_DOCUMENT} AND {column} IS NOT NULL")
        return names_like(sorted(set(found.column(column).to_pylist())), wanted)


def _by_date_alone(only: Filter) -> bool:
    dates = Filter(since=only.since, until=only.until)
    return only == dates
