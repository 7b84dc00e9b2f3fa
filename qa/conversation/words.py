"""The words of a question, and which of them are main verbs, found without a tagger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.conversation.lexicon import (
    AUXILIARIES,
    BE_VERBS,
    DETERMINERS,
    DO_VERBS,
    FUNCTION_WORDS,
    HAVE_VERBS,
    PREPOSITIONS,
    PRONOUNS,
    SPEAKERS,
    base_verb,
    inflected_verb,
    plural_noun,
)

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z])"
    r"|(?<![\w-])--?(?=[^\W\d_])[^\W_]+(?:[-_][^\W_]+)*"  # --no-stash
    r"|[^\W_]+(?:(?:[-'’./:_@&]|(?<=\d),(?=\d{3}\b))[^\W_]+)*(?:\+\+|#|%)?"
)


_OBJECTS = frozenset(("me", "us", "it", "them", "him", "this", "these"))


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `text[start:end]`; `lower` has straight apostrophes and no possessive ending."""

    text: str
    start: int
    end: int
    lower: str

    @property
    def capital(self) -> bool:
        """Whether it is written like a name: a capital or a digit in it, or as an option."""
        return self.text[0] == "-" or any(
            letter.isupper() or letter.isdigit() for letter in self.text
        )

    @property
    def function(self) -> bool:
        """Whether it is a function word. A capital inside a sentence makes none of it."""
        return self.lower in FUNCTION_WORDS

    @property
    def possessive(self) -> bool:
        """Whether it ends in 's or s'."""
        return self.text.endswith(("'s", "’s")) and not self.function


def words(text: str) -> list[Word]:
    """The words of `text` in order."""
    found = []
    for match in _WORD.finditer(text):
        lower = match.group().lower().replace("’", "'")
        if lower not in FUNCTION_WORDS:
            lower = lower.removesuffix("'s")
        found.append(Word(match.group(), match.start(), match.end(), lower))
    return found


def key(text: str) -> tuple[str, ...]:
    """The words of a phrase in lower case."""
    return tuple(word.lower for word in words(text))


def begins_with_verb(found: Sequence[Word]) -> bool:
    """Whether the first word is the verb of an order: "rotate it", "verify the token"."""
    if len(found) < 2 or found[0].function or found[0].text.startswith("-"):
        return False
    first, after = found[0], found[1]
    object_ = after.lower in _OBJECTS or after.lower in DETERMINERS
    near = after.start - first.end == 1
    return object_ and near and (first.text.islower() or base_verb(first.lower))


def verbs(found: list[Word]) -> set[int]:
    """The places in `found` of main verbs."""
    chosen: set[int] = set()
    announced = ""  # "base" behind "did" or "can", "participle" behind "was" or "has"
    subject = False  # whether one has come since the auxiliary
    at = 0
    if begins_with_verb(found):
        chosen, subject, at = {0}, True, 1
    while at < len(found):
        word = found[at]
        if word.function:
            if word.lower in DO_VERBS:
                announced, subject = "base", at > 0 and _wh_subject(found, at)
            elif word.lower in BE_VERBS or word.lower in HAVE_VERBS:
                announced = "participle"
                subject = at > 0 and (not found[at - 1].function or _asks_subject(found, at))
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


def _asks_subject(found: list[Word], at: int) -> bool:
    """Whether "who" or "what else" is the subject of the auxiliary at `at`: "who was elected?"."""
    before = at - 1 - (found[at - 1].lower == "else")
    return before >= 0 and found[before].lower in ("who", "what", "which")


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
        and (
            after is None
            or after.lower in PREPOSITIONS | PRONOUNS | DETERMINERS
            or (after.capital and found[at - 1].lower == "who")
        )
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
    ends = end == len(found) or found[end].lower not in AUXILIARIES
    if before == "many" and end == at + 1 and lower and _past(first.lower) and ends:
        return at  # "how many died?"
    if not announced and before in ("many", "which", "what"):
        for i in range(at + 1, end):  # "how many people work at Velo?"
            base = base_verb(found[i].lower) and not found[i].capital
            if base and plural_noun(found[i - 1].lower):
                return i
    if not announced:
        # "who ... and wrote", "the firm that sells": a past form inside a run parts two phrases.
        return next(
            (i for i in range(at + 1, end) if _past(found[i].lower) and not found[i].capital),
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
    # "Did Ada Lind get severance pay?": behind a name stands the verb.
    name = next((i for i in range(at, end) if not found[i].capital), at)
    follows = name > at and candidates[0] == name and not found[name - 1].possessive
    return candidates[0] if subject or follows else candidates[-1]


def _past(word: str) -> bool:
    """Whether a lower-case word looks like a past form or a participle of the past."""
    return inflected_verb(word) and not word.endswith(("s", "ing"))
