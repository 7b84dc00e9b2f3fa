"""Amounts as texts state them, in figures or words, with their unit and how exact they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import inf

from qa import lexicon
from qa.search.stopwords import STOPWORDS

_SCALES = lexicon.MAGNITUDE_VALUES | {"dozen": 12, "bn": 10**9, "mn": 10**6, "m": 10**6, "k": 1000}

_PERCENT = "%"
_THINGS = "things"  # the measure of a number with a noun: "14 passengers"
# Units of one measure with how much each is of the first.
_MEASURES: tuple[tuple[str, dict[str, float]], ...] = (
    ("time", {
        "second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "hr": 3600, "day": 86400,
        "week": 604800, "fortnight": 1209600, "month": 2629800, "year": 31557600,
        "decade": 315576000, "century": 3155760000,
    }),
    ("length", {
        "mm": 0.001, "cm": 0.01, "m": 1, "metre": 1, "meter": 1, "km": 1000, "kilometre": 1000,
        "kilometer": 1000, "mile": 1609.34, "yard": 0.9144, "foot": 0.3048, "feet": 0.3048,
        "ft": 0.3048, "inch": 0.0254, "inche": 0.0254,
    }),
    ("mass", {"mg": 1e-6, "g": 0.001, "gram": 0.001, "kg": 1, "kilogram": 1, "kilo": 1,
              "tonne": 1000, "ton": 1000, "lb": 0.4536, "oz": 0.02835}),
    ("area", {"acre": 4046.9, "hectare": 10000, "ha": 10000}),
    ("bytes", {"byte": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "kib": 1024,
               "mib": 1024**2, "gib": 1024**3, "kilobyte": 1e3, "megabyte": 1e6,
               "gigabyte": 1e9, "terabyte": 1e12}),
)  # fmt: skip
_UNITS = {name: (kind, size) for kind, names in _MEASURES for name, size in names.items()}
_UNITS |= {_PERCENT: (_PERCENT, 1), "percent": (_PERCENT, 1), "per cent": (_PERCENT, 1)}
_UNITS |= {word: (currency, 1) for word, currency in (
    ("dollar", "$"), ("euro", "€"), ("yen", "¥"), ("rupee", "₹"), ("ruble", "₽"), ("rouble", "₽"),
    ("franc", "franc"), ("peso", "peso"), ("lira", "lira"), ("yuan", "yuan"), ("crown", "crown"),
    ("usd", "$"), ("eur", "€"), ("gbp", "£"),
)}  # fmt: skip

_BELOW_100 = "|".join((*lexicon.TENS, *lexicon.ONES[::-1]))
_WORD_NUMBER = (
    rf"(?:{_BELOW_100})\b(?:[- ](?:{'|'.join(lexicon.ONES[1:10])})\b)?"
    rf"(?: hundred\b(?:(?: and)? (?:{_BELOW_100})\b(?:-[a-z]+)?)?)?"
)
_FIGURE = r"(?:\d{1,3}(?:[,'’\u00a0\u202f]\d{3})+|\d+)(?:\.\d+)?(?![\d]|[:/.]\d)"
_BEFORE = (
    r"(?P<least>at least|more than|over|above|no (?:fewer|less) than|minimum of|upwards? of)"
    r"|(?P<most>at most|up to|fewer than|less than|under|below|no more than|maximum of)"
    r"|(?P<about>about|around|some|roughly|approximately|approx\.?|nearly|almost|estimated|circa"
    r"|c\.|ca\.|close to|just (?:over|under)|~|≈)"
)
_AMOUNT = (
    rf"(?:(?<!\w)(?:{_BEFORE})\s*(?:an? |the )?)?"
    r"(?P<sign>(?:US|C|A|NZ|HK)?[$€£¥₹₽])?\s?"
    r"(?<![\w.,:/])(?<![^\W\d]-)"
    rf"(?P<number>{_FIGURE}|{_WORD_NUMBER}|an? (?=dozen|hundred|thousand|million))"
    rf"(?:[ \u00a0-]?(?P<scale>{'|'.join((*lexicon.MAGNITUDES, 'dozen'))}|bn|mn)s?\b"
    r"|(?P<letter>[mk])\b)?"
    r"(?P<more>\+| or more| or so)?"
    r"(?:[ \u00a0-]?(?P<unit>%|(?:per ?cent|[A-Za-z]+)\b))?"
)
_JOINS_RANGE = re.compile(r"\s*(?:to|and|[-–—])\s*", re.I)
_ABOUT = 0.1  # share by which what is said to be about an amount may be off


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount somewhere from `low` to `high`, in units of its `measure`.

    `figure` is the number as written in units of `size`; `step` is what its last digit that says
    something counts, as `low` does. A measure of "" is a bare number, which may be one of anything.
    """

    low: float
    high: float
    measure: str
    figure: float
    step: float
    size: float = 1.0

    def agrees(self, other: Amount) -> bool:
        """Whether both can be true of one thing, rounding included."""
        one, two = self._in_unit_of(other), other._in_unit_of(self)
        slack = max(one.step, two.step) / 2
        return one.low < two.high + slack and two.low < one.high + slack

    def _in_unit_of(self, other: Amount) -> Amount:
        """A bare number in the unit of the other amount; any other as it is."""
        if self.measure or not other.measure:
            return self
        size = other.size
        return replace(self, low=self.low * size, high=self.high * size, step=self.step * size)

    def comparable(self, other: Amount) -> bool:
        """Whether both measure the same, as far as they say."""
        return self.measure == other.measure or not (self.measure and other.measure)


def amounts(text: str, start: int, end: int) -> tuple[Amount, ...]:
    """The amounts of `text` that overlap the stretch from `start` to `end`, in order."""
    found: list[Amount] = []
    last = -1
    for match in _pattern().finditer(text):
        low, high = match.span("number")
        if not (low < end and start < high):
            continue
        amount = _amount(match)
        if last >= 0 and found and _JOINS_RANGE.fullmatch(text, last, match.start()):
            found[-1] = _range(found[-1], amount)
        else:
            found.append(amount)
        last = match.end("more" if match["more"] else "number")
    return tuple(found)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_AMOUNT, re.I)  # 1.4 ms, which most questions do without


def _range(one: Amount, other: Amount) -> Amount:
    """From one to the other; the unit stands behind the second."""
    factor = other.high / other.figure if other.figure and not one.measure else 1.0
    ends = sorted((one.low * factor, other.high))
    return replace(other, low=ends[0], high=ends[1], measure=other.measure or one.measure)


def _amount(match: re.Match[str]) -> Amount:
    written = match["number"].lower()
    number = _value(written)
    scale = float(_SCALES.get((match["scale"] or "").lower(), 1))
    if match["letter"] and match["sign"]:
        scale = float(_SCALES[match["letter"].lower()])
    figure = number * scale
    measure, size = _unit(match)
    value = figure * size
    step = _step(written, number) * scale * size
    low = high = value
    if match["least"] or (match["more"] or "").strip() in ("+", "or more"):
        high = inf
    elif match["most"]:
        low = -inf
    elif match["about"] or match["more"]:
        low, high = value * (1 - _ABOUT), value * (1 + _ABOUT)
    return Amount(low, high, measure, figure, step, size)


def _unit(match: re.Match[str]) -> tuple[str, float]:
    if match["sign"]:
        return match["sign"].upper().removeprefix("US"), 1.0
    unit = (match["unit"] or "").lower()
    if match["letter"] and not match["scale"]:
        unit = match["letter"].lower()
    for name in (unit, unit.removesuffix("s")):
        if name in _UNITS:
            return _UNITS[name]
    return (_THINGS if unit and unit not in STOPWORDS else ""), 1.0


def _value(written: str) -> float:
    if written[0].isdigit():
        return float(re.sub(r"[,'’\u00a0\u202f]", "", written))
    total = 0.0
    for word in re.findall(r"[a-z]+", written):
        if word == "hundred":
            total = max(total, 1) * 100
        else:
            total += lexicon.NUMBER_VALUES.get(word, 1 if word in ("a", "an") else 0)
    return total


def _step(written: str, number: float) -> float:
    """What the last digit counts that says something: of 1,200 the hundreds, of 12 the ones."""
    if "." in written:
        return float(10 ** -len(written.rpartition(".")[2]))
    step = 1.0
    while number >= 1000 and number % (step * 10) == 0:
        step *= 10
    return step


def agreement(one: Sequence[Amount], other: Sequence[Amount]) -> bool | None:
    """Whether some of the amounts agree; None where nothing of the same kind is stated."""
    pairs = [(a, b) for a in one for b in other if a.comparable(b)]
    return any(a.agrees(b) for a, b in pairs) if pairs else None
