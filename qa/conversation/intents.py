"""What a line of a chat wants when it is no question about the documents.

Recognition is precise: a line is matched as a whole, and whatever is not surely one of these is a
question. "Summarise" and "back to" carry an object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from qa.conversation.intent_kinds import NICE, IntentKind
from qa.conversation.intent_patterns import (
    DOUBT,
    NTH,
    ORDINALS,
    PATTERNS,
    RETURN,
    SELF,
    SOURCE,
    SUMMARY,
    SUMMARY_WORDS,
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
        IntentKind.FORGET,
        IntentKind.FORM,
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
        IntentKind.AGAIN,
        IntentKind.NTH,
    }
)


@dataclass(frozen=True, slots=True)
class Intent:
    """What was recognised, and its object: "X" of "summarise X", empty where there is none."""

    kind: IntentKind
    object: str = ""
    of_a_list: bool = False  # "the second one": of documents that are listed, not of any sources


_LETTERS = re.compile(r"[^\W\d_]+")
__all__ = ["Intent", "IntentKind", "afresh", "recognise", "returns"]

_FEW = 8  # words of a line in which a slip is looked for
_OPENING = 4  # words before the object of a summary
_SUMMARISE = frozenset(("summarise", "summarize", "summary"))
MAX_LINE = 160  # characters; a longer line is a question


def recognise(line: str) -> Intent | None:
    """What `line` wants besides an answer from the documents; None: it is a question."""
    text = _plain(line)
    if not text or len(text) > MAX_LINE:
        return None
    bare = text.rstrip("!.…?, ") or text
    found = _matched(bare) or _numbered(bare)
    if found is not None:
        return found
    if re.fullmatch(DOUBT, bare, re.I):
        return Intent(IntentKind.SURE)
    for word, corrected in _respelt(bare):
        found = _matched(corrected)
        if found is not None and word not in _english():
            return found
    return None


def _matched(bare: str) -> Intent | None:
    said = set(_LETTERS.findall(bare.lower()))
    for kind, pattern in PATTERNS:
        # Compiling all patterns takes 50 ms, and a question has words that none of them knows.
        if said <= _vocabulary(pattern) and _compiled(pattern).fullmatch(bare):
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


def _numbered(bare: str) -> Intent | None:
    """One of the sources of an answer: "the second one", "source 2"; 0 for the last."""
    match = re.fullmatch(NTH, bare.removesuffix(" please"), re.I)
    if match is None:
        return None
    ordinal = (match["ordinal"] or match["said"] or "").lower()
    if ordinal in ORDINALS:
        number = ORDINALS.index(ordinal) + 1
    else:
        digits = re.sub(r"\D", "", ordinal) or match["number"] or match["cited"] or match["says"]
        number = int(digits or 0)
    named = re.search(rf"\b{SOURCE}\b|\d\]", bare, re.I) or match["number"]
    return Intent(IntentKind.NTH, str(number), of_a_list=not named)


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


_AFRESH = re.compile(
    r"(?:(?:a )?(?:new|different|another|other|next) (?:topic|subject|question)"
    r"|change of (?:topic|subject))\s*[:,.–—-]\s*(?P<question>\S.+)",
    re.I | re.S,
)


def afresh(line: str) -> str:
    """The question of "new topic: who is Ada?", which leans on nothing; empty for other lines."""
    match = _AFRESH.fullmatch(line.strip())
    return match["question"].strip() if match else ""


def _respelt(bare: str) -> Iterator[tuple[str, str]]:
    """The one word that no pattern knows, and `bare` with it written as one that is a slip away.

    A slip is a letter too few, too many or two swapped, in long words of a longer line another
    letter, too. It changes no first letter, no name and no mere plural. All other words must be
    known, so that nearly every question is left alone at once; "sumarise X" is the exception.
    """
    found = [match for match in _LETTERS.finditer(bare) if len(match.group()) > 1]
    unknown = [each for each in found if each.group().lower() not in _all_words()]
    if len(unknown) != 1 or len(found) > _FEW:
        unknown = [each for each in found[:_OPENING] if each.group()[:2].lower() == "su"]
        offered: frozenset[str] = _SUMMARISE
    else:
        offered = _all_words()
    for each in unknown[:1]:
        word = each.group()
        if not word.islower() or len(word) < (3 if len(found) > 1 else 6):
            continue
        other_letter = len(found) > 1 and len(word) > 4
        for known in sorted(offered):
            if _slip(word, known, other_letter):
                yield word, f"{bare[: each.start()]}{known}{bare[each.end() :]}"


def _slip(word: str, known: str, other_letter: bool) -> bool:
    if word[:1] != known[:1] or abs(len(word) - len(known)) > 1 or word == known:
        return False
    if word in (known + "s", known + "es") or known in (word + "s", word + "es"):
        return False
    from qa.search.spelling import distance

    swapped = len(word) != len(known) or sorted(word) == sorted(known)
    return (swapped or other_letter) and distance(word, known, 1) == 1


@cache
def _english() -> frozenset[str]:
    """Words that are no slips: those that the default model has as one token of its vocabulary."""
    from qa.embedding.model_files import SHIPPED

    # 10 ms, for a line that is a letter away from one of the patterns.
    tokenizer = json.loads((SHIPPED / "tokenizer.json").read_bytes())
    return frozenset(tokenizer["model"]["vocab"])


@cache
def _all_words() -> frozenset[str]:
    return frozenset().union(*(_vocabulary(pattern) for _, pattern in PATTERNS)) | _SUMMARISE


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern}){NICE}", re.I)


@cache
def _vocabulary(pattern: str) -> frozenset[str]:
    """Every word that a line can have which `pattern` matches."""
    found = set(_LETTERS.findall(f"{pattern} {NICE}".replace("(?P<", " ").lower()))
    for word, optional in re.findall(r"([^\W\d_]+)([?+])", pattern):
        found.add(word[:-1] if optional == "?" else word)
    for word, ending in re.findall(r"([^\W\d_]+)\(\?:([^\W\d_]+)\)\?", pattern):
        found.add(word + ending)  # ok(?:ay)?
    for word, ending in re.findall(r"([^\W\d_]+)[';]\?([^\W\d_]+)", pattern):
        found.add(word + ending)  # what'?s
    for before, after in re.findall(r"([^\W\d_]*)\[sz\]([^\W\d_]*)", pattern):
        found |= {f"{before}s{after}", f"{before}z{after}"}
    return frozenset(found)


def _plain(line: str) -> str:
    """On one line, with straight apostrophes, without smileys."""
    text = " ".join(line.replace("’", "'").split())
    return re.sub(r"\s*(?:[:;]-?[)(DP]|[\U0001F300-\U0001FAFF☀-➿️]+)\s*$", "", text)
