"""The application: its keys, screens, messages and clipboard.

Its base classes hold the state of the collection (`app_collection`) and update it (`app_updates`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen
from textual.widgets import Input, TextArea

from qa.datatypes import Filter
from qa.render.sanitize import visible_line
from tui import clipboard, user_folders
from tui.app_updates import UpdatingApp
from tui.backend import Backend
from tui.conversations import BrokenConversation, Conversation
from tui.failures import explain
from tui.messages import ConversationLoaded, Notice
from tui.screens.chat import ChatScreen
from tui.themes import COUNTERPARTS, DARK, THEMES, defaults
from tui.typing_keys import let_alt_digits_through

QUIT_SECONDS = 3.0  # within which a second Ctrl+C quits


def build(
    index: Path | None = None,
    *,
    backend: Backend | None = None,
    watching: bool = True,
    building: bool = False,
) -> QaApp:
    """Make the app; with `building`, an index that is not there is built at once.

    Raises UsageError on a bad `qa.toml`.
    """
    let_alt_digits_through()
    data, config = user_folders.data_folder(), user_folders.config_folder()
    app = QaApp(backend or Backend(index), data=data, config=config, watching=watching)
    app.building = building
    return app


def _documents() -> type[Provider]:
    from tui.commands import DocumentProvider

    return DocumentProvider


class QaApp(UpdatingApp):
    """A chat with the documents."""

    TITLE = "qa"
    CSS_PATH: ClassVar[list[str]] = ["qa.tcss", "conversation.tcss", "article.tcss"]  # type: ignore[assignment]
    COMMANDS: ClassVar[set[Callable[[], type[Provider]]]] = App.COMMANDS | {_documents}  # type: ignore[assignment]
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
        Binding("ctrl+r", "ask_all", "Ask all documents again", show=False, id="ask-all"),
        Binding("ctrl+t", "toggle_theme", "Light or dark", show=False, id="theme"),
        Binding(
            "ctrl+c,super+c",
            "interrupt",
            "Copy, cancel, or quit (twice)",
            show=False,
            id="interrupt",
            priority=True,
        ),
        Binding("ctrl+q", "quit", "Quit", show=False, id="quit", priority=True),
    ]

    def __init__(self, backend: Backend, *, data: Path, config: Path, watching: bool) -> None:
        super().__init__(backend, data=data, config=config, watching=watching)
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = self.user_data.settings.theme
        self._quit_until = 0.0  # until then Ctrl+C quits

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our colours, for themes that don't set them."""
        return defaults()

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as the help writes it, short."""
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

    @on(Notice)
    def _notice(self, event: Notice) -> None:
        self.show_message(event.text, severity="error" if event.failure else "information")

    @on(ConversationLoaded)
    async def _conversation_loaded(self, event: ConversationLoaded) -> None:
        await self.chat.open_conversation(event.conversation)

    async def action_new(self) -> None:
        """Start a new conversation; the old one stays saved."""
        self.show_chat()
        await self.chat.open_conversation(Conversation(index=self.backend.index))

    def action_open(self) -> None:
        """Choose a saved conversation."""
        from tui.screens.conversations import ConversationsScreen

        self._push(ConversationsScreen())

    def load_conversation(self, identifier: str) -> None:
        """Continue a saved conversation."""

        def loading() -> None:
            try:
                self.post_message(ConversationLoaded(self.user_data.conversations.load(identifier)))
            except BrokenConversation:
                self.post_message(Notice("That conversation can't be read.", failure=True))

        self.run_worker(loading, thread=True, exit_on_error=False)

    async def delete_conversation(self, identifier: str) -> None:
        """Delete a saved conversation; the chat no longer shows it."""
        self.user_data.delete_conversation(identifier)
        if self.chat.conversation.id == identifier:
            await self.chat.open_conversation(Conversation(index=self.backend.index))

    async def action_delete(self) -> None:
        """Delete the conversation in the chat."""
        if self.chat.conversation.turns:
            self.show_chat()
            await self.delete_conversation(self.chat.conversation.id)
            self.show_message("Deleted. Ctrl+O, then Ctrl+Z, restores it.")

    def action_restore(self) -> None:
        """Restore and open the conversation that was deleted last."""

        def then(identifier: str | None) -> None:
            if identifier:
                self.load_conversation(identifier)
            else:
                self.post_message(Notice("There is nothing to restore."))

        self.user_data.restore_last(then)

    def action_export(self) -> None:
        """Write the conversation to a file."""
        from tui.screens.export import ExportScreen

        if self.chat.conversation.turns:
            self._push(ExportScreen(self.chat.conversation))
        else:
            self.show_message("There is nothing to export yet.")

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

    def type_question(self, text: str) -> None:
        """Go back to the chat and put typed characters into the question box."""
        self.show_chat()
        self.chat.type(text)

    def ask_to_stop_update(self, otherwise: Callable[[], None]) -> None:
        """Ask whether the update is to be stopped; call `otherwise` when not."""
        from tui.screens.stop_update import StopUpdateScreen

        self._push(StopUpdateScreen(otherwise))

    async def action_interrupt(self) -> None:
        """Copy what is selected, else cancel the question, else quit when pressed twice."""
        selected = self.screen.get_selected_text()
        if not selected and isinstance(self.focused, Input | TextArea):
            selected = self.focused.selected_text
        if selected:
            self.copy(selected)
        elif not await self.chat.cancel_newest():
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

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """Every action, for the palette."""
        from tui.commands import actions

        return actions(self)

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
