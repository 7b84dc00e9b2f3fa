"""Looking at many files in a process of its own: what it finds, and what happens without it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

import qa
from qa.datatypes import Staleness
from qa.indexing import freshness, quick_check
from qa.indexing.quick_check import Looker
from qa.indexing.stat_process import NotLooked, StatProcess
from qa.indexing.stat_worker import MARK, different, rows_of
from qa.indexing.sync import sync
from tests.support.updates import fake_encoder, write

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows looks in a thread")

QUESTION = "Who bought 4 radios in Town4?"


@pytest.fixture
def docs(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr("qa.answering.reader.opening", lambda **_: lambda: None)
    monkeypatch.setattr(quick_check, "MANY", 1)
    monkeypatch.setattr(quick_check, "RACY_NS", 0)  # these were all written just now
    monkeypatch.setattr(freshness, "LAST_WAIT", 60.0)  # on a busy machine a start can take long
    fake_encoder(monkeypatch)
    for n in range(30):
        write(tmp_path / "docs" / f"d{n % 3}" / f"{n}.txt", story(n))
    sync(tmp_path / "index", [tmp_path / "docs"])
    return tmp_path / "docs"


def story(n: int) -> str:
    return f"Story {n}\n\nThe minister of Town{n} bought {n} radios.\n"


def process_of(engine: qa.Engine) -> StatProcess | None:
    return engine._session.looker().process


def test_edits_in_place_are_found_by_one_process(docs):
    with qa.open(docs.parent / "index") as engine:
        assert engine.ask(QUESTION, threshold=0).stale == Staleness()
        first = process_of(engine)
        assert first
        for name in ("Ludwig", "Miranda"):
            with (docs / "d0" / "3.txt").open("a") as file:
                file.write(f"\nGovernor {name} closed the harbour of Zanzibar.\n")
            answer = engine.ask(f"Did {name} close the harbour of Zanzibar?", threshold=0)
            assert any(name in each.text for each in answer.evidence)
            assert answer.stale == Staleness()
        assert process_of(engine) is first
    assert first._process.returncode is not None  # closed with the engine


@pytest.mark.parametrize("when", ["before", "between"])
def test_without_the_process_the_thread_looks(docs, monkeypatch, when):
    def refused(self):
        raise NotLooked

    with qa.open(docs.parent / "index") as engine:
        if when == "before":
            monkeypatch.setattr(StatProcess, "__init__", refused)
        assert engine.ask(QUESTION, threshold=0).stale == Staleness()
        if process := process_of(engine):
            os.kill(process._process.pid, signal.SIGKILL)
            process._process.wait()
        (docs / "d1" / "4.txt").write_text("Story\n\nGovernor Ludwig closed the harbour.\n")
        answer = engine.ask("Who closed the harbour?", threshold=0)
        assert answer.evidence[0].text == "Governor Ludwig closed the harbour."


def test_a_process_that_hangs_keeps_nobody_waiting(docs, monkeypatch):
    with qa.open(docs.parent / "index") as engine:
        engine.ask(QUESTION, threshold=0)
        process = process_of(engine)
        assert process
        os.kill(process._process.pid, signal.SIGSTOP)
        monkeypatch.setattr(freshness, "LAST_WAIT", 0.25)
        started = time.perf_counter()
        answer = engine.ask(QUESTION, threshold=0)
        assert time.perf_counter() - started < 5
        assert answer.answered
        assert answer.stale.unchecked == 30
        assert process_of(engine) is None  # the next look starts another
        monkeypatch.setattr(freshness, "LAST_WAIT", 60.0)
        assert engine.ask(QUESTION, threshold=0).stale == Staleness()


def test_a_name_that_holds_the_mark_is_looked_at_in_the_thread(docs):
    (docs / "d0" / f"odd{MARK}name.txt").write_text("Odd\n\nGovernor Otto closed the mine.\n")
    with qa.open(docs.parent / "index") as engine:
        assert (
            engine.ask("Who closed the mine?", threshold=0)
            .evidence[0]
            .text.startswith("Governor Otto")
        )
        assert engine.ask(QUESTION, threshold=0).stale == Staleness()
        assert process_of(engine) is None


def test_rows_and_differences(tmp_path):
    here = write(tmp_path / "a", "1")
    state = os.stat(here)
    good = ("a", state.st_size, state.st_mtime_ns, state.st_ino, state.st_ctime_ns)
    fields = MARK.join(map(str, good)).split(MARK)
    assert rows_of(fields * 2) == [good, good]
    with pytest.raises(ValueError, match="five"):
        rows_of([*fields, "more"])
    others = [(*good[:at], 7, *good[at + 1 :]) for at in range(1, 5)]

    def stat(source: str) -> os.stat_result:
        return os.stat(tmp_path / source)

    rows = [good, *others, ("gone", *good[1:]), ("\0", *good[1:])]
    assert different(rows, stat) == [1, 2, 3, 4, 5, 6]


def test_a_looker_can_be_closed_twice():
    looker = Looker()
    looker.close()
    looker.close()
