"""The chat from its first screen to its exit code; before it, the choice of what to chat with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa import library
from tui import garbage, settings, user_folders
from tui.app import build

if TYPE_CHECKING:
    from textual.events import Event

    from tui.picker import Choice


def run(index: Path | str | None) -> int:
    """Show the chat with the index in a folder, or with what is chosen; return the exit code.

    `index` may be the address of a shared collection, which is asked and read. Without `index` it
    is what the current folder belongs to; one that belongs to no collection is offered first in a
    list of those there are. Raises UsageError on a bad `qa.toml`.
    """
    building = False
    typed: list[Event] = []
    here = _current_folder()
    if index is None and not library.known_here(here):
        choice, typed = _pick(here)
        if choice is None:
            return 0
        index, building = _opened(choice)
    while True:
        app = build(index, building=building)
        app.typed_before = typed
        app.owns_process = True
        app.run()
        if not app.switching:
            return app.return_code or 0
        choice, typed = _pick(here)
        if choice is not None:  # else the same one again
            index, building = _opened(choice)


def _pick(here: Path | None) -> tuple[Choice | None, list[Event]]:
    """What was chosen, and what was typed after that."""
    from tui.picker import PickerApp  # most chats begin without it

    garbage.settle()
    theme = settings.load(user_folders.config_folder()).theme
    picker = PickerApp(here, library.collections(unnamed=True), theme)
    chosen = picker.run()
    return chosen, [*picker.typed_after, *picker.unhandled]


def _opened(choice: Choice) -> tuple[Path | None, bool]:
    """The folder of the index that was chosen, and whether it is to be built."""
    if choice.folder is None:
        return choice.index, False
    return library.target([choice.folder]).index, True


def _current_folder() -> Path | None:
    try:
        return Path.cwd()
    except FileNotFoundError:  # it was deleted
        return None
