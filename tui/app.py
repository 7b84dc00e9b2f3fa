"""The application: its keys, screens, messages and clipboard.

Its base classes hold the state of the collection (`app_collection`), update it (`app_updates`) and
open conversations (`app_conversations`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.events import Event, Key, Paste
from textual.screen import Screen
from textual.widgets import Input, TextArea

from qa.datatypes import Filter
from qa.render.sanitize import visible_line
from tui import clipboard, user_folders
from tui.app_conversations import ConversationsApp
from tui.backend import Backend
from tui.conversations import Conversation
from tui.failures import explain
from tui.messages import Notice
from tui.screens.chat import ChatScreen
from tui.screens.reading import ReadingScreen
from tui.themes import COUNTERPARTS, DARK, LIGHT, THEMES, defaults
from tui.typing_keys import let_alt_through

_KEYS = {"esc": "Esc", "space": "Space"}
EARLY_SECONDS = 2.0  # for which keys wait for the first picture at most
QUIT_SECONDS = 3.0  # within which a second Ctrl+C quits


def build(
    index: Path | str | None = None,
    *,
    backend: Backend | None = None,
    watching: bool = True,
    building: bool = False,
) -> QaApp:
    """Make the app; with `building`, an index that is not there is built at once.

    Raises UsageError on a bad `qa.toml`.
    """
    let_alt_through()
    data, config = user_folders.data_folder(), user_folders.config_folder()
    app = QaApp(backend or Backend(index), data=data, config=config, watching=watching)
    app.building = building
    return app


class QaApp(ConversationsApp):
    """A chat with the documents."""

    TITLE = "qa"
    CSS_PATH: ClassVar[list[str]] = ["qa.tcss", "conversation.tcss", "article.tcss"]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="help", tooltip="This page"),
        Binding("f2", "library", "Library", id="library", tooltip="All documents"),
        Binding(
            "f5",
            "update",
            "Update",
            id="update",
            tooltip="Read changed files (automatically: see Ctrl+P)",
        ),
        Binding("shift+f5", "rebuild", "Rebuild the index", show=False, id="rebuild"),
        Binding("ctrl+n", "new", "New", id="new", priority=True, tooltip="New conversation"),
        Binding(
            "ctrl+o", "open", "Open", id="open", priority=True, tooltip="Earlier conversations"
        ),
        Binding("ctrl+s", "export", "Export the conversation", show=False, id="export"),
        Binding(
            "f8",
            "timeline",
            "Timeline",
            show=False,
            id="timeline",
            tooltip="What dated documents say, in order of date",
        ),
        Binding("ctrl+r", "ask_all", "Ask all documents again", show=False, id="ask-all"),
        Binding("ctrl+t", "toggle_theme", "Light or dark", show=False, id="theme"),
        Binding(
            "ctrl+c,super+c",
            "interrupt",
            "Copy, cancel, clear the box, or quit (twice)",
            show=False,
            id="interrupt",
            priority=True,
        ),
        Binding("ctrl+q", "quit", "Quit", show=False, id="quit", priority=True),
    ]

    def __init__(self, backend: Backend, *, data: Path, config: Path, watching: bool) -> None:
        super().__init__(backend, data=data, config=config, watching=watching)
        for name in {DARK, LIGHT, self.user_data.settings.theme}:
            self.register_theme(THEMES[name])
        self.theme = self.user_data.settings.theme
        self.stylesheet.set_variables(self.get_css_variables())
        self._early: list[Event] | None = []  # what was typed before the first picture
        self._styled = False
        self._quit_until = 0.0  # until then Ctrl+C quits

    def open_collection(self) -> None:
        """Open it after the first paint, which the other themes need not wait for either."""
        for theme in THEMES.values():
            self.register_theme(theme)
        super().open_collection()

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything again, but not for the theme of the start: nothing had another yet."""
        if self._styled:
            super().refresh_css(animate)
        self._styled = True

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our colours, for themes that don't set them."""
        return defaults()

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as the help writes it, short."""
        shown = super().get_key_display(binding)
        shown = _KEYS.get(shown, shown)
        return shown.upper() if shown.startswith("f") and shown[1:].isdecimal() else shown

    def get_default_screen(self) -> Screen[None]:
        """The chat."""
        return ChatScreen(Conversation(index=self.backend.index))

    def on_mount(self) -> None:
        """Keys that came before the first picture are for the box."""
        self.call_after_refresh(self._type_early)
        self.set_timer(EARLY_SECONDS, self._type_early)  # should there be none

    async def _type_early(self) -> None:
        early, self._early = self._early or [], None
        for each in early:
            await self.on_event(each)

    async def on_event(self, event: Event) -> None:
        """A key that types gets the field it types into; before that is there, it waits."""
        if self._early is not None and isinstance(event, Key | Paste):
            self._early.append(event)
            return
        # Keys that nobody had a use for come back, forwarded.
        if isinstance(event, Key) and not event.is_forwarded:
            screen = self.screen
            if isinstance(screen, ReadingScreen):
                screen.direct(event)
        await super().on_event(event)

    @on(Notice)
    def _notice(self, event: Notice) -> None:
        self.show_message(event.text, severity="error" if event.failure else "information")

    def action_toggle_theme(self) -> None:
        """Light or dark."""
        self.choose_theme(COUNTERPARTS.get(self.theme, DARK))

    def choose_theme(self, name: str) -> None:
        """Use a theme; the choice is saved."""
        self.theme = name
        self.user_data.change_settings(theme=name)

    # Screens.

    def action_help(self) -> None:
        """Show what the keys do, those of the current place first."""
        from tui.help_topics import help_topics
        from tui.screens.help import HelpScreen

        self._push(HelpScreen(help_topics(type(self), self.screen, self.focused)))

    def action_library(self) -> None:
        """Show the documents."""
        from tui.screens.library import LibraryScreen

        self.show_chat()
        self.push_screen(LibraryScreen())

    def action_skipped(self) -> None:
        """Show the files that can't be read."""
        from tui.screens.library import LibraryScreen

        self.show_chat()
        self.push_screen(LibraryScreen(skipped=True))

    def action_timeline(self) -> None:
        """Show what dated documents say, in order of date."""
        from tui.screens.timeline import TimelineScreen

        if not isinstance(self.screen, TimelineScreen):
            self.show_chat()
            self.push_screen(TimelineScreen(self.chat.topic, self.state.only))

    def action_dates(self) -> None:
        """Ask only documents of certain days."""
        from tui.screens.dates import DatesScreen

        self._push(DatesScreen())

    def type_question(self, text: str) -> None:
        """Go back to the chat and put typed characters into the question box."""
        self.show_chat()
        self.chat.type(text)

    def ask_to_stop_update(self, otherwise: Callable[[], None]) -> None:
        """Ask whether the update is to be stopped; call `otherwise` when not."""
        from tui.screens.stop_update import StopUpdateScreen

        self._push(StopUpdateScreen(otherwise))

    async def action_interrupt(self) -> None:
        """Copy a selection, else cancel the question, else empty the box, else quit (twice)."""
        selected = self.screen.get_selected_text()
        if not selected and isinstance(self.focused, Input | TextArea):
            selected = self.focused.selected_text
        if selected:
            self.copy(selected)
        elif await self.chat.cancel_newest():
            return
        elif self.focused is self.chat.prompt and self.chat.prompt.text:
            self.chat.clear_box()
            self._quit_until = time.monotonic() + QUIT_SECONDS
            self.show_message("Cleared, Up brings it back. Press Ctrl+C again to quit.")
        else:
            if time.monotonic() < self._quit_until:
                await self.action_quit()
            self._quit_until = time.monotonic() + QUIT_SECONDS
            self.show_message("Press Ctrl+C again to quit.")

    def restrict(self, only: Filter) -> None:
        """Ask only some of the documents from now on."""
        self.set_state(only=only)

    def action_ask_all(self) -> None:
        """Ask all of them again."""
        self.set_state(only=Filter())

    def action_command_palette(self) -> None:
        """Every action and every document, found by name."""
        from tui.commands import palette_actions, read_document
        from tui.screens.palette import PaletteScreen

        self._push(PaletteScreen(palette_actions(self), partial(read_document, self)))

    def _fatal_error(self) -> None:
        """Exit with one line when the interface itself fails; QA_DEBUG=1 shows the traceback."""
        if os.environ.get("QA_DEBUG") or self._exception is None:
            super()._fatal_error()
            return
        failure = explain(self._exception)
        line = f"qa: {failure.message} {failure.hint} QA_DEBUG=1 shows the details."
        self._exit_renderables.append(Text(visible_line(line)))
        self._close_messages_no_wait()

    # Copying.

    def copy(self, text: str) -> None:
        """Copy to the clipboard and confirm it."""
        self.copy_to_clipboard(text)
        self.show_message("Copied.")

    def copy_to_clipboard(self, text: str) -> None:
        """Copy to the system's clipboard where there is one, else through the terminal."""
        text = text.encode("utf-8", "replace").decode("utf-8")
        if self.is_headless or self.is_web or clipboard.program() is None:
            super().copy_to_clipboard(text)
            return

        def filling() -> None:
            if not clipboard.fill(text):
                self.call_from_thread(super(QaApp, self).copy_to_clipboard, text)

        self.run_worker(filling, thread=True, group="copy", exit_on_error=False)
