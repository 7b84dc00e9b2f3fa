"""The command palette: every action, and a jump to any document."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import SystemCommand
from textual.command import Hit, Hits, Provider
from textual.content import Content

from qa.datatypes import DocumentInfo
from qa.render import phrases
from tui import content
from tui.screens.library import matches
from tui.state import Phase
from tui.widgets.source_pane import Stop

if TYPE_CHECKING:
    from tui.app import QaApp

_MOST = 30  # documents the palette lists


def actions(app: QaApp) -> Iterable[SystemCommand]:
    """What can be done right now."""
    chat, state = app.chat, app.state
    yield SystemCommand("New conversation", "Begin anew; this one is kept", app.action_new)
    yield SystemCommand("Open a conversation", "Go on with an earlier one", app.action_open)
    if chat.conversation.turns:
        yield SystemCommand(
            "Export the conversation", "As Markdown or JSON, with citations", app.action_export
        )
        yield SystemCommand(
            "Copy the answer", "With its sources, to the clipboard", chat.action_copy_answer
        )
        yield SystemCommand(
            "Delete this conversation", "It can be brought back for a month", app.action_delete
        )
    yield SystemCommand(
        "Bring back a conversation", "The one that was deleted last", app.action_bring_back
    )
    yield SystemCommand("Library", "All documents; restrict questions to some", app.action_library)
    yield SystemCommand("Skipped files", "Those that can't be read, and why", app.action_skipped)
    yield SystemCommand(
        "Ask documents of certain days only", "From one date to another", app.action_dates
    )
    if state.only:
        yield SystemCommand("Ask all documents again", "Lift the restriction", app.action_ask_all)
    if state.updating:
        yield SystemCommand("Stop the update", "What is done is kept", app.action_stop_update)
    else:
        yield SystemCommand("Update the index", "Read new and changed documents", app.action_update)
        if state.phase is not Phase.MISSING:
            yield SystemCommand("Rebuild the index", "Read everything again", app.action_rebuild)
            if state.held:
                gone = phrases.counted(len(state.held), "document")
                yield SystemCommand(
                    "Remove documents that are gone", f"{gone} without a file", app.action_prune
                )
    if app.kept.settings.updates_itself:
        yield SystemCommand(
            "Update only when asked", "F5 reads changed files; it is kept", app.action_toggle_upkeep
        )
    else:
        yield SystemCommand(
            "Update by itself", "Read changed files at once; it is kept", app.action_toggle_upkeep
        )
    yield SystemCommand("Light or dark", "Switch the theme; it is kept", app.action_toggle_theme)
    yield SystemCommand("Help", "What the keys do", app.action_help)
    yield SystemCommand(
        "Screenshot", "Write a picture (SVG) of the screen", partial(app.deliver_screenshot)
    )
    yield SystemCommand("Quit", "Leave; everything is kept", app.action_quit)


class DocumentProvider(Provider):
    """Finds documents by title, source or name."""

    async def search(self, query: str) -> Hits:
        """The documents that hold every word that was typed."""
        matcher = self.matcher(query)
        app = cast("QaApp", self.app)
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


def _read(app: QaApp, info: DocumentInfo) -> None:
    app.show_chat()
    app.chat.read([Stop(info)])
