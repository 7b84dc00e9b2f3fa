"""Numbers of people that are told apart by what became of them: killed, injured, missing."""

from __future__ import annotations

import re

_FATES = (
    r"kill\w*|d(?:ied|ie|ying|ead|eaths?)|fatalit\w+|toll|lives",
    r"injur\w+|wound\w*|hurt",
    r"missing",
    r"arrest\w*|detain\w*",
    r"rescued?|rescuing|saved",
    r"evacuat\w+|displac\w+|homeless",
)
_FATE = re.compile(rf"\b(?:{'|'.join(f'({fate})' for fate in _FATES)})\b", re.I)
# Up to where words belong to a number: "300 people were injured", "injured about 300".
_BEHIND = re.compile(r"(?:[\s’'-]+(?!and\b|but\b|while\b|with\b)\w+){1,4}")
_BEFORE = re.compile(r"(?:\b(?!and\b|but\b|while\b|with\b)\w+\s+){1,3}\Z")
_NEAR = 60  # characters


def counts_others(question: str, text: str, span: tuple[int, int]) -> bool:
    """Whether the number in a span of `text` is of people whom something else befell than asked."""
    asked = _fates(question)
    if not asked or not any(char.isalnum() for char in text[slice(*span)]):
        return False
    behind = _BEHIND.match(text, span[1], span[1] + _NEAR)
    before = _BEFORE.search(text, max(0, span[0] - _NEAR), span[0])
    told = _fates(text[slice(*span)]) or _fates(behind[0] if behind else "")
    told = told or _fates(before[0] if before else "")
    return bool(told) and not told & asked


def _fates(text: str) -> set[int]:
    return {match.lastindex or 0 for match in _FATE.finditer(text)}
