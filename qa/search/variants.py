"""Terms by which a text is found besides its words, and days in figures for days in words.

What may be written as one word or as several is found either way: "set up" is also `setup`,
`fileRecovery` also `file` and `recovery`, a word parted at the end of a line the whole one, the
version 0.9.0 also 0.9, the day 2024-05-02 also 2024-05 and 2024.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache

from qa.search.folding import as_term, fold
from qa.search.stopwords import STOPWORDS
from qa.wording import day_in_words

_MAX_JOINED = 4  # parts of a hyphened word or of a number that are joined

# Patterns that few texts need are compiled when one does (`re` keeps them): 3 ms of a cold start.
LETTER = r"[^\W\d_]"
_LINE_END = r"-[ \t]*\r?\n"
_BROKEN = rf"(?<!{LETTER})({LETTER}{{2,}})-[ \t]*\r?\n\s{{0,20}}({LETTER}{{2,}})"
_HYPHENED = rf"(?<![\w-]){LETTER}+(?:[-‐‑]{LETTER}+){{1,{_MAX_JOINED - 1}}}(?![\w-])"
_ENTERING = frozenset(
    ["log", "sign", "plug", "check", "opt", "built", "add", "drop", "stand", "roll"]
)  # in, on
_ENTERING_END = "".join(sorted({word[-1] + word[-1].upper() for word in _ENTERING}))
# up, out, off, over, down, back; in, on: written so, each is tried at its first letter only.
_PARTICLE = re.compile(
    r" (?:[uU][pP]|[oO](?:[uU][tT]|[fF]{2}|[vV][eE][rR])|[dD][oO][wW][nN]|[bB][aA][cC][kK\u212a]"
    rf"|(?<=[{_ENTERING_END}] )([iI\u0130\u0131][nN]|[oO][nN]))\b"
)
_VERB = re.compile(r"(?<!\w)[A-Za-z]{3,12}\Z")
_LONGEST_VERB = 12
_LONGEST_WORD = 64  # that is remembered
# From the capital on, so that `re` looks at capitals only.
_HUMP = re.compile(r"[A-Z](?:(?<=[a-z][A-Z])|[A-Z][a-z]{2})")
_PARTED = re.compile(r"[-‐‑A-Z](?:(?<=[-‐‑])|(?<=[a-z][A-Z])|(?<=[A-Z])[A-Z][a-z]{2})")
_CAMEL = r"\b[A-Za-z]*(?:[a-z][A-Z]|[A-Z]{2}[a-z]{2})[A-Za-z]*"
_PART = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+"
_CHAIN = r"\d+(?:[./:]\d+)+|(?<![\d-])\d{4}-\d\d?-\d\d?(?![\d-])"
_LINKED = re.compile(r"\d[./:-]\d")
_YEAR_FIRST = r"(\d{4})[./-](\d\d?)[./-](\d\d?)$"
_DAY_AND_MONTH = r"(\d\d?)([./])(\d\d?)\2(\d{4})$"
_MONTHS_OF_A_YEAR = 12
_YEAR_LAST = r"\d\d?[./]\d\d?[./](\d{4})$"
_THOUSANDS = r"\d{1,3}(?:\.\d{3})+$"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TOLD_DAY = (
    rf"\b(?:(\d\d?)(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}|{_MONTH} (\d\d?)(?:st|nd|rd|th)?)"
    rf"(?:,? |-)(\d{{4}})\b|\b{_MONTH},? (\d{{4}})\b"
)

# A number after a name counts where a text has it as a version only, which is asked then.
_MAJOR = (
    r"(?<![\w.])(?:v\.? ?|(?:version|release) )(?P<said>\d{1,3})(?![\w.]*\w|%)"
    r"|(?<=[^\W\d_]{3} )(?P<bare>\d{1,3})(?![\w.:,/-]*\w|%)"
)
_BARE_DAY = (
    rf"\b(?:(\d\d?)(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}|{_MONTH} (\d\d?)(?:st|nd|rd|th)?)"
    r"(?![\w:]|[-.,]? ?\d)"
)
_BARE_MONTH = (
    rf"\b(?:in|of|for|during|since|until|by|last|this|early|mid|late)[ -]{_MONTH}"
    r"(?![\w:]|[-.,]? ?\d)"
)
_YEARS = 20  # up to the next one, in which a day without a year is looked for


def further_terms(text: str) -> str:
    """Terms by which `text` is found besides its words, parted by spaces: folded, not stemmed."""
    found: list[str] = []
    hyphens = "-" in text or "‐" in text or "‑" in text
    if hyphens and re.search(_LINE_END, text):
        found += [m[1] + m[2] for m in re.finditer(_BROKEN, text)]
    # Verbs with their particle, which as nouns are one word: "set up", "log in".
    found += _phrasal(text)
    for chunk in _chunks(text):
        found += (_parts if len(chunk) <= _LONGEST_WORD else _parts_of)(chunk)
    if _LINKED.search(text):
        for match in re.finditer(_CHAIN, text):
            found += _number_terms(match.group(), text[match.start() - 1 : match.start()])
    return " ".join(found if text.isascii() else map(fold, found))


def _chunks(text: str) -> Iterable[str]:
    """The words of `text` that may have parts, in order: three times as fast as all words are."""
    chunks: list[str] = []
    last = 0
    for match in _PARTED.finditer(text):
        at = match.start()
        if at < last:
            continue
        before = text[max(last, at - _LONGEST_WORD) : at]
        head = before.rsplit(None, 1)[-1] if before and not before[-1].isspace() else ""
        tail = text[at : at + _LONGEST_WORD].split(None, 1)[0]
        if _LONGEST_WORD in (len(head), len(tail)):  # it may be longer
            return text.split()
        chunks.append(head + tail)
        last = at + len(tail)
    return chunks


def _parts_of(chunk: str) -> tuple[str, ...]:
    """What a hyphened word is as one, and what the parts of one with humps are."""
    found: list[str] = []
    if "-" in chunk or "‐" in chunk or "‑" in chunk:
        found += [re.sub("[-‐‑]", "", m.group()) for m in re.finditer(_HYPHENED, chunk)]
    if _HUMP.search(chunk):
        for match in re.finditer(_CAMEL, chunk):
            found += [part for part in re.findall(_PART, match.group()) if len(part) > 1]
    return tuple(found)


_parts = lru_cache(1 << 16)(_parts_of)  # a collection has the same words again and again


def _phrasal(text: str) -> Iterator[str]:
    """Verbs with their particle as one word; from the particles, which are rare, backwards."""
    last = 0
    for match in _PARTICLE.finditer(text):
        start = match.start()
        verb = _VERB.search(text[max(0, start - _LONGEST_VERB - 1) : start])
        if not verb or start - len(verb[0]) < last:
            continue
        if match[1] is None or verb[0].lower() in _ENTERING:
            last = match.end()
            yield verb[0] + match[0][1:]


def _number_terms(number: str, before: str) -> list[str]:
    """Further terms of a number with inner punctuation: 0.9 and 0 of 0.9.0, the year of a day."""
    if day := re.match(_YEAR_FIRST, number):
        year, month, last = day[1], f"{day[2]:0>2}", f"{day[3]:0>2}"
        return [as_term(f"{year}-{month}-{last}"), as_term(f"{year}-{month}"), year]
    if day := re.match(_YEAR_LAST, number):
        told = _in_figures(number)
        return [as_term(f"{told:%Y-%m-%d}"), as_term(f"{told:%Y-%m}"), day[1]] if told else [day[1]]
    found = [as_term(number)] if before.isalpha() else []
    if re.match(_THOUSANDS, number):
        found.append(number.replace(".", ""))
    parts = re.split(r"[./:]", number)[:_MAX_JOINED]
    if "/" not in number:
        separator = ":" if ":" in number else "."
        found += [as_term(separator.join(parts[:n])) for n in range(1, len(parts))]
    return [term for term in found if term != "0"]


def day_terms(question: str) -> list[str]:
    """Terms for the days and months that `question` writes with words: 2024-05-02 and 2024-05.

    A day or a month without a year is looked for in the last ones.
    """
    terms = list(told_days(question).values())
    bare = {**bare_days(question), **bare_months(question)}
    return terms + [term for day in bare.values() for term in in_years(day)]


def in_years(day: str) -> list[str]:
    """The terms of a day, 05-02, or of a month, 05, in the last years."""
    next_year = date.today().year + 1  # noqa: DTZ011
    return [as_term(f"{year}-{day}") for year in range(next_year, next_year - _YEARS, -1)]


def joined_terms(question: str) -> dict[str, str]:
    """The hyphened words of `question`, each with the one word that it is as well: wi-fi, wifi."""
    if "-" not in question and "‐" not in question and "‑" not in question:
        return {}
    return {m.group(): re.sub("[-‐‑]", "", m.group()) for m in re.finditer(_HYPHENED, question)}


def dated(question: str, text: str) -> str:
    """`question` with its days written as 2024-05-02 where `text` only has them so."""
    for told, term in told_days(question).items():
        day = "-".join(re.findall(r"\d+", term))
        if day in text and told not in text:
            question = question.replace(told, day)
    for told, day in bare_days(question).items():
        found = set(re.findall(rf"(?<![\d-])\d{{4}}-{day}(?![\d-])", text))
        if len(found) == 1 and told not in text:
            question = question.replace(told, found.pop())
    return question


def majors(question: str) -> dict[str, str]:
    """The versions that `question` names by their first number alone: v3, version 3, Velo 3."""
    if not re.search(r"\d", question):
        return {}
    return {
        m.group(): m["said"] or m["bare"]
        for m in re.finditer(_MAJOR, question, re.IGNORECASE)
        if m["said"] or question[: m.start()].split()[-1].lower() not in STOPWORDS
    }


def numbered(question: str, text: str) -> str:
    """`question` with such versions written as 3.0.0 where `text` only has them so."""
    for told, number in majors(question).items():
        found = set(re.findall(rf"(?<![\w.-])v?({number}(?:\.0){{1,2}})(?![\w.]|-\d)", text))
        if len(found) == 1 and not re.search(rf"(?<![\w.])v?{number}(?![\w.])", text):
            version = found.pop()
            question = question.replace(told, version if told == number else f"version {version}")
    return question


def told_days(question: str) -> dict[str, str]:
    """The days and months that `question` writes with words and a year, each with its term."""
    found: dict[str, str] = {}
    if not re.search(r"\d{4}", question):
        return found
    for match in re.finditer(_TOLD_DAY, question, re.IGNORECASE):
        first, month, other, second, year, alone, its_year = match.groups()
        number = 1 + _MONTHS.index((month or other or alone)[:3].lower())
        day = first or second
        text = f"{year or its_year}-{number:02}" + (f"-{int(day):02}" if day else "")
        found[match.group()] = as_term(text)
    return found


def bare_days(question: str) -> dict[str, str]:
    """The days that `question` writes with words and without a year, each as 05-02."""
    found: dict[str, str] = {}
    if not re.search(r"\d", question):
        return found
    for match in re.finditer(_BARE_DAY, question, re.IGNORECASE):
        first, month, other, second = match.groups()
        number = 1 + _MONTHS.index((month or other)[:3].lower())
        if other == "may":
            continue  # "may 20 people come?"
        if 1 <= (day := int(first or second)) <= 31:
            found[match.group()] = f"{number:02}-{day:02}"
    return found


def bare_months(question: str) -> dict[str, str]:
    """The months that `question` names behind a preposition and without a year, each as 05."""
    return {
        match[1]: f"{1 + _MONTHS.index(match[1][:3].lower()):02}"
        for match in re.finditer(_BARE_MONTH, question, re.IGNORECASE)
    }


def written_out(question: str, stands: Callable[[str], bool]) -> str:
    """`question` with its days in words, 8 April 2024, where they don't stand as they are."""
    if not _LINKED.search(question):
        return question

    def told(match: re.Match[str]) -> str:
        day = _in_figures(match.group())
        if day is None or stands(as_term(match.group())):
            return match.group()
        return day_in_words(day)

    return re.sub(_CHAIN, told, question)


def _in_figures(number: str) -> date | None:
    """The day that `number` is: 2024-04-08, 8.4.2024, 4/18/2024; of 3/4/2024 nobody knows."""
    if match := re.match(_YEAR_FIRST, number):
        year, month, day = match.groups()
    elif match := re.match(_DAY_AND_MONTH, number):
        day, month, year = match[1], match[3], match[4]
        if match[2] == "/" and int(month) > _MONTHS_OF_A_YEAR:
            day, month = month, day
        elif match[2] == "/" and day != month and int(day) <= _MONTHS_OF_A_YEAR:
            return None
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
