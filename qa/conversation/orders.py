"""What begins with its verb: "and rotate it?" after "how do I resize an image with sharp?"."""

from __future__ import annotations

import re

from qa.conversation.phrases import noun_phrases
from qa.conversation.words import begins_with_verb, key, words

_HOW_TO = re.compile(
    r"\W*(?:(?:can|could|would) you )?(?:(?:tell|show|explain)(?: to)?(?: me| us)? )?"
    r"how (?:(?:do|does|can|could|should|would|must|may) (?:i|you|we|one|people) (?:best )?|to )",
    re.IGNORECASE,
)
_WITH = frozenset(("with", "in", "using", "on"))  # with what, or where, it is done
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\Z")
_GOES_ON = re.compile(r"(?:and|or|then|also|but|now|so)\b", re.IGNORECASE)


def how_to(body: str, lead: str, question: str) -> str | None:
    """How the last `question` asked how to do something, if an order goes on with it.

    So "how do I", for "and rotate it?"; None where the line is no order, or goes on with nothing.
    """
    frame = _HOW_TO.match(question)
    if frame is None or not _GOES_ON.match(lead) or not begins_with_verb(words(body)):
        return None
    return frame[0].strip()


def ordered(asked: str, order: str, question: str) -> str:
    """An order `asked` as the last `question` was, which `how_to` gives.

    What it was done with is said again: "how do I rotate the image with sharp?".
    """
    order = unbracketed(order)
    return f"{asked} {order}{_means(question, order)}?"


def unbracketed(text: str) -> str:
    """A text without what was added to it in brackets, and without its question mark."""
    return _IN_BRACKETS.sub("", text.rstrip("?!. "))


def _means(question: str, order: str) -> str:
    """With what, or in what, the last question had something done, if the order doesn't say."""
    mine = set(key(order))
    phrases = noun_phrases(question)
    if not phrases or any(each.preposition in _WITH for each in noun_phrases(order)):
        return ""
    last = phrases[-1]
    named = len(last.words) == 1 and not last.determiner
    ends = not question[last.end :].strip(" ?!.")
    if last.preposition not in _WITH or not named or not ends or mine & set(key(last.text)):
        return ""
    return f" {last.preposition} {last.text}"
