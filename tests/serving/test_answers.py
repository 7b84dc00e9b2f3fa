"""Answers that are given again: only while index and files are as they were."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from qa.async_engine import AsyncEngine
from qa.errors import IndexNotFound, ServerBusy
from qa.serving import answers
from qa.serving.answers import Answers
from qa.serving.engines import Engines
from qa.serving.operations import Outcome


class Fake:
    """An engine of which the test says in which state it is."""

    def __init__(self) -> None:
        self.now = "store:1 clean"
        self.looks = 0
        self.asked: list[str] = []
        self.unchecked = 0
        self.gate: Callable[[], Any] = lambda: None
        self.looking: Callable[[], Any] = lambda: None

    def state(self) -> str:
        self.looks += 1
        self.looking()
        if not self.now:
            raise IndexNotFound("There is no index.")
        return self.now

    def close(self) -> None:
        pass


@pytest.fixture
def fake(monkeypatch) -> Fake:
    engine = Fake()

    def perform(engine: Fake, name: str, values: Any, *, local: bool) -> Outcome:
        engine.gate()
        engine.asked.append(values["question"])
        commit = engine.now.split(" ")[0]
        stale = {"unchecked": engine.unchecked}
        number = len(engine.asked)
        data = {"answer": number, "receipt": {"index_state": commit}, "stale": stale}
        return Outcome(f"{name} {number}", data)

    monkeypatch.setattr(answers, "perform", perform)
    return engine


def opened(fake: Fake, workers: int = 1) -> Answers:
    engines = Engines([AsyncEngine(fake) for _ in range(workers)])
    return Answers(engines, AsyncEngine(fake))


async def ask(pool: Answers, question: str = "why?", local: bool = False, **more: Any) -> int:
    found = await pool.perform("ask", {"question": question, **more}, local=local)
    return found.data["answer"]


def test_the_same_question_is_answered_once_while_nothing_changes(fake):
    async def main() -> None:
        pool = opened(fake)
        assert [await ask(pool) for _ in range(5)] == [1] * 5
        assert fake.asked == ["why?"]
        assert pool.repeated == 4
        assert fake.looks == 5  # before each answer, as without a store
        assert await ask(pool, "who?") == 2
        assert await ask(pool, top=1) == 3  # other options, other answer
        assert await ask(pool, local=True) == 4  # with other paths
        await pool.close()

    asyncio.run(main())


def test_a_commit_or_a_change_of_files_ends_what_is_stored(fake):
    async def main() -> None:
        pool = opened(fake)
        assert await ask(pool) == 1
        fake.now = "store:2 clean"
        assert await ask(pool) == 2
        fake.now = "store:2 stale: 40 new files"
        assert await ask(pool) == 3
        assert await ask(pool) == 3
        await pool.close()

    asyncio.run(main())


def test_an_answer_from_another_state_than_was_looked_at_is_not_stored(fake):
    def commit() -> None:  # between the look and the answer
        fake.now = "store:2 clean"
        fake.gate = lambda: None

    fake.gate = commit

    async def main() -> None:
        pool = opened(fake)
        assert await ask(pool) == 1
        fake.now = "store:1 clean"
        assert await ask(pool) == 2
        fake.unchecked = 7
        assert await ask(pool, "who?") == 3
        assert await ask(pool, "who?") == 4  # some files were not looked at
        await pool.close()

    asyncio.run(main())


def test_equal_questions_that_come_together_share_one_run(fake):
    release = threading.Event()
    fake.gate = lambda: release.wait(10)

    async def main() -> None:
        pool = opened(fake, workers=2)
        asking = [asyncio.create_task(ask(pool)) for _ in range(20)]
        while not pool.engines.pending:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        asking[3].cancel()  # one who leaves takes nothing from the others
        release.set()
        found = await asyncio.gather(*asking, return_exceptions=True)
        assert isinstance(found.pop(3), asyncio.CancelledError)
        assert found == [1] * 19
        await pool.close()

    asyncio.run(main())


def test_looks_that_come_together_are_one_that_begins_after_all_of_them(fake):
    begun, release = threading.Event(), threading.Event()

    def looking() -> None:
        begun.set()
        release.wait(10)

    fake.looking = looking

    async def main() -> None:
        pool = opened(fake)
        first = asyncio.create_task(ask(pool))
        await asyncio.to_thread(begun.wait, 10)
        fake.now = "store:2 clean"  # while the first look is under way
        others = [asyncio.create_task(ask(pool)) for _ in range(10)]
        await asyncio.sleep(0.05)
        release.set()
        await asyncio.gather(first, *others)
        assert fake.looks == 2
        await pool.close()

    asyncio.run(main())


def test_what_is_stored_is_bounded(fake, monkeypatch):
    monkeypatch.setattr(answers, "MOST", 3)

    async def main() -> None:
        pool = opened(fake)
        for question in "abcd":
            await ask(pool, question)
        assert await ask(pool, "d") == 4
        assert await ask(pool, "a") == 5  # the oldest is gone
        monkeypatch.setattr(answers, "MOST_CHARACTERS", 10)
        await ask(pool, "e")
        assert len(pool._stored) == 0
        await pool.close()

    asyncio.run(main())


def test_without_an_index_and_at_the_stop_the_engines_decide(fake):
    async def main() -> None:
        pool = opened(fake)
        fake.now = ""
        fake.gate = lambda: setattr(fake, "now", "store:1 clean")  # it is built
        assert await ask(pool) == 1
        pool.engines.stop()
        with pytest.raises(ServerBusy):
            await ask(pool, "who?")
        await pool.close()

    asyncio.run(main())
