"""The engine for `asyncio`: the same calls, awaited, on one thread of their own.

An engine's calls must not overlap, so its thread takes one call after the other, in the order in
which they were made. Several `AsyncEngine`s may be open on one index.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from qa.datatypes import Answer, Filter, Hit, SimilarDocuments
from qa.engine import Engine
from qa.engine import open as open_engine

Result = TypeVar("Result")


def open_async(
    index: str | Path | None = None,
    *,
    paths: Sequence[str | Path] | None = None,
    encoder: str | None = None,
    collection: str | None = None,
    ocr: str | None = None,
) -> AsyncEngine:
    """Open a collection as `qa.open` does, for use from coroutines. Raises UsageError."""
    return AsyncEngine(
        open_engine(index, paths=paths, encoder=encoder, collection=collection, ocr=ocr)
    )


class AsyncEngine:
    """One collection. Use it as an asynchronous context manager, or await `close()`.

    A call that is cancelled while it waits is not begun; one that has begun runs to its end on
    the thread, and its result is dropped.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # All of an engine's calls come from one thread: FAISS is limited to one core for it.
        self._thread: ThreadPoolExecutor | None = None

    async def __aenter__(self) -> AsyncEngine:
        """Return the engine itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the engine."""
        await self.close()

    async def close(self) -> None:
        """Close the index and end the thread, after the calls that were made before.

        As with `Engine`, it is opened again when it is next used.
        """
        if self._thread is not None:
            thread = self._thread
            await self.call(lambda engine: engine.close())
            thread.shutdown(wait=False)
            self._thread = None

    async def call(self, work: Callable[[Engine], Result]) -> Result:
        """Return `work(engine)`, run on the engine's thread; its exceptions are raised here."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="qa-engine")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, work, self._engine)

    async def ask(
        self,
        question: str,
        *,
        top: int = 3,
        only: Filter | None = None,
        threshold: float | None = None,
        fresh: bool = True,
    ) -> Answer:
        """Answer a question or refuse. See `Engine.ask`."""
        return await self.call(
            lambda engine: engine.ask(
                question, top=top, only=only, threshold=threshold, fresh=fresh
            )
        )

    async def search(
        self, query: str, *, top: int = 10, only: Filter | None = None, fresh: bool = True
    ) -> tuple[Hit, ...]:
        """Return the passages that fit a query best. See `Engine.search`."""
        return await self.call(lambda engine: engine.search(query, top=top, only=only, fresh=fresh))

    async def similar(
        self, name: str, *, top: int = 10, only: Filter | None = None, fresh: bool = True
    ) -> SimilarDocuments:
        """Return the documents that are like one. See `Engine.similar`."""
        return await self.call(lambda engine: engine.similar(name, top=top, only=only, fresh=fresh))
