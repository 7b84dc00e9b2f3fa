"""Engines that take turns, with engines of which each question takes as long as the test says."""

from __future__ import annotations

import asyncio
import threading

import pytest

from qa.async_engine import AsyncEngine
from qa.errors import ServerBusy
from qa.serving.engines import Engines


class Closable:
    closed = False

    def close(self) -> None:
        self.closed = True


def engines(count: int = 1, **limits) -> Engines:
    return Engines([AsyncEngine(Closable()) for _ in range(count)], **limits)


def test_calls_of_one_engine_never_overlap_and_come_in_order():
    running, order = [0], []

    def work(number: int) -> int:
        running[0] += 1
        assert running[0] == 1
        order.append(number)
        running[0] -= 1
        return number

    async def main() -> None:
        pool = engines()
        calls = (pool.run(lambda _, number=number: work(number)) for number in range(50))
        assert await asyncio.gather(*calls) == list(range(50))
        assert order == list(range(50))
        assert pool.pending == 0
        await pool.close()

    asyncio.run(main())


def test_nobody_who_waits_is_overtaken():
    """Clients that ask again at once take turns, so that none waits for ever."""
    answered = [0] * 8

    async def client(pool: Engines, number: int) -> None:
        for _ in range(25):
            await pool.run(lambda _: None)
            answered[number] += 1
            assert max(answered) - min(answered) <= 1

    async def main() -> None:
        pool = engines()
        await asyncio.gather(*(client(pool, number) for number in range(8)))
        await pool.close()

    asyncio.run(main())


def test_several_engines_answer_side_by_side():
    meeting = threading.Barrier(3, timeout=10)

    async def main() -> None:
        pool = engines(3)
        await asyncio.gather(*(pool.run(lambda _: meeting.wait()) for _ in range(3)))
        await pool.close()

    asyncio.run(main())


def test_too_many_are_refused_and_errors_pass_through():
    release = threading.Event()

    async def main() -> None:
        pool = engines(most=2)
        waiting = [asyncio.create_task(pool.run(lambda _: release.wait(10))) for _ in range(2)]
        await asyncio.sleep(0.05)
        with pytest.raises(ServerBusy, match="2 questions are waiting"):
            await pool.run(lambda _: None)
        release.set()
        assert await asyncio.gather(*waiting) == [True, True]
        with pytest.raises(ZeroDivisionError):
            await pool.run(lambda _: 1 // 0)
        assert await pool.run(lambda _: "next") == "next"
        await pool.close()

    asyncio.run(main())


def test_what_takes_too_long_is_given_up_and_the_engine_is_used_again():
    release = threading.Event()

    async def main() -> None:
        pool = engines(seconds=0.1)
        with pytest.raises(ServerBusy, match=r"within 0\.1 seconds"):
            await pool.run(lambda _: release.wait(10))
        release.set()
        assert await pool.run(lambda _: "next") == "next"
        await pool.close()

    asyncio.run(main())


def test_a_stop_refuses_what_waits_and_finishes_what_has_begun():
    begun, release = threading.Event(), threading.Event()

    def work(_) -> str:
        begun.set()
        release.wait(10)
        return "finished"

    async def main() -> None:
        pool = engines()
        first = asyncio.create_task(pool.run(work))
        await asyncio.to_thread(begun.wait, 10)
        second = asyncio.create_task(pool.run(work))
        await asyncio.sleep(0.05)
        pool.stop()
        with pytest.raises(ServerBusy, match="stopping"):
            await second
        with pytest.raises(ServerBusy, match="stopping"):
            await pool.run(work)
        release.set()
        assert await first == "finished"
        await pool.close()

    asyncio.run(main())


def test_the_engine_for_asyncio_asks_and_searches(seeds_index):
    import qa

    async def main() -> None:
        async with qa.open_async(seeds_index) as collection:
            answer, hits = await asyncio.gather(
                collection.ask("why was Turkey removed from F-35?", top=1),
                collection.search("waiver", top=2),
            )
            assert answer.answered
            assert len(answer.evidence) == 1
            assert [hit.rank for hit in hits] == [1, 2]
            with pytest.raises(qa.UsageError):
                await collection.ask("")
        await collection.close()  # a second time
        assert (await collection.ask("why was Turkey removed from F-35?", top=1)) is not None
        await collection.close()

    asyncio.run(main())
