"""What a line of plain or softly marked text is by its looks: all formats use the same rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.patterns import lazy_pattern

_QUESTION = lazy_pattern(r"(?:Q|Question)(?:\s?\d{1,3})?\s?[.:)]\s+\S")
_ANSWER = lazy_pattern(r"(?:A|Answer)(?:\s?\d{1,3})?\s?[.:)]\s+\S")
_ITEM = lazy_pattern(
    r"\s*(?:[-*+•‣◦▪●]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\(?[ivx]{2,6}\)|\([A-Z]\)|o(?= {2,3}\S))[ \t]+\S"
    r"|[Ss]tep\s\d{1,3}\s?[.:)]"
)
_STEP = lazy_pattern(r"\(?\d{1,3}[.)][ \t]+\S|[Ss]tep\s\d{1,3}\s?[.:)–-]\s*\S")
_CLAUSE = lazy_pattern(r"\d{1,3}(?:\.\d{1,3}){1,5}\.?\s+\S")
_ROMAN = r"(?=[ivxlcdm])[ivxlcdm]{1,8}"
_NUMBER = (
    rf"(?:{_ROMAN}|\d{{1,4}}[a-z]?|the\s\w+|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|first|second|third|[a-z])(?!\w)"
)
_DIVISION = lazy_pattern(
    r"(?i:(?P<name>volume|book|part|title|chapter|letter|canto|act|appendix|amendment|article"
    r"|schedule|annex|kapitel|abschnitt|artikel|anlage|anhang|chapitre|annexe"
    rf"|section|scene|§)\.?\s{{0,3}}(?P<number>{_NUMBER})?(?P<rest>[\s.:–—-].*)?)"
)
_NUMBERED = lazy_pattern(r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,5})\.?\s+(?P<rest>[^\W\d_].*)")
_ROMAN_ALONE = lazy_pattern(r"[IVXLC]{1,7}\.?(?:\s+(?P<rest>[A-Z].*))?")
_RANKS = {
    "volume": 2, "book": 2, "part": 2, "title": 2, "chapter": 3, "letter": 3, "canto": 3, "act": 3,
    "appendix": 3, "amendment": 3, "schedule": 3, "annex": 3, "annexe": 3, "kapitel": 3,
    "chapitre": 3, "anlage": 3, "anhang": 3, "abschnitt": 4, "artikel": 5, "article": 5,
    "section": 6, "§": 6, "scene": 6,
}  # fmt: skip
_LABEL = lazy_pattern(r"[^\W\d_][\w-]*(?: [\w-]+){0,3}: \S")
_GREETING = lazy_pattern(
    r"(?:dear|hi|hello|hallo|liebe[rs]?|sehr geehrte[rs]?|chère?s?|cher|estimad[oa]s?|yours|love|"
    r"(?:kind|best|warm) (?:regards|wishes)|regards|sincerely|mit freundlichen grüßen)\b"
    r"(?:\s[^\W\d_][\w.'’-]*(?:,| and| und| &| et)?){0,7}[,!.:]?",
    re.IGNORECASE,
)
_MAX_DIVISION = 100
_SHORT = 50  # characters; lines no longer than this were not broken for width
_LONG = 100
_SLACK = 10
_SMALL_WORD = 5  # letters of the longest words that a title writes small: "Legal Rights from"
_ENDS = ".!?"
_MOST_UP = 60  # characters
_UP = re.compile(
    r"[\W_]*(?:(?:back|return|go|jump|scroll)(?: back)?(?: up)? to (?:the )?)?"
    r"(?:top|(?:table of )?contents|toc)(?: of (?:the |this )?page)?[\W_]*",
    re.IGNORECASE,
)


def words(text: str) -> list[str]:
    """The words of a table that is written as text."""
    return text.split()


def question(line: str) -> bool:
    """Whether the line is the question of an FAQ: `Q: ...`."""
    return bool(_QUESTION.match(line))


def answer(line: str) -> bool:
    """Whether the line begins the answer of an FAQ: `A: ...`."""
    return bool(_ANSWER.match(line))


def item(line: str) -> bool:
    """Whether the line begins with the mark of an item of a list: `- ...`, `b) ...`, `3. ...`."""
    return bool(_ITEM.match(line))


def step(line: str) -> bool:
    """Whether the line is a numbered one: `1. ...`, `2) ...`, `Step 3: ...`."""
    return bool(_STEP.match(line))


def clause(line: str) -> bool:
    """Whether the line begins with the number of a clause: `4.2 The Landlord ...`."""
    return bool(_CLAUSE.match(line))


def separate_lines(texts: Sequence[str]) -> bool:
    """Whether the lines of a paragraph are each for themselves: opening hours, addresses.

    So it is when none goes on in lower case, few end like sentences, and their ends are not where
    a line would have been broken for width.
    """
    if len(texts) < 2 or max(map(len, texts)) > _LONG:
        return False
    if any(text[0].islower() for text in texts[1:]) or any(t[-1] in ",(-" for t in texts[:-1]):
        return False
    ends = sum(text[-1] in _ENDS for text in texts)
    if max(map(len, texts)) <= _SHORT:
        return not ends
    width = max(map(len, texts))
    room = sum(
        len(text) + 1 + len(below.split(None, 1)[0]) <= width - _SLACK
        for text, below in pairwise(texts)
    )
    return ends * 3 < len(texts) and room * 2 > len(texts) - 1


class Divisions:
    """Levels for lines that open a division of a text: chapters, articles, numbered sections."""

    def __init__(self) -> None:
        self._section_first: bool | None = None  # sections were met before articles

    def level(self, line: str) -> int | None:
        """The level of a line that stands alone, from 2; None when it opens no division."""
        if len(line) > _MAX_DIVISION or "\n" in line:
            return None
        if match := _DIVISION.fullmatch(line):
            rest = (match["rest"] or "").strip(" .:–—-\t")
            if not match["number"] and not re.match(r"\s*[–—-]", match["rest"] or ""):
                return None
            if rest and (rest[0].islower() or line[-1] in ",;" or _prose(rest)):
                return None  # "Section 2 of the act says so."
            return self._rank(match["name"].lower())
        if match := _NUMBERED.fullmatch(line):
            if _prose(match["rest"]) or not match["rest"][0].isupper() or line[-1] in ",;:":
                return None
            return 3 + match["number"].count(".")
        if (match := _ROMAN_ALONE.fullmatch(line)) and not _prose(match["rest"] or ""):
            return 3 if len(line) > 2 or line[-1] == "." or line in ("I", "V", "X") else None
        return None

    def _rank(self, name: str) -> int:
        if name in ("section", "article") and self._section_first is None:
            self._section_first = name == "section"
        if name == "section" and self._section_first:
            return 4
        return _RANKS[name]


def _prose(rest: str) -> bool:
    """Whether what follows a number reads like a sentence, not like a name."""
    if rest[-1:] != "." or rest.isupper():
        return False
    words_ = rest.split()
    return len(words_) > 3 and not all(
        word[0].isupper() for word in words_ if len(word) > _SMALL_WORD
    )


def named_division(line: str) -> bool:
    """Whether the line is a chapter's, an article's or the like: `CHAPTER II. A Mad Tea-Party`."""
    match = _DIVISION.fullmatch(line) if 1 < len(line) <= _MAX_DIVISION else None
    if not match or not match["number"]:
        return False
    rest = (match["rest"] or "").strip(" .:–—-\t")
    return (not rest or rest[0].isupper()) and not _prose(rest)


def numbered_division(line: str) -> bool:
    """Whether the line is a division and its number, no more: `Article 3`, `ANNEX II`."""
    match = _DIVISION.fullmatch(line) if 1 < len(line) <= _MAX_DIVISION else None
    return bool(match and match["number"] and not (match["rest"] or "").strip(" .:–—-\t"))


def greeting(line: str) -> bool:
    """Whether the line greets, or takes leave: `Dear Mrs Lind,`, `Yours sincerely`."""
    return len(line) <= _SHORT + _SLACK and bool(_GREETING.fullmatch(line))


def label(line: str) -> bool:
    """Whether the line is a name and its value: `Language: English`."""
    return bool(_LABEL.match(line))


def division_title(line: str) -> bool:
    """Whether the line names a division, which is no title of the whole: `Chapter 1`, `1. Aim`."""
    return Divisions().level(line.strip()) is not None


def leads_up(text: str) -> bool:
    """Whether a link within a page, by its text, only leads back to where the page begins."""
    return len(text) <= _MOST_UP and _UP.fullmatch(text) is not None
