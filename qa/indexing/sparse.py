"""Documents with little text for the size of their file: what they say may stand in pictures."""

from __future__ import annotations

from qa.datatypes import Skipped
from qa.store.interface import StoreReader

_LARGE = 256 << 10  # bytes from which on a file is looked at
_BYTES_PER_WORD = 20_000  # above which pictures are likely to say what the text does not


def sparse(store: StoreReader) -> tuple[Skipped, ...]:
    """The documents with little text in a large file, with both sizes as the reason."""
    return tuple(
        Skipped(
            source,
            f"{words:,} word{'' if words == 1 else 's'} in {size / 1e6:,.1f} MB;"
            " pictures in it are not read.",
        )
        for source, size, words in store.words_of_large(_LARGE)
        if size > _BYTES_PER_WORD * max(1, words)
    )
