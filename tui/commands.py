"""The actions of the palette: those that can be done right now, each with its key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from inspect import isawaitable
from itertools import chain
from typing import Any, Protocol

from textual.binding import Binding

from qa.datatypes import DocumentInfo
from qa.render import phrases
from tui.actions import Action
from tui.app_protocol import ChatApp
from tui.screens.chat import ChatScreen
from tui.screens.help import key_name
from tui.state import Phase
from tui.themes import LABELS
from tui.widgets.source_pane import CitedPlace


class PaletteApp(ChatApp, Protocol):
    """The app as the palette sees it: every action can be run from here."""

    @property
    def chat(self) -> ChatScreen:
        """The chat, wherever people are."""

    def show_chat(self) -> None:
        """Go back to the chat from wherever people are."""

    def action_timeline(self) -> None: ...  # noqa: D102 - the app says what its actions do
    def action_new(self) -> Awaitable[None]: ...  # noqa: D102
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
    def action_toggle_writing(self) -> None: ...  # noqa: D102
    def action_toggle_theme(self) -> None: ...  # noqa: D102
    def choose_theme(self, name: str) -> None: ...  # noqa: D102
    def action_help(self) -> None: ...  # noqa: D102
    def action_quit(self) -> Awaitable[None]: ...  # noqa: D102
    def deliver_screenshot(self) -> object: ...  # noqa: D102


def palette_actions(app: PaletteApp) -> list[Action]:
    """What can be done right now, the usual first."""
    return [*_of_the_chat(app), *_of_documents(app), *_of_the_index(app), *_of_the_app(app)]


def _of_the_chat(app: PaletteApp) -> Iterator[Action]:
    chat, key = app.chat, _keys(type(app), ChatScreen)

    def here(action: Callable[[], Any]) -> Callable[[], Awaitable[None]]:
        """The chat first: from the library, say."""

        async def doing() -> None:
            app.show_chat()
            if isawaitable(done := action()):
                await done

        return doing

    yield Action("New conversation", "This one stays saved", app.action_new, key("new"),
                 "start clear reset chat")  # fmt: skip
    yield Action("Conversations", "Continue, rename, pin or delete an earlier one",
                 app.action_open, key("open"), "open history saved chats recent list")  # fmt: skip
    yield Action("Timeline", "What dated documents say, in order of date", app.action_timeline,
                 key("timeline"), "chronology history date when order events")  # fmt: skip
    if not chat.conversation.turns:
        return
    yield Action("Copy the answer", "With its sources", here(chat.action_copy_answer),
                 key("copy_answer"), "clipboard yank")  # fmt: skip
    yield Action("Copy the sentence", "The one in focus, with its citation",
                 here(chat.action_copy_quote), key("copy_quote"), "clipboard cite")  # fmt: skip
    yield Action("More evidence", "Ask again for more sentences", here(chat.action_more),
                 key("more"), "wider results deeper")  # fmt: skip
    yield Action("Edit the question", "Put it into the box to ask it again",
                 here(chat.action_edit), key("edit"), "change rephrase retry repeat")  # fmt: skip
    yield Action("Find", "Words in the chat, or in the article that is open",
                 here(chat.action_find), "Ctrl+F", "search look grep")  # fmt: skip
    if chat.reading:
        yield Action("Open the file", "In the editor at the line, or the viewer at the page",
                     here(chat.action_open_file), key("open_file"),
                     "editor viewer external pdf")  # fmt: skip
    yield Action("Export the conversation", "As Markdown or JSON, with citations",
                 app.action_export, key("export"), "save write file download")  # fmt: skip
    yield Action("Delete this conversation", "It can be restored for a month", app.action_delete,
                 words="remove erase trash")  # fmt: skip


def _of_documents(app: PaletteApp) -> Iterator[Action]:
    key = _keys(type(app))
    yield Action("Library", "All documents: filter, read, ask only some", app.action_library,
                 key("library"), "files list browse filter restrict folder source")  # fmt: skip
    yield Action("Ask documents of certain days", "From one date to another", app.action_dates,
                 words="date filter since until range period time year restrict")  # fmt: skip
    if app.state.only:
        yield Action("Ask all documents again", "Remove the restriction", app.action_ask_all,
                     key("ask_all"), "filter reset clear unrestrict")  # fmt: skip
    yield Action("Skipped files", "Those that can't be read, and why", app.action_skipped,
                 words="errors problems failed unreadable")  # fmt: skip


def _of_the_index(app: PaletteApp) -> Iterator[Action]:
    key, state = _keys(type(app)), app.state
    if state.updating:
        yield Action("Stop the update", "What is done is saved", app.action_stop_update, "Esc",
                     "cancel abort index")  # fmt: skip
    else:
        yield Action("Update the index", "Read new and changed documents", app.action_update,
                     key("update"), "refresh reload sync index")  # fmt: skip
        if state.phase is not Phase.NO_INDEX:
            yield Action("Rebuild the index", "Read everything again", app.action_rebuild,
                         key("rebuild"), "reindex repair")  # fmt: skip
            if state.retained:
                gone = phrases.counted(len(state.retained), "document")
                yield Action("Remove documents that are gone", f"{gone} without a file",
                             app.action_prune, words="prune clean missing")  # fmt: skip
    automatic = app.user_data.settings.automatic_updates
    title = "Update only when asked" if automatic else "Update automatically"
    about = "Read changed files with F5 only" if automatic else "Read changed files without F5"
    yield Action(title, about, app.action_toggle_automatic_updates,
                 words="settings preferences options watch auto")  # fmt: skip
    yield Action("Collections", "Open another one, or index a folder", app.action_collections,
                 words="folder switch choose directory project open")  # fmt: skip
    writing = app.user_data.settings.write
    yield Action("Quotes alone" if writing else "Written answers",
                 "No language model writes from them" if writing
                 else "A language model writes from the quotes; see qa writer",
                 app.action_toggle_writing,
                 words="llm ai model generate write settings")  # fmt: skip


def _of_the_app(app: PaletteApp) -> Iterator[Action]:
    key = _keys(type(app))
    yield Action("Restore a conversation", "The one that was deleted last", app.action_restore,
                 words="undo undelete")  # fmt: skip
    yield Action("Light or dark", "Switch the theme", app.action_toggle_theme,
                 key("toggle_theme"), "theme colours colors settings appearance mode")  # fmt: skip
    for name, label in LABELS.items():
        yield Action(f"Theme: {label}", "Use it from now on", partial(app.choose_theme, name),
                     words="colours colors settings appearance")  # fmt: skip
    yield Action("Help", "What the keys do", app.action_help, key("help"),
                 "keys shortcuts manual settings")  # fmt: skip
    yield Action("Screenshot", "Write a picture (SVG) of the screen",
                 partial(app.deliver_screenshot), words="image svg capture")  # fmt: skip
    yield Action("Quit", "Everything is saved", app.action_quit, key("quit"),
                 "exit leave close end")  # fmt: skip


def _keys(*owners: type) -> Callable[[str], str]:
    """Return the key of an action of these classes as people press it from the question box."""
    found: dict[str, str] = {}
    for each in chain.from_iterable(getattr(owner, "BINDINGS", ()) for owner in owners):
        if isinstance(each, Binding):
            keys = each.key.split(",")
            pressed = next((key for key in keys if len(key) > 1 and key != "slash"), keys[0])
            found.setdefault(each.action, key_name(pressed))
    return lambda action: found.get(action, "")


def read_document(app: PaletteApp, info: DocumentInfo) -> None:
    """Open a document beside the chat."""
    app.show_chat()
    app.chat.read([CitedPlace(info)])
