"""A sentence asked back, one group of words at a time.

Each group is replaced by "what", and the reader points at what the quotes have in its place (after
Fabbri et al., "QAFactEval", 2022; there a model makes the questions). A sentence that gives an act
to the wrong person shares every word with its quotes; the reader then points elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.search.stopwords import STOPWORDS
from qa.search.terms import stems
from qa.verification.words import words

if TYPE_CHECKING:
    from qa.answering.reader import Reader

MOST = 6  # groups that are asked for
_LONGEST = 6  # words of a group
_YEAR = re.compile(r"(?:1\d|20)\d\d")
FAR = 10.0  # logits by which a place can be behind another and count


@dataclass(frozen=True, slots=True)
class Pointed:
    """What asking for the groups of a sentence gave.

    `behind` is by how many logits the places of each group are behind the best span elsewhere: 0
    where the reader points at the group itself. `answerable` are its logits that the quotes hold
    an answer.
    """

    behind: tuple[float, ...]
    answerable: tuple[float, ...]


def pointed(sentence: str, text: str, reader: Reader) -> Pointed:
    """Ask for each group of words in `sentence` that stands in `text`."""
    behind: list[float] = []
    answerable: list[float] = []
    for start, end in groups(sentence)[:MOST]:
        places = _places(sentence[start:end], text)
        if not places:
            continue
        asked = _question(sentence, start, end)
        (reading,) = reader.read(asked, [text], [[(0, len(text)), *places]])
        best, *there = reading.by_part
        answerable.append(max(-FAR, min(FAR, reading.answerable)))
        if best is None:
            continue
        inside = any(low < best.end and best.start < high for low, high in places)
        scores = [each.score for each in there if each]
        margin = max(scores, default=-FAR) - best.score
        behind.append(0.0 if inside else max(-FAR, min(0.0, margin)))
    return Pointed(tuple(behind), tuple(answerable))


def groups(sentence: str) -> list[tuple[int, int]]:
    """Runs of words of meaning as offsets, names and numbers first, then the outer ones."""
    found = words(sentence)
    runs: list[list[tuple[int, int]]] = []
    before = -2
    for at, (key, span) in enumerate(zip(found.keys, found.spans, strict=True)):
        if key in STOPWORDS and not (span[1] - span[0] > 1 and sentence[slice(*span)].isupper()):
            continue
        joined = runs and before == at - 1 and len(runs[-1]) < _LONGEST
        gap = sentence[runs[-1][-1][1] : span[0]] if runs else ""
        if joined and not gap.strip(" -’'.&"):
            runs[-1].append(span)
        else:
            runs.append([span])
        before = at
    spans = [(run[0][0], run[-1][1]) for run in runs]

    def rank(span: tuple[int, int]) -> tuple[int, int]:
        text = sentence[span[0] : span[1]]
        literal = any(c.isdigit() for c in text) or (span[0] > 0 and text[0].isupper())
        edge = min(spans.index(span), len(spans) - 1 - spans.index(span))
        return (0 if literal else 1, edge)

    return sorted(spans, key=rank)


def _question(sentence: str, start: int, end: int) -> str:
    group = sentence[start:end]
    wh = "what year" if _YEAR.fullmatch(group) else "how many" if group[0].isdigit() else "what"
    left, right = sentence[:start].rstrip(), sentence[end:].rstrip(" .!")
    left = re.sub(r"\b(?:the|a|an)$", "", left, flags=re.IGNORECASE).rstrip()
    asked = f"{left} {wh}{right if right[:1] in ',;' else ' ' + right.lstrip()}".strip()
    return f"{asked[0].upper()}{asked[1:]}?"


def _places(group: str, text: str) -> list[tuple[int, int]]:
    """Where a group stands in a text, else where the words of its stems do."""
    found = words(text)
    if whole := list(found.found(words(group))):
        return whole
    wanted = set(stems(group))
    return [
        span
        for key, span in zip(found.keys, found.spans, strict=True)
        if key not in STOPWORDS and wanted & set(stems(key))
    ]
