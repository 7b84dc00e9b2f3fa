"""Palette, help, themes, keys, clipboard, and what is imported when."""

from __future__ import annotations

import json
import sys

import pytest
from rich.color import Color, ColorSystem
from textual.color import Color as Shade
from textual.css.stylesheet import Stylesheet

from qa.errors import DocumentError, StoreError
from tests.support.builders import python
from tests.support.fake_backend import TURKEY
from tests.support.pilot import ask, screen_text, until
from tui import clipboard
from tui.app import build
from tui.failures import commands_as_keys, explain
from tui.screens.help import key_name, rows
from tui.suggestions import starters
from tui.themes import DARK, LIGHT, THEMES


async def test_help_names_every_key(app):
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: "Everywhere" in screen_text(app))
        shown = screen_text(app)
        for text in ("Ctrl+N", "Shift+F5", "Every action, and any document by name", "Alt+1 to 9"):
            assert text in shown
        listed = [row for topic in app.screen.topics for row in rows(topic)]
        assert app.screen.topics[0].heading == "Chat"  # where one is comes first
        await pilot.press("escape")
        assert app.screen is app.chat
        await pilot.press("f2", "f1")
        assert app.screen.topics[0].heading == "Library"
    keys = {key for key, _ in listed}
    assert {"F1", "F2", "F3", "F5", "Ctrl+O", "Ctrl+R", "Ctrl+S", "Ctrl+T", "n", "p", "o"} <= keys
    assert all(what for _, what in listed)
    assert key_name("shift+enter,ctrl+j") == "Shift+Enter"


@pytest.mark.parametrize("key", ["f1", "f2", "f8", "ctrl+p", "ctrl+o"])
async def test_a_window_that_is_closed_while_it_opens(app, key, monkeypatch):
    """Its widgets may be gone before it is mounted, as where keys come quickly."""
    from textual.screen import Screen

    async with app.run_test(size=(80, 24)) as pilot:
        chat = app.chat
        pushed: list[Screen] = []
        push = app.push_screen

        def push_and_leave(screen, *args, **options):
            pushed.append(screen)
            mounted = push(screen, *args, **options)
            app.pop_screen()
            return mounted

        monkeypatch.setattr(app, "push_screen", push_and_leave)
        await pilot.press(key)
        monkeypatch.undo()
        await pilot.pause(0.1)
        assert pushed
        assert app.screen is chat
        assert app._exception is None
        await pilot.press(key)
        assert app.screen is not chat


@pytest.mark.parametrize("key", ["f1", "ctrl+p", "ctrl+o"])
async def test_nothing_of_the_chat_stands_beside_a_window_in_a_narrow_terminal(app, key):
    """The first signs of its lines did, and the end of the rule above the box."""
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press(key)
        await until(pilot, lambda: app.screen is not app.chat and app.screen.query(".window"))
        window = app.screen.query_one(".window").region
        for at, line in enumerate(screen_text(app).splitlines()):
            beside = line[: window.x] + line[window.right :]
            assert not beside.strip(), line
            assert window.y <= at < window.bottom or not line.strip()
        await pilot.press("escape")
        await until(pilot, lambda: "fighter jet" in screen_text(app))


async def test_the_theme_is_kept(app, fake):
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.theme == DARK
        await pilot.press("ctrl+t")
        assert app.theme == LIGHT
        await until(pilot, lambda: not list(app.workers))
    again = build(backend=fake, watching=False)
    assert again.theme == LIGHT


async def test_themes_of_others_work_too(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        for name in ("nord", "textual-ansi", "textual-light"):
            if name in app.available_themes:
                app.theme = name
                await pilot.pause()
        assert "[1]" in screen_text(app)


PAIRS = [
    ("foreground", "background"), ("foreground", "surface"), ("foreground", "qa-passage"),
    ("foreground", "qa-evidence"), ("qa-cite", "qa-cursor"), ("qa-muted", "qa-cursor"),
    ("foreground", "qa-cursor"), ("qa-muted", "background"),
    ("qa-muted", "surface"), ("qa-cite", "background"), ("qa-cite", "surface"),
    ("qa-span", "qa-evidence"), ("qa-span", "background"), ("qa-refusal", "background"),
    ("qa-error", "background"), ("qa-done", "background"),
]  # fmt: skip


def colours(theme: str) -> dict[str, str]:
    made = THEMES[theme]
    own = {"foreground": made.foreground, "background": made.background, "surface": made.surface}
    return {**made.variables, **{name: value or "" for name, value in own.items()}}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_is_readable(theme, front, back):
    """At least 4.5 to 1, as WCAG asks of text."""

    def luminance(name: str) -> float:
        parts = [each / 255 for each in Shade.parse(colours(theme)[name]).rgb]
        red, green, blue = (
            each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(front), luminance(back)))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_is_readable_in_16_colours(theme, front, back):
    """A terminal with 16 colours takes the nearest: text must not become its ground."""
    held = colours(theme)
    one, other = (Color.parse(held[each]).downgrade(ColorSystem.STANDARD) for each in (front, back))
    assert one.number != other.number


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_the_cursor_is_seen_in_16_colours(theme, ground):
    held = colours(theme)
    cursor, under = (
        Color.parse(held[each]).downgrade(ColorSystem.STANDARD) for each in ("qa-cursor", ground)
    )
    assert cursor.number != under.number


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (
            ["The Pentagon is pressing for a national security exemption for sanctions",
             "U.S. still pressing Turkey to 'walk away' from Russian missile purchase"],
            ("Why is the Pentagon pressing for a national security exemption?",
             "What is said about Turkey?", "What is said about the Pentagon?"),
        ),
        (["Severance Packages"],
         ("What are Severance Packages?", "What is said about Severance Packages?")),
        (["Getting Started"], ("What is said about Getting Started?",)),
        (["Notes on storage"], ("What is said about “Notes on storage”?",)),
        (["Why Dogs Bark At Night"], ("What is said about “Why Dogs Bark At Night”?",)),
        (["", " \x1b[2J"], ("What is said about “␛[2J”?",)),
        ([], ()),
    ],
)  # fmt: skip
def test_questions_made_of_titles(titles, expected):
    assert starters(titles) == expected


def test_the_system_s_clipboard(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(clipboard.shutil, "which", lambda name: f"/bin/{name}")
    assert clipboard.program() is None
    monkeypatch.setenv("DISPLAY", ":0")
    assert clipboard.program() == ["xclip", "-selection", "clipboard"]
    monkeypatch.setenv("WAYLAND_DISPLAY", "w")
    assert clipboard.program() == ["wl-copy"]
    monkeypatch.setenv("SSH_TTY", "/dev/pts/0")
    assert clipboard.program() is None
    monkeypatch.delenv("SSH_TTY")
    monkeypatch.setattr(clipboard, "program", lambda: ["false"])
    assert not clipboard.fill("x")
    monkeypatch.setattr(clipboard, "program", lambda: ["no-such-program"])
    assert not clipboard.fill("x")
    monkeypatch.setattr(clipboard, "program", lambda: ["cat"])
    assert clipboard.fill("text \udce9")


FIRST_PAINT = """
import asyncio, json, sys
from qa.errors import DocumentError, StoreError
from tui.app import build

seen = {}

async def main():
    app = build(watching=False)
    app.open_collection = lambda: None  # what comes after the first picture
    async with app.run_test(size=(80, 24)):
        seen["modules"] = sorted(sys.modules)

asyncio.run(main())
print(json.dumps(seen["modules"]))
"""


def test_nothing_heavy_before_the_first_picture(own_home):
    done = python(FIRST_PAINT, cwd=own_home)
    assert done.returncode == 0, done.stderr
    tops = {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}
    assert "textual" in tops
    heavy = {"numpy", "faiss", "onnxruntime", "tantivy", "tokenizers", "torch", "transformers"}
    assert not tops & heavy


ON_TERMINAL = """
import gc, sys, types
import qa.cli

command_line = sys.modules["qa.cli.run"]
command_line.can_draw = lambda: True
chat = types.ModuleType("tui.start")
chat.run = lambda index: print(index, gc.isenabled(), "click" in sys.modules) or 0
sys.modules["tui.start"] = chat
print(int(command_line.main(sys.argv[1:])))
"""


@pytest.mark.parametrize("words", [[], ["chat"]])
def test_the_chat_is_opened_without_what_reads_the_command_line(own_home, words):
    done = python(ON_TERMINAL, *words, cwd=own_home)
    assert done.stdout == "None False False\n0\n", done.stderr


GARBAGE = """
import asyncio, gc
from tui.app import build

async def main():
    app = build(watching=False)
    app.owns_process = True
    gc.disable()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
    print(gc.isenabled(), gc.get_freeze_count() > 10_000)

asyncio.run(main())
"""


def test_garbage_is_looked_for_after_the_first_picture(own_home):
    done = python(GARBAGE, cwd=own_home)
    assert done.stdout == "True True\n", done.stderr


async def test_the_first_picture_is_styled_once_with_its_theme(app, monkeypatch):
    again: list[bool] = []
    reparse = Stylesheet.reparse
    monkeypatch.setattr(
        Stylesheet, "reparse", lambda sheet: (again.append(True), reparse(sheet))[1]
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert not again
        assert app.screen.background_colors[1].hex == THEMES[DARK].background.upper()
        app.action_toggle_theme()
        await pilot.pause()
        assert again
        assert app.screen.background_colors[1].hex == THEMES[LIGHT].background.upper()


def test_the_command_line_imports_no_interface_without_a_terminal(own_home):
    code = "import sys; from qa.cli import main; main([]); print('textual' in sys.modules)"
    done = python(code, cwd=own_home)
    assert done.stdout.startswith("Usage: qa")
    assert done.stdout.endswith("False\n")


def test_the_chat_needs_a_terminal(own_home):
    code = "import sys; from qa.cli import main; sys.exit(main(['chat']))"
    done = python(code, cwd=own_home)
    assert done.returncode == 2
    assert done.stderr == (
        'qa: The chat needs a terminal that can move its cursor. Ask with qa ask "..." instead.\n'
    )


def test_commands_of_the_shell_become_keys():
    held = "They stay, in case a disk is missing; 'qa index --prune' removes them."
    assert commands_as_keys(held).endswith(
        "; Ctrl+P, “Remove documents that are gone”, removes them."
    )
    assert explain(DocumentError("No.")).hint.endswith(
        "F3 in the library lists every skipped file."
    )
    assert explain(StoreError("No.")).hint == "Rebuild it with Shift+F5."
