"""Who is speaking: in news a quotation runs over several sentences, and one names its speaker.

    "I asked for a waiver. I would have to argue for it," Mattis told reporters. "It is done."

The first and the last sentence are Mattis's words as much as the second, but don't say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_QUOTE = re.compile(r'[“”"]')
_WORD = re.compile(r"\w+")
_PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class _Part:
    quoted: bool  # some of it stands in quotation marks
    outside: str  # the rest
    closes: bool  # ends a quotation that an earlier sentence began


def speakers(text: str, spans: Sequence[tuple[int, int]]) -> list[int | None]:
    """For each sentence that is nothing but quoted words, the sentence that says whose.

    `spans` are the sentences of `text`, in order; the result holds an index into them, or None
    for sentences that name their own speaker or quote nobody.
    """
    found: list[int | None] = [None] * len(spans)
    first = 0
    for i in range(1, len(spans) + 1):
        if i == len(spans) or _PARAGRAPH.search(text, spans[i - 1][1], spans[i][0]):
            for offset, speaker in enumerate(_paragraph([text[a:b] for a, b in spans[first:i]])):
                if speaker is not None:
                    found[first + offset] = first + speaker
            first = i
    return found


def _paragraph(sentences: Sequence[str]) -> list[int | None]:
    parts = _parts(sentences)
    named = [i for i, p in enumerate(parts) if p.quoted and len(_WORD.findall(p.outside)) > 1]
    result: list[int | None] = []
    for i, part in enumerate(parts):
        if not part.quoted or i in named:
            result.append(None)
            continue
        # The sentence in which this very quotation ends, else the one before, else after.
        end = next((k for k in range(i + 1, len(parts)) if parts[k].closes), None)
        before = [k for k in named if k < i]
        after = [k for k in named if k > i]
        if end in named and not part.outside.strip():
            result.append(end)
        else:
            result.append(before[-1] if before else after[0] if after else None)
    return result


def _parts(sentences: Sequence[str]) -> list[_Part]:
    parts: list[_Part] = []
    inside = False
    for sentence in sentences:
        began_inside = inside
        outside: list[str] = []
        quoted = inside
        at = 0
        for mark in _QUOTE.finditer(sentence):
            if not inside:
                outside.append(sentence[at : mark.start()])
            inside = {"“": True, "”": False}.get(mark.group(), not inside)
            quoted = True
            at = mark.end()
        if not inside:
            outside.append(sentence[at:])
        parts.append(_Part(quoted, " ".join(outside), began_inside and not inside))
    return parts
