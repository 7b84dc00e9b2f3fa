"""Engines that take turns at the questions of many clients, and how many may wait.

An engine answers one question at a time. `workers` of them answer side by side; each holds its own
reader and index in memory.
"""

from __future__ import annotations

import asyncio
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
        self._free: asyncio.LifoQueue[AsyncEngine] = asyncio.LifoQueue()
        for engine in reversed(self._engines):
            self._free.put_nowait(engine)
        self._waiting: set[asyncio.Future[AsyncEngine]] = set()
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
                    self._free.put_nowait(engine)
        except TimeoutError:
            raise ServerBusy(f"No answer within {self._seconds:g} seconds.") from None
        finally:
            self.pending -= 1

    def stop(self) -> None:
        """Take no more work: what waits is refused, what has begun is finished."""
        self.stopping = True
        for each in self._waiting:
            each.cancel()

    async def close(self) -> None:
        """Stop, and close the engines after what has begun."""
        self.stop()
        for engine in self._engines:
            await engine.close()

    async def _next(self) -> AsyncEngine:
        if not self._free.empty():
            return self._free.get_nowait()
        getting = asyncio.ensure_future(self._free.get())
        self._waiting.add(getting)
        try:
            return await getting
        except asyncio.CancelledError:
            if getting.done() and not getting.cancelled():
                self._free.put_nowait(getting.result())  # it came together with the timeout
            if self.stopping:
                raise ServerBusy("The server is stopping.") from None
            raise
        finally:
            self._waiting.discard(getting)
