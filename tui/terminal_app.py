"""What all our apps share: how keys come from the terminal."""

from __future__ import annotations

import asyncio
import signal
from collections import deque
from contextlib import suppress
from functools import partial
from typing import TypeVar

from textual.app import App
from textual.driver import Driver
from textual.events import Event, Key

Result = TypeVar("Result")


class TerminalApp(App[Result]):
    """On Unix terminals read by our own driver. A key with Alt acts or does nothing.

    What is typed while one app ends for another is `typed_after` and `unhandled` of the first:
    give it to the next one as its `typed_before`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.typed_before: list[Event] = []  # keys, pasted text
        self.typed_after: list[Event] = []
        self.unhandled: deque[Event] = deque()  # read from the terminal, the rest of what was typed
        self.hands_over = False  # it has ended, and another app follows

    def on_mount(self) -> None:
        """Give the terminal back when a signal ends us."""
        if not self.is_headless:
            with suppress(NotImplementedError, RuntimeError):  # Windows; not the main thread
                end = partial(self.exit, return_code=128 + signal.SIGTERM)
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, end)

    def get_driver_class(self) -> type[Driver]:
        """Textual's choice, but for terminals of Unix."""
        chosen = super().get_driver_class()
        if chosen.__module__ != "textual.drivers.linux_driver":
            return chosen
        from tui.terminal_driver import TerminalDriver

        return TerminalDriver

    async def on_event(self, event: Event) -> None:
        """Terminals send the character with Alt, too, which no field is to take for typing."""
        self.handles(event)
        if isinstance(event, Key) and event.key.startswith("alt+"):
            event.character = None
        await super().on_event(event)

    def handles(self, event: Event) -> None:
        """Take note that something typed has come from the driver's thread, in order."""
        if self.unhandled and self.unhandled[0] is event:
            self.unhandled.popleft()
