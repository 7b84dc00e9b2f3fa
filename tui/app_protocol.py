"""What screens may ask of the app. Screens import this and never the app, which imports them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from qa.datatypes import Filter
from tui.failures import Failure
from tui.state import State
from tui.user_data import UserData

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.signal import Signal

    from tui.backend import Backend
    from tui.document_finder import DocumentFinder


class ChatApp(Protocol):
    """The app as its screens see it."""

    backend: Backend
    state: State
    changed: Signal[State]
    user_data: UserData
    finder: DocumentFinder  # of the documents of the state
    blocked: bool  # a question met the index while our own update replaced it

    # Messages to the person.

    def show_message(self, text: str, *, severity: str = "information") -> None:
        """Show a short notification."""

    def show_failure(self, failure: Failure) -> None:
        """Show what went wrong and what to do."""

    def file_note(self, source: str) -> str:
        """What happened to a document's file since it was indexed, "" for nothing known."""

    def copy(self, text: str) -> None:
        """Copy to the clipboard and confirm it."""

    # The collection.

    def index_folder(self, folder: Path) -> bool:
        """Make a folder the collection and index it; False when there is no such folder."""

    def restrict(self, only: Filter) -> None:
        """Ask only some of the documents from now on."""

    def action_ask_all(self) -> None:
        """Ask all documents again."""

    def action_update(self) -> None:
        """Make the index equal to its folder."""

    def action_stop_update(self) -> None:
        """Stop an update."""

    def ask_to_stop_update(self, otherwise: Callable[[], None]) -> None:
        """Ask whether the update is to be stopped; call `otherwise` when not."""

    # Screens and conversations.

    def type_question(self, text: str) -> None:
        """Go back to the chat and put typed characters into the question box."""

    def action_dates(self) -> None:
        """Choose the days of the documents that are asked."""

    def load_conversation(self, identifier: str) -> None:
        """Continue a saved conversation."""

    def change_conversation(
        self,
        identifier: str,
        *,
        name: str | None = None,
        pinned: bool | None = None,
        then: Callable[[], None],
    ) -> None:
        """Name a saved conversation, or pin it; `then` is called in a worker thread."""

    async def delete_conversation(self, identifier: str) -> None:
        """Delete a saved conversation; it can be restored."""


def chat_app(app: App[object]) -> ChatApp:
    """The running app, typed by what screens may use of it."""
    return cast("ChatApp", app)


def was_closed(screen: Screen[Any]) -> bool:
    """Whether a screen was closed before it was mounted, by quick keys: its widgets may be gone."""
    return screen not in screen.app.screen_stack
