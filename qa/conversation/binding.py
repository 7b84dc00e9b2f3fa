"""Whether a pronoun stands for something in its own question: binding conditions A and B.

"What did Turkey do with its batteries?" is whole; "what is the speed of its engine?" is not.
"""

from __future__ import annotations

from qa.conversation.lexicon import (
    AUXILIARIES,
    BE_VERBS,
    CONJUNCTIONS,
    DO_VERBS,
    HAVE_VERBS,
    PERSON_PRONOUNS,
    PLURAL_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    WH_WORDS,
    word_set,
)
from qa.conversation.phrases import Phrase
from qa.conversation.words import Word

_OPENING = word_set(
    """
    since when while although though if because as after before until in during by other besides
    apart despite unlike like
    """
)
_TEMPORAL = word_set("before after since until as than")  # prepositions and conjunctions
_BINDING = CONJUNCTIONS | word_set("that who which when after before where to as how why")


def _has_verb(found: list[Word], places: list[int], main: set[int]) -> bool:
    return any(i in main or found[i].lower in AUXILIARIES for i in places)


def described_before(
    text: str, found: list[Word], at: int, phrases: list[Phrase], main: set[int]
) -> bool:
    """Whether a clause that opens the question may say what "this set" stands for.

    "If two integers are multiplied, what is this set called?" has a verb before the comma; "In
    Harrow, who owns that mill?" has none.
    """
    comma = text.find(",")
    if found[0].lower not in _OPENING or not 0 < comma < found[at].start:
        return False
    opening = [i for i, word in enumerate(found) if word.end <= comma]
    named = any(phrase.end <= comma and not phrase.numeric for phrase in phrases)
    return named and _has_verb(found, opening, main)


def _finite(found: list[Word], at: int, main: set[int]) -> bool:
    """Whether a verb follows a pronoun, of which it is then the subject."""
    return (
        found[at].lower in SUBJECT_PRONOUNS
        and at + 1 < len(found)
        and (found[at + 1].lower in AUXILIARIES or at + 1 in main)
    )


def bound(text: str, found: list[Word], at: int, phrases: list[Phrase], main: set[int]) -> bool:
    """Whether a pronoun stands for a noun phrase of its own question (binding conditions A, B).

    The noun phrase comes before it. Another clause, or for a possessive a verb, must stand between
    the two: "the speed of its engine" and "what did he say about him" bind nothing.
    """
    word = found[at]
    last_word = found[at - 1].lower if at else ""
    if last_word in _TEMPORAL and _finite(found, at, main):
        last_word = ""  # "after it was torn down": no preposition
    if (
        found[0].lower == "who"
        and at > 2
        and (word.lower == "their" or (word.lower in POSSESSIVES and at > 3))
        and found[1].lower not in DO_VERBS
        and last_word not in BE_VERBS | {"of"}
    ):
        return True  # "Who made their first film in 1990?"
    if found[0].lower in _OPENING and any(
        "," in text[word.end : phrase.start] for phrase in phrases if phrase.proper
    ):
        return True  # "Other than its harbour, what is Genoa known for?"
    for phrase in phrases:
        if phrase.end > word.start:
            break
        asked = phrase.start <= 10 and (
            found[0].lower in ("what", "which") or text[:8].lower() == "how many"
        )
        if not (
            asked or phrase.proper or phrase.determiner or phrase.plural or len(phrase.words) > 1
        ):
            continue
        if word.lower in PERSON_PRONOUNS and phrase.plural and " and " not in phrase.text:
            continue
        several = phrase.plural or phrase.proper or asked or phrase.determiner
        if word.lower in PLURAL_PRONOUNS and not several:
            continue
        if phrase.text.lower().startswith(("same ", "other ")):
            continue
        between = [i for i, other in enumerate(found) if phrase.end <= other.start < word.start]
        possessive = word.lower in POSSESSIVES or (
            word.lower in ("her", "it's") and at + 1 < len(found)
        )
        chained = bool(between) and all(
            found[i].lower in ("of", "for", "and", "the", "about") for i in between
        )
        if possessive and phrase.proper and not chained:
            return True
        after = found[at + 1] if at + 1 < len(found) else None
        if (
            phrase.proper
            and word.lower in SUBJECT_PRONOUNS
            and not (word.lower == "it" and after is None)  # "did Velo accept it?"
            and last_word not in AUXILIARIES | WH_WORDS | PREPOSITIONS | {"and", "but"}
        ):
            return True  # "How early did Luther say he had to ...", "the people he conquered"
        if found[0].lower in _OPENING and any(
            "," in text[phrase.end : other.start]
            for other in found
            if phrase.end <= other.start <= word.start
        ):
            return True  # "Since students pay nothing, what do they ..."
        if (
            possessive
            and asked
            and between
            and (
                found[between[0]].lower in HAVE_VERBS
                or (
                    _has_verb(found, between, main)
                    and len(between) > 1
                    and found[between[0]].lower not in DO_VERBS
                )
                or any(found[i].lower in _BINDING for i in between)  # "what cell ... when its"
            )
        ):
            return True
        subject = phrase.subject or (
            phrase.preposition == "" and bool(between) and between[0] in main
        )
        if possessive and subject and between and not chained:
            return True
        clause = any(found[i].lower in _BINDING for i in between)
        if clause and phrase.determiner in ("each", "every"):
            return True  # "What must happen to each ferry before they let it sail?"
        if clause and word.lower in SUBJECT_PRONOUNS and last_word not in PREPOSITIONS:
            if after is not None and (after.lower in AUXILIARIES or at + 1 in main):
                return True
            if last_word in AUXILIARIES or not after or not after.function:
                return True
        if clause and phrase.subject and last_word not in ("of", "and"):
            return True
        # "What is Larkspur and who started it?": two questions, the first has the name.
        if phrase.proper and clause and last_word not in ("of", "about"):
            return True
    return False
