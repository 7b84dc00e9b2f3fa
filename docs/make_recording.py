"""Record a session of the chat with the seeds as an animated SVG, as the program really answers.

python docs/make_recording.py     (from the root of the project, with its own interpreter)

What differs from run to run, the milliseconds of an answer, is left out; nothing else is changed.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.terminal_theme import TerminalTheme
from svg_recording import Frame, animated, row
from untimed import UntimedBackend

from qa.engine import open as open_engine
from tui.app import QaApp, build
from tui.themes import DARK, THEMES

ROOT = Path(__file__).parents[1]
RECORDING = ROOT / "docs" / "pictures" / "session.svg"
SIZE = (116, 30)
LABEL = "A session of qa: a question answered with quoted sentences, their article beside it"
GROUND = THEMES[DARK].background or "#000000"

# What is done, and how long it is looked at: text is typed, the rest are keys.
Step = tuple[str, float]
SESSION: tuple[Step, ...] = (
    ("", 2.0),
    ("type:why was Turkey removed from F-35?", 0.6),
    ("enter", 4.0),
    ("alt+1", 3.5),
    ("alt+n", 3.0),
    ("escape", 1.0),
    ("type:has it switched on the S-400?", 0.6),
    ("enter", 4.5),
    ("type:Who won the 2018 World Cup?", 0.6),
    ("enter", 4.0),
)
POSTER = "alt+1"  # what viewers without animation show
_KEY_SECONDS = 0.06


def main() -> None:
    """Index a copy of the seeds, run the session, write the recording."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ["QA_CONFIG"], os.environ["QA_STATE"] = str(home / "config"), str(home / "state")
        shutil.copytree(ROOT / "seeds", home / "seeds")
        os.chdir(home)
        with open_engine() as engine:
            engine.sync()
        frames, poster = asyncio.run(_record())
    picture = animated(frames, ground=GROUND.lower(), label=LABEL, poster=poster)
    RECORDING.write_text(picture, encoding="utf-8")


async def _record() -> tuple[list[Frame], int]:
    app = build(backend=UntimedBackend(), watching=False)
    frames: list[Frame] = []
    poster = 0
    async with app.run_test(size=SIZE) as pilot:
        chat = app.chat
        chat.prompt.cursor_blink = False
        await _until(pilot, lambda: chat.openings.starters is not None)
        for what, seconds in SESSION:
            await _do(pilot, app, what, frames)
            frames.append(Frame(_rows(app), seconds))
            poster = len(frames) - 1 if what == POSTER else poster
    app.backend.close()
    return frames, poster


async def _do(pilot: Any, app: QaApp, what: str, frames: list[Frame]) -> None:
    if what.startswith("type:"):
        for character in what.removeprefix("type:"):
            app.chat.type(character)
            await pilot.pause()
            frames.append(Frame(_rows(app), _KEY_SECONDS))
        return
    if what:
        await pilot.press(what)
    await _until(pilot, lambda: all(turn.done for turn in app.chat.conversation.turns))
    await pilot.pause(1)  # articles are fetched, what changed is painted
    await pilot.pause()


async def _until(pilot: Any, condition: Callable[[], Any]) -> None:
    while not condition():
        await pilot.pause(0.1)
    await pilot.pause()


def _rows(app: QaApp) -> tuple[Any, ...]:
    theme = TerminalTheme((17, 21, 26), (221, 227, 234), [(0, 0, 0)] * 8)
    return tuple(row(strip, theme) for strip in app.screen._compositor.render_strips())


if __name__ == "__main__":
    main()
