"""The command palette: every action, and a jump to any document."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from functools import partial
from typing import Protocol, cast

from textual.app import SystemCommand
from textual.command import Hit, Hits, Provider
from textual.content import Content

from qa.datatypes import DocumentInfo
from qa.render import phrases
from tui import content
from tui.app_protocol import ChatApp
from tui.screens.chat import ChatScreen
from tui.screens.library import matches
from tui.state import Phase
from tui.themes import LABELS
from tui.widgets.source_pane import CitedPlace

_MOST = 30  # documents the palette lists


class PaletteApp(ChatApp, Protocol):
    """The app as the palette sees it: every action can be run from here."""

    @property
    def chat(self) -> ChatScreen:
        """The chat, wherever people are."""

    def show_chat(self) -> None:
        """Go back to the chat from wherever people are."""

    def action_new(self) -> Awaitable[None]: ...  # noqa: D102 - the app says what its actions do
    def action_open(self) -> None: ...  # noqa: D102
    def action_collections(self) -> None: ...  # noqa: D102
    def action_export(self) -> None: ...  # noqa: D102
    def action_delete(self) -> Awaitable[None]: ...  # noqa: D102
    def action_restore(self) -> None: ...  # noqa: D102
    def action_library(self) -> None: ...  # noqa: D102
    def action_skipped(self) -> None: ...  # noqa: D102
    def action_rebuild(self) -> None: ...  # noqa: D102
    def action_prune(self) -> None: ...  # noqa: D102
    def action_toggle_automatic_updates(self) -> None: ...  # noqa: D102
    def action_toggle_theme(self) -> None: ...  # noqa: D102
    def choose_theme(self, name: str) -> None: ...  # noqa: D102
    def action_help(self) -> None: ...  # noqa: D102
    def action_quit(self) -> Awaitable[None]: ...  # noqa: D102
    def deliver_screenshot(self) -> object: ...  # noqa: D102


def actions(app: PaletteApp) -> Iterable[SystemCommand]:
    """What can be done right now."""
    chat, state = app.chat, app.state
    yield SystemCommand("New conversation", "Start a new one; this one stays saved", app.action_new)
    yield SystemCommand("Open a conversation", "Continue an earlier one", app.action_open)
    if chat.conversation.turns:
        yield SystemCommand(
            "Export the conversation", "As Markdown or JSON, with citations", app.action_export
        )
        yield SystemCommand(
            "Copy the answer", "With its sources, to the clipboard", chat.action_copy_answer
        )
        yield SystemCommand(
            "Copy the sentence", "The first, with its citation", chat.action_copy_quote
        )
        yield SystemCommand("More evidence", "Ask again for more sentences", chat.action_more)
        yield SystemCommand(
            "Edit the question", "Put it into the box to ask it again", chat.action_edit
        )
        yield SystemCommand("Find in the chat", "Words in questions and answers", chat.action_find)
        yield SystemCommand(
            "Delete this conversation", "It can be restored for a month", app.action_delete
        )
    yield SystemCommand(
        "Restore a conversation", "The one that was deleted last", app.action_restore
    )
    yield SystemCommand("Library", "All documents; restrict questions to some", app.action_library)
    yield SystemCommand("Skipped files", "Those that can't be read, and why", app.action_skipped)
    yield SystemCommand(
        "Ask documents of certain days only", "From one date to another", app.action_dates
    )
    if state.only:
        yield SystemCommand("Ask all documents again", "Remove the restriction", app.action_ask_all)
    if state.updating:
        yield SystemCommand("Stop the update", "What is done stays done", app.action_stop_update)
    else:
        yield SystemCommand("Update the index", "Read new and changed documents", app.action_update)
        if state.phase is not Phase.NO_INDEX:
            yield SystemCommand("Rebuild the index", "Read everything again", app.action_rebuild)
            if state.retained:
                gone = phrases.counted(len(state.retained), "document")
                yield SystemCommand(
                    "Remove documents that are gone", f"{gone} without a file", app.action_prune
                )
    yield SystemCommand(
        "Collections", "Open another one, or index a folder", app.action_collections
    )
    if app.user_data.settings.automatic_updates:
        yield SystemCommand(
            "Update only when asked",
            "Changed files are read with F5 only",
            app.action_toggle_automatic_updates,
        )
    else:
        yield SystemCommand(
            "Update automatically",
            "Read changed files at once, without F5",
            app.action_toggle_automatic_updates,
        )
    yield SystemCommand("Light or dark", "Switch the theme", app.action_toggle_theme)
    for name, label in LABELS.items():
        yield SystemCommand(
            f"Theme: {label}", "Use it from now on", partial(app.choose_theme, name)
        )
    yield SystemCommand("Help", "What the keys do", app.action_help)
    yield SystemCommand(
        "Screenshot", "Write a picture (SVG) of the screen", partial(app.deliver_screenshot)
    )
    yield SystemCommand("Quit", "Leave; everything is saved", app.action_quit)


class DocumentProvider(Provider):
    """Finds documents by title, source or name."""

    async def search(self, query: str) -> Hits:
        """The documents that hold every word that was typed."""
        matcher = self.matcher(query)
        app = cast("PaletteApp", self.app)
        found = 0
        for info in app.state.documents:
            if not matches(info, query):
                continue
            title = content.headline(info)
            # As content, and no `help`: that would be read as markup.
            shown = Content.assemble(title, "\n", content.line(info.source, content.MUTED))
            score = matcher.match(title) or 0.01
            yield Hit(score, shown, partial(_read, app, info), text=title)
            found += 1
            if found == _MOST:
                return


def _read(app: PaletteApp, info: DocumentInfo) -> None:
    app.show_chat()
    app.chat.read([CitedPlace(info)])
