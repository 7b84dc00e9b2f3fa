"""Driving the interface in tests: ask, wait, look at the screen."""

from __future__ import annotations

import inspect
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import qa
from qa.datatypes import Answer, Filter
from tui.app import QaApp

PATIENCE = float(os.environ.get("QA_PATIENCE", "300"))  # seconds, for machines that are busy


class Decided(qa.Engine):
    """The real engine, except that a word in the question decides whether it refuses.

    So these tests show the interface, whatever the reader makes of a question.
    """

    def ask(
        self, question: str, *, top: int = 3, only: Filter | None = None,
        threshold: float | None = None, fresh: bool = True,
    ) -> Answer:  # fmt: skip
        threshold = 1.1 if "World Cup" in question else 0.0
        return super().ask(question, top=top, only=only, threshold=threshold, fresh=fresh)


def decided(index: Path | None, *, paths: list[Path] | None) -> Decided:
    """Opens such an engine."""
    engine = qa.open(index, paths=paths)
    engine.__class__ = Decided
    return engine  # type: ignore[return-value]


async def until(pilot: Any, condition: Callable[[], Any], what: str = "") -> None:
    """Wait until something has become so."""
    ends = time.monotonic() + PATIENCE
    while not condition():
        await pilot.pause(0.02)
        said = what or inspect.getsource(condition).strip()
        assert time.monotonic() < ends, f"not within {PATIENCE:.0f} s: {said}"
    await pilot.pause()


async def ask(pilot: Any, question: str) -> None:
    """Type a question into the box, send it, wait until it is answered."""
    app: QaApp = pilot.app
    turns = app.chat.conversation.turns
    before = len(turns)
    app.chat.prompt.text = question
    app.chat.prompt.focus()
    await pilot.press("enter")
    await until(pilot, lambda: len(app.chat.conversation.turns) > before, "asked")
    await until(pilot, lambda: all(turn.done for turn in app.chat.conversation.turns), "answered")


def screen_text(app: QaApp) -> str:
    """What stands on the screen, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)
