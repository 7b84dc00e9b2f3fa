"""Numbers of chapters and articles as they are written: 5, V, five, fifth."""

from __future__ import annotations

import re

from qa.lexicon import ONES, TENS

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"))
_SMALL = ONES[1:]
_ODD = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth"} | {
    "nine": "ninth",
    "twelve": "twelfth",
}


def roman(number: int) -> str:
    """The Roman numeral of a number from 1 to 299, in lower case."""
    made = ""
    for value, letters in (*_ROMAN, (1, "i")):
        while number >= value:
            made += letters
            number -= value
    return made


def word(number: int) -> str:
    """A number from 1 to 99 as a word: "twenty-one"."""
    if number < 20:
        return _SMALL[number - 1]
    ten, one = divmod(number, 10)
    return TENS[ten - 2] + (f"-{_SMALL[one - 1]}" if one else "")


def ordinal(number: int) -> str:
    """The same as an ordinal: "twenty-first"."""
    head, dash, last = word(number).rpartition("-")
    if last.endswith("y"):
        return f"{head}{dash}{last[:-1]}ieth"
    return f"{head}{dash}{_ODD.get(last, last + 'th')}"


_ORDINALS = {ordinal(number): number for number in range(1, 100)}
_WORDS = {word(number): number for number in range(1, 100)}
_ROMANS = {roman(number): number for number in range(1, 300)}


def value(written: str) -> str | None:
    """The number that is written, in whichever way, in digits ("5", "8.6"), or None."""
    lower = written.lower().replace(" ", "-")
    if match := re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th)?", lower):
        return match[1]
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,3}){1,3}", lower):
        return lower
    for known in (_ROMANS, _WORDS, _ORDINALS):
        if lower in known:
            return str(known[lower])
    return None


def spellings(digits: str) -> list[str]:
    """All ways to write a number: digits, Roman, word; none other for "8.6"."""
    found = [digits]
    number = int(digits) if digits.isdigit() else 0
    if 1 <= number < 300:
        found.append(roman(number))
    if 1 <= number < 100:
        found.append(word(number))
    return found
