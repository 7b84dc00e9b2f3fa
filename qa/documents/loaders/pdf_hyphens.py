"""Words that were parted at the end of a line, made whole again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.documents.loaders.pdf_characters import SOFT_HYPHEN

_TOKEN = re.compile(r"[^\W\d_]+(?:[-’'][^\W_]+)*")
_LAST = re.compile(r"([^\W_]+(?:-[^\W_]+)*)\Z")
_FIRST = re.compile(r"([^\W_]+)")


class Hyphens:
    """Joins lines. A hyphen at the end of one goes, unless the document writes the word with it."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._whole: set[str] = set()  # words that no line end parts, in lower case
        parted = False
        for line in lines:
            words = _TOKEN.findall(line)
            if parted:
                del words[:1]
            parted = line.endswith(("-", SOFT_HYPHEN))
            if parted:
                del words[-1:]
            self._whole.update(word.lower() for word in words)

    def joined(self, above: str, below: str) -> str:
        """Two lines as one."""
        if not above or not below:
            return above + below
        if above[-1] not in ("-", SOFT_HYPHEN):
            return f"{above} {below}"
        last, first = _LAST.search(above[:-1]), _FIRST.match(below)
        if not last or not first:
            # A dash, or a hyphen that leads a suffix: "10- to 12-year-olds".
            if above[-1] == SOFT_HYPHEN:
                return above[:-1] + "-" + below
            return f"{above} {below}" if above[-2:-1].isspace() else above + below
        if above[-1] == "-" and first[1] in ("to", "and", "or"):
            return f"{above} {below}"  # "short- and long-term"
        return above[:-1] + ("-" if self.hyphenated(last[1], first[1]) else "") + below

    def known(self, word: str) -> bool:
        """Whether the document writes the word where no line ends."""
        return word.lower() in self._whole

    def hyphenated(self, last: str, first: str) -> bool:
        """Whether a word with these halves is written with a hyphen."""
        whole = (last + first).lower()
        parted = f"{last}-{first}".lower()
        if parted in self._whole:
            return True
        if whole in self._whole:
            return False
        if not first[0].islower() or not last[-1].isalpha() or "-" in last:
            return True  # "CC-NEWS", "F-35", "state-of-the-art"
        # Both halves are words of their own in this document: "third-party".
        return (
            len(last) > 2
            and len(first) > 3
            and last.lower() in self._whole
            and first.lower() in self._whole
        )


def shown(text: str) -> str:
    """The text of a line that was joined with no other."""
    return text.replace(SOFT_HYPHEN, "-")
