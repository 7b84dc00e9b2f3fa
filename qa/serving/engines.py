"""Engines that take turns at the questions of many clients, and how many may wait.

An engine answers one question at a time. `workers` of them answer side by side; each holds its own
reader and index in memory.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from qa.errors import ServerBusy

if TYPE_CHECKING:
    from qa.async_engine import AsyncEngine
    from qa.engine import Engine

Result = TypeVar("Result")


class Engines:
    """A queue in front of some engines; used from one event loop."""

    def __init__(
        self, engines: Sequence[AsyncEngine], *, most: int = 256, seconds: float = 60.0
    ) -> None:
        self._engines = tuple(engines)
        self._free = deque(self._engines)
        self._waiting: deque[asyncio.Future[AsyncEngine]] = deque()
        self._most = most
        self._seconds = seconds
        self.stopping = False
        self.pending = 0  # waiting and being answered

    async def run(self, work: Callable[[Engine], Result]) -> Result:
        """Return `work(engine)` of the next engine that is free.

        Raises what it raises, and ServerBusy when too many wait, after too long, or at the stop.
        """
        if self.stopping:
            raise ServerBusy("The server is stopping.")
        if self.pending >= self._most:
            raise ServerBusy(f"{self.pending} questions are waiting.")
        self.pending += 1
        try:
            async with asyncio.timeout(self._seconds):
                engine = await self._next()
                try:
                    return await engine.call(work)
                finally:
                    self._give_back(engine)
        except TimeoutError:
            raise ServerBusy(f"No answer within {self._seconds:g} seconds.") from None
        finally:
            self.pending -= 1

    def stop(self) -> None:
        """Take no more work: what waits is refused, what has begun is finished."""
        self.stopping = True
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_exception(ServerBusy("The server is stopping."))

    async def close(self) -> None:
        """Stop, and close the engines after what has begun."""
        self.stop()
        for engine in self._engines:
            await engine.close()

    async def _next(self) -> AsyncEngine:
        """Return the engine that is free next: whoever came first is served first."""
        if self._free:  # which it is only while nobody waits
            return self._free.popleft()
        waiting: asyncio.Future[AsyncEngine] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            return await waiting
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled():
                self._give_back(waiting.result())  # it came together with the timeout
            raise

    def _give_back(self, engine: AsyncEngine) -> None:
        # Handed over directly: a newcomer can't take it before the one who waits wakes up.
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(engine)
                return
        self._free.append(engine)
