"""The chat over a library of made-up documents: nothing is read, so that only the screen costs.

python -m bench.harness.made_up_library 28072
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

from qa.datatypes import DocumentInfo, Preview, Status
from tui.app import build
from tui.backend import Article, Backend

_STARTS = ("b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl")
_ENDS = ("a", "e", "i", "o", "u", "an", "er", "on", "is")
_VOCABULARY, _TITLE_WORDS = 20_000, 9
_FIRST_DAY = date(2009, 1, 1)


def documents(count: int) -> tuple[DocumentInfo, ...]:
    """Documents with titles of made-up words, frequent and rare ones; always the same."""
    chance = random.Random(1)
    syllables = [start + end for start in _STARTS for end in _ENDS]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(_VOCABULARY)]
    made: list[DocumentInfo] = []
    for number in range(count):
        ranks = [int(_VOCABULARY * chance.random() ** 3) for _ in range(_TITLE_WORDS)]
        title = " ".join(words[rank] for rank in ranks).capitalize()
        day = _FIRST_DAY + timedelta(days=number % 4_000)
        source = f"{day.year}/{number % 30}/{number:06}.txt"
        made.append(
            DocumentInfo(f"{number:012}", source, title, None, f"Agency {number % 40}", day, 500)
        )
    return tuple(made)


class MadeUpLibrary(Backend):
    """A collection of which only the list of documents is there."""

    def __init__(self, count: int) -> None:
        self._documents = documents(count)

    @property
    def index(self) -> str:
        """No folder."""
        return "made-up"

    def documents(self) -> tuple[DocumentInfo, ...]:
        """The made-up ones."""
        return self._documents

    def warm(self) -> tuple[str, ...]:
        """Nothing to load."""
        return ()

    def status(self) -> Status:
        """No file differs."""
        return Status(
            index="made-up", collection=("made-up",), documents=len(self._documents), passages=0,
            skipped=(), bytes=0, encoder="", fingerprint="", last_sync=None,
        )  # fmt: skip

    def preview(self) -> Preview:
        """Nothing to index."""
        return Preview((), 0, 0, (), ())

    def read(self, info: DocumentInfo) -> Article:
        """No document has a text."""
        raise FileNotFoundError(Path(info.source))

    def close(self) -> None:
        """Nothing is open."""


if __name__ == "__main__":
    app = build(backend=MadeUpLibrary(int(sys.argv[1])), watching=False)
    app.owns_process = True
    app.run()
