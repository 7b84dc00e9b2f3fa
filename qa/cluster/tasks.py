"""Tasks given to the workers of a Ray cluster, and again to others when a worker is lost.

A thread hands them out in the order in which they came, a few at a time to each worker, so that
what is on its way is bounded. A lost worker (killed, out of memory, its node gone) is replaced, if
the cluster has room, and its tasks go to the front of the queue. A task that has lost several
workers is done by this process, within the same limits.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from qa.errors import ClusterError, QaError

PER_WORKER = 2  # tasks: one in hand, and one so that it need not wait for the next
_TRIES = 3  # workers that a task may lose
_STARTS = 3  # workers in a row that may end before they are ready
_START_SECONDS = 300.0  # without any worker; a busy machine takes a minute for the first
_CLOSE_SECONDS = 2.0
_BEAT = 0.05


@dataclass(slots=True, eq=False)
class _Task:
    method: str
    arguments: tuple[Any, ...]
    future: Future[Any] = field(default_factory=Future)
    lost: int = 0  # workers


@dataclass(slots=True, eq=False)
class _Actor:
    handle: Any
    ready: bool = False
    place: tuple[str, int] = ("", 0)  # its node and its process
    tasks: int = 0  # that it has


class Tasks:
    """The workers and their tasks. Close it at the end."""

    def __init__(
        self,
        ray: Any,
        start: Callable[[], Any],
        size: int,
        probe: str,
        check: Callable[[dict[str, Any]], None],
        here: Any,
    ) -> None:
        """Start `size` workers: `start` gives a handle on an actor of class `NodeWorker`.

        `check` raises ClusterError when what `NodeWorker.ready` gives for `probe` is not good
        enough; `here` is a `NodeWorker` of this process.
        """
        self.size = size
        self._ray, self._start, self._probe, self._check = ray, start, probe, check
        self._here = here
        self._alone: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()
        self._queue: deque[_Task] = deque()
        self._error: QaError | None = None
        self._closed = threading.Event()
        self._actors: list[_Actor] = []
        self._starting: dict[Any, _Actor] = {}
        self._running: dict[Any, tuple[_Task, _Actor]] = {}
        self._failed_starts = 0
        self._alive = time.monotonic()  # when a worker was last there
        self._thread = threading.Thread(target=self._run, name="qa-cluster", daemon=True)
        self._thread.start()

    def submit(self, method: str, *arguments: Any) -> Future[Any]:
        """Have a method of a worker called. Its future raises QaError if that is impossible."""
        task = _Task(method, arguments)
        with self._lock:
            if self._error is None:
                self._queue.append(task)
                return task.future
        task.future.set_exception(self._error)
        return task.future

    def workers(self) -> list[tuple[str, int]]:
        """The node and the process of each worker that is ready."""
        return [each.place for each in self._actors if each.ready]

    def close(self) -> None:
        """End the workers, whatever they are doing, and cancel what has not been done."""
        self._closed.set()
        self._thread.join()
        if self._alone:
            self._alone.shutdown(wait=True, cancel_futures=True)
        self._here.close()
        self._fail(ClusterError("The work was stopped."))
        with suppress(Exception):  # Ray may be gone by now
            idle = [each for each in self._actors if each.ready and not each.tasks]
            closing = [each.handle.close.remote() for each in idle]
            if closing:
                self._ray.wait(closing, num_returns=len(closing), timeout=_CLOSE_SECONDS)
        for each in self._actors:
            with suppress(Exception):
                self._ray.kill(each.handle)

    def _run(self) -> None:
        try:
            for _ in range(self.size):
                self._begin_worker()
            while not self._closed.is_set():
                self._hand_out()
                self._take_in()
                self._look_at_clock()
        except QaError as error:
            self._fail(error)
        except Exception as error:  # noqa: BLE001  # whatever Ray raises when its cluster is gone
            self._fail(ClusterError(f"The cluster is lost: {_reason(error)}."))

    def _begin_worker(self) -> None:
        actor = _Actor(self._start())
        self._actors.append(actor)
        self._starting[actor.handle.ready.remote(self._probe)] = actor

    def _hand_out(self) -> None:
        while True:
            free = [each for each in self._actors if each.ready and each.tasks < PER_WORKER]
            if not free:
                return
            with self._lock:
                if not self._queue:
                    return
                task = self._queue.popleft()
            if task.future.cancelled():
                continue
            actor = min(free, key=lambda each: each.tasks)
            call = getattr(actor.handle, task.method).remote(*task.arguments)
            actor.tasks += 1
            self._running[call] = task, actor

    def _take_in(self) -> None:
        calls = [*self._starting, *self._running]
        if not calls:
            time.sleep(_BEAT)
            return
        done, _ = self._ray.wait(calls, num_returns=1, timeout=_BEAT)
        for call in done:
            if call in self._starting:
                self._started(call, self._starting.pop(call))
            else:
                self._ended(call, *self._running.pop(call))

    def _started(self, call: Any, actor: _Actor) -> None:
        try:
            found = self._ray.get(call)
        except self._ray.exceptions.RayError as error:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS and not any(each.ready for each in self._actors):
                raise ClusterError(
                    f"No worker of the cluster starts: {_reason(error)}.",
                    "Every node needs this version of qa in the same Python.",
                ) from error
            self._lose(actor, again=self._failed_starts < _STARTS)
            return
        self._check(found)
        self._failed_starts = 0
        actor.ready, actor.place = True, (found["node"], found["pid"])

    def _ended(self, call: Any, task: _Task, actor: _Actor) -> None:
        actor.tasks -= 1
        errors = self._ray.exceptions
        try:
            found = self._ray.get(call)
        except errors.RayTaskError as error:  # raised by the method itself
            cause = error.cause if isinstance(error.cause, QaError) else None
            _settle(task, cause or ClusterError(f"A worker failed: {_reason(error.cause)}."))
        except errors.RayError:
            self._lose(actor, again=True)
            task.lost += 1
            if task.lost < _TRIES:
                with self._lock:
                    self._queue.appendleft(task)
            else:
                self._do_here(task)
        else:
            _settle(task, found)

    def _lose(self, actor: _Actor, *, again: bool) -> None:
        """A worker is lost; each of its tasks says so by itself."""
        if actor in self._actors:
            self._actors.remove(actor)
            with suppress(Exception):
                self._ray.kill(actor.handle)
            if again:
                self._begin_worker()

    def _do_here(self, task: _Task) -> None:
        self._alone = self._alone or ThreadPoolExecutor(1, "qa-cluster-here")

        def work() -> None:
            try:
                found = getattr(self._here, task.method)(*task.arguments)
            except Exception as error:  # noqa: BLE001  # is raised where the result is wanted
                _settle(task, error)
            else:
                _settle(task, found)

        self._alone.submit(work)

    def _look_at_clock(self) -> None:
        now = time.monotonic()
        if any(each.ready for each in self._actors):
            self._alive = now
        elif now - self._alive > _START_SECONDS:
            raise ClusterError(
                f"No worker of the cluster was ready within {_START_SECONDS:.0f} seconds.",
                "Its cores may be in use: see 'ray status'.",
            )

    def _fail(self, error: QaError) -> None:
        with self._lock:
            self._error = self._error or error
            waiting = [*self._queue, *(task for task, _ in self._running.values())]
            self._queue.clear()
        for task in waiting:
            _settle(task, self._error)


def _settle(task: _Task, found: Any) -> None:
    if task.future.cancelled():
        return
    with suppress(Exception):  # cancelled meanwhile, or done already
        if isinstance(found, BaseException):
            task.future.set_exception(found)
        else:
            task.future.set_result(found)


def _reason(error: BaseException | None) -> str:
    """The last line of what is often a whole traceback, without the full stop."""
    lines = str(error).strip().splitlines()
    return (lines[-1].strip() if lines else type(error).__name__).rstrip(".")
