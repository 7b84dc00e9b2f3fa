"""What a line of a chat wants when it is no question about the documents.

Recognition is precise: a line is matched as a whole, and whatever is not surely one of these is a
question. "Summarise" and "back to" carry an object.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qa.conversation.intent_patterns import (
    NICE,
    PATTERNS,
    RETURN,
    SELF,
    SUMMARY,
    SUMMARY_WORDS,
    IntentKind,
)

SMALL_TALK = frozenset(
    {
        IntentKind.GREETING,
        IntentKind.THANKS,
        IntentKind.FAREWELL,
        IntentKind.PRAISE,
        IntentKind.COMPLAINT,
        IntentKind.IDENTITY,
        IntentKind.HELP,
        IntentKind.EXAMPLES,
    }
)
# Those that look again at the last answer; without one they are questions.
SECOND_LOOKS = frozenset(
    {
        IntentKind.MORE,
        IntentKind.SURE,
        IntentKind.SOURCE,
        IntentKind.PASSAGE,
        IntentKind.SHORTER,
        IntentKind.DOCUMENT,
        IntentKind.NEWER,
    }
)


@dataclass(frozen=True, slots=True)
class Intent:
    """What was recognised, and its object: "X" of "summarise X", empty where there is none."""

    kind: IntentKind
    object: str = ""


_LETTERS = re.compile(r"[^\W\d_]+")
__all__ = ["Intent", "IntentKind", "recognise", "returns"]

MAX_LINE = 160  # characters; a longer line is a question


def recognise(line: str) -> Intent | None:
    """What `line` wants besides an answer from the documents; None: it is a question."""
    text = _plain(line)
    if not text or len(text) > MAX_LINE:
        return None
    bare = text.rstrip("!.…?, ") or text
    said = set(_LETTERS.findall(bare.lower()))
    for kind, pattern in PATTERNS:
        # Compiling all patterns takes 50 ms, and a question has words that none of them knows.
        if said <= _vocabulary(pattern) and _compiled(kind).fullmatch(bare):
            return Intent(kind)
    if not any(word in bare.lower() for word in SUMMARY_WORDS):
        return None
    match = re.fullmatch(SUMMARY, bare, re.I)
    if match:
        wanted = match["object"].strip()
        return Intent(IntentKind.SUMMARY, "" if re.fullmatch(SELF, wanted, re.I) else wanted)
    if bare.lower() in ("summarise", "summarize", "summary", "summary please", "sum it up"):
        return Intent(IntentKind.SUMMARY)
    return None


def returns(line: str) -> tuple[str, str] | None:
    """What "back to X: question" goes back to, and the question (empty: none); None: nothing."""
    text = _plain(line)
    if len(text) > 2 * MAX_LINE or not re.search(r"\b(?:back|return(?:ing)?) to\b", text, re.I):
        return None
    match = re.fullmatch(RETURN, text.rstrip("?!. "), re.I)
    if match is None:
        return None
    question = (match["question"] or "").strip()
    if question and text.endswith("?"):
        question += "?"
    return match["object"].strip(), question


@cache
def _compiled(kind: IntentKind) -> re.Pattern[str]:
    pattern = next(pattern for each, pattern in PATTERNS if each is kind)
    return re.compile(rf"(?:{pattern}){NICE}", re.I)


@cache
def _vocabulary(pattern: str) -> frozenset[str]:
    """Every word that a line can have which `pattern` matches."""
    found = set(_LETTERS.findall(f"{pattern} {NICE}".replace("(?P<", " ").lower()))
    for word, optional in re.findall(r"([^\W\d_]+)([?+])", pattern):
        found.add(word[:-1] if optional == "?" else word)
    for before, after in re.findall(r"([^\W\d_]*)\[sz\]([^\W\d_]*)", pattern):
        found |= {f"{before}s{after}", f"{before}z{after}"}
    return frozenset(found)


def _plain(line: str) -> str:
    """On one line, with straight apostrophes, without smileys."""
    text = " ".join(line.replace("’", "'").split())
    return re.sub(r"\s*(?:[:;]-?[)(DP]|[\U0001F300-\U0001FAFF☀-➿️]+)\s*$", "", text)
