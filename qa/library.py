"""The user's named collections: listed, made, renamed, removed. Front ends know nothing below.

Indexing a folder makes a collection of it; `target` says which one a command is about and changes
its card, before the engine indexes it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa.collections import cards, lookup
from qa.collections.names import checked_name, key_of, name_for
from qa.errors import (
    CollectionError,
    CollectionNotFound,
    IndexUnwritable,
    QaError,
    StoreError,
    UsageError,
)
from qa.objects.addresses import is_object

if TYPE_CHECKING:
    from qa.collections.cards import Card
    from qa.datatypes import Extent, Holdings, NamedCollection, Progress

# qa.store brings numpy: imported inside the functions that open an index.


@dataclass(frozen=True, slots=True)
class Target:
    """What to index: the folder of an index, and the folders named if its card has none."""

    index: Path | None  # None: as `qa.config.locate` finds it
    paths: tuple[Path, ...] | None = None
    name: str | None = None  # of the collection
    made: bool = False  # whether it is new


def shared_address(named: str | Path | None) -> str | None:
    """The normal form of what names a shared collection, None for a folder. Raises UsageError."""
    from qa.config import shared_address

    return shared_address(named)


def index_of(name: str) -> Path:
    """The folder of the index of a collection. Raises UsageError when there is none."""
    return cards.by_name(name).index


def collections(*, unnamed: bool = False) -> tuple[NamedCollection, ...]:
    """All collections by name, and what is in them.

    With `unnamed` also the index in the user's data folder that has no name, as earlier versions
    made it, where there is one.
    """
    found = tuple(map(_described, cards.cards()))
    index = cards.home().parent / "index"
    if unnamed and (index / "qa.sqlite").is_file():
        from qa.indexing.collection_summary import summary

        return (*found, summary("The index without a name", index))
    return found


def known_here(here: Path | None) -> bool:
    """Whether plain `qa` knows what to ask in the folder `here`; None for one that was deleted.

    That is so in a project, in the folder of a collection, and with $QA_INDEX. Raises UsageError
    on a bad `qa.toml`.
    """
    from qa.config import project_in

    if os.environ.get("QA_INDEX"):
        return True
    return here is not None and (project_in(here) is not None or lookup.at(here) is not None)


def holdings(folder: Path) -> Holdings:
    """What a folder holds by kinds of files, counted for two seconds at most."""
    from qa.indexing.holdings import holdings

    return holdings(folder)


def unusual(paths: Sequence[Path], index: Path | None) -> tuple[Extent, ...]:
    """Folders among `paths` that people seldom mean to index, and that no index has yet.

    `index` is the folder of the index that was named. What is in them is counted for three seconds.
    """
    from qa.indexing.diff import stored_paths
    from qa.indexing.extent import extents
    from qa.store.store import Store

    known = {path for card in cards.cards() for path in card.paths}
    place = index or os.environ.get("QA_INDEX")
    with suppress(StoreError):
        if place:
            with Store.open(Path(place)) as store:
                known.update((stored_paths(store) or (Path(), ()))[1])
    new = (path for path in map(lookup.normal, paths) if path.is_dir() and path not in known)
    return tuple(each for each in extents(new) if each.unusual)


def damaged() -> tuple[str, ...]:
    """Folders of collections whose card can't be read."""
    return tuple(map(str, cards.damaged()))


def rename(old: str, new: str) -> str:
    """Give a collection another name and return it. Raises UsageError, IndexUnwritable."""
    from dataclasses import replace

    name = checked_name(new)
    with cards.changing():
        card = cards.by_name(old)
        for other in cards.cards():
            if other.key != card.key and key_of(other.name) == key_of(name):
                raise UsageError(
                    f"There is a collection '{other.name}' already.", "Choose another."
                )
        cards.write(replace(card, name=name))
    return name


def remove(name: str) -> None:
    """Remove a collection and its index; its documents stay where they are.

    Raises UsageError when there is none, IndexLocked while it is written, IndexUnwritable.
    """
    from qa.store.write_lock import writing

    with cards.changing():
        card = cards.by_name(name)
        folder = cards.home() / card.key
        # In one step, so that a kill leaves no half of a collection.
        doomed = cards.home() / f".removed-{card.key}"
        try:
            if card.index.is_dir():
                with writing(card.index):
                    folder.rename(doomed)
            else:
                folder.rename(doomed)
        except OSError as error:
            raise IndexUnwritable.because(f"{folder} can't be removed", error) from error
        for left in cards.home().glob(".removed-*"):  # those of a killed removal as well
            shutil.rmtree(left, ignore_errors=True)


def target(
    paths: Sequence[Path],
    *,
    index: Path | None = None,
    name: str | None = None,
    add: bool = False,
    replace: bool = False,
) -> Target:
    """Say what a command to index `paths` is about; a named collection's card is written.

    With an `index`, or $QA_INDEX, that index; with the folders of the project in the current
    folder, its index; else the collection `name`, or that of these folders, which is made if it
    is new. Raises UsageError when a collection would lose folders and `replace` is not set, or
    nothing says which collection is meant; CollectionNotFound for a path that is missing.
    """
    here = Path.cwd() if not _deleted() else Path("/")
    if (add or replace) and not paths:
        raise UsageError("No folder was named.", "Name it: qa index --add FOLDER.")
    if add and replace:
        raise UsageError("--add and --replace exclude each other.", "Choose one of them.")
    named = tuple(map(lookup.normal, paths))
    if name is None and (index or os.environ.get("QA_INDEX")):
        return _of_index(Path(index or os.environ["QA_INDEX"]), named, add=add, replace=replace)
    if not named:
        return Target(index_of(name) if name is not None else None)
    if name is None and _is_project(here, named, changes=add or replace):
        return Target(None)
    for path in named:
        if not (is_object(path) or path.exists()):
            raise CollectionNotFound(f"There is no file or folder {path}.")
    with cards.changing():
        known = cards.cards()
        card = _chosen(known, named, name, here, either=add or replace)
        if card is None:
            wanted = checked_name(name) if name is not None else None
            card = cards.new_card(wanted or name_for(named, [each.name for each in known]), named)
            cards.write(card)
            return Target(card.index, None, card.name, made=True)
        return _changed(card, named, add=add, replace=replace)


def copy(
    origin: Path | str, target: Path | str, progress: Callable[[Progress], None] | None = None
) -> tuple[int, int]:
    """Copy the collection at `origin` to `target`, an empty place: its documents and passages.

    Each is the folder of an index, or the address of a shared collection as a text.
    Raises UsageError, IndexNotFound, IndexDamaged, IndexUnwritable, ScaleMissing.
    """
    from qa.config import locate
    from qa.indexing.copying import copy

    return copy(locate(origin), locate(target), progress)


@contextmanager
def discarded_if_empty(target: Target) -> Iterator[None]:
    """Remove the collection again that was made for `target`, if nothing could be indexed."""
    try:
        yield
    except CollectionError:
        if target.made and target.name is not None:
            with suppress(QaError):
                if not _described(cards.by_name(target.name)).documents:
                    remove(target.name)
        raise


def _of_index(index: Path, named: tuple[Path, ...], *, add: bool, replace: bool) -> Target:
    """The index in a folder; where it is a collection's its card decides, as elsewhere."""
    card = cards.by_index(Path(os.path.abspath(os.path.expanduser(index))))
    if card is None or not named:
        return Target(index, named or None)
    with cards.changing():
        return _changed(card, named, add=add, replace=replace)


def _changed(card: Card, named: tuple[Path, ...], *, add: bool, replace: bool) -> Target:
    """A collection that is there, its card changed to what is indexed from now on."""
    from qa.indexing.named_folders import joined, left_out, refusal

    paths = joined(card.paths, named) if add else named
    lost = left_out(card.paths, paths)
    if lost and not replace:
        documents = _described(card).documents
        if documents:
            raise refusal(f"The collection '{card.name}'", lost, documents)
    cards.write(cards.with_paths(card, paths))
    return Target(card.index, None, card.name)


def _chosen(
    known: Sequence[Card], named: tuple[Path, ...], name: str | None, here: Path, *, either: bool
) -> Card | None:
    """The collection that is meant, None for one to be made. With `either` one must be there."""
    if name is not None:
        same = [card for card in known if key_of(card.name) == key_of(name.strip())]
        return same[0] if same else None
    if not either:
        return lookup.exactly(named, known)
    found = lookup.at(here)
    if found:
        return found[0]
    if len(known) == 1:
        return known[0]
    raise UsageError("Nothing says which collection to change.", "Name it with -C NAME.")


def _is_project(here: Path, named: tuple[Path, ...], *, changes: bool) -> bool:
    """Whether these are the folders of the project in the current folder.

    Raises UsageError when they are to be changed, which is up to its `qa.toml`.
    """
    from qa.config import project_in

    project = project_in(here)
    if project is None:
        return False
    own = {os.path.realpath(path) for path in project.paths or ()}
    if changes:
        raise UsageError(
            f"The folders of {here} are named by its qa.toml, or are 'seeds'.",
            'Name them there: paths = ["seeds", "more"]; or choose a collection with -C NAME.',
        )
    return {os.path.realpath(path) for path in named} == own


def _described(card: Card) -> NamedCollection:
    """What is in a collection."""
    from qa.indexing.collection_summary import summary  # qa.store brings numpy

    return summary(card.name, card.index, card)


def _deleted() -> bool:
    """Whether the current folder is no longer there."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False
