"""What keeps a shared collection quick: indexes, larger fragments, counts added up, old versions.

None of it changes what is found. Each step is a version of its own, and one that another writer
came before is left to the next update.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from qa.shared.dense import COLUMN, EXACT
from qa.shared.lexical import BODY_COLUMN, NAMES_COLUMN
from qa.shared.package import Conflict, translated
from qa.shared.rows import Kind, table_of
from qa.shared.table import Table
from qa.shared.versions import written

if TYPE_CHECKING:
    from collections.abc import Callable

RETAINED = timedelta(hours=2)  # old versions, for readers that still look at one
_BTREES = ("source", "id", "term", "p_sha256", "d_published", "published", "d_id", "d_container")
_WORDS = {
    "base_tokenizer": "whitespace", "lower_case": False, "stem": False, "remove_stop_words": False,
    "ascii_folding": False, "with_position": False, "max_token_length": None,
}  # fmt: skip
_MANY_FRAGMENTS = 32  # are put together
_ROWS = 1 << 17  # of a fragment that others are put into
_MANY_DIFFERENCES = 8  # commits that added to the counts, before these are added up
_BITS = 2  # of a RaBitQ code, for each number of a vector
_SUBVECTOR = 4  # numbers that one byte of a product code stands for


def searchable(table: Table) -> bool:
    """Whether words can be searched for."""
    with translated(table.address):
        return {BODY_COLUMN, NAMES_COLUMN} <= _indexed(table.dataset)


def search_indexes(table: Table) -> Table:
    """Make the lists of words where there are none, without which no word is found."""
    _step(table, lambda: _make_words(table.dataset))
    return Table.open(table.address)


def upkeep(address: str) -> None:
    """Bring indexes up to date, and put together what many commits have left in pieces."""
    table = Table.open(address)
    for step in (_add_up, _compact, _indexes, _clean):
        _step(table, partial(step, table))
        table = Table.open(address)


def _step(table: Table, run: Callable[[], None]) -> None:
    with suppress(Conflict), translated(table.address):
        run()


def _make_words(dataset: Any) -> None:
    known = _indexed(dataset)
    for column in (BODY_COLUMN, NAMES_COLUMN):
        if column not in known:
            dataset.create_scalar_index(column, "INVERTED", **_WORDS)


def _indexes(table: Table) -> None:
    dataset = table.dataset
    _make_words(dataset)
    known = _indexed(dataset)
    for column in _BTREES:
        if column not in known:
            dataset.create_scalar_index(column, "BTREE")
    if "kind" not in known:
        dataset.create_scalar_index("kind", "BITMAP")
    if COLUMN not in known and table.head.passages > EXACT:
        _make_lists(dataset, table.head.passages)
    dataset.optimize.optimize_indices()


def _make_lists(dataset: Any, passages: int) -> None:
    """Inverted lists over vectors quantised by RaBitQ; what they name is compared exactly.

    Gao and Long, "RaBitQ: Quantizing High-Dimensional Vectors with a Theoretical Error Bound for
    Approximate Nearest Neighbor Search" (2024). It finds what product quantisation finds, and is
    made in a tenth of the time (docs/shared.md). Where so many vectors are equal that they don't
    make as many lists, fewer are made; without any, which can't be helped for very few, Lance
    compares all vectors itself.
    """
    kind, options = _quantiser(dataset.schema.field(COLUMN).type.list_size)
    lists = round(passages**0.5)
    while lists >= 1:
        try:
            dataset.create_index(COLUMN, kind, metric="cosine", num_partitions=lists, **options)
        except (OSError, ValueError, RuntimeError) as error:
            if "partitions" not in str(error):
                raise
            lists //= 4
        else:
            return


def _quantiser(dimension: int) -> tuple[str, dict[str, int]]:
    """The kind of index, and what belongs to it: RaBitQ takes multiples of eight numbers only."""
    if dimension % 8 == 0:
        return "IVF_RQ", {"num_bits": _BITS}
    codes = 1 if dimension % _SUBVECTOR else dimension // _SUBVECTOR
    return "IVF_PQ", {"num_sub_vectors": codes}


def _indexed(dataset: Any) -> set[str]:
    """The columns that have an index."""
    return {field for index in dataset.describe_indices() for field in index.field_names}


def _compact(table: Table) -> None:
    if len(table.dataset.get_fragments()) > _MANY_FRAGMENTS:
        table.dataset.optimize.compact_files(target_rows_per_fragment=_ROWS)


def _add_up(table: Table) -> None:
    """Write the counts of words once each, where many commits have added to them."""
    if table.head.differences < _MANY_DIFFERENCES:
        return
    where = f"kind = '{Kind.TERM}'"
    rows = table.rows(["term", "count"], where)
    sums = rows.group_by("term").aggregate([("count", "sum")]).sort_by("term")
    sums = sums.filter(_nonzero(sums["count_sum"]))
    form = table.dataset.schema
    columns = {"term": sums["term"].combine_chunks(), "count": sums["count_sum"].combine_chunks()}
    head = replace(table.head, differences=0)
    parts = [
        table_of(Kind.TERM, columns, form),
        table_of(Kind.HEAD, {"head": [head.to_json()]}, form),
    ]
    written(table, head, [where, f"kind = '{Kind.HEAD}'"], parts)


def _nonzero(column: Any) -> Any:
    import pyarrow.compute

    return pyarrow.compute.not_equal(column, 0)


def _clean(table: Table) -> None:
    table.dataset.cleanup_old_versions(older_than=RETAINED)
