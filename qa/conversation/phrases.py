"""Words and noun phrases of a question, found without a tagger.

Questions are short and their word order is fixed, so closed word classes and a list of verbs are
enough to tell noun phrases from the rest: a run of words between function words is a noun phrase,
less the main verb that "did", "can" or "to" announce.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.conversation.lexicon import (
    AUXILIARIES,
    BE_VERBS,
    DETERMINERS,
    DO_VERBS,
    FUNCTION_WORDS,
    HAVE_VERBS,
    IRREGULAR_PLURALS,
    LY_NOUNS,
    MEASURES,
    PREDICATES,
    PREPOSITIONS,
    PRONOUNS,
    SPEAKERS,
    base_verb,
    inflected_verb,
    plural_noun,
)

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z])"
    r"|[^\W_]+(?:(?:[-'’./:_@&]|(?<=\d),(?=\d{3}\b))[^\W_]+)*(?:\+\+|#|%)?"
)
_QUOTED = re.compile(r"[\"“”«»][^\"“”«»]{2,80}[\"“”«»]")
_NUMERIC = re.compile(r"v?\d")
_BREAK = re.compile(r"[,;:.?!()\n\t|·•]|\s[–—]\s")  # between two phrases, or cells of a quoted row


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `text[start:end]`; `lower` has straight apostrophes and no possessive ending."""

    text: str
    start: int
    end: int
    lower: str

    @property
    def capital(self) -> bool:
        """Whether it is written like a name: a capital or a digit in it."""
        return any(letter.isupper() or letter.isdigit() for letter in self.text)

    @property
    def function(self) -> bool:
        """Whether it is a function word. A capital inside a sentence makes none of it."""
        return self.lower in FUNCTION_WORDS

    @property
    def possessive(self) -> bool:
        """Whether it ends in 's or s'."""
        return self.text.endswith(("'s", "’s")) and not self.function


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: `text` without its determiner, at `[start:end]` of the question with it."""

    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    determiner: str = ""  # in lower case
    preposition: str = ""  # the one before it, in lower case
    subject: bool = False  # it stands behind an auxiliary, or begins the question

    @property
    def proper(self) -> bool:
        """Whether it holds a name or a number."""
        return any(word.capital for word in self.words)

    @property
    def numeric(self) -> bool:
        """Whether it is a number, a year or a version, perhaps behind a name."""
        return _NUMERIC.match(self.words[-1].text) is not None

    @property
    def head(self) -> str:
        """Its main word, in lower case: the last before "of"."""
        for before, word in zip(self.words, self.words[1:], strict=False):
            if self.text[word.start - self.words[0].start - 4 :].startswith(" of "):
                return before.lower
        return self.words[-1].lower

    @property
    def plural(self) -> bool:
        """Whether its head looks like a plural, or several are joined by "and"."""
        head = self.head
        return (
            head in IRREGULAR_PLURALS
            or " and " in self.text
            or (
                (not self.proper or self.determiner != "" or not self.words[-1].capital)
                and plural_noun(head)
            )
        )


def words(text: str) -> list[Word]:
    """The words of `text` in order."""
    found = []
    for match in _WORD.finditer(text):
        lower = match.group().lower().replace("’", "'")
        if lower not in FUNCTION_WORDS:
            lower = lower.removesuffix("'s")
        found.append(Word(match.group(), match.start(), match.end(), lower))
    return found


def verbs(found: list[Word]) -> set[int]:
    """The places in `found` of main verbs."""
    chosen: set[int] = set()
    announced = ""  # "base" behind "did" or "can", "participle" behind "was" or "has"
    subject = False  # whether one has come since the auxiliary
    at = 0
    while at < len(found):
        word = found[at]
        if word.function:
            if word.lower in DO_VERBS:
                announced, subject = "base", at > 0 and _wh_subject(found, at)
            elif word.lower in BE_VERBS or word.lower in HAVE_VERBS:
                announced, subject = "participle", at > 0 and not found[at - 1].function
            elif word.lower in PRONOUNS | SPEAKERS or word.lower.endswith("n't"):
                subject = subject or word.lower not in ("my", "your", "our")
            at += 1
            continue
        end = at
        while end < len(found) and not found[end].function and not _parted(found, end, at):
            end += 1
        verb = _verb_of_run(found, at, end, announced, subject)
        if verb is not None:
            chosen.add(verb)
            announced = ""
        subject = True
        at = end
    return chosen


def _wh_subject(found: list[Word], at: int) -> bool:
    """Whether "what" or "who" is the subject of the auxiliary at `at`: "what will happen to it?".

    A verb alone follows then, and behind it no noun without a preposition: not "what did Mira say".
    """
    if found[at - 1].lower not in ("what", "who") or at + 1 == len(found):
        return False
    verb = found[at + 1]
    after = found[at + 2] if at + 2 < len(found) else None
    return (
        not verb.capital
        and base_verb(verb.lower)
        and (after is None or after.lower in PREPOSITIONS | PRONOUNS | DETERMINERS)
    )


def _parted(found: list[Word], end: int, at: int) -> bool:
    return end > at and found[end].start - found[end - 1].end > 1  # punctuation between them


def _verb_of_run(found: list[Word], at: int, end: int, announced: str, subject: bool) -> int | None:
    before = found[at - 1].lower if at else ""
    first = found[at]
    lower = not first.capital
    if (
        before in ("to", "who", "that")
        and lower
        and (base_verb(first.lower) or inflected_verb(first.lower))
    ):
        return at
    if (
        before == "what"
        and lower
        and inflected_verb(first.lower)
        and not any(word.lower in AUXILIARIES for word in found[end:])
    ):
        return at
    is_verb = base_verb if announced == "base" else inflected_verb
    if (
        lower
        and first.lower.endswith("ing")
        and (before in BE_VERBS or before in ("i'm", "we're", "they're", "he's", "she's"))
    ):
        return at
    if announced == "base" and subject and before in PRONOUNS | SPEAKERS and lower:
        return at
    if not announced:
        # "who ... and wrote", "the firm that sells": a past form inside a run parts two phrases.
        return next(
            (
                i
                for i in range(at + 1, end)
                if inflected_verb(found[i].lower)
                and not found[i].capital
                and not found[i].lower.endswith(("s", "ing"))
            ),
            None,
        )
    determined = before in DETERMINERS or before in ("this", "that", "these", "those")
    low = at if subject and not determined else at + 1
    candidates = [
        i
        for i in range(low, end)
        if is_verb(found[i].lower) and not found[i].capital and not found[i].possessive
    ]
    if not candidates and announced == "base" and not subject and first.capital:
        # A verb that is not in the list: "What did Luther expound?"
        candidates = [
            i for i in range(at + 1, end) if found[i].text.islower() and found[i].text.isalpha()
        ][:1]
    if not candidates:
        return None
    return candidates[0] if subject else candidates[-1]


def noun_phrases(text: str) -> list[Phrase]:
    """The noun phrases of a question in order, those joined by "of" as one."""
    found = words(text)
    main = verbs(found)
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(found):
        if _joins(found, at, main, quoted):
            at += 1
            continue
        end = at + 1
        while end < len(found) and not _ends(text, found, end, main, quoted):
            end += 1
        runs.append((at, end))
        at = end
    return [_phrase(text, found, low, high) for low, high in _joined(text, found, runs)]


def _joins(found: list[Word], at: int, main: set[int], quoted: list[tuple[int, int]]) -> bool:
    """Whether a word is in no noun phrase."""
    word = found[at]
    if any(low < word.start < high for low, high in quoted):
        return False
    if at and found[at - 1].lower == "how" and word.lower in MEASURES:
        return True
    if not word.capital and (
        (word.lower.endswith("ly") and len(word.lower) > 4 and word.lower not in LY_NOUNS)
        or (
            at > 1
            and (word.lower in PREDICATES or word.lower.endswith(("able", "ible")))
            and not found[at - 1].function
        )
    ):
        return True
    # "The Who", "US" and "IT" are names: written in capitals inside a sentence.
    named = at > 0 and (
        (word.text.isupper() and len(word.text) > 1)
        or (
            word.text[0].isupper()
            and not found[at - 1].function
            and found[at - 1].capital
            and word.start - found[at - 1].end == 1
        )
    )
    return (word.function and not named) or at in main


def _ends(
    text: str, found: list[Word], at: int, main: set[int], quoted: list[tuple[int, int]]
) -> bool:
    gap = text[found[at - 1].end : found[at].start]
    return _joins(found, at, main, quoted) or _BREAK.search(gap) is not None


def _joined(text: str, found: list[Word], runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs with "of" (and a determiner) between them as one."""
    joined: list[tuple[int, int]] = []
    for low, high in runs:
        if joined:
            between = text[found[joined[-1][1] - 1].end : found[low].start].lower()
            names = found[joined[-1][1] - 1].capital and found[low].capital
            if re.fullmatch(r" of (?:the |an? )?", between) or (
                names and between in (" and ", " and the ") and found[joined[-1][0]].capital
            ):
                joined[-1] = (joined[-1][0], high)
                continue
        joined.append((low, high))
    return joined


def _phrase(text: str, found: list[Word], low: int, high: int) -> Phrase:
    start = found[low].start
    at, determiner, preposition = low - 1, "", ""
    while at >= 0 and found[at].lower in DETERMINERS and found[at].end <= start:
        determiner, start = found[at].lower, found[at].start
        at -= 1
    if (
        at >= 0
        and found[at].lower in PREPOSITIONS
        and not (found[at].lower == "like" and at > 0 and found[at - 1].lower in AUXILIARIES)
    ):
        preposition = found[at].lower
    subject = not preposition and (at < 0 or found[at].lower in AUXILIARIES)
    end = found[high - 1].end
    return Phrase(
        text[found[low].start : end], start, end, tuple(found[low:high]),
        determiner, preposition, subject,
    )  # fmt: skip
