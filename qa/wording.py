"""Numbers, days and short forms as English writes them."""

from __future__ import annotations

import re
from datetime import date

from qa.lexicon import MONTHS


def counted(number: int, noun: str) -> str:
    """Return `1 document`, `2 documents`, `28,072 documents`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def day_in_words(day: date) -> str:
    """Return `3 March 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


_SHORT = (  # not within names and paths, such as "dont-delete" and "whats.new"
    r"(?<![\w.'’/_-])(?:(?P<verb>is|are|was|were|do|does|did|ca|could|wo|would|should|has|have|had"
    r"|must|need)nt|(?P<word>what|where|when|who|how|why|that|there)s)(?![\w'’/_-]|\.\w)"
)


def with_apostrophes(question: str) -> str:
    """`question` with its short forms as they are written: "whats" is "what's", "isnt" "isn't"."""

    def written(short: re.Match[str]) -> str:
        return f"{short['verb']}n't" if short["verb"] else f"{short['word']}'s"

    return re.sub(_SHORT, written, question, flags=re.IGNORECASE)
