"""One opened version of the table of a shared collection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from qa.collections.shared import table_of
from qa.errors import IndexDamaged, IndexNotFound
from qa.shared.head import Head
from qa.shared.package import Conflict, lance, storage_options, translated
from qa.shared.rows import Kind

if TYPE_CHECKING:
    import pyarrow as pa

_LISTED = 2_000  # values that one condition names


class Table:
    """A version. `dataset` is Lance's, None for a table that is not there yet."""

    def __init__(self, address: str, dataset: Any, head: Head) -> None:
        self.address = address
        self.uri = table_of(address)
        self.dataset = dataset
        self.head = head

    @classmethod
    def open(cls, address: str) -> Table:
        """The last version. Raises IndexNotFound, IndexDamaged, IndexUnwritable, ScaleMissing."""
        package = lance()
        with translated(address):
            try:
                found = package.dataset(table_of(address), storage_options=storage_options())
            except Conflict as error:
                raise IndexNotFound(f"There is no collection at {address}.") from error
        return cls.of(address, found)

    @classmethod
    def of(cls, address: str, dataset: Any) -> Table:
        """The version that a dataset is opened at."""
        table = cls(address, dataset, Head())
        with translated(address):
            if "head" not in dataset.schema.names:
                raise IndexDamaged(f"{address} is no collection of qa.", "Name another address.")
        heads = table.rows(["head"], f"kind = '{Kind.HEAD}'").column("head").to_pylist()
        if len(heads) != 1:
            raise IndexDamaged(f"{address} has no head.", "Build it again at another address.")
        table.head = Head.from_json(heads[0], address)
        return table

    @classmethod
    def open_or_new(cls, address: str) -> Table:
        """The last version, or a table that the first commit makes."""
        try:
            return cls.open(address)
        except IndexNotFound:
            return cls(address, None, Head())

    @property
    def version(self) -> int:
        """The number that Lance gives the version, 0 before there is any."""
        return int(self.dataset.version) if self.dataset is not None else 0

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self.dataset.schema.field("vector").type.list_size)

    def latest(self) -> int:
        """The number of the last version there is now."""
        if self.dataset is None:
            return 0
        with translated(self.address):
            return int(self.dataset.latest_version)

    def rows(self, columns: Sequence[str], where: str, **options: Any) -> pa.Table:
        """The rows that fulfil a condition of SQL. Without a table there are none."""
        import pyarrow as pa

        if self.dataset is None:
            return pa.table({name: [] for name in columns})
        with translated(self.address):
            scanner = self.dataset.scanner(columns=list(columns), filter=where, **options)
            found: pa.Table = scanner.to_table()
        return found

    def listed(
        self, columns: Sequence[str], where: str, column: str, values: Iterable[object]
    ) -> Iterator[dict[str, Any]]:
        """The rows with one of `values` in a column that also fulfil `where`."""
        wanted = list(values)
        for at in range(0, len(wanted), _LISTED):
            part = f"{where} AND {one_of(column, wanted[at : at + _LISTED])}"
            yield from self.rows(columns, part).to_pylist()

    def batches(self, columns: Sequence[str], where: str, size: int) -> Iterator[pa.RecordBatch]:
        """The rows that fulfil a condition, some at a time, in the order of the table."""
        if self.dataset is None:
            return
        with translated(self.address):
            scanner = self.dataset.scanner(
                columns=list(columns), filter=where, batch_size=size, scan_in_order=True
            )
            yield from scanner.to_batches()


def quoted(value: object) -> str:
    """A value as SQL has it; lone surrogates stand in no text of a table."""
    if isinstance(value, str):
        return "'" + value.encode("utf-8", "replace").decode("utf-8").replace("'", "''") + "'"
    return str(int(value))  # type: ignore[call-overload]


def one_of(column: str, values: Iterable[object]) -> str:
    """The condition that a column has one of some values."""
    listed = ", ".join(map(quoted, values))
    return f"{column} IN ({listed})" if listed else "FALSE"
