"""A panic in tantivy is no end of the program: it is damage, which has a hint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qa.errors import IndexDamaged

_PANIC = "PanicException"  # of PyO3, a BaseException that can't be imported


class Guarded:
    """A tantivy searcher whose panics are raised as IndexDamaged."""

    def __init__(self, searcher: Any) -> None:
        self._searcher = searcher
        self.num_docs: int = searcher.num_docs

    def search(self, *args: Any, **kwargs: Any) -> Any:
        """Search for a query. Raises IndexDamaged."""
        return guarded(self._searcher.search, *args, **kwargs)

    def fast_field_values(self, *args: Any) -> Any:
        """Values of a field. Raises IndexDamaged."""
        return guarded(self._searcher.fast_field_values, *args)

    def doc_freq(self, *args: Any) -> int:
        """In how many documents a term stands. Raises IndexDamaged."""
        return int(guarded(self._searcher.doc_freq, *args))

    def terms_with_prefix(self, *args: Any, **kwargs: Any) -> Any:
        """Terms of a field that begin so. Raises IndexDamaged."""
        return guarded(self._searcher.terms_with_prefix, *args, **kwargs)


def guarded(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What a call of tantivy returns. Raises IndexDamaged for a panic."""
    try:
        return call(*args, **kwargs)
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise IndexDamaged(
            "The word index is damaged.", "Run 'qa doctor --repair'; nothing is embedded again."
        ) from None
