"""Which collection is meant: by the folder one works in, or by the folders that were named."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from qa.collections.cards import Card, cards, changing, write
from qa.collections.identity import identity_of, is_same, renamed
from qa.errors import StoreError
from qa.files import within
from qa.objects.addresses import named, there

_MOST_SPLITS = 64  # folders above the one we are in that are looked at


def normal(path: Path) -> Path:
    """A path as it stands on cards: absolute and normal, links as they were named."""
    return Path(os.path.abspath(os.path.expanduser(named(path))))


def at(here: Path) -> tuple[Card, tuple[str, ...]] | None:
    """The collection that the folder `here` belongs to, and what there is to say about it.

    That is the one with the deepest folder that `here` is or lies in, among several of the same
    folder the one with the fewest; last, a folder that was moved here.
    """
    known = cards()
    if not known:
        return None
    best: tuple[int, int, str, Card] | None = None
    ways = {os.path.abspath(here), os.path.realpath(here)}
    for card in known:
        for path in card.paths:
            # Resolving costs a few calls of the system for every folder of every card.
            folders = {str(path), os.path.realpath(path)}
            if any(within(way, folder) for way in ways for folder in folders):
                rank = (-len(path.parts), len(card.paths), card.created, card)
                best = rank if best is None or rank[:3] < best[:3] else best
    if best is not None:
        return best[3], ()
    return _moved_here(here, known)


def exactly(paths: Sequence[Path], known: Sequence[Card]) -> Card | None:
    """The collection that is made of just these folders and files, the oldest of several."""
    wanted = {os.path.realpath(path) for path in paths}
    same = [card for card in known if {os.path.realpath(path) for path in card.paths} == wanted]
    if same:
        return min(same, key=lambda card: card.created)
    return next(
        (
            moved
            for card in known
            if (moved := _with_moved(card, paths))
            and {os.path.realpath(path) for path in moved.paths} == wanted
        ),
        None,
    )


def settled(card: Card) -> tuple[Card, tuple[str, ...]]:
    """The card with folders that were renamed since, and what there is to say about it."""
    found = {}
    for path, before in zip(card.paths, card.identities, strict=True):
        if before and not os.path.lexists(path) and (now := renamed(path, before)):
            found[path] = now
    return _relocated(card, found)


def missing(card: Card) -> tuple[Path, ...]:
    """The folders and files of a collection that are not there."""
    return tuple(path for path in card.paths if not there(path))


def _moved_here(here: Path, known: Sequence[Card]) -> tuple[Card, tuple[str, ...]] | None:
    """The collection whose missing folder is `here` or one above it, under another path."""
    lost = [
        (card, path, before)
        for card in known
        for path, before in zip(card.paths, card.identities, strict=True)
        if before and not os.path.lexists(path)
    ]
    for folder in [here, *here.parents][:_MOST_SPLITS] if lost else ():
        for card, path, before in lost:
            if is_same(folder, before):
                return _relocated(card, {path: folder})
    return None


def _with_moved(card: Card, paths: Sequence[Path]) -> Card | None:
    """The card with those of its missing folders replaced that are among `paths` now."""
    found = {}
    for path, before in zip(card.paths, card.identities, strict=True):
        if before and not os.path.lexists(path):
            now = next((each for each in paths if is_same(each, before)), None)
            if now is not None:
                found[path] = now
    return _relocated(card, found)[0] if found else None


def _relocated(card: Card, found: dict[Path, Path]) -> tuple[Card, tuple[str, ...]]:
    """The card with folders at their new places, written if that is possible."""
    if not found:
        return card, ()
    paths = tuple(found.get(path, path) for path in card.paths)
    identities = tuple(
        identity_of(now) if now != path else before
        for path, now, before in zip(card.paths, paths, card.identities, strict=True)
    )
    moved = replace(card, paths=paths, identities=identities)
    with suppress(StoreError), changing():  # else it is found again next time
        write(moved)
    return moved, tuple(
        f"The folder of the collection '{card.name}' has moved from {before} to {now}."
        for before, now in found.items()
    )
