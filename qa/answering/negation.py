"""Where the wording of a question and of a text part, however many words they share."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_NO = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|nor|neither|without|cannot|unable|fail(?:ed|s)?"
    r"|refus(?:ed|es|al)|declin(?:ed|es)|den(?:ied|ies)|reject(?:ed|s)|lack(?:ed|s)?)\b|n['’]t\b",
    re.I,
)


def numbers(text: str) -> frozenset[str]:
    """The numbers in `text`, in figures: `1,200` and `1200` are one."""
    return frozenset(found.replace(",", "") for found in _NUMBER.findall(text))


def says_no(text: str) -> bool:
    """Whether something is denied in `text`."""
    return bool(_NO.search(text))
