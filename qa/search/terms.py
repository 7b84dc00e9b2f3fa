"""Words as the lexical index sees them: stems, terms besides them, and aliases.

Plain word indexes miss two things that news is full of: `S-400`, `S400` and `S400s` are one
name written three ways, and `CAATSA` stands for "Countering America's Adversaries Through
Sanctions Act" in articles that never spell the acronym. Aliases make both findable.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from qa.search.folding import MARKS, MAX_TERM, fold
from qa.search.stopwords import FILLER, NAMES, STOPWORDS, filler_spans
from qa.search.variants import further_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tantivy

__all__ = ["MAX_TERM", "STOPWORDS"]

_MAX_NAME = 10  # words of a capitalised name that are looked at for acronyms

_CODE = re.compile(r"\b([A-Za-z]{1,6})([-‐‑– ]?)(\d{1,5})([A-Za-z]?)(?:['’]?s)?\b")
_FIGURE = re.compile(r"\d(?<=[A-Za-z\-‐‑– ]\d)")  # the first of a letter-digit name, and others
_LONGEST_BEFORE = 7  # characters
_BEFORE_FIGURE = re.compile(r"[A-Za-z]{1,6}[-‐‑– ]?\Z")
_SMALL = "of|the|and|for|on|in|to|with|against|through"
# The first letter before what must not stand before it: so `re` looks at capitals only.
_NAME = re.compile(rf"[A-Z](?<!\w[A-Z])[\w'’]*(?:[ \-](?:(?:{_SMALL}) ){{0,2}}[A-Z][\w'’]*){{2,}}")
_NAME_WORD = re.compile(r"[^ \-]+")
_ACRONYM = re.compile(r"[A-Z](?<!\w[A-Z])(?:\.?[A-Z]){2,7}s?\b")
# A word as it is written: a number with what is inside it, C++ and C#, letters with their marks.
_WRITTEN = re.compile(
    rf"[^\W\d_]*\d+(?:[.,:/]\d+)+(?!\w)|\d{{4}}-\d\d?-\d\d?(?![\w-])|(?<!\w)[A-Za-z](?:\+\+|#)(?!\w)"
    rf"|\w[\w{MARKS}]*"
)


@cache
def _analyzer() -> tantivy.TextAnalyzer:
    import tantivy

    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def analyzer() -> tantivy.TextAnalyzer:
    """The analyzer of the lexical index, for folded text: lower case, no accents, stemmed."""
    return _analyzer()


def word_analyzer() -> tantivy.TextAnalyzer:
    """The analyzer of the vocabulary that misspelt words are looked up in: not stemmed."""
    import tantivy

    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(MAX_TERM))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )


def stems(text: str) -> list[str]:
    """The stems of `text` in order, stop words included, then its further terms.

    They are keys of the lexical index, not for people's eyes.
    """
    return list(_stems(text))


@lru_cache(maxsize=1024)  # the same sentences are looked at again and again
def _stems(text: str) -> tuple[str, ...]:
    return tuple(_analyzer().analyze(indexed(text)))


def indexed(text: str) -> str:
    """What the lexical index is given for `text`: its folded words, then further terms."""
    folded, further = fold(text), further_terms(text)
    return f"{folded} {further}" if further else folded


@cache
def _stop_stems() -> frozenset[str]:
    return frozenset(_analyzer().analyze(" ".join(STOPWORDS))) | STOPWORDS


def _emphatic(question: str, match: re.Match[str]) -> bool:
    """Whether a stop word is written like a name: `US`, `IT`, the D of vitamin D, not `I`."""
    word = match.group()
    if not word.isupper() or word not in NAMES or question.isupper():
        return False
    before = question[: match.start()].rstrip()
    return len(word) > 1 or (bool(before) and before[-1] not in ".?!:;\"'’“(")


def _content(question: str, left_out: frozenset[str]) -> dict[str, str]:
    words: dict[str, str] = {}
    for match in _WRITTEN.finditer(question):
        emphatic = _emphatic(question, match)
        if match.group().lower() in left_out and not emphatic:
            continue
        for stem, shown in _shown(match.group()):
            if emphatic or stem not in _stop_stems():
                words.setdefault(stem, shown)
    return words


def content_stems(text: str) -> list[str]:
    """Distinct stems of `text` that carry meaning, in order; all of them if none does."""
    return list(_content(text, frozenset())) or list(dict.fromkeys(_analyzer().analyze(fold(text))))


def content_words(text: str) -> dict[str, str]:
    """The meaningful stems of a question, each with the word as it is written there.

    What only makes it a question ("tell me", the "long" of "how long") is left out.
    """
    return _content(_without(text, filler_spans(text)), FILLER)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


_KANJI = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_SCRIPT = (
    r"[\u3005\u3400-\u9fff\U00020000-\U0003ffff]+|[\u30a0-\u30ff]+|[\u3040-\u309f]+"
    r"|[\uac00-\ud7af]+|[\u0e00-\u0eff]+|[\u1000-\u109f]+|[\u1780-\u17ff]+"
)
_MAX_RUN = 4  # signs of Han that may be one word


def _shown(word: str) -> list[tuple[str, str]]:
    """The stems of a written word, each with what is shown of it to people.

    Of Chinese and Japanese, where a clause is written like a word, it is the run of signs of the
    same kind, or the pair where that is long; pairs with hiragana only inflect.
    """
    folded = fold(word)
    if word.isascii() or not (runs := re.findall(_SCRIPT, word)):
        return [(stem, word) for stem in _analyzer().analyze(folded)]
    found: list[tuple[str, str]] = []
    for stem in _analyzer().analyze(folded):
        if any("\u3040" <= sign <= "\u309f" for sign in stem):
            continue
        run = next((run for run in runs if stem in run), stem)
        found.append((stem, stem if re.match(_KANJI, run) and len(run) > _MAX_RUN else run))
    return found


def joined_terms(question: str) -> list[str]:
    """Stems that may stand for several words of `question`: `setup` for "set up" and "set-up"."""
    words = re.findall(r"[^\W_]+", fold(question).lower())
    pairs = [
        one + other
        for one, other in pairwise(words)
        if one.isalpha() and other.isalpha() and not (one in STOPWORDS and other in STOPWORDS)
    ]
    pairs = [pair for pair in pairs if len(pair) <= MAX_TERM]
    return list(dict.fromkeys(_analyzer().analyze(" ".join(pairs)))) if pairs else []


def codes(text: str) -> list[str]:
    """Letter-digit names in one spelling: `S-400`, `S400s` and `S 400` all give `s400`.

    What is written with a space is a name only when it has a capital: `in 2019` is none.
    """
    return [
        (letters + digits + suffix).lower().removesuffix("s")
        for letters, gap, digits, suffix in map(re.Match.groups, _codes(text))
        if gap != " " or not letters.islower()
    ]


def _codes(text: str) -> Iterator[re.Match[str]]:
    """What `_CODE` finds, from the figures, which are rare, backwards."""
    last = 0
    for figure in _FIGURE.finditer(text):
        at = figure.start()
        before = _BEFORE_FIGURE.search(text, max(0, at - _LONGEST_BEFORE), at)
        if before and before.start() >= last and (code := _CODE.match(text, before.start())):
            last = code.end()
            yield code


def coded(text: str) -> dict[str, str]:
    """Stems in `text` that are part of a letter-digit name, each with its one spelling."""
    found: dict[str, str] = {}
    for match in _codes(text):
        for code in codes(match.group()):
            found.update(dict.fromkeys(stems(match.group()), code))
    return found


def acronyms(text: str) -> list[str]:
    """Acronyms written in `text`, in lower case without full stops."""
    return [m.group().rstrip("s").replace(".", "").lower() for m in _ACRONYM.finditer(text)]


def initials(text: str) -> list[str]:
    """Acronyms that the capitalised names in `text` would have, of three letters or more.

    The keys of `_spelled`, for every passage that is indexed.
    """
    return list(dict.fromkeys(chain.from_iterable(map(_initials, _NAME.findall(text)))))


@lru_cache(1 << 14)  # a collection has the same names again and again
def _initials(name: str) -> tuple[str, ...]:
    words = _NAME_WORD.findall(name)[: 2 * _MAX_NAME]
    names = [word for word in words if word[0].isupper()]
    found = []
    for chosen in (words, names) if len(names) < len(words) else (words,):
        letters = "".join(word[0] for word in chosen[:_MAX_NAME]).lower()
        for i in range(len(letters) - 2):
            found += [letters[i:j] for j in range(i + 3, len(letters) + 1)]
    return tuple(found)


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
        words = list(_NAME_WORD.finditer(match.group()))[: 2 * _MAX_NAME]
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
