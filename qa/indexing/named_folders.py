"""What happens to the folders an index has when others are named: they stay, or it is refused."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from qa.errors import UsageError
from qa.files import within
from qa.indexing.diff import stored_paths
from qa.objects.addresses import shown
from qa.store.interface import StoreReader


def extended(
    store: StoreReader | None, named: Sequence[Path], *, add: bool, replace: bool
) -> tuple[Path, ...]:
    """The folders and files to index: those named, and with `add` those the index has as well.

    Raises UsageError when folders with documents would be left out and `replace` is not set.
    """
    found = stored_paths(store) if store else None
    before = found[1] if found else ()
    if add:
        return joined(before, named)
    lost = left_out(before, named)
    if not lost or replace or store is None:
        return tuple(named)
    documents = store.counts()[0]
    if documents:
        raise refusal(store.name, lost, documents)
    return tuple(named)


def joined(before: Sequence[Path], named: Sequence[Path]) -> tuple[Path, ...]:
    """Both, in order, without what lies in another one of them."""
    every = dict.fromkeys(Path(os.path.normpath(path)) for path in (*before, *named))
    return tuple(
        path
        for path in every
        if not any(path != other and within(str(path), str(other)) for other in every)
    )


def left_out(before: Sequence[Path], named: Sequence[Path]) -> tuple[Path, ...]:
    """Those of `before` that are none of the named ones and don't lie in one."""
    folders = [os.path.normpath(path) for path in named]
    folders += [os.path.realpath(path) for path in named]
    return tuple(
        path
        for path in before
        if not any(
            within(way, folder) for way in (str(path), os.path.realpath(path)) for folder in folders
        )
    )


def refusal(what: str, lost: Sequence[Path], documents: int) -> UsageError:
    """The error for an update that would take documents from an index unasked."""
    listed = ", ".join(map(shown, lost[:3]))
    more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
    return UsageError(
        f"{what} is the index of {listed}{more}, with {documents:,} documents; indexing only "
        "what was named would remove them.",
        "Add --add to index both, or --replace to index only what was named.",
    )
