"""The questions asked so far, saved between runs; Up and Down go through them."""

from __future__ import annotations

from pathlib import Path

from tui.user_folders import read_json, write_json

FILE_NAME = "history.json"
MAX_QUESTIONS = 500


class History:
    """Questions, the newest last. Up goes back from what is being typed, Down returns to it."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        found = (read_json(path) or {}).get("questions", []) if path else []
        listed = found if isinstance(found, list) else []
        self.questions = [each for each in listed if isinstance(each, str)][-MAX_QUESTIONS:]
        self._at = len(self.questions)
        self._draft = ""

    def add(self, question: str) -> None:
        """Add a question; an earlier copy of it goes."""
        self.questions = [each for each in self.questions if each != question]
        self.questions = [*self.questions, question][-MAX_QUESTIONS:]
        self._at = len(self.questions)
        self._draft = ""

    def save(self) -> None:
        """Save the questions for the next run. Raises OSError."""
        if self._path:
            write_json(self._path, {"schema": 1, "questions": list(self.questions)})

    def back(self, typed: str) -> str | None:
        """The question before; None at the first. `typed` is what stands in the box now."""
        if self._at == 0:
            return None
        if self._at == len(self.questions):
            self._draft = typed
        self._at -= 1
        return self.questions[self._at]

    def forward(self) -> str | None:
        """The question after, at last what was being typed; None beyond it."""
        if self._at >= len(self.questions):
            return None
        self._at += 1
        return self.questions[self._at] if self._at < len(self.questions) else self._draft
