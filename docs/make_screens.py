"""Draw the pictures of the terminal UI from the seeds, with what the program really answers.

python docs/make_screens.py     (from the root of the project, with its own interpreter)
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from svg_text import portable
from untimed import UntimedBackend

from qa.engine import open as open_engine
from tui.app import QaApp, build
from tui.state import Phase
from tui.themes import LIGHT

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
TURKEY = "why was Turkey removed from F-35?"
WORLD_CUP = "Who won the 2018 World Cup?"
SEVERAL = (
    "Has Turkey switched on the S-400?",
    "Which countries buy Russian weapons?",
    WORLD_CUP,
    TURKEY,
)


@dataclass(frozen=True)
class Picture:
    """What is done before a picture is taken: questions, then keys."""

    name: str
    size: tuple[int, int]
    questions: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    light: bool = False
    indexed: bool = True
    apart: bool = False  # each question begins a conversation


ALL = (
    Picture("tui-first-start", (80, 24), indexed=False),
    Picture("tui-welcome", (100, 24)),
    Picture("tui-answer", (80, 24), (TURKEY,)),
    Picture("tui-refusal", (80, 24), (WORLD_CUP,), ("escape", "enter")),
    Picture("tui-source-wide", (140, 36), (TURKEY,), ("alt+1",)),
    Picture("tui-source-light", (140, 36), (TURKEY,), ("alt+1",), light=True),
    Picture("tui-library", (110, 24), keys=("f2",)),
    Picture("tui-conversations", (100, 24), SEVERAL, ("ctrl+o", "down"), apart=True),
    Picture("tui-help", (100, 40), keys=("f1",)),
)


def main() -> None:
    """Index a copy of the seeds, then take every picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ["QA_CONFIG"] = str(home / "config")
        shutil.copytree(ROOT / "seeds", home / "seeds")
        os.chdir(home)
        for picture in sorted(ALL, key=lambda each: each.indexed):
            if picture.indexed and not (home / "index").exists():
                with open_engine() as engine:
                    engine.sync()
            os.environ["QA_STATE"] = str(home / picture.name)  # nothing of the one before
            asyncio.run(_take(picture))


async def _take(picture: Picture) -> None:
    app = build(backend=UntimedBackend(), watching=False)
    if picture.light:
        app.theme = LIGHT
    async with app.run_test(size=picture.size) as pilot:
        await _until(pilot, lambda: app.state.phase is not Phase.OPENING)
        if picture.indexed:
            await _until(pilot, lambda: app.state.warm and app.state.phase is Phase.READY)
        if picture.indexed and not picture.questions:
            await _until(pilot, lambda: app.chat.openings.starters is not None)
        for question in picture.questions:
            if picture.apart:
                await app.action_new()
                await pilot.pause(1.1)  # they stand in the order of their times
            await app.chat.ask(question)
            await _until(pilot, lambda: all(turn.done for turn in app.chat.conversation.turns))
        for key in picture.keys:
            await pilot.press(key)
            await pilot.pause(1)
        app.clear_notifications()
        await pilot.pause(1)
        await pilot.pause()  # and whatever that second has brought about
        _write(app, picture.name)
    app.backend.close()


async def _until(pilot: Any, condition: Callable[[], Any]) -> None:
    while not condition():
        await pilot.pause(0.1)


def _write(app: QaApp, name: str) -> None:
    picture = app.export_screenshot(title="qa")
    picture = re.sub(r"terminal-\d+", name, portable(picture))  # ids that stay
    (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
