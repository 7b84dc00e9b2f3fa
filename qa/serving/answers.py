"""Questions that are asked again while nothing has changed, answered once.

Before a stored answer is given the files are looked at, as before a new one: it counts for the same
state of index and files only. Looks and equal questions that come together share one run.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qa.errors import QaError
from qa.serving.operations import Outcome, perform

if TYPE_CHECKING:
    from qa.async_engine import AsyncEngine
    from qa.serving.engines import Engines

MOST = 512  # answers that are stored
MOST_CHARACTERS = 16 << 20  # of their texts and values together

Key = tuple[str, str, bool]


class Answers:
    """Does operations on engines, and stores the answers; used from one event loop.

    `looking` is an engine of its own for looks at the files, which need not wait behind questions;
    without it nothing is stored.
    """

    def __init__(self, engines: Engines, looking: AsyncEngine | None = None) -> None:
        self.engines = engines
        self.repeated = 0  # questions that were answered without an engine
        self._looking = looking
        self._stored: OrderedDict[Key, tuple[Outcome, int]] = OrderedDict()
        self._size = 0
        self._running: dict[Key, asyncio.Task[Outcome]] = {}
        self._state = ""
        self._look: asyncio.Task[str] | None = None  # that is running
        self._next_look: asyncio.Task[str] | None = None  # begins when it has ended

    async def perform(self, name: str, values: Mapping[str, Any], *, local: bool) -> Outcome:
        """Do an operation as `qa.serving.operations.perform` does. Raises QaError."""
        if name != "ask" or self._looking is None:
            return await self._run(name, values, local)
        try:
            state = await self._current_state()
        except QaError:  # such as that there is no index yet, which is built first
            return await self._run(name, values, local)
        if state != self._state:
            self._state = state
            self._stored.clear()
            self._size = 0
        asked = json.dumps(values, sort_keys=True, default=str)
        key = (state, asked, local)
        if found := self._stored.get(key):
            self._stored.move_to_end(key)
            self.repeated += 1
            return found[0]
        running = self._running.get(key)
        if running is None:
            running = asyncio.create_task(self._answered(key, name, values))
            self._running[key] = running
            running.add_done_callback(lambda _: self._running.pop(key, None))
        else:
            self.repeated += 1
        # One who leaves doesn't take the answer from the others who wait for it.
        return await asyncio.shield(running)

    async def close(self) -> None:
        """Close the engines, after what has begun."""
        await self.engines.close()
        if self._looking is not None:
            await self._looking.close()

    async def _run(self, name: str, values: Mapping[str, Any], local: bool) -> Outcome:
        return await self.engines.run(lambda engine: perform(engine, name, values, local=local))

    async def _answered(self, key: Key, name: str, values: Mapping[str, Any]) -> Outcome:
        outcome = await self._run(name, values, key[2])
        receipt = outcome.data.get("receipt") or {}
        # Made from another commit than was looked at: right, but for another state.
        same = key[0].startswith(f"{receipt.get('index_state')} ")
        if same and key[0] == self._state and outcome.data["stale"]["unchecked"] == 0:
            self._store(key, outcome)
        return outcome

    def _store(self, key: Key, outcome: Outcome) -> None:
        size = len(outcome.text) + len(json.dumps(outcome.data))
        self._stored[key] = (outcome, size)
        self._size += size
        while len(self._stored) > MOST or self._size > MOST_CHARACTERS:
            _, (_, gone) = self._stored.popitem(last=False)
            self._size -= gone

    async def _current_state(self) -> str:
        """The state of index and files by a look that begins after this call."""
        if self._next_look is None:
            self._next_look = asyncio.create_task(self._look_after(self._look))
        return await asyncio.shield(self._next_look)

    async def _look_after(self, before: asyncio.Task[str] | None) -> str:
        if before is not None:
            await asyncio.wait([before])
        self._look, self._next_look = self._next_look, None
        assert self._looking is not None
        return await self._looking.call(lambda engine: engine.state())
