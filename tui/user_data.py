"""What is a person's own and kept between runs: questions, conversations, settings.

Everything is written aside, one file at a time, so that no disk makes a key wait.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from tui import conversation_store, conversations, settings
from tui.conversations import Conversation
from tui.failures import explain
from tui.history import FILE_NAME as HISTORY
from tui.history import History
from tui.messages import Told

if TYPE_CHECKING:
    from textual.app import App


class Kept:
    """Held in memory, written by workers of the app."""

    def __init__(self, app: App[Any], data: Path, config: Path) -> None:
        self._app = app
        self._config = config
        self._writing = Lock()
        self._versions = 0
        self.history = History(data / HISTORY)
        self.shelf = conversation_store.Shelf(data / conversation_store.FOLDER_NAME)
        self.settings = settings.load(config)

    def remember(self, question: str) -> None:
        """Put a question into the history."""
        self.history.add(question)
        self._aside(self.history.save)

    def keep(self, conversation: Conversation) -> None:
        """Write a conversation down as it is now."""
        conversation.updated = conversations.now()
        self._versions += 1
        plain = conversations.to_plain(conversation)
        self._aside(partial(self.shelf.save, conversation.id, plain, self._versions))

    def delete(self, identifier: str) -> None:
        """Put a conversation away."""
        self._aside(partial(self.shelf.delete, identifier))

    def bring_back(self, then: Callable[[str | None], None]) -> None:
        """Restore the conversation deleted last; `then` hears its id, in the thread of a worker."""
        self._aside(lambda: then(self.shelf.restore()))

    def choose(self, **chosen: Any) -> None:
        """Change settings."""
        self.settings = replace(self.settings, **chosen)
        # What is true when it is written, so that the last choice stays.
        self._aside(lambda: settings.save(self._config, self.settings))

    def _aside(self, write: Callable[[], None]) -> None:
        def writing() -> None:
            try:
                with self._writing:
                    write()
            except OSError as error:
                said = explain(error)
                self._app.post_message(Told(f"Nothing could be kept: {said.message}", failure=True))

        self._app.run_worker(writing, thread=True, group="write", exit_on_error=False)
