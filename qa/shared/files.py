"""The files of a shared collection: their signatures when they were read, and what was skipped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qa.datatypes import Skipped
from qa.documents.loaders import unsupported
from qa.documents.scan import INDEXED_ANYWAY
from qa.shared.package import translated
from qa.shared.rows import FILE_COLUMNS, Kind, file_state
from qa.store.file_states import FileState, skipped_inside

if TYPE_CHECKING:
    from qa.shared.table import Table

_FILE, _SKIPPED = f"kind = '{Kind.FILE}'", f"kind = '{Kind.SKIPPED}'"
_DOCUMENT = f"kind = '{Kind.DOCUMENT}'"


class SharedFiles:
    """What is known of files in one version; see `qa.store.interface.StoreReader`."""

    _table: Table

    def files(self) -> dict[str, FileState]:
        """State of every indexed file at the time it was read, by source."""
        rows = self._table.rows(FILE_COLUMNS, _FILE).to_pylist()
        with translated(self._table.address):
            return {row["source"]: file_state(row) for row in rows}

    def file_count(self) -> int:
        """How many files are indexed."""
        return int(self._table.rows(["source"], _FILE).num_rows)

    def states_of(self, sources: Sequence[str]) -> dict[str, FileState]:
        """State of the files of some documents, by the source of the document."""
        inner = self._table.listed(
            ["source", "d_container"], f"{_DOCUMENT} AND d_container != ''", "source", sources
        )
        files = {source: source for source in sources}
        files.update((row["source"], row["d_container"]) for row in inner)
        rows = self._table.listed(FILE_COLUMNS, _FILE, "source", dict.fromkeys(files.values()))
        with translated(self._table.address):
            states = {row["source"]: file_state(row) for row in rows}
        return {source: states[file] for source, file in files.items() if file in states}

    def sources_by_inode(self, inode: int) -> list[str]:
        """Sources of the documents whose file had that inode when it was last looked at."""
        which = f"{_FILE} AND NOT several AND inode = {int(inode)}"
        found: list[str] = self._table.rows(["source"], which).column("source").to_pylist()
        return sorted(found)

    def containers(self) -> set[str]:
        """Sources of the indexed files that hold several documents."""
        rows = self._table.rows(["source"], f"{_FILE} AND several")
        return set(rows.column("source").to_pylist())

    def skipped(self) -> dict[str, tuple[Skipped, str]]:
        """Files that could not be indexed, by source, each with its file's signature then."""
        rows = self._table.rows(["source", "reason", "stamp"], _SKIPPED).to_pylist()
        rows.sort(key=lambda row: row["source"])
        return {
            row["source"]: (Skipped(row["source"], row["reason"]), row["stamp"]) for row in rows
        }

    def skipped_inside(self, files: Iterable[str]) -> tuple[tuple[Skipped, str], ...]:
        """What was skipped inside of some files, each with the source of the file."""
        return skipped_inside(self, files)

    def unreadable(self) -> list[str]:
        """Sources of the files that could not be indexed although their format can be read."""
        foreign = _foreign()
        return [
            source
            for source, (item, _) in self.skipped().items()
            if not item.reason.endswith(foreign) and item.reason != INDEXED_ANYWAY
        ]

    def other_format_count(self) -> int:
        """How many files are of formats that can't be read."""
        foreign = _foreign()
        return sum(item.reason.endswith(foreign) for item, _ in self.skipped().values())


def _foreign() -> str:
    """How the reason ends for which files of formats that can't be read are skipped."""
    return unsupported("%").removeprefix("%")
