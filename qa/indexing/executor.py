"""Who reads, cuts and encodes the files of an update: this process, or the machines of a cluster.

Whoever it is, the results come in the order of the files, and one process compares, commits and
derives; so the index is the same.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import Protocol

from qa.documents.scan import FoundFile
from qa.embedding.encoder import Encoder
from qa.indexing.cutter import Cutter, Result
from qa.indexing.file_signatures import file_state
from qa.indexing.vector_reuse import Encoding
from qa.indexing.workers import cut_files
from qa.store.store import FileState

Cut = tuple[FoundFile, FileState, Result]  # a file, its state from before it was read, and what is


class Executor(Protocol):
    """The machines of a cluster, as `qa.cluster` has them."""

    def cut_files(
        self, files: Sequence[FoundFile], cutter: Cutter, encoder: Encoder
    ) -> Generator[Cut]:
        """Read and cut files, in their order. `encoder` is what `cutter` counts with."""
        ...

    def encoding(self, encoder: Encoder) -> Encoding:
        """What makes the vectors that `encoder` would make."""
        ...


def cut_here(files: Sequence[FoundFile], cutter: Cutter) -> Generator[Cut]:
    """Read and cut files by workers of this process, in their order."""
    states: dict[str, FileState] = {}

    def stated() -> Iterator[FoundFile]:
        for item in files:
            states[item.source] = file_state(item)  # before reading: later changes are noticed
            yield item

    with closing(cut_files(stated(), len(files), cutter)) as results:
        for item, result in results:
            yield item, states.pop(item.source), result
