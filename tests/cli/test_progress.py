"""What is said of an update that a question has to wait for."""

from __future__ import annotations

import time

import pytest

from qa.cli import progress
from qa.datatypes import Progress

BEGIN, END = Progress("updating", 0, 0, "index"), Progress("updating", 1, 1, "index")


@pytest.fixture
def patience(monkeypatch) -> float:
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    return 0.05


def test_a_quick_update_is_not_mentioned(capsys, patience):
    with progress.late_progress() as report:
        report(BEGIN)
        report(Progress("embedding", 0, 3, "documents"))
        report(END)
        time.sleep(4 * patience)
    assert capsys.readouterr().err == ""


def test_a_slow_update_is_mentioned_once_with_what_it_does(capsys, patience):
    with progress.late_progress() as report:
        report(BEGIN)
        report(Progress("embedding", 0, 3, "documents"))
        time.sleep(4 * patience)
        report(END)
    captured = capsys.readouterr()
    assert captured.err == (
        "qa: files have changed; updating the index with 3 documents first ...\n"
    )
    assert captured.out == ""


def test_one_that_fails_is_not_mentioned_later(capsys, patience):
    def failing() -> None:
        with progress.late_progress() as report:
            report(BEGIN)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    time.sleep(4 * patience)
    assert capsys.readouterr().err == ""
