"""What a sentence may not change of its quotes: numbers, names and addresses, taken literally.

One thing can be written in several ways: `1.2 million` and `1,200,000`, a year and its decade, an
acronym and its name, a country and its people.
"""

from __future__ import annotations

import re
from functools import cache

from qa.catalogue.numerals import ordinal
from qa.lexicon import (
    MAGNITUDE_VALUES,
    MAGNITUDES,
    MONTHS,
    MONTHS_SHORT,
    NUMBER_VALUES,
    PEOPLES,
    WEEKDAYS,
)
from qa.search.stopwords import STOPWORDS
from qa.search.terms import acronyms, codes, initials, stems

_FIGURE = re.compile(r"(?<![A-Za-z\d])\d+(?:[.,:/]\d+)*")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+|\S+@\S+\.\w+", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w'’])[^\W\d_a-z][\w'’-]*")
_STOPPED = re.compile(r"(?<![\w.])[A-Z](?:\.[A-Z])+\b\.?")  # U.S., also before a hyphen
_PAIR = re.compile(r"\b[A-Z]{2}\b")  # an acronym of two letters
_RUN = re.compile(r"(?!The\b|An?\b)[A-Z][\w'’]*(?:\s+(?:(?:of|for|and|the)\s+){0,2}[A-Z][\w'’]*)+")
_BEGINS = re.compile(r"(?:^|[.!?:]\s+|[\"“‘'(\[]|[-–—]\s)\s*$")
_VALUES = (
    {word: str(n) for word, n in NUMBER_VALUES.items()}
    | {ordinal(n): str(n) for n in NUMBER_VALUES.values() if n}
    | {"once": "1", "twice": "2", "dozen": "12"}
)
_MULTIPLIED = re.compile(
    rf"(\d{{1,12}}(?:,\d{{3}}){{0,4}}(?:\.\d{{1,6}})?)[ -]({'|'.join(MAGNITUDES)})\b", re.IGNORECASE
)
_DECADE = re.compile(r"\b(\d{3})0['’]?s\b")
_CENTURY = re.compile(
    r"(?<![\w-])(?:(\d{1,2})(?:st|nd|rd|th)|([a-z-]+))[ -]centur(?:y|ies)\b", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![\d.,])[12]\d{3}(?![\d,])")
# Said without a count: "one of the", "second to none".
_UNCOUNTED = {"0", "1"}
_WORD = re.compile(r"[A-Za-z]+")
_TIMES = frozenset(each.lower() for each in (*MONTHS, *MONTHS_SHORT, *WEEKDAYS))


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text in figures, those written as words as well: `1,200` is `1200`.

    Magnitudes count as words: "2 million" has `2` and `million`.
    """
    found = {_plain(each) for each in _FIGURE.findall(text)}
    for word in _WORD.findall(text.lower()):
        if word in MAGNITUDES:
            found.add(word)
        elif word in _VALUES:
            found.add(_VALUES[word])
    return frozenset(found)


def _plain(figure: str) -> str:
    bare = figure.replace(",", "")
    return bare.rstrip("0").rstrip(".") if re.fullmatch(r"\d+\.\d+", bare) else bare


def new_numbers(sentence: str, quotes: str) -> tuple[str, ...]:
    """The numbers of `sentence` that stand nowhere in `quotes`, sorted.

    The decade and the century of a year of the quotes stand there, too.
    """
    known = set(numbers(quotes))
    # Years in ranges and dates written with signs between: 2019-10-25 has 2019, 10 and 25.
    known |= {_plain(each.lstrip("0")) for each in re.findall(r"\d+", quotes)}
    known |= set(_products(quotes).values())
    years = {int(year) for year in _YEAR.findall(quotes)}
    for written, product in _products(sentence).items():
        if product in known:
            sentence = sentence.replace(written, product)
    decades = {year // 10 for year in years}
    sentence = _DECADE.sub(lambda m: "" if int(m[1]) in decades else m[0], sentence)
    centuries = {(year - 1) // 100 + 1 for year in years}
    sentence = _CENTURY.sub(lambda m: "" if _ordinal(m) in centuries else m[0], sentence)
    return tuple(sorted(numbers(sentence) - known - _UNCOUNTED))


def _ordinal(match: re.Match[str]) -> int:
    return int(match[1] or _VALUES.get(match[2].lower(), "0"))


def _products(text: str) -> dict[str, str]:
    """Figures with a magnitude behind them, as written, with what they make: `1200000`."""
    found = {}
    for match in _MULTIPLIED.finditer(text):
        value = round(float(match[1].replace(",", "")) * MAGNITUDE_VALUES[match[2].lower()], 2)
        found[match[0]] = str(int(value)) if value == int(value) else str(value)
    return found


def new_names(sentence: str, quotes: str) -> tuple[str, ...]:
    """The capitalised words of `sentence` that are names and stand nowhere in `quotes`, in order.

    A word that begins a sentence is no name by its capital. An acronym stands in quotes that have
    the name it is made of, and such a name in quotes that have its acronym.
    """
    sentence, quotes = (_STOPPED.sub(_without_stops, each) for each in (sentence, quotes))
    short = {*acronyms(quotes), *(pair.lower() for pair in _PAIR.findall(quotes))}
    known = {*stems(quotes), *codes(quotes), *initials(quotes), *short}
    known |= {_letters(run) for run in _RUN.findall(quotes)}
    for run in _RUN.findall(sentence):
        if _letters(run) in short:
            known.update(stems(run))
    found = []
    for match in _NAME.finditer(sentence):
        word = match.group().removesuffix("'s").removesuffix("’s")
        begins = _BEGINS.search(sentence, 0, match.start()) is not None
        if word.lower() in STOPWORDS and not (word.isupper() and len(word) > 1):
            continue
        if begins and not word.isupper() and word.lower() not in _TIMES:
            continue
        keys = {*stems(word), *codes(word), *acronyms(word)}
        keys |= {pair.lower() for pair in _PAIR.findall(word)}
        keys |= {key for part in stems(word) for key in _peoples().get(part, ())}
        if keys.isdisjoint(known):
            found.append(match.group())
    return tuple(dict.fromkeys(found))


def _without_stops(match: re.Match[str]) -> str:
    return match[0].replace(".", "")


def _letters(run: str) -> str:
    """The first letters of a name's capitalised words: `un` of the United Nations."""
    return "".join(word[0] for word in run.split() if word[0].isupper()).lower()


@cache
def _peoples() -> dict[str, frozenset[str]]:
    """The stems of a place's and its people's words, each with all of them."""
    found = {}
    for words in PEOPLES:
        keys = frozenset(stems(" ".join(words)))
        found.update(dict.fromkeys(keys, keys))
    return found


def new_addresses(sentence: str, quotes: str) -> tuple[str, ...]:
    """The addresses of pages and mailboxes in `sentence` that `quotes` do not have."""
    found = (each.rstrip(".,;:!?)]}>\"'") for each in _ADDRESS.findall(sentence))
    return tuple(dict.fromkeys(each for each in found if each not in quotes))
