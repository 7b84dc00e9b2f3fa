"""What in a question points to something outside of it: pronouns and definite descriptions.

Pronouns that stand for something in the question itself (`qa.conversation.binding`) or for nothing
("How long does it take to ...") are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from qa.conversation.binding import bound, described_before
from qa.conversation.lexicon import (
    AUXILIARIES,
    BE_VERBS,
    DETERMINERS,
    DO_VERBS,
    HAVE_VERBS,
    PERSON_PRONOUNS,
    PLURAL_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    THING_PRONOUNS,
    TIME_NOUNS,
    VERBS,
    WH_WORDS,
    base_verb,
    inflected_verb,
    plural_noun,
    word_set,
)
from qa.conversation.phrases import noun_phrases
from qa.conversation.words import Word, verbs, words


class Kind(StrEnum):
    """What a mention can stand for."""

    PERSON = "person"  # he, her
    THING = "thing"  # it, its
    PLURAL = "plural"  # they, their: several, or a group, or somebody
    PLACE = "place"  # there
    DESCRIPTION = "description"  # "that country", "these files"
    CLAUSE = "clause"  # "that", "this": what was asked or answered
    ONE = "one"  # "the other one", "those": another of the same kind


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[start:end]` of a question points outside of it.

    `noun` is that of a description ("country"), and what stands between a determiner and "one".
    """

    kind: Kind
    start: int
    end: int
    possessive: bool = False
    noun: str = ""
    female: bool | None = None  # she, he; None for what is neither


_EXPLETIVE_IT = re.compile(
    r"\b(?:(?:does|did|do|will|would|can|could|might|may|should) it (?:\w+ly )?"
    r"(?:take|cost|mean|matter|make sense|help|happen|feel|seem|look)\b.*\b(?:to|for|if|that|when)"
    r"|(?:is|was|be) it (?:\w+ ){0,2}?(?!made|called|used|located|based|from|about)\w+ (?:to|that"
    r"|for"
    r" (?:\w+ ){1,4}to|if|when)"
    r"|(?:is|was|are|were) it called (?:when|if|that|to)"
    r"|it (?:takes?|took|costs?|is|was|would be|means?) (?:\w+ ){0,2}\w* ?(?:to|that|for|if)"
    r"|(?:is|was) it (?:said|believed|thought|known|assumed|always|usually|often|not)\b(?=.*"
    r" (?:time|that)\b)"
    r"|percent.*is it believed|what time is it|it(?:'s| is| was) (?:raining|snowing|late|early)"
    r"|make it (?:\w+ )?(?:to|that)|it turns? out)\b",
    re.I,
)
_PARTICLES = word_set("out up off down over on")  # of verbs: "figure out that ..."


def mentions(text: str) -> list[Mention]:
    """The mentions in a question that point outside of it, in order."""
    found = words(text)
    phrases = noun_phrases(text)
    main = verbs(found)
    expletive = [match.span() for match in _EXPLETIVE_IT.finditer(text)]
    result = _how_many(found)
    for at, word in enumerate(found):
        mention = _mention(text, found, at)
        if mention is None:
            continue
        if word.lower == "it" and any(low <= word.start < high for low, high in expletive):
            continue
        if mention.kind in (Kind.PERSON, Kind.THING, Kind.PLURAL) and bound(
            text, found, at, phrases, main
        ):
            continue
        if mention.kind is Kind.DESCRIPTION and described_before(text, found, at, phrases, main):
            continue
        result.append(mention)
    return result


def _mention(text: str, found: list[Word], at: int) -> Mention | None:
    word = found[at]
    before = found[at - 1].lower if at else ""
    after = found[at + 1] if at + 1 < len(found) else None
    possessive = word.lower in POSSESSIVES or (
        word.lower in ("her", "it's") and after is not None and not after.function
    )
    if word.capital and (
        (word.text.isupper() and len(word.text) > 1) or (at and found[at - 1].capital)
    ):
        return None  # IT, "Britain Can Make It"
    if word.lower in PRONOUNS and word.lower.endswith(("self", "selves")):
        return None
    if word.lower in PERSON_PRONOUNS:
        female = word.lower in ("she", "her", "hers")
        return Mention(Kind.PERSON, word.start, word.end, possessive, female=female)
    if word.lower in THING_PRONOUNS or (word.lower == "it's"):
        whole = word.lower != "it's" or (possessive and before not in ("", "and", "but"))
        end = word.end if whole else word.start + 2
        return Mention(Kind.THING, word.start, end, possessive)
    if word.lower in PLURAL_PRONOUNS:
        return Mention(Kind.PLURAL, word.start, word.end, possessive)
    if word.lower == "there" and not (
        (before in AUXILIARIES and (after is not None or before not in HAVE_VERBS | DO_VERBS))
        or at == 0
        or (
            after is not None
            and after.lower in AUXILIARIES | frozenset(("exist", "exists", "remain"))
        )
    ):
        return Mention(Kind.PLACE, word.start, word.end)
    if word.lower in ("one", "ones"):
        return _one(text, found, at)
    if word.lower in ("this", "that", "these", "those", "that's"):
        return _demonstrative(found, at)
    if word.lower in ("former", "latter") and before == "the" and (after is None or after.function):
        return Mention(Kind.ONE, found[at - 1].start, word.end, noun=word.lower)
    return None


def _how_many(found: list[Word]) -> list[Mention]:
    """Find "how many" without a noun: "how many can I keep?"."""
    for how, many, after in zip(found, found[1:], found[2:], strict=False):
        if how.lower == "how" and many.lower == "many" and after.lower in AUXILIARIES:
            return [Mention(Kind.ONE, many.end, many.end)]
    return []


def _one(text: str, found: list[Word], at: int) -> Mention | None:
    """Find "the other one", "which ones", "the flexible one"; not "one of", "no one", "one day"."""
    if found[at].lower == "one" and at and at == len(found) - 1 and found[at - 1].lower in VERBS:
        return Mention(Kind.ONE, found[at].start, found[at].end)  # "how do I rename one?"
    after = found[at + 1].lower if at + 1 < len(found) else ""
    low = at
    while low and found[low - 1].lower not in WH_WORDS | AUXILIARIES | PREPOSITIONS:
        low -= 1
        if found[low].lower in DETERMINERS or found[low].lower in (
            "this",
            "that",
            "these",
            "those",
        ):
            break
    opens = found[low].lower
    other = low == at or opens in ("no", "any", "every", "some") or after in ("of", "another")
    if low == at and at and found[at - 1].lower == "which" and after != "of":
        return Mention(Kind.ONE, found[at - 1].start, found[at].end)
    if other and not (low == at and found[at].lower == "ones"):
        return None
    if opens not in ("the", "a", "another", "other", "which") and opens not in (
        "this", "that", "these", "those",
    ):  # fmt: skip
        return None
    main = verbs(found)
    named = any(not word.function for i, word in enumerate(found[: low - 1]) if i not in main)
    if low > 2 and named and opens == "the":
        return None  # "the second run ... from the first one" says of what
    noun = text[found[low].end : found[at].start].strip()
    return Mention(Kind.ONE, found[low].start, found[at].end, noun=noun)


def _demonstrative(found: list[Word], at: int) -> Mention | None:
    word = found[at]
    before = found[at - 1] if at else None
    after = found[at + 1] if at + 1 < len(found) else None
    lower = word.lower.removesuffix("'s")
    close = after is not None and after.start - word.end <= 1
    if lower == "those" and after is not None and close and after.lower in PREPOSITIONS and at:
        return None
    if after is None or not close or after.lower in BE_VERBS | PREPOSITIONS - {"of", "like"}:
        if lower == "that" and before is not None and not before.function and after is not None:
            return None  # "the device that is ...": a relative clause
        kind = Kind.ONE if lower in ("these", "those") else Kind.CLAUSE
        return Mention(kind, word.start, word.start + len(lower))
    if after.lower in ("one", "ones"):
        return None  # found at "one"
    if (
        lower in ("that", "this")
        and before is not None
        and before.lower in DO_VERBS
        and (base_verb(after.lower))
    ):
        return Mention(Kind.CLAUSE, word.start, word.end)  # "does that work with ...?"
    if lower == "those" and after.lower in PREPOSITIONS and at:
        return None
    relative = lower == "that" and not after.capital and inflected_verb(after.lower)
    if (
        relative
        and before is not None
        and (not after.lower.endswith("s") or before.lower not in PREPOSITIONS | AUXILIARIES)
    ):
        return None  # "the firm that sold it"
    if lower in ("that", "those") and (
        after.lower in ("of", "who", "that", "which")
        or (lower == "those" and after.lower in AUXILIARIES)
    ):
        opens = before is None or before.lower in ("and", "or", "about")
        return Mention(Kind.ONE, word.start, word.end) if opens and after.lower == "of" else None
    if after.function:
        starts = (
            before is None
            or (before.lower in AUXILIARIES and at <= 2)
            or before.lower in ("and", "but", "so", "about")
        )
        return Mention(Kind.CLAUSE, word.start, word.end) if starts else None
    if lower == "that" and not (
        before is None or before.lower in (PREPOSITIONS - _PARTICLES) | AUXILIARIES | {"and"}
    ):
        return None  # "ensure that prices fall", "the device that Tesla built"
    if after.lower in TIME_NOUNS:
        return None
    if at + 2 < len(found) and found[at + 2].lower == "of":
        return None  # "this edition of the book" says what of
    end = at + 1
    while (
        end + 1 < len(found)
        and not found[end + 1].function
        and found[end + 1].start - found[end].end <= 1
        and end - at < 2
        and not _ends_description(found, end + 1)
    ):
        end += 1
    if lower in ("that", "this") and plural_noun(found[end].lower):
        return None  # "what do red algae have that green algae don't": no "that algae"
    if end + 1 < len(found) and found[end + 1].lower in ("who", "that", "which", "with", "to"):
        return None  # "that power that enables us" says which
    return Mention(Kind.DESCRIPTION, word.start, found[end].end, noun=found[end].lower)


def _ends_description(found: list[Word], at: int) -> bool:
    """Whether a word behind "that NOUN" is the verb of the sentence."""
    return at in verbs(found)
