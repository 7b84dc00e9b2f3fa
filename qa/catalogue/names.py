"""Whether a phrase names a document: by a word for documents, a file name, a quoted title."""

from __future__ import annotations

import re
from functools import cache

from qa.catalogue.language import NO_MODIFIERS, RARE_NOUNS, SINGULAR, SMALL_WORDS

_NAME_WORDS = 6
_QUOTED = re.compile(r'^"[^"]+"$|^\'[^\']+\'$')
_FILE = re.compile(
    r"\b[\w.-]+\.(?:md|txt|pdf|docx?|html?|rst|adoc|org|tex|csv|eml|mbox|pptx?|xlsx?|odt|epub|ics|vcf)$",
    re.I,
)
_CODE = re.compile(r"^[a-z]{1,6}[-_]?\d{2,}$", re.I)
_VERSION = re.compile(r"(?<![\w.])v?\d+\.\d+(?:\.\d+)*[a-z]?(?![\w.])", re.I)
_PART = re.compile(
    r"^the (?:foreword|preface|introduction|prologue|epilogue|afterword|appendix|dedication"
    r"|acknowledge?ments|readme|changelog|abstract)\b",
    re.I,
)


def names_a_document(phrase: str) -> bool:
    """Whether `phrase` can only mean a document."""
    return bool(
        _QUOTED.match(phrase)
        or _FILE.search(phrase)
        or _CODE.match(phrase)
        or _VERSION.search(phrase)
        or _PART.match(phrase)
        or _described().match(phrase)
    )


def is_file(phrase: str) -> bool:
    """Whether `phrase` is the name of a file, with its ending or made like a code ("pg1661")."""
    return bool(_FILE.search(phrase) or _CODE.match(phrase))


def is_title(phrase: str, words: int = 2) -> bool:
    """Whether all words that carry meaning have capitals, and there are at least so many words."""
    written = phrase.split()
    large = [word for word in written if word.lower() not in SMALL_WORDS]
    return len(written) >= words and bool(large) and all(word[:1].isupper() for word in large)


def is_name(phrase: str) -> bool:
    """Whether a phrase in any letters may be typed for a title: two to six words, no article."""
    words = phrase.lower().split()
    return 1 < len(words) <= _NAME_WORDS and words[0] not in NO_MODIFIERS


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
    words = [word for word, noun in SINGULAR.items() if noun not in RARE_NOUNS]
    nouns = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    plain = rf"(?:(?!(?:{'|'.join(NO_MODIFIERS)})\b)[\w'&.-]+ )"
    after = r"(?:about|on|of|from|by|called|named|titled|with|to|in|at|for)\b|[\"',(]"
    whose = "the|this|that|my|our|your|his|her|their"
    return re.compile(
        rf"^(?:{whose}) {plain}{{0,4}}(?:{nouns})(?:$|,? (?:{after}))",
        re.I,
    )
