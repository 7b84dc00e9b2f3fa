"""The questions asked so far, saved between runs; Up and Down go through them."""

from __future__ import annotations

from pathlib import Path

from tui.user_folders import read_json, write_json

FILE_NAME = "history.json"
MAX_QUESTIONS = 500


class History:
    """Questions, the newest last. Up goes back from what is being typed, Down returns to it.

    What is changed in an earlier question stays there until something is sent.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        found = (read_json(path) or {}).get("questions", []) if path else []
        listed = found if isinstance(found, list) else []
        self.questions = [each for each in listed if isinstance(each, str)][-MAX_QUESTIONS:]
        self._at = len(self.questions)
        self._edited: dict[int, str] = {}  # by place; behind the last question, what is new

    def add(self, question: str) -> None:
        """Add a question; an earlier copy of it goes."""
        self.questions = [each for each in self.questions if each != question]
        self.questions = [*self.questions, question][-MAX_QUESTIONS:]
        self._at = len(self.questions)
        self._edited.clear()

    def save(self) -> None:
        """Save the questions for the next run. Raises OSError."""
        if self._path:
            write_json(self._path, {"schema": 1, "questions": list(self.questions)})

    def back(self, typed: str) -> str | None:
        """The question before; None at the first. `typed` is what stands in the box now."""
        return self._go(-1, typed)

    def forward(self, typed: str) -> str | None:
        """The question after, at last what was being typed; None beyond it."""
        return self._go(1, typed)

    def unsent(self, typed: str) -> str:
        """What would be lost with the box: what was typed, also behind an earlier question."""
        if self._at < len(self.questions) and typed == self.questions[self._at]:
            return self._edited.get(len(self.questions), "")
        return typed

    def _go(self, by: int, typed: str) -> str | None:
        if not 0 <= self._at + by <= len(self.questions):
            return None
        if typed != self._here():
            self._edited[self._at] = typed
        self._at += by
        return self._here()

    def _here(self) -> str:
        asked = self.questions[self._at] if self._at < len(self.questions) else ""
        return self._edited.get(self._at, asked)
