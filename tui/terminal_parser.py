"""Characters of a terminal to keys, by whole control sequences: no piece of one becomes text.

Textual's own parser reissues a sequence that it does not know, or whose end is late, as if its
characters were typed, with "^" for Esc. Here sequences end where ECMA-48 (section 5.4) says, and
what is broken or unknown does nothing. What a whole sequence means is left to Textual.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.message import Message

from tui.typing_keys import with_alt

LATE = 1.0  # seconds that the rest of a sequence or of a paste may take, as over a slow line
ESC = "\x1b"
_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_X10_MOUSE, _X10_LENGTH = "\x1b[M", 6
_RXVT_SHIFT = re.compile(r"\x1b\[\d+\$")  # ends with what elsewhere is no end
# How the longer reports of a terminal begin, which something before us may have asked for.
_REPORT = re.compile(r"\x1b(?:\]\d|P[\d>!$+])")
_LONGEST, _LONGEST_REPORT = 32, 4096  # characters; Textual reissues what is longer than 32
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class TerminalParser:
    """Takes what is read at once: Alt and a letter are sent together, Esc and a letter are not.

    So a letter that is read after Esc, however soon, is a letter. A paste whose end is missing ends
    after LATE seconds of silence.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._textual = XTermParser()
        self._sequence = ""  # as far as it was read
        self._pasted: list[str] | None = None  # while a paste is read
        self._reads = 0
        self._last = 0  # the read that the end of the sequence so far came with
        self._deadline: float | None = None
        self._messages: list[Message] = []

    @property
    def waiting(self) -> bool:
        """Whether the rest of something is missing, so that `tick` is to be called soon."""
        return self._deadline is not None

    def feed(self, text: str) -> list[Message]:
        """What was read, as messages for the app."""
        self._reads += 1
        for character in text:
            self._take(character)
            self._last = self._reads
        self._deadline = self._clock() + self._patience() if self._unfinished() else None
        return self._taken()

    def tick(self) -> list[Message]:
        """Messages for what is not waited for any longer."""
        if self._deadline is not None and self._clock() >= self._deadline:
            self._deadline = None
            self._end_paste() if self._pasted is not None else self._give_up()
        return self._taken()

    def _taken(self) -> list[Message]:
        taken, self._messages = self._messages, []
        return taken

    def _unfinished(self) -> bool:
        return bool(self._sequence) or self._pasted is not None

    def _patience(self) -> float:
        is_key = self._pasted is None and len(self._sequence) <= 2  # Esc, or Alt and "["
        return constants.ESCAPE_DELAY if is_key else LATE

    def _take(self, character: str) -> None:
        begun = self._sequence
        if self._pasted is not None:
            self._paste(character)
        elif begun == ESC:
            self._after_escape(character)
        elif begun.startswith((f"{ESC}]", f"{ESC}P")):
            self._report(character)
        elif begun:
            self._control(character)
        elif character == ESC:
            self._sequence = ESC
        else:
            self._messages += self._textual.feed(character)

    def _give_up(self) -> None:
        """No more is to come: Esc, or Alt and a character that might have begun a sequence."""
        begun, self._sequence = self._sequence, ""
        if begun == ESC:
            self._messages.append(events.Key("escape", ESC))
        elif len(begun) == 2:
            self._press_with_alt(begun[1])

    def _after_escape(self, character: str) -> None:
        if character in "[O" or (character in "]P" and self._last == self._reads):
            self._sequence += character
        elif character == ESC or self._last != self._reads:
            self._give_up()
            self._take(character)
        else:
            self._sequence = ""
            self._press_with_alt(character)

    def _press_with_alt(self, character: str) -> None:
        known = [*self._textual.feed(ESC + character)] if character not in "[O]P" else []
        if not known:
            self._forget()
            pressed = self._textual.feed(character)
            known = [with_alt(key) for key in pressed if isinstance(key, events.Key)]
        self._messages += known

    def _control(self, character: str) -> None:
        """Go on with a control sequence, or with a function key of a VT100."""
        begun = self._sequence
        if not " " <= character <= "~" and not begun.startswith(_X10_MOUSE):
            self._give_up()
            self._take(character)
            return
        self._sequence = begun + character
        if self._sequence == _PASTE_BEGINS:
            self._sequence, self._pasted = "", []
        elif _is_whole(self._sequence):
            known = self._understood(self._sequence)
            self._sequence = ""
            if not known and len(begun) > 2 and self._last != self._reads:
                self._take(character)  # a key after a broken sequence, not the end of one

    def _understood(self, sequence: str) -> bool:
        """Pass a whole sequence on; whether it means anything."""
        known = self._textual.feed(sequence) if len(sequence) <= _LONGEST else ()
        before = len(self._messages)
        self._messages += known
        if len(self._messages) == before:
            self._forget()
            return False
        return True

    def _forget(self) -> None:
        """Let Textual wait no longer for the rest of a sequence that it does not know."""
        old, self._textual = self._textual, XTermParser()
        self._textual.last_x, self._textual.last_y = old.last_x, old.last_y
        self._textual.mouse_pixels = old.mouse_pixels
        self._textual.terminal_size = old.terminal_size
        self._textual.terminal_pixel_size = old.terminal_pixel_size

    def _report(self, character: str) -> None:
        begun, self._sequence = self._sequence, self._sequence + character
        if len(begun) == 2 and not (_REPORT.match(self._sequence) and self._last == self._reads):
            self._sequence = begun
            self._give_up()
            self._take(character)
        elif begun.endswith(ESC):
            self._sequence = ""
            if character != "\\":
                self._sequence = ESC
                self._after_escape(character)
        elif character == "\a" or len(self._sequence) > _LONGEST_REPORT:
            self._sequence = ""

    def _paste(self, character: str) -> None:
        assert self._pasted is not None
        self._pasted.append(character)
        if character == "~" and "".join(self._pasted[-len(_PASTE_ENDS) :]) == _PASTE_ENDS:
            del self._pasted[-len(_PASTE_ENDS) :]
            self._end_paste()

    def _end_paste(self) -> None:
        text, self._pasted = "".join(self._pasted or ()), None
        self._messages.append(events.Paste(_CONTROL.sub("", text)))


def _is_whole(sequence: str) -> bool:
    """Whether a sequence has its final byte."""
    if sequence.startswith(_X10_MOUSE):
        return len(sequence) == _X10_LENGTH
    linux_console = sequence == "\x1b[["  # F1 to F5 are ESC [ [ A to E
    return ("@" <= sequence[-1] <= "~" and not linux_console) or _RXVT_SHIFT.fullmatch(
        sequence
    ) is not None
