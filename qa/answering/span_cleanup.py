"""Answer spans made presentable: whole words, with their units and titles, no loose punctuation."""

from __future__ import annotations

import re

from qa import lexicon

_INNER = "'’-–&./,:"  # joins two parts of a word or a number: F-35, 3.5, U.S., AT&T
_OPENERS = {")": "(", "]": "[", "”": "“"}
_TRAILING = ".,;:!?-–—…'’\"/ \t\r\n"
_LEADING = ",;:!?-–—…./’ \t\r\n)]}”"
_SIGNS_BEFORE = "$€£¥₹#@§+-−~"
_SIGNS_AFTER = "%‰°"
_MAGNITUDE = lexicon.alternatives(lexicon.MAGNITUDES)
_UNIT = re.compile(
    rf"[ \u00a0-](?:%|percent|per cent|percentage points?|{_MAGNITUDE}"
    rf"|{lexicon.alternatives(lexicon.CURRENCIES)}|km|kilomet(?:er|re)s?|miles?|met(?:er|re)s?"
    r"|feet|foot|inch(?:es)?|acres?|hectares?|kg|kilograms?|tons?|tonnes?|barrels?|degrees?|mph"
    r"|years? old|a\.m\.|p\.m\.|am|pm|BC|AD|BCE|CE)(?![\w-])",
    re.I,
)
_TITLE = re.compile(rf"\b(?:{lexicon.alternatives(lexicon.TITLES_SHORT, lexicon.TITLES)})\.? $")
_ABBREVIATION = re.compile(
    rf"(?:[A-Za-z]\.){{2,}}|(?:{lexicon.alternatives(lexicon.NAME_ENDINGS)}|St|a\.m|p\.m)\."
)
DENIAL = r"\b(?:not|instead of|rather than)\s+"  # before what was not
_DENIED = re.compile(
    rf"{DENIAL}(?:\d[\d.,]*|{lexicon.alternatives(lexicon.ONES, lexicon.TENS)})",
    re.I,
)
_FEW = 14  # characters that a denial takes before its number
_DIGIT_END = re.compile(rf"\d$|\b(?:{_MAGNITUDE})$", re.I)


def denied(text: str, start: int, end: int) -> bool:
    """Whether the span is an amount that the text says it was not: "nine were hurt, not six"."""
    found = _DENIED.search(text, max(0, start - _FEW), end)
    return found is not None and found.start() <= start < found.end()


def snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of `text` widened to whole words and units, then freed of loose punctuation.

    Gives an empty span where nothing is left.
    """
    while 0 < start < len(text) and _inside_word(text, start):
        start -= 1
    while 0 < end < len(text) and _inside_word(text, end):
        end += 1
    while start < end and text[start] in _LEADING:
        start += 1
    if start > 0 and text[start - 1] in _SIGNS_BEFORE and text[start : start + 1].isdigit():
        start -= 1
    if text[start : start + 1].isupper() and (
        title := _TITLE.search(text, max(0, start - 20), start)
    ):
        start = title.start()
    if end < len(text) and text[end] in _SIGNS_AFTER:
        end += 1
    while _DIGIT_END.search(text, max(start, end - 9), end) and (unit := _UNIT.match(text, end)):
        end = unit.end()
    closer = text[end : end + 1]
    within = text[start + 1 : end]
    if closer in _OPENERS and within.count(_OPENERS[closer]) > within.count(closer):
        end += 1
    if text[end : end + 1] == "." and _abbreviation(text[start : end + 1]):
        end += 1
    return _stripped(text, start, end)


def _inside_word(text: str, at: int) -> bool:
    """Whether a cut at `at` would fall into a word or a number."""
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    if after in _INNER and before.isalnum():
        return at + 1 < len(text) and text[at + 1].isalnum() and _joins(text, at)
    if before in _INNER and after.isalnum():
        return at > 1 and text[at - 2].isalnum() and _joins(text, at - 1)
    return False


def _joins(text: str, at: int) -> bool:
    """Whether the sign at `at`, between two letters or digits, makes one word of them."""
    sign = text[at]
    if sign in ",:./":  # 1,200 and 10:30 and U.S, but not "red,green" or "and/or"
        before, after = text[at - 1], text[at + 1]
        return (before.isdigit() and after.isdigit()) or (sign == "." and before.isalpha())
    return True


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start:
        last = text[end - 1]
        opener = _OPENERS.get(last)
        if last in _TRAILING:
            # "Inc." and "U.S." keep their full stop: an abbreviation has one inside or is short.
            if last == "." and _abbreviation(text[start:end]):
                break
            end -= 1
        elif opener and opener not in text[start:end]:
            end -= 1
        else:
            break
    for opener, closer in (("(", ")"), ("[", "]"), ("“", "”")):
        if text[start:end].startswith(opener) and closer not in text[start:end]:
            start += 1
    if end - start > 1 and text[start] in "\"'" and text[start] not in text[start + 1 : end]:
        start += 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _abbreviation(span: str) -> bool:
    word = span.rsplit(maxsplit=1)[-1] if span.strip() else ""
    return bool(_ABBREVIATION.fullmatch(word))
