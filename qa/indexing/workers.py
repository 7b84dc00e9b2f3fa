"""Files are read and cut by worker processes, so that one bad file stops nothing.

A file on which a worker dies, computes too long or needs too much memory is skipped with that
reason, and the others go on in a new worker. Results come in the order of the files and are what
one process alone would have made.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from qa.documents.found_file import FoundFile
from qa.documents.loaders import MAX_BYTES, Uncontained
from qa.documents.loaders.ocr import Unrecognised
from qa.documents.loaders.tesseract import PAGE_COMPUTING
from qa.errors import DocumentError
from qa.indexing.cut_messages import from_message
from qa.indexing.cutter import Cut, Cutter, Result, cut_at_hand
from qa.indexing.light_files import burden, plain, quick
from qa.indexing.process_state import runnable
from qa.indexing.worker_messages import receive, send

MANY = 30  # files from which on all are read by workers
MEMORY = 2 << 30  # bytes of address space that a worker may have
_SECONDS = 20  # of computing that a file may take,
_SECONDS_PER_MIB = 8  # and more for long ones; 12 MiB of one-letter lines, the worst, take 20
_PATIENCE = 5  # times as long on the clock, for the machine may be busy, or the file be waited for
_START_SECONDS = 60  # on the clock, until a worker is ready
_MOST_WORKERS = 8
_AHEAD = 4  # files asked for in advance, for each worker, whatever they are,
_FURTHER = 2_000  # and small ones: workers go on while what they read is committed and published
_BURDEN = 16 << 20
_BEAT = 0.2  # seconds between two looks at the clock
_IDLE_BEATS = 5  # in a row: what waits that long behind its deadline is waiting for good
_PROGRAM = (  # isolated, for the current folder may hold a json.py; then with the parent's imports
    "import sys, json; sys.path[:] = json.loads(sys.argv[1])\n"
    "from qa.indexing.worker import main; main()"
)


def cut_files(files: Sequence[FoundFile], cutter: Cutter) -> Generator[Cut]:
    """Read and cut files, in their order: each with what it holds, or why it is skipped.

    Ends all workers when it is exhausted or closed. Raises StorageError.
    """
    pool = Pool(cutter)
    try:
        waiting: deque[tuple[FoundFile, Future[Cut] | None]] = deque()
        taken = 0
        for item in files:
            apart = len(files) >= MANY or not quick(item)
            future = pool.submit(item) if apart and cutter.tokenizer else None
            waiting.append((item, future))
            taken += burden(item)
            while len(waiting) > pool.ahead and (taken > _BURDEN or len(waiting) > _FURTHER):
                taken -= burden(waiting[0][0])
                yield _first(waiting, cutter, pool)
        while waiting:
            yield _first(waiting, cutter, pool)
    finally:
        pool.close()


def _first(waiting: deque[tuple[FoundFile, Future[Cut] | None]], cutter: Cutter, pool: Pool) -> Cut:
    item, future = waiting.popleft()
    if future:
        return future.result()
    cut = cut_at_hand(item, partial(cutter.here, contained=cutter.tokenizer is None))
    if isinstance(cut[2], Uncontained):  # of a format whose small files can do harm, too
        return pool.submit(item).result()
    return cut


class _Unstartable(Exception):
    """No worker can be started here."""


class Pool:
    """Workers, started when they are needed, each served by a thread. Close it at the end."""

    def __init__(self, cutter: Cutter, size: int | None = None) -> None:
        """At most `size` workers at once; by default one for each core, up to `_MOST_WORKERS`."""
        self._cutter = cutter
        size = size or min(os.cpu_count() or 1, _MOST_WORKERS)
        self.ahead = _AHEAD * size
        self._threads = ThreadPoolExecutor(size, "qa-worker")
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._watch: threading.Thread | None = None
        self._closed = threading.Event()
        self._unstartable = not sys.executable  # inside another program

    def submit(self, item: FoundFile) -> Future[Cut]:
        """Have a file read and cut, within the limits. Its result may raise StorageError."""
        return self._threads.submit(cut_at_hand, item, self._cut)

    def close(self) -> None:
        """Kill the workers, whatever they are doing, and wait for their end."""
        self._closed.set()
        with self._lock:
            workers = list(self._all)
        for worker in workers:
            worker.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in list(self._all):  # one that was just being started
            worker.kill()
            worker.reap()
        if self._watch:
            self._watch.join()

    def _cut(self, item: FoundFile) -> Result:
        if self._unstartable:
            return self._cutter.here(item)
        try:
            worker = self._take()
        except _Unstartable:
            if self._closed.is_set():  # nobody waits for it
                raise
            self._unstartable = True
            return self._cutter.here(item)
        result, alive = worker.cut(item)
        with self._lock:
            if alive:
                self._idle.append(worker)
            else:
                self._all.discard(worker)
        if not alive:
            worker.reap()
        return result

    def _take(self) -> _Worker:
        """An idle worker, or a new one. Raises _Unstartable."""
        with self._lock:
            if self._closed.is_set():
                raise _Unstartable
            if self._idle:
                return self._idle.pop()
            if self._watch is None:
                self._watch = threading.Thread(target=self._end_late, daemon=True)
                self._watch.start()
            worker = _Worker(self._cutter)
            self._all.add(worker)
        if not worker.ready():
            with self._lock:
                self._all.discard(worker)
            worker.kill()
            worker.reap()
            raise _Unstartable
        return worker

    def _end_late(self) -> None:
        """Kill the workers that are at a file for too long."""
        while not self._closed.wait(_BEAT):
            with self._lock:
                workers = list(self._all)
            for worker in workers:
                if worker.overdue():
                    worker.late = True
                    worker.kill()


class _Worker:
    """One process, see `qa.indexing.worker`. Raises _Unstartable."""

    def __init__(self, cutter: Cutter) -> None:
        self.late = False
        self._idle_beats = 0  # in a row, behind the deadline
        self.deadline: float | None = time.monotonic() + _START_SECONDS
        path = [os.path.abspath(each) for each in sys.path if each]
        root = str(Path(__file__).parents[2])
        command = [sys.executable, "-I", "-c", _PROGRAM, json.dumps([root, *path])]
        limits = {"TOKENIZERS_PARALLELISM": "false", "MALLOC_ARENA_MAX": "2"}
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **limits},
                process_group=None if sys.platform == "win32" else 0,
            )
        except (OSError, ValueError) as error:
            raise _Unstartable from error
        self._setup = {
            "settings": asdict(cutter.settings),
            "tokenizer": str(cutter.tokenizer),
            "memory": MEMORY,
            "ocr": asdict(cutter.ocr),
        }

    def ready(self) -> bool:
        """Wait until it is ready; whether it is."""
        reply, _ = self._ask(self._setup, _START_SECONDS)
        return reply is not None

    def cut(self, item: FoundFile) -> tuple[Result, bool]:
        """What a file holds or why it is skipped, and whether the worker still lives."""
        seconds = _SECONDS + _SECONDS_PER_MIB * (min(item.size, MAX_BYTES) >> 20)
        request = {"path": item.place, "source": item.source, "seconds": seconds}
        request["plain"] = plain(item)
        reply, code = self._ask(request, seconds * _PATIENCE)
        if reply is None:
            return DocumentError(self._death(code, seconds)), False
        if "skipped" in reply:
            kind = Unrecognised if reply.get("pictures") else DocumentError
            return kind(str(reply["skipped"])), True
        try:
            return from_message(reply["file"]), True
        except (KeyError, ValueError):
            self.kill()
            return DocumentError("Can't be read: what its loader made of it is no document."), False

    def overdue(self) -> bool:
        """Whether it is behind its deadline, and not for want of a core. Ask at every beat.

        Of one that computes or would if it could, the system limits the computing.
        """
        if self.deadline is None or time.monotonic() <= self.deadline:
            self._idle_beats = 0
            return False
        self._idle_beats = 0 if runnable(self._process.pid) else self._idle_beats + 1
        return self._idle_beats >= _IDLE_BEATS

    def kill(self) -> None:
        """End it at once, and a program that it has started."""
        with suppress(OSError):
            if sys.platform != "win32" and self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()

    def reap(self) -> None:
        """Wait for its end and let go of its pipes."""
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):  # what was not sent to a dead process
                    pipe.close()

    def _ask(self, message: dict[str, Any], seconds: float) -> tuple[dict[str, Any] | None, int]:
        """The reply, or None and the exit code of a worker that has died."""
        requests, replies = self._process.stdin, self._process.stdout
        assert requests
        assert replies
        self.deadline = time.monotonic() + seconds
        reply = None
        with suppress(OSError, ValueError):
            send(requests, message)
            reply = receive(replies)
            while reply is not None and "alive" in reply:  # at another page, recognising it
                self.deadline = time.monotonic() + max(seconds, _PATIENCE * PAGE_COMPUTING)
                reply = receive(replies)
        self.deadline = None
        if reply is not None:
            return reply, 0
        try:
            return None, self._process.wait(1)
        except subprocess.TimeoutExpired:  # it closed its pipe and does not end
            self.kill()
            return None, self._process.wait()

    def _death(self, code: int, seconds: int) -> str:
        if self.late or (sys.platform != "win32" and code == -signal.SIGXCPU):
            return f"Reading it takes longer than {seconds} seconds."
        if code < 0:
            with suppress(ValueError):
                return f"Reading it ended its process ({signal.Signals(-code).name})."
        return f"Reading it ended its process (exit code {code})."
