"""Files read, cut and encoded by many machines: an `qa.indexing.executor.Executor` on Ray.

One process, the caller's, lists the files, takes the results in the order of the files and commits
them, so the index is what this machine alone would have built. Results wait for their turn; how
many may is bounded, and so is memory.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from qa.cluster.connection import check_address, connected
from qa.cluster.node_check import check_node
from qa.cluster.node_worker import NodeWorker, opened_result, opened_vectors, setup_of
from qa.cluster.tasks import PER_WORKER, Tasks
from qa.datatypes import Progress
from qa.documents.at_hand import unseen
from qa.documents.found_file import FoundFile
from qa.embedding.encoder import Encoder
from qa.embedding.reference_texts import REFERENCE_TEXTS
from qa.errors import DocumentError
from qa.indexing.cutter import Cut, Cutter
from qa.indexing.file_signatures import sha256
from qa.indexing.ingest import BATCH_PASSAGES
from qa.indexing.vector_reuse import Encoded
from qa.indexing.workers import cut_files

if TYPE_CHECKING:
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float16]
    Report = Callable[[Progress], None]

GROUP_FILES = 16  # that a worker reads at a time, at most,
GROUP_BYTES = 1 << 20  # and so many bytes of them, unless one file alone has more
PASSAGES = 32  # that a worker encodes at a time: some 0.3 s
MOST_BYTES = 256 << 20  # of files, whose results wait for their turn, unless one alone has more
_GROUPS_EACH = 8  # groups for each worker, at least, of few files


class RayExecutor:
    """Use it as a context manager. Ray and its workers start when there is work for them."""

    def __init__(
        self, address: str, progress: Report | None = None, *, cores: int | None = None
    ) -> None:
        """`address`: `qa.cluster.connection.HERE` or that of a cluster.

        `cores` are those of this machine that are used, by default all. Raises UsageError when
        the address is none, or Ray is not installed.
        """
        check_address(address)
        self._address, self._cores, self._progress = address, cores, progress
        self._opened = ExitStack()
        self._tasks: Tasks | None = None
        self._key = ""  # of the model that the workers have

    def __enter__(self) -> Self:
        """Return the executor itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers, and Ray if it was started here."""
        self._opened.close()

    def cut_files(
        self, files: Sequence[FoundFile], cutter: Cutter, encoder: Encoder
    ) -> Generator[Cut]:
        """See `qa.indexing.executor.Executor.cut_files`."""
        if not files:
            return
        tasks = self._started(encoder, files[0].place)
        setup = setup_of(cutter)
        waiting: deque[tuple[list[FoundFile], Future[list[bytes]]]] = deque()
        size = 0
        try:
            each = max(1, min(GROUP_FILES, len(files) // (_GROUPS_EACH * tasks.size)))
            for group in groups_of(files, each, GROUP_BYTES):
                size += _bytes(group)
                while waiting and (len(waiting) > _ahead(tasks) or size > MOST_BYTES):
                    size -= _bytes(waiting[0][0])
                    yield from _results(*waiting.popleft(), cutter)
                plain = [asdict(item) for item in group]
                waiting.append((group, tasks.submit("cut", plain, setup)))
            while waiting:
                yield from _results(*waiting.popleft(), cutter)
        finally:
            for _, future in waiting:
                future.cancel()

    def encoding(self, encoder: Encoder) -> RayEncoding:
        """See `qa.indexing.executor.Executor.encoding`."""
        return RayEncoding(lambda: self._started(encoder, ""), encoder.dimension)

    def workers(self) -> list[tuple[str, int]]:
        """The node and the process of each worker that is ready."""
        return self._tasks.workers() if self._tasks else []

    def _started(self, encoder: Encoder, probe: str) -> Tasks:
        if self._tasks and self._key == encoder.key:
            return self._tasks
        self._opened.close()
        if self._progress:
            self._progress(Progress("starting", 0, 0, "workers"))
        expected = encoder.encode_passages(REFERENCE_TEXTS).astype(np.float32)
        if not probe or unseen(probe):  # none was given, or it is gone
            probe = os.sep
        with ExitStack() as opened:
            connection = opened.enter_context(connected(self._address, self._cores))
            ray = connection.ray
            actor = ray.remote(num_cpus=1, max_restarts=0, scheduling_strategy="SPREAD")(NodeWorker)
            tasks = Tasks(
                ray,
                lambda: actor.remote(encoder.name, encoder.key),
                connection.cores,
                probe,
                lambda node: check_node(node, probe, expected),
                NodeWorker(encoder.name, encoder.key),
            )
            opened.callback(tasks.close)
            self._opened = opened.pop_all()
        self._tasks, self._key = tasks, encoder.key
        return tasks


class RayEncoding:
    """An `qa.indexing.vector_reuse.Encoding` by the workers."""

    def __init__(self, started: Callable[[], Tasks], dimension: int) -> None:
        self._started = started
        self._dimension = dimension
        self._futures: set[Future[Any]] = set()
        self.ahead = 1

    def submit(self, texts: Sequence[str]) -> Encoded:
        """Hand passages to the workers, some to each."""
        tasks = self._started()
        self.ahead = 1 + _ahead(tasks) * PASSAGES // BATCH_PASSAGES
        parts = [list(texts[at : at + PASSAGES]) for at in range(0, len(texts), PASSAGES)]
        futures = [tasks.submit("encode", part) for part in parts]
        for future in futures:
            self._futures.add(future)
            future.add_done_callback(self._futures.discard)
        return _Joined(futures, self._dimension)

    def close(self) -> None:
        """Drop what has not begun. What the workers have in hand nobody waits for."""
        for future in list(self._futures):
            future.cancel()


class _Joined:
    """The vectors of the parts of a batch."""

    def __init__(self, futures: Sequence[Future[tuple[bytes, int]]], dimension: int) -> None:
        self._futures = futures
        self._dimension = dimension

    def result(self) -> tuple[Vectors, int]:
        """See `qa.indexing.vector_reuse.Encoded.result`."""
        found = [future.result() for future in self._futures]
        data = b"".join(each for each, _ in found)
        return opened_vectors(data, self._dimension), sum(longer for _, longer in found)


def groups_of(files: Sequence[FoundFile], most: int, most_bytes: int) -> Iterator[list[FoundFile]]:
    """Files in groups of at most `most`, and of `most_bytes` unless one alone has more."""
    group: list[FoundFile] = []
    size = 0
    for item in files:
        if group and (len(group) == most or size + item.size > most_bytes):
            yield group
            group, size = [], 0
        group.append(item)
        size += item.size
    if group:
        yield group


def _results(group: list[FoundFile], future: Future[list[bytes]], cutter: Cutter) -> Generator[Cut]:
    for item, data in zip(group, future.result(), strict=True):
        state, result = opened_result(data)
        if isinstance(result, DocumentError) and not state.file_sha256 and sha256(item):
            # A node doesn't see the file, or no longer; this machine does.
            with closing(cut_files([item], cutter)) as here:
                yield from here
        else:
            yield item, state, result


def _ahead(tasks: Tasks) -> int:
    """Tasks of a kind that may wait for their turn: what keeps all workers busy, and some more."""
    return (PER_WORKER + 1) * tasks.size


def _bytes(group: Sequence[FoundFile]) -> int:
    return sum(item.size for item in group)
