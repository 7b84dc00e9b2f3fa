"""The application: its keys, its screens, what it says and copies.

What it knows of the collection and does about it stands in the classes below it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen

from qa.datatypes import Filter
from qa.render.sanitize import visible_line
from tui import clipboard, user_folders
from tui.app_updates import UpkeepApp
from tui.backend import Backend
from tui.conversations import BrokenConversation, Conversation
from tui.failures import explain
from tui.messages import Reopened, Told
from tui.screens.chat import ChatScreen
from tui.themes import DARK, LIGHT, THEMES, defaults


def build(
    index: Path | None = None, *, backend: Backend | None = None, watching: bool = True
) -> QaApp:
    """Make the app, for the command line and for tests. Raises UsageError on a bad `qa.toml`."""
    return QaApp(
        backend or Backend(index),
        data=user_folders.data_folder(),
        config=user_folders.config_folder(),
        watching=watching,
    )


def _documents() -> type[Provider]:
    from tui.commands import DocumentProvider

    return DocumentProvider


class QaApp(UpkeepApp):
    """A chat with the documents."""

    TITLE = "qa"
    CSS_PATH = "qa.tcss"
    COMMANDS: ClassVar[set[Callable[[], type[Provider]]]] = App.COMMANDS | {_documents}  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="help", tooltip="This page"),
        Binding("f2", "library", "Library", id="library", tooltip="All documents"),
        Binding(
            "f5",
            "update",
            "Update",
            id="update",
            tooltip="Read changed files (by itself: see Ctrl+P)",
        ),
        Binding("shift+f5", "rebuild", "Rebuild the index", show=False, id="rebuild"),
        Binding("ctrl+n", "new", "New", id="new", priority=True, tooltip="New conversation"),
        Binding(
            "ctrl+o", "open", "Open", id="open", priority=True, tooltip="Earlier conversations"
        ),
        Binding("ctrl+s", "export", "Export the conversation", show=False, id="export"),
        Binding("ctrl+r", "ask_all", "Ask all documents again", show=False, id="ask-all"),
        Binding("ctrl+t", "toggle_theme", "Light or dark", show=False, id="theme"),
        Binding("ctrl+q", "quit", "Quit", show=False, id="quit", priority=True),
    ]

    def __init__(self, backend: Backend, *, data: Path, config: Path, watching: bool) -> None:
        super().__init__(backend, data=data, config=config, watching=watching)
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = self.kept.settings.theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours, for themes that don't set them."""
        return defaults()

    def get_key_display(self, binding: Binding) -> str:
        """Keys as the help writes them, short."""
        shown = super().get_key_display(binding)
        return shown.upper() if shown.startswith("f") and shown[1:].isdecimal() else shown

    def get_default_screen(self) -> Screen[None]:
        """The chat."""
        return ChatScreen(Conversation(index=self.backend.index))

    @property
    def chat(self) -> ChatScreen:
        """The chat, wherever people are."""
        return next(each for each in self.screen_stack if isinstance(each, ChatScreen))

    # Conversations.

    @on(Told)
    def _told(self, event: Told) -> None:
        self.say(event.text, severity="error" if event.failure else "information")

    @on(Reopened)
    async def _reopened(self, event: Reopened) -> None:
        await self.chat.open_conversation(event.conversation)

    async def action_new(self) -> None:
        """Begin a new conversation; the old one is kept."""
        self.show_chat()
        await self.chat.open_conversation(Conversation(index=self.backend.index))

    def action_open(self) -> None:
        """Choose a kept conversation."""
        from tui.screens.conversations import ShelfScreen

        self._push(ShelfScreen())

    def open_kept(self, identifier: str) -> None:
        """Go on with a kept conversation."""

        def loading() -> None:
            try:
                self.post_message(Reopened(self.kept.shelf.load(identifier)))
            except BrokenConversation:
                self.post_message(Told("That conversation can't be read.", failure=True))

        self.run_worker(loading, thread=True, exit_on_error=False)

    async def delete_kept(self, identifier: str) -> None:
        """Put a kept conversation away; the chat no longer shows it."""
        if self.chat.conversation.id == identifier:
            await self.chat.open_conversation(Conversation(index=self.backend.index))
        self.kept.delete(identifier)

    async def action_delete(self) -> None:
        """Delete the conversation in the chat."""
        if self.chat.conversation.turns:
            self.show_chat()
            await self.delete_kept(self.chat.conversation.id)
            self.say("Deleted. Ctrl+O, then u, brings it back.")

    def action_bring_back(self) -> None:
        """Open the conversation that was deleted last."""

        def then(identifier: str | None) -> None:
            if identifier:
                self.open_kept(identifier)
            else:
                self.post_message(Told("There is nothing to bring back."))

        self.kept.bring_back(then)

    def action_export(self) -> None:
        """Write the conversation to a file."""
        from tui.screens.export import ExportScreen

        if self.chat.conversation.turns:
            self._push(ExportScreen(self.chat.conversation))
        else:
            self.say("There is nothing to export yet.")

    def action_toggle_theme(self) -> None:
        """Light or dark."""
        self.theme = LIGHT if self.theme == DARK else DARK
        self.kept.choose(theme=self.theme)

    # Screens.

    def action_help(self) -> None:
        """Show what the keys do."""
        from tui.screens.help import HelpScreen

        self._push(HelpScreen())

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

    def action_dates(self) -> None:
        """Ask only documents of certain days."""
        from tui.screens.dates import DatesScreen

        self._push(DatesScreen())

    def _push(self, screen: Screen[None]) -> None:
        """Put a window over the screen, unless one of its kind is there."""
        if not isinstance(self.screen, type(screen)):
            self.push_screen(screen)

    def show_chat(self) -> None:
        """Go back to the chat from wherever people are."""
        while not isinstance(self.screen, ChatScreen):
            self.pop_screen()

    def restrict(self, only: Filter) -> None:
        """Ask only some of the documents from now on."""
        self.set_state(only=only)

    def action_ask_all(self) -> None:
        """Ask all of them again."""
        self.set_state(only=Filter())

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """Every action, for the palette."""
        from tui.commands import actions

        return actions(self)

    def _fatal_error(self) -> None:
        """Say in one line that the interface itself failed; QA_DEBUG=1 shows where."""
        if os.environ.get("QA_DEBUG") or self._exception is None:
            super()._fatal_error()
            return
        said = explain(self._exception)
        line = f"qa: {said.message} {said.hint} QA_DEBUG=1 shows the details."
        self._exit_renderables.append(Text(visible_line(line)))
        self._close_messages_no_wait()

    # Copying.

    def copy(self, copied: str) -> None:
        """Copy and say so."""
        self.copy_to_clipboard(copied)
        self.say("Copied.")

    def copy_to_clipboard(self, text: str) -> None:
        """To the system's clipboard where there is one, else through the terminal."""
        text = text.encode("utf-8", "replace").decode("utf-8")
        if self.is_headless or self.is_web or clipboard.program() is None:
            super().copy_to_clipboard(text)
            return

        def filling() -> None:
            if not clipboard.fill(text):
                self.call_from_thread(super(QaApp, self).copy_to_clipboard, text)

        self.run_worker(filling, thread=True, group="copy", exit_on_error=False)
