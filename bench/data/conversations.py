"""Follow-up questions with the turns before them and a stand-alone form written by people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.data.datasets import read_lines

FOLDER = "conversation"
SETS = {
    "CANARD dev": "canard_dev.json",
    "CAsT and iKAT": "cast_ikat_rewrites_develop.jsonl.gz",
    "GECOR": "gecor_develop.jsonl.gz",
}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A line, the turns before it (question, reply; oldest first) and its stand-alone form."""

    turns: tuple[tuple[str, str], ...]
    line: str
    rewrite: str
    title: str = ""  # of the article that the conversation is about

    @property
    def history(self) -> str:
        """Everything said before the line."""
        return " ".join([self.title, *(text for turn in self.turns for text in turn)])


def load(name: str, data: Path) -> list[FollowUp]:
    """The follow-ups of a set. Raises FileNotFoundError."""
    path = data / FOLDER / SETS[name]
    return list(_canard(path) if path.suffix == ".json" else _rows(path))


def _canard(path: Path) -> Iterator[FollowUp]:
    """Read CANARD (Elgohary et al., 2019): histories begin with the titles of article, section."""
    for row in json.loads(path.read_text("utf-8")):
        title, section, *said = row["History"]
        turns = [(section, ""), *zip(said[::2], [*said[1::2], ""], strict=False)]
        yield FollowUp(tuple(turns), row["Question"], row["Rewrite"], title)


def _rows(path: Path) -> Iterator[FollowUp]:
    for row in read_lines(path):
        turns: list[tuple[str, str]] = []
        for text, role in zip(row["history"], row["roles"], strict=True):
            if role == "user":
                turns.append((text, ""))
            elif turns:
                turns[-1] = (turns[-1][0], f"{turns[-1][1]} {text}".strip())
        yield FollowUp(tuple(turns), row["question"], row["rewrite"])
