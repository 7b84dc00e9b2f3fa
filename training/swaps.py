"""Questions changed so that their passage no longer answers them, though it looks as if it did.

After the kinds of unanswerable question in Rajpurkar, Jia and Liang, "Know What You Don't Know:
Unanswerable Questions for SQuAD" (2018): entity swap, number swap, antonym, negation.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from qa.answering.antonyms import ANTONYMS

_NUMBER = re.compile(r"(?<![\w.])\d[\d,.]*\d\b|(?<![\w.])\d\b")
_NAME = re.compile(r"\b[A-Z][\w'’-]*(?:\s+(?:of|the|de|and)?\s*[A-Z][\w'’-]*)*")
_NO_NAMES = frozenset(
    """
    what who whom whose when where why how which in on at by for from with to of the a an is
    are was were did does do has have had can could will would i it this that if after before
    during according he she they we you his her their its but and or not as be been there
    these those name some many most also however while since although
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_AUXILIARY = re.compile(
    r"\b(did|does|do|is|are|was|were|has|have|had|can|could|will|would|should)\b", re.I
)
_ANTONYM = re.compile(rf"\b(?:{'|'.join(sorted(ANTONYMS, key=len, reverse=True))})\b", re.I)

NAMES_HERE = 0.5  # share of names that are taken from the passage itself


def swap(
    question: str, passage: str, elsewhere: Sequence[str], chance: random.Random
) -> str | None:
    """`question` changed in one place, or None when it has none to change.

    `elsewhere` are texts that new names and numbers may come from.
    """
    ways = [_swap_name, _swap_name, _swap_number, _swap_antonym, _negate]
    chance.shuffle(ways)
    for way in ways:
        if way is _negate and chance.random() < 0.6:
            continue  # every question can be negated, few should
        changed = way(question, passage, elsewhere, chance)
        if changed and changed.lower() != question.lower():
            return changed
    return None


def names(text: str) -> list[str]:
    """What looks like a name in `text`: capitalised words that aren't there for grammar."""
    found = []
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and words[0].lower() in _NO_NAMES:
            words.pop(0)
        while words and words[-1].lower() in _NO_NAMES:
            words.pop()
        if words and len(words[0]) > 1:
            found.append(" ".join(words))
    return found


def _swap_name(
    question: str, passage: str, elsewhere: Sequence[str], chance: random.Random
) -> str | None:
    olds = names(question)
    if not olds:
        return None
    old = chance.choice(olds)
    here = chance.random() < NAMES_HERE
    texts = [passage] if here else list(elsewhere)
    known = question.lower() if here else f"{question} {passage}".lower()
    new = [n for t in texts for n in names(t) if n.lower() not in known and n.count(" ") < 4]
    alike = [n for n in new if n.count(" ") == old.count(" ")] or new
    return question.replace(old, chance.choice(alike), 1) if alike else None


def _swap_number(
    question: str, passage: str, elsewhere: Sequence[str], chance: random.Random
) -> str | None:
    olds = _NUMBER.findall(question)
    if not olds:
        return None
    old = chance.choice(olds)
    if len(old) == 4 and old.isdigit():  # a year
        new = str(int(old) + chance.choice((-1, 1)) * chance.randint(1, 30))
    else:
        found = [n for t in elsewhere for n in _NUMBER.findall(t)]
        alike = [n for n in found if abs(len(n) - len(old)) < 2 and n not in passage]
        if not alike:
            return None
        new = chance.choice(alike)
    return None if new in passage else question.replace(old, new, 1)


def _swap_antonym(
    question: str, passage: str, elsewhere: Sequence[str], chance: random.Random
) -> str | None:
    del passage, elsewhere
    found = list(_ANTONYM.finditer(question))
    if not found:
        return None
    match = chance.choice(found)
    new = chance.choice(ANTONYMS[match.group().lower()])
    return question[: match.start()] + new + question[match.end() :]


def _negate(
    question: str, passage: str, elsewhere: Sequence[str], chance: random.Random
) -> str | None:
    del passage, elsewhere
    match = _AUXILIARY.search(question)
    if match is None:
        return None
    word = match.group()
    if chance.random() < 0.6 and word.lower() not in ("can", "will"):
        return question[: match.start()] + word + "n't" + question[match.end() :]
    # The place of "not" depends on the subject's length; after two words it is right most often.
    words = question[match.end() :].split()
    at = min(len(words), 2 if word.lower() in ("did", "does", "do") else 1)
    return question[: match.end()] + " " + " ".join([*words[:at], "not", *words[at:]])
