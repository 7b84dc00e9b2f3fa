"""The queue of questions: one is asked at a time. No screen in here."""

from __future__ import annotations

from collections import deque

from tui.conversations import Turn


class QuestionQueue:
    """The question that is asked now, and those that wait behind it."""

    def __init__(self) -> None:
        self.current: Turn | None = None
        self.waiting: deque[Turn] = deque()

    @property
    def newest(self) -> Turn | None:
        """The last one."""
        return self.waiting[-1] if self.waiting else self.current

    def add(self, turn: Turn) -> None:
        """Add a question at the end."""
        self.waiting.append(turn)

    def next(self) -> Turn | None:
        """Start the next question; None while one is running, and when none waits."""
        if self.current or not self.waiting:
            return None
        self.current = self.waiting.popleft()
        return self.current

    def put_back(self, turn: Turn) -> None:
        """Ask a question again, before the others."""
        self.current = None
        self.waiting.appendleft(turn)

    def remove(self, turn: Turn) -> None:
        """Remove a question that is answered or cancelled."""
        if self.current is turn:
            self.current = None
        elif turn in self.waiting:
            self.waiting.remove(turn)

    def clear(self) -> list[Turn]:
        """Empty the queue; return what was in it."""
        left = [*([self.current] if self.current else []), *self.waiting]
        self.current = None
        self.waiting.clear()
        return left
