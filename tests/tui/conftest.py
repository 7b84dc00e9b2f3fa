"""What the tests of the interface share. Nothing of the person who runs them is read or written."""

from __future__ import annotations

import asyncio
import inspect
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeBackend
from textual.pilot import Pilot

import qa
from qa.datatypes import Answer, Filter
from tui.app import QaApp, build
from tui.backend import Backend

PATIENCE = float(os.environ.get("QA_PATIENCE", "300"))  # seconds, for machines that are busy


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run tests that are coroutines."""
    if not inspect.iscoroutinefunction(pyfuncitem.function):
        return None
    names = inspect.signature(pyfuncitem.function).parameters
    asyncio.run(pyfuncitem.function(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


@pytest.fixture(autouse=True, scope="session")
def patient_pilot() -> Iterator[None]:
    """Textual's pilot gives up after 30 seconds, which a busy machine needs for a few widgets."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pilot._wait_for_screen, "__defaults__", (PATIENCE,))
        yield


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Conversations and settings go here; no editor and no desk are known."""
    monkeypatch.setenv("QA_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "config"))
    for name in (
        "EDITOR", "VISUAL", "DISPLAY", "WAYLAND_DISPLAY", "SSH_TTY", "SSH_CONNECTION",
        "QA_DEBUG", "NO_COLOR", "TEXTUAL_DRIVER",
    ):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def fake() -> FakeBackend:
    """A collection that always says the same."""
    return FakeBackend()


@pytest.fixture
def app(fake: FakeBackend) -> QaApp:
    """The app over it."""
    return build(backend=fake, watching=False)


class Decided(qa.Engine):
    """The real engine, except that a word in the question decides whether it refuses.

    So these tests show the interface, whatever the reader makes of a question.
    """

    def ask(
        self, question: str, *, top: int = 3, only: Filter | None = None,
        threshold: float | None = None,
    ) -> Answer:  # fmt: skip
        threshold = 1.1 if "World Cup" in question else 0.0
        return super().ask(question, top=top, only=only, threshold=threshold)


def decided(index: Path | None, *, paths: list[Path] | None) -> Decided:
    """Opens such an engine."""
    engine = qa.open(index, paths=paths)
    engine.__class__ = Decided
    return engine  # type: ignore[return-value]


@pytest.fixture(scope="session")
def seeds_backend(seeds_index: Path) -> Iterator[Backend]:
    """The two seed articles, really indexed and really asked. Don't change it."""
    backend = Backend(seeds_index, opener=decided)
    yield backend
    backend.close()


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
