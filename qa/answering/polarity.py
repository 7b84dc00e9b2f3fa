"""Whether a sentence answers a yes-or-no question with a yes or with a no."""

from __future__ import annotations

import re
from itertools import pairwise

from qa.answering.antonyms import ANTONYMS
from qa.search.terms import content_stems, stems

_WORD = re.compile(r"[^\W_]+(?:['’]t)?")
_NEGATES = frozenset({"not", "never", "no", "cannot", "neither", "nor", "without", "nobody"})
_REACH = 4  # words behind a negation that it denies
# What makes an answer depend on something that the question may not mean.
_DEPENDS = frozenset(
    re.findall(
        r"\w+",
        "if unless except may might could should only whether sometimes usually often until when "
        "but although though",
    )
)
_COVERED = 0.8  # of the question's words of meaning that the sentence has
_NAME = re.compile(r"(?<=\w\s)[A-Z][\w'’-]*")
_OPENS = re.compile(r"\W*(yes|no)\b[,.:;]", re.I)


def says_yes(question: str, sentence: str, context: str = "") -> bool | None:
    """True for a yes, False for a no, None where neither is plain.

    The sentence must have the words of the question, or their opposites; names may stand in the
    headings above it, `context`. A no is one denial of them, by a negation or by an opposite.
    """
    if opens := _OPENS.match(sentence):
        return opens[1].lower() == "yes"
    asked = set(content_stems(question))
    named = {stem for name in _NAME.findall(question) for stem in stems(name)}
    asked -= named & set(stems(context))
    words = [each.group().lower() for each in _WORD.finditer(sentence)]
    if not asked or _DEPENDS.intersection(words) - set(question.lower().split()):
        return None
    opposites = _opposites(question)
    found: set[str] = set()
    denials, opposed = 0, False
    since = _REACH + 1  # words since the last negation
    for before, word in pairwise(("", *words)):
        if word in _NEGATES or word.endswith(("n't", "n’t")):
            since = 0
            continue
        since += 1
        of = asked.intersection(stems(word)) or opposites.get(word, set())
        if not of:
            continue
        if before in ("to", "will", "shall") and f"{before} {word}" not in question.lower():
            return None  # "is tipped to win" says neither that it won nor that it did not
        if word in opposites and not of <= found:
            opposed = True
        found |= of
        if since <= _REACH:
            denials, since = denials + 1, _REACH + 1
    if not asked - named <= found or len(found) < _COVERED * len(asked) or denials > 1:
        return None
    return bool(denials) == opposed


def _opposites(question: str) -> dict[str, set[str]]:
    """The opposites of the words of a question, with the stems of what they are the opposite of."""
    return {
        opposite: set(stems(word))
        for word in re.findall(r"[a-z]+", question.lower())
        for opposite in ANTONYMS.get(word, ())
        if opposite not in question.lower()
    }
