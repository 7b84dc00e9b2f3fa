"""What a sentence may not change of its quotes: numbers, names and addresses, taken literally."""

from __future__ import annotations

import re

from qa.lexicon import MAGNITUDES, MONTHS, MONTHS_SHORT, NUMBER_VALUES, ORDINALS, WEEKDAYS
from qa.search.stopwords import STOPWORDS
from qa.search.terms import acronyms, codes, initials, stems

_FIGURE = re.compile(r"(?<![A-Za-z\d])\d+(?:[.,:/]\d+)*")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+|\S+@\S+\.\w+", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w'’])[^\W\d_a-z][\w'’-]*")
_BEGINS = re.compile(r"(?:^|[.!?:]\s+|[\"“‘'(\[]|[-–—]\s)\s*$")
_VALUES = (
    {word: str(n) for word, n in NUMBER_VALUES.items()}
    | {word: str(n) for n, word in enumerate(ORDINALS)}
    | {"once": "1", "twice": "2", "dozen": "12"}
)
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
    """The numbers of `sentence` that stand nowhere in `quotes`, sorted."""
    known = numbers(quotes)
    # Years in ranges and dates written with signs between: 2019-10-25 has 2019, 10 and 25.
    known |= {_plain(each.lstrip("0")) for each in re.findall(r"\d+", quotes)}
    return tuple(sorted(numbers(sentence) - known - _UNCOUNTED))


def new_names(sentence: str, quotes: str) -> tuple[str, ...]:
    """The capitalised words of `sentence` that are names and stand nowhere in `quotes`, in order.

    A word that begins a sentence is no name by its capital. An acronym stands in quotes that have
    the name it is made of.
    """
    known = set(stems(quotes)) | set(codes(quotes)) | set(initials(quotes)) | set(acronyms(quotes))
    found = []
    for match in _NAME.finditer(sentence):
        word = match.group().removesuffix("'s").removesuffix("’s")
        begins = _BEGINS.search(sentence, 0, match.start()) is not None
        if word.lower() in STOPWORDS and not (word.isupper() and len(word) > 1):
            continue
        if begins and not word.isupper() and word.lower() not in _TIMES:
            continue
        keys = {*stems(word), *codes(word), *acronyms(word)}
        if keys.isdisjoint(known):
            found.append(match.group())
    return tuple(dict.fromkeys(found))


def new_addresses(sentence: str, quotes: str) -> tuple[str, ...]:
    """The addresses of pages and mailboxes in `sentence` that `quotes` do not have."""
    found = (each.rstrip(".,;:!?)]}>\"'") for each in _ADDRESS.findall(sentence))
    return tuple(dict.fromkeys(each for each in found if each not in quotes))
