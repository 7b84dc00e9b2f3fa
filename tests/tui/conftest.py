"""What the tests of the interface share. Nothing of the person who runs them is read or written."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.fake_backend import FakeBackend
from tests.support.pilot import PATIENCE, decided
from tui.app import QaApp, build
from tui.backend import Backend


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
    """Conversations, settings and collections go here; no editor and no desk are known."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("QA_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "config"))
    for name in (
        "EDITOR", "VISUAL", "DISPLAY", "WAYLAND_DISPLAY", "SSH_TTY", "SSH_CONNECTION",
        "QA_DEBUG", "NO_COLOR", "COLORFGBG", "TEXTUAL_DRIVER",
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


@pytest.fixture(scope="session")
def seeds_backend(seeds_index: Path) -> Iterator[Backend]:
    """The two seed articles, really indexed and really asked. Don't change it."""
    backend = Backend(seeds_index, opener=decided)
    yield backend
    backend.close()
