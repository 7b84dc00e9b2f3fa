"""Who reads, cuts and encodes the files of an update: this process, or the machines of a cluster.

Whoever it is, the results come in the order of the files, and one process compares, commits and
derives; so the index is the same.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Protocol

from qa.documents.found_file import FoundFile
from qa.embedding.encoder import Encoder
from qa.indexing.cutter import Cut, Cutter
from qa.indexing.vector_reuse import Encoding


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
