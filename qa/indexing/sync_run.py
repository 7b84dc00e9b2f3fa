"""What one update was asked to do, its running tally, and when it refuses."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from qa.datatypes import Skipped
from qa.documents.loaders.ocr import OFF, Ocr, later
from qa.embedding.encoder import Encoder
from qa.errors import CollectionNotFound, IndexUnwritable, StoreError
from qa.indexing.diff import Difference, compare, root_of
from qa.indexing.executor import Executor
from qa.indexing.ingest import Report, Tally
from qa.indexing.recognition import of_index, with_pages
from qa.objects.addresses import shown
from qa.store.interface import StoreReader, StoreWriter
from qa.store.store import Store
from qa.trust import allow, folder_claims


@dataclass(frozen=True, slots=True)
class SyncRun:
    """The arguments of one `sync`, and its running tally."""

    index: Path
    paths: Sequence[Path]
    root: Path
    encoder: str | None
    model: Encoder | None
    verify: bool
    prune: bool
    progress: Report | None
    ocr: Ocr = OFF
    executor: Executor | None = None  # None: this machine
    tally: Tally = field(default_factory=Tally)
    models: list[Encoder] = field(default_factory=list)  # opened by this run

    def opened(self) -> Encoder | None:
        """An encoder that is open already."""
        return self.models[-1] if self.models else self.model

    def compare(self, store: StoreReader) -> Difference:
        """How the files under the paths differ from what `store` holds."""
        return compare(
            store, self.paths, self.root, verify=self.verify, prune=self.prune, ocr=self.ocr
        )

    def refuse_nothing(self, found: Difference) -> None:
        """Raise CollectionNotFound when there is nothing to index.

        An index isn't emptied because its folder is empty: a disk may not be mounted.
        """
        readable = found.new or found.changed or found.moved or found.unchanged or found.touched
        if not (readable or found.retained or (self.prune and found.gone)):
            why = most_skipped(item for item, _ in found.skipped)
            raise CollectionNotFound(f"There is nothing to index in {self.listed()}{why}.")

    def refuse_loss(self) -> None:
        """Raise CollectionNotFound when a rebuild would lose what an update would hold back."""
        try:
            with Store.open(self.index) as store:
                found, documents = self.compare(store), store.counts()[0]
        except StoreError:
            return
        if found.retained:
            raise CollectionNotFound(
                f"{len(found.retained):,} of {documents:,} documents are no longer in "
                f"{self.listed()}; a rebuild would lose them.",
                "Bring them back, or run 'qa index --rebuild --prune'.",
            )

    def store_paths(self, store: StoreWriter) -> None:
        """Store where the documents are: relative to the index where both may move together."""
        home = self.index.absolute()
        near = self.root.is_relative_to(home.parent)
        store.set_meta("root", os.path.relpath(self.root, home) if near else str(self.root))
        with suppress(IndexUnwritable):  # then the paths have to be named again, or allowed
            allow(folder_claims(home, self.paths, home.parent))
        store.set_meta("paths", "\0".join(os.path.relpath(path, self.root) for path in self.paths))

    def listed(self) -> str:
        """The paths, for a message."""
        return ", ".join(map(shown, self.paths))


def root_for(index: Path, paths: Sequence[Path]) -> Path:
    """The root of the collection. Raises CollectionNotFound."""
    try:
        with Store.open(index) as store:
            return root_of(store, paths)
    except StoreError:  # there is none yet, or it is there to be replaced
        return root_of(None, paths)


def ocr_for(index: Path, named: str | None, *, recognise: bool = True) -> Ocr:
    """How pictures are read: in the `named` languages, else in those of the index there is.

    Without `recognise` they wait for the next update.
    """
    try:
        with Store.open(index) as store:
            found = of_index(store, named)
    except StoreError:  # there is none yet, or it is there to be replaced
        found = of_index(None, named)
    return with_pages(found, index) if recognise else later(found.languages)


def most_skipped(skipped: Iterable[Skipped]) -> str:
    """The end of a sentence: the commonest reason, with a file that was skipped for it."""
    sources: dict[str, list[str]] = {}
    for item in skipped:
        sources.setdefault(item.reason, []).append(item.source)
    if not sources:
        return ""
    reason, those = max(sources.items(), key=lambda each: len(each[1]))
    more = f" and {len(those) - 1:,} more" if those[1:] else ""
    return f": {those[0]}{more}: {reason.rstrip('.')}"
