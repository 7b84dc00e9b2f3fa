"""The user's own data, saved between runs: question history, conversations, settings.

Everything is written by worker threads, one file at a time, so that no key waits for a disk.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from tui import conversation_store, conversations, settings
from tui.conversations import Conversation
from tui.drafts import FOLDER_NAME as DRAFTS
from tui.drafts import Drafts
from tui.failures import explain
from tui.history import FILE_NAME as HISTORY
from tui.history import History
from tui.messages import Notice
from tui.starters import FILE_NAME as STARTERS
from tui.starters import SavedStarters

if TYPE_CHECKING:
    from textual.app import App


class UserData:
    """In memory, written by worker threads of the app."""

    def __init__(self, app: App[Any], data: Path, config: Path) -> None:
        self._app = app
        self._config = config
        self._writing = Lock()
        self._versions = 0
        self.history = History(data / HISTORY)
        self.conversations = conversation_store.ConversationStore(
            data / conversation_store.FOLDER_NAME
        )
        self.starters = SavedStarters(data / STARTERS)
        self._drafts = Drafts(data / DRAFTS)
        self._draft: tuple[str, str] | None = None  # of which index, and what is typed
        self._draft_failed = False  # when it was saved last
        self.settings = settings.load(config)

    def add_to_history(self, question: str) -> None:
        """Add a question to the history."""
        self.history.add(question)
        self._in_background(self.history.save)

    def save_conversation(self, conversation: Conversation) -> None:
        """Save a conversation as it is now."""
        conversation.updated = conversations.now()
        self._versions += 1
        plain = conversations.to_plain(conversation)
        self._in_background(
            partial(self.conversations.save, conversation.id, plain, self._versions)
        )

    def change_conversation(
        self,
        identifier: str,
        *,
        name: str | None = None,
        pinned: bool | None = None,
        then: Callable[[], None],
    ) -> None:
        """Name a saved conversation, or pin it; a worker thread calls `then` when it is done."""

        def change() -> None:
            try:
                self.conversations.change(identifier, name=name, pinned=pinned)
            except conversations.BrokenConversation:
                self._app.post_message(Notice("That conversation can't be read.", failure=True))
            then()

        self._in_background(change)

    def delete_conversation(self, identifier: str) -> None:
        """Delete a conversation; it can be restored."""
        self.conversations.leave(identifier)
        self._in_background(partial(self.conversations.delete, identifier))

    def restore_last(self, then: Callable[[str | None], None]) -> None:
        """Restore what was deleted last; a worker thread calls `then` with its id or None."""
        self._in_background(lambda: then(self.conversations.restore()))

    def save_starters(self, index: str, signature: str, questions: tuple[str, ...]) -> None:
        """Save the questions to begin with that were found for an index."""
        self._in_background(partial(self.starters.save, index, signature, questions))

    def find_draft(self, index: str, found: Callable[[str], None]) -> None:
        """Look for what a chat that ended has left; a worker thread calls `found` if it did."""

        def finding() -> None:
            if text := self._drafts.adopt(index):
                found(text)

        self._in_background(finding)

    def note_draft(self, index: str, text: str) -> None:
        """Remember what is typed, for `save_draft` and the end; "" removes what was saved."""
        self._draft = (index, text)

    def save_draft(self) -> None:
        """Save what was noted last."""
        self._in_background(self._save_draft)

    def close(self) -> None:
        """Save what was noted last and leave it to the next chat, without a worker."""
        with self._writing:
            with suppress(OSError):
                self._save_draft()
            self._draft = None
            self._drafts.close()

    def _save_draft(self) -> None:
        if not self._draft:
            return
        try:
            self._drafts.save(*self._draft)
            self._draft_failed = False
        except OSError:
            if not self._draft_failed:  # a full disk is reported once, not while one types
                self._draft_failed = True
                raise

    def change_settings(self, **chosen: Any) -> None:
        """Change settings."""
        self.settings = replace(self.settings, **chosen)
        # Read when it is written, so that the last choice is the one that stays.
        self._in_background(lambda: settings.save(self._config, self.settings))

    def _in_background(self, write: Callable[[], None]) -> None:
        def writing() -> None:
            try:
                with self._writing:
                    write()
            except OSError as error:
                reason = explain(error).message
                self._app.post_message(Notice(f"Nothing could be saved: {reason}", failure=True))

        self._app.run_worker(writing, thread=True, group="write", exit_on_error=False)
