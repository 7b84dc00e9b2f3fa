"""Whether a phrase names a document: by a word for documents, a file name, a quoted title."""

from __future__ import annotations

import re
from functools import cache

from qa.catalogue.language import NO_MODIFIERS, SINGULAR

_QUOTED = re.compile(r'^"[^"]+"$|^\'[^\']+\'$')
_FILE = re.compile(
    r"\b[\w.-]+\.(?:md|txt|pdf|docx?|html?|rst|adoc|org|tex|csv|eml|mbox|pptx?|xlsx?|odt|epub)$", re.I
)
_CODE = re.compile(r"^[a-z]{1,6}[-_]?\d{2,}$", re.I)
_VERSION = re.compile(r"(?<![\w.])v?\d+\.\d+(?:\.\d+)*(?![\w.])", re.I)
_SMALL = frozenset("a an and at by for from in of on or the to with de la le der die das".split())
_WORD = re.compile(r"[\w'&.-]+")


def names_a_document(phrase: str) -> bool:
    """Whether `phrase` can only mean a document."""
    return bool(
        _QUOTED.match(phrase)
        or _FILE.search(phrase)
        or _CODE.match(phrase)
        or _VERSION.search(phrase)
        or _described().match(phrase)
    )


def is_title(phrase: str) -> bool:
    """Whether all words that carry meaning have capitals, and there are two words or more."""
    words = phrase.split()
    large = [word for word in words if word.lower() not in _SMALL]
    return len(words) >= 2 and bool(large) and all(word[:1].isupper() for word in large)


def versions(phrase: str) -> list[str]:
    """The version numbers in `phrase`, without their "v"."""
    return [match.group().lower().lstrip("v") for match in _VERSION.finditer(phrase)]


def unquoted(phrase: str) -> str:
    """A phrase without quotation marks and loose punctuation around it."""
    phrase = phrase.strip()
    return (phrase[1:-1] if _QUOTED.match(phrase) else phrase).strip(" ,;:")


@cache
def _described() -> re.Pattern[str]:
    """Such as "the neon article", "my note about taxes": few plain words before the noun."""
    nouns = "|".join(sorted(map(re.escape, SINGULAR), key=len, reverse=True))
    plain = rf"(?:(?!(?:{'|'.join(NO_MODIFIERS)})\b)[\w'&.-]+ )"
    return re.compile(rf"^(?:the|this|that|my|our|your|his|her|their) {plain}{{0,4}}(?:{nouns})\b", re.I)
