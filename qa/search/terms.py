"""Words as the lexical index sees them: stems, and aliases for codes and acronyms.

Plain word indexes miss two things that news is full of: `S-400`, `S400` and `S400s` are one
name written three ways, and `CAATSA` stands for "Countering America's Adversaries Through
Sanctions Act" in articles that never spell the acronym. Aliases make both findable.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tantivy

MAX_TERM = 40  # characters; longer ones are hashes and encoded data
_MAX_NAME = 10  # words of a capitalised name that are looked at for acronyms

# Words that carry no topic: English function words and those that only make a question.
_STOPWORDS = """
    a about above after again against all also am an and any are as at be because been before
    being below between both but by can cannot could did do does doing done down during each few
    for from further get got had has have having he her here hers herself him himself his how i
    if in into is it its itself just let me more most my myself no nor not of off on once only or
    other our ours ourselves out over own per said same say says she should so some such than
    that the their theirs them themselves then there these they this those through to too under
    until up upon us very was we were what when where whether which while who whom whose why will
    with would you your yours yourself s t don didn doesn isn wasn aren weren ll re ve d m
    please tell
"""
STOPWORDS = frozenset(_STOPWORDS.split())

_CODE = re.compile(r"\b([A-Za-z]{1,6})([-‐‑– ]?)(\d{1,5})([A-Za-z]?)(?:['’]?s)?\b")
_SMALL = "of|the|and|for|on|in|to|with|against|through"
_NAME = re.compile(rf"\b[A-Z][\w'’]*(?:[ \-](?:(?:{_SMALL}) ){{0,2}}[A-Z][\w'’]*){{2,}}")
_ACRONYM = re.compile(r"\b[A-Z](?:\.?[A-Z]){2,7}s?\b")
_WORD = re.compile(r"\w+")


@cache
def _analyzer() -> tantivy.TextAnalyzer:
    import tantivy

    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(MAX_TERM))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def analyzer() -> tantivy.TextAnalyzer:
    """The analyzer of the lexical index: letters and digits, lower case, no accents, stemmed."""
    return _analyzer()


def stems(text: str) -> list[str]:
    """The stems of `text` in order, stop words included."""
    return _analyzer().analyze(text)


@cache
def _stop_stems() -> frozenset[str]:
    return frozenset(stem for word in STOPWORDS for stem in stems(word)) | STOPWORDS


def content_stems(text: str) -> list[str]:
    """Distinct stems of `text` that carry meaning, in order; all of them if none does."""
    found = list(dict.fromkeys(stems(text)))
    return [stem for stem in found if stem not in _stop_stems()] or found


def content_words(text: str) -> dict[str, str]:
    """The meaningful stems of `text`, each with the word as it is written there."""
    words: dict[str, str] = {}
    for match in _WORD.finditer(text):
        for stem in stems(match.group()):
            if stem not in _stop_stems():
                words.setdefault(stem, match.group())
    return words


def codes(text: str) -> list[str]:
    """Letter-digit names in one spelling: `S-400`, `S400s` and `S 400` all give `s400`.

    What is written with a space is a name only when it has a capital: `in 2019` is none.
    """
    return [
        (letters + digits + suffix).lower().removesuffix("s")
        for letters, gap, digits, suffix in _CODE.findall(text)
        if gap != " " or not letters.islower()
    ]


def coded(text: str) -> dict[str, str]:
    """Stems in `text` that are part of a letter-digit name, each with its one spelling."""
    found: dict[str, str] = {}
    for match in _CODE.finditer(text):
        for code in codes(match.group()):
            found.update(dict.fromkeys(stems(match.group()), code))
    return found


def acronyms(text: str) -> list[str]:
    """Acronyms written in `text`, in lower case without full stops."""
    return [m.group().rstrip("s").replace(".", "").lower() for m in _ACRONYM.finditer(text)]


def initials(text: str) -> list[str]:
    """Acronyms that the capitalised names in `text` would have, of three letters or more."""
    return list(_spelled(text))


def spelled_out(question: str, text: str) -> str:
    """`question` with its acronyms replaced by the names in `text` that they stand for.

    Those that stand in `text` themselves stay.
    """

    def name(match: re.Match[str]) -> str:
        (acronym,) = acronyms(match.group())
        return match.group() if acronym in here else names.get(acronym, match.group())

    if not _ACRONYM.search(question):
        return question
    here, names = set(acronyms(text)), _spelled(text)
    return _ACRONYM.sub(name, question)


def _spelled(text: str) -> dict[str, str]:
    """Acronyms of three letters or more, each with the capitalised name it would stand for."""
    found: dict[str, str] = {}
    for match in _NAME.finditer(text):
        words = list(re.finditer(r"[^ \-]+", match.group()))[: 2 * _MAX_NAME]
        for chosen in (words, [w for w in words if w.group()[0].isupper()]):
            letters = [w.group()[0].lower() for w in chosen][:_MAX_NAME]
            for i in range(len(letters) - 2):
                for j in range(i + 3, len(letters) + 1):
                    name = match.group()[chosen[i].start() : chosen[j - 1].end()]
                    found.setdefault("".join(letters[i:j]), name)
    return found


def aliases(text: str) -> list[str]:
    """Everything `text` may also be asked for by: codes, and the acronyms of its names."""
    return list(dict.fromkeys(codes(text) + initials(text)))
