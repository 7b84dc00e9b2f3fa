"""Functions run in processes of their own, forked from one that has imported everything."""

from __future__ import annotations

import errno
import json
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import QaError

from . import notifying
from .calls import SHORTCUTS, Tracee
from .faults import Fate, Fault

_LONGEST = 120.0  # seconds that anything may take


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended, and what it left."""

    value: Any = None
    error: tuple[str, str, str] | None = None  # a QaError's type, message and hint
    crash: str = ""  # the traceback of any other exception
    signal: int = 0
    seconds: float = 0.0
    kilobytes: int = 0  # of memory at most
    said: str = ""  # on stdout and stderr

    @property
    def killed(self) -> bool:
        """Whether it was killed as it was meant to be."""
        return self.signal == signal.SIGKILL

    @property
    def trouble(self) -> str:
        """What no process of ours may do: end by a signal or an exception that isn't ours."""
        if self.signal:
            return f"ended by {signal.Signals(self.signal).name}: {self.said[-500:]}"
        return self.crash

    def result(self) -> Any:
        """What the function returned. Raises RuntimeError when it didn't."""
        if self.trouble or self.error:
            raise RuntimeError(self.trouble or " ".join(self.error or ()))
        return self.value


class Running:
    """A process that runs a function, watched or not."""

    def __init__(
        self,
        function: Callable[[], Any],
        *,
        watch: Path | None = None,
        fault: Fault | None = None,
        kill_after: float | None = None,
        longest: float = _LONGEST,
    ) -> None:
        self._report = os.memfd_create("report")
        self._output = os.memfd_create("output")
        self._fault = fault
        self._kill_after = kill_after
        self._longest = longest
        mine, theirs = socket.socketpair()
        sys.stdout.flush()
        sys.stderr.flush()
        self.started = time.perf_counter()
        self.pid = os.fork()
        if self.pid == 0:
            mine.close()
            self._child(function, theirs, watched=fault is not None)
        theirs.close()
        self._listener: notifying.Listener | None = None
        self._tracee: Tracee | None = None
        if fault is not None:
            if watch is None:
                raise ValueError("a fault needs a folder")
            _, (listener, *_), _, _ = socket.recv_fds(mine, 1, 1)
            self._listener = notifying.Listener(listener)
            self._tracee = Tracee(self.pid, watch)
        mine.close()

    def _child(self, function: Callable[[], Any], to: socket.socket, *, watched: bool) -> None:
        """Run the function and end the process."""
        for stream in (1, 2):
            os.dup2(self._output, stream)
        said: dict[str, Any]
        try:
            if watched:
                listener = notifying.install()
                socket.send_fds(to, [b"."], [listener])
                os.close(listener)
            to.close()
            said = {"value": function()}
        except QaError as error:
            said = {"error": [type(error).__name__, error.message, error.hint]}
        except BaseException:  # noqa: BLE001 - whatever it was, the parent is told
            said = {"crash": traceback.format_exc()}
        try:
            os.write(self._report, json.dumps(said).encode())
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(0)

    def wait(self) -> Ended:
        """Answer the calls of the process until it has ended."""
        until = self.started + self._longest
        kill_at = None if self._kill_after is None else self.started + self._kill_after
        pidfd = os.pidfd_open(self.pid)
        poll = select.poll()
        poll.register(pidfd, select.POLLIN)
        if self._listener:
            poll.register(self._listener.descriptor, select.POLLIN)
        try:
            while True:
                now = time.perf_counter()
                if now > until or (kill_at is not None and now > kill_at):
                    os.kill(self.pid, signal.SIGKILL)
                    kill_at, until = None, until + 60
                left = (until if kill_at is None else min(kill_at, until)) - now
                ready = dict(poll.poll(max(left, 0) * 1000))
                if self._listener and ready.get(self._listener.descriptor, 0) & select.POLLIN:
                    self._decide(self._listener)
                elif pidfd in ready:
                    return self._ended()
        finally:
            os.close(pidfd)

    def kill(self) -> None:
        """SIGKILL."""
        os.kill(self.pid, signal.SIGKILL)

    def _decide(self, listener: notifying.Listener) -> None:
        asked = listener.receive()
        if asked is None:
            return
        assert self._tracee is not None
        assert self._fault is not None
        if asked.name in SHORTCUTS:
            listener.refuse(asked, errno.ENOSYS)
            return
        call = self._tracee.decode(asked)
        fate = Fate.GO_ON if call is None else self._fault.at(call)
        if call is None or fate is Fate.GO_ON:
            listener.go_on(asked)
        elif fate is Fate.FULL:
            listener.refuse(asked, errno.ENOSPC)
        elif fate is Fate.SHORT:
            listener.answer(asked, self._tracee.part(call, self._fault.share))
        else:
            if fate is Fate.TEAR:
                self._tracee.part(call, self._fault.share)
            self.kill()

    def _ended(self) -> Ended:
        _, status, usage = os.wait4(self.pid, 0)
        seconds = time.perf_counter() - self.started
        if self._listener and self._tracee:
            self._listener.close()
            self._tracee.close()
        said = json.loads(_all(self._report) or b"{}")
        error = said.get("error")
        return Ended(
            value=said.get("value"),
            error=tuple(error) if error else None,
            crash=said.get("crash", ""),
            signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            seconds=seconds,
            kilobytes=usage.ru_maxrss,
            said=_all(self._output).decode("utf-8", "replace"),
        )


def run(function: Callable[[], Any], **how: Any) -> Ended:
    """Run a function in a process of its own; see `Running`."""
    return Running(function, **how).wait()


def _all(descriptor: int) -> bytes:
    size = os.fstat(descriptor).st_size
    data = os.pread(descriptor, size, 0)
    os.close(descriptor)
    return data
