"""A Unix terminal, read by `terminal_parser`; keys pressed before it was ours are not changed."""

from __future__ import annotations

import fcntl
import os
import selectors
import signal
import struct
import termios
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol, runtime_checkable

from textual.drivers.linux_driver import LinuxDriver
from textual.events import Event, Key, Paste
from textual.message import Message

from tui.terminal_parser import TerminalParser

_LOOK = 0.1  # seconds between two looks whether the program ends
_LOOK_SOON = 0.02  # while the rest of a sequence is waited for


@runtime_checkable
class HandingOver(Protocol):
    """An app that ends for another one, which gets the keys that come meanwhile."""

    typed_before: list[Event]
    hands_over: bool
    unhandled: deque[Event]


class TerminalDriver(LinuxDriver):
    """Textual's driver with another parser, and with Enter as Enter from the first moment."""

    _typed_ahead = b""

    def start_application_mode(self) -> None:
        """Take what was typed already, then the terminal.

        Until now the terminal has made line feeds of Enter (ICRNL), which are new lines in a
        question, so they are made Enter again. Ctrl+J, the same there, is taken for Enter, too.
        """
        try:
            before = termios.tcgetattr(self.fileno)
            self._typed_ahead = _typed_ahead(self.fileno)
        except (termios.error, OSError):  # no terminal
            super().start_application_mode()  # type: ignore[no-untyped-call]
        else:
            super().start_application_mode()  # type: ignore[no-untyped-call]
            self.attrs_before = before

    def run_input_thread(self) -> None:
        """Read and post messages until the program ends."""
        parser = TerminalParser()
        decode = getincrementaldecoder("utf-8")("replace").decode
        ahead, self._typed_ahead = self._typed_ahead, b""
        if isinstance(self._app, HandingOver):
            self._post(self._app.typed_before)
        self._post(parser.feed(decode(ahead)))
        # select, because macOS can't poll terminals
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_LOOK_SOON if parser.waiting else _LOOK):
                    read = os.read(self.fileno, 4096)
                    if not read:  # closed: whoever closed it ends us, too
                        self.exit_event.wait(_LOOK)
                    self._post(parser.feed(decode(read)))
                self._post(parser.tick())

    def disable_input(self) -> None:
        """Stop reading; what is typed meanwhile, which Textual drops, is for the app after this."""
        if not (isinstance(self._app, HandingOver) and self._app.hands_over):
            super().disable_input()
            return
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        self._disable_mouse_support()
        self.exit_event.set()
        if self._key_thread is not None:
            self._key_thread.join()
        self.exit_event.clear()

    def _get_terminal_size(self) -> tuple[int, int]:
        """The size; of a terminal that doesn't know its own the one that Rich assumes as well.

        Two different ones at the start make Textual draw both in turns, without end.
        """
        size = super()._get_terminal_size()
        with suppress(OSError):
            if 0 in os.get_terminal_size(self.fileno):
                width, height = self._app.console.size
                return width, height
        return size

    def _post(self, messages: Iterable[Message]) -> None:
        for message in messages:
            app = self._app
            if isinstance(app, HandingOver):
                # Noted before it is sent: an app that ends may not come to handle it.
                if isinstance(message, Key | Paste):
                    app.unhandled.append(message)
                if app.hands_over:
                    continue
            self.process_message(message)


def _typed_ahead(terminal: int) -> bytes:
    """Read what was typed before, as it would have come without the terminal's changes to it."""
    changed = termios.tcgetattr(terminal)
    changed[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR)
    changed[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(terminal, termios.TCSANOW, changed)
    size = fcntl.ioctl(terminal, termios.FIONREAD, struct.pack("i", 0))
    waiting: int = struct.unpack("i", size)[0]
    return os.read(terminal, waiting).replace(b"\n", b"\r") if waiting else b""
