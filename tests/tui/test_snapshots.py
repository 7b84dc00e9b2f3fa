"""How the screens look, at three sizes, dark and light, kept as text in `snapshots/`.

A snapshot holds the characters of the screen, then for each line its styles as runs. After a
wanted change: QA_UPDATE_SNAPSHOTS=1 python -m pytest tests/tui/test_snapshots.py, and read the
diff. A test that fails leaves a picture (SVG) in its temporary folder.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style

from qa.datatypes import Progress
from tests.support.fake_backend import DAMAGED, REPORT, TURKEY, WORLD_CUP, FakeBackend
from tests.support.pilot import ask, screen_text, until
from tui.app import QaApp, build
from tui.pace import Pacer
from tui.themes import DARK, LIGHT

FOLDER = Path(__file__).parent / "snapshots"
SIZES = ((200, 50), (120, 40), (80, 24))
Scene = Callable[[Any, QaApp, FakeBackend], Awaitable[None]]


async def first_start(pilot: Any, app: QaApp, fake: FakeBackend) -> None:
    await until(pilot, lambda: "Build the index" in screen_text(app))


async def answer(pilot: Any, app: QaApp, fake: FakeBackend) -> None:
    await ask(pilot, TURKEY)


async def refusal(pilot: Any, app: QaApp, fake: FakeBackend) -> None:
    await ask(pilot, WORLD_CUP)
    await pilot.press("escape", "enter")


async def source_pane(pilot: Any, app: QaApp, fake: FakeBackend) -> None:
    await ask(pilot, TURKEY)
    await pilot.press("alt+1")
    await until(pilot, lambda: app.chat.pane.view.evidence_line)


async def library(pilot: Any, app: QaApp, fake: FakeBackend) -> None:
    await pilot.press("f2")
    await until(pilot, lambda: "2 of 2 documents" in screen_text(app))
    await pilot.press("down")
    await until(pilot, lambda: app.focused is app.screen.documents)
    await pilot.press("space")
    await until(pilot, lambda: "1 chosen" in screen_text(app))
    preview = "The United States is still in talks"  # of the row the cursor is on now
    await until(pilot, lambda: app.screen.size.width < 110 or preview in screen_text(app))


async def indexing(pilot: Any, app: QaApp, fake: FakeBackend) -> None:
    await until(pilot, lambda: app.state.warm)
    await pilot.press("f5")
    await until(pilot, lambda: app.state.pace and app.state.pace.rate)


async def help_page(pilot: Any, app: QaApp, fake: FakeBackend) -> None:
    await pilot.press("f1")
    await until(pilot, lambda: "Alt+Enter" in screen_text(app))


async def error(pilot: Any, app: QaApp, fake: FakeBackend) -> None:
    await until(pilot, lambda: app.state.warm)
    fake.fake.fails["ask"] = DAMAGED
    await ask(pilot, TURKEY)


SCENES: dict[str, Scene] = {
    "first-start": first_start,
    "answer": answer,
    "refusal": refusal,
    "source-pane": source_pane,
    "library": library,
    "indexing": indexing,
    "help": help_page,
    "error": error,
}


def look(app: QaApp) -> str:
    """The screen as text: its characters, then the styles of each line, then what these are."""
    names: dict[str, str] = {}
    lines: list[str] = []
    runs: list[str] = []
    for strip in app.screen._compositor.render_strips():
        lines.append(strip.text.rstrip())
        row: list[list[Any]] = []
        for segment in strip:
            style = _described(segment.style or Style.null())
            name = names.setdefault(style, _letter(len(names)))
            if row and row[-1][1] == name:
                row[-1][0] += segment.cell_length
            else:
                row.append([segment.cell_length, name])
        runs.append(" ".join(f"{cells}{name}" for cells, name in row))
    # Lines that look the same are written once, with how often.
    counted: list[list[Any]] = []
    for run in runs:
        if counted and counted[-1][1] == run:
            counted[-1][0] += 1
        else:
            counted.append([1, run])
    styles = [f"{count} x {run}" for count, run in counted]
    legend = [f"{name} = {style}" for style, name in names.items()]
    return "\n".join([*lines, "---", *styles, "---", *legend]) + "\n"


def _described(style: Style) -> str:
    """Colours and attributes, not the meta data of clicks and offsets."""
    return str(style.without_color.clear_meta_and_links()) + (
        f" {style.color.name if style.color else 'default'}"
        f" on {style.bgcolor.name if style.bgcolor else 'default'}"
    )


def _letter(number: int) -> str:
    return (
        chr(ord("a") + number)
        if number < 26
        else f"{_letter(number // 26 - 1)}{_letter(number % 26)}"
    )


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("name", SCENES)
async def test_looks(name, theme, tmp_path):
    fake = FakeBackend()
    fake.fake.missing = name == "first-start"
    if name == "indexing":
        fake.waits = True
        steps = [Progress("embedding", done, 28_072, "documents") for done in (0, 1_200)]
        fake.events = [*steps, REPORT]
    app = build(backend=fake, watching=False)
    app.theme = theme
    times = iter([0.0, 40.0, *[40.0] * 100])
    differing: list[str] = []
    async with app.run_test(size=SIZES[0]) as pilot:
        app.chat.prompt.cursor_blink = False
        await until(pilot, lambda: app.state.name)
        app._start_pacer = lambda: Pacer(lambda: next(times))
        await SCENES[name](pilot, app, fake)
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            await pilot.pause(0.05)
            await pilot.pause()
            seen = look(app)
            path = FOLDER / f"{name}-{theme.removeprefix('qa-')}-{width}x{height}.txt"
            if os.environ.get("QA_UPDATE_SNAPSHOTS"):
                path.parent.mkdir(exist_ok=True)
                path.write_text(seen, "utf-8")
            elif not path.exists() or path.read_text("utf-8") != seen:
                differing.append(path.name)
                (tmp_path / path.name).write_text(seen, "utf-8")
                app.save_screenshot(str(tmp_path / f"{path.stem}.svg"))
        for update in fake.updates:
            update.stop()
    assert not differing, f"{', '.join(differing)}: see {tmp_path}"
