"""Questions waiting in line: one is asked at a time. No screen in here."""

from __future__ import annotations

from collections import deque

from tui.conversations import Turn


class Line:
    """The question that is asked now, and those that wait behind it."""

    def __init__(self) -> None:
        self.asked: Turn | None = None
        self.waiting: deque[Turn] = deque()

    @property
    def newest(self) -> Turn | None:
        """The one that came last."""
        return self.waiting[-1] if self.waiting else self.asked

    def join(self, turn: Turn) -> None:
        """Stand at the end."""
        self.waiting.append(turn)

    def next(self) -> Turn | None:
        """Whose turn it is now; None while one is asked, and when nobody waits."""
        if self.asked or not self.waiting:
            return None
        self.asked = self.waiting.popleft()
        return self.asked

    def back(self, turn: Turn) -> None:
        """Ask it once more, before the others."""
        self.asked = None
        self.waiting.appendleft(turn)

    def leave(self, turn: Turn) -> None:
        """It is answered, or no longer wanted."""
        if self.asked is turn:
            self.asked = None
        elif turn in self.waiting:
            self.waiting.remove(turn)

    def leave_all(self) -> list[Turn]:
        """Nobody waits any longer; return those who did."""
        left = [*([self.asked] if self.asked else []), *self.waiting]
        self.asked = None
        self.waiting.clear()
        return left
