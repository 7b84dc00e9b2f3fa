"""Which phrase of a question a fragment takes the place of, and how it is put there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.conversation.lexicon import PERSON_ENDINGS, PERSON_NOUNS, SPEECH_VERBS
from qa.conversation.phrases import Phrase, noun_phrases
from qa.conversation.times import times
from qa.conversation.words import Word, key, words

_ONE = re.compile(r"(?<=\w\w)(?:(?<=ss|sh|ch|.x)e)?(?<!s)s\Z")  # what makes several of one
_PLACES = frozenset(("in", "at", "on", "from", "to", "under", "during", "within"))
_SPOKEN_OF = frozenset(("about", "regarding", "concerning"))
_MATTERS = frozenset(("of", "for", "about", "with", "on", "regarding"))


def replaced_by(
    fragment: str,
    preposition: str,
    phrases: list[Phrase],
    question: str,
    topics: set[str],
    *,
    about: bool = False,
) -> Phrase | None:
    """The phrase of the last question that a fragment stands in the place of.

    Behind "what `about`" it is rather that of which something was said.
    """
    if about and not preposition and kind_of(fragment) != "name":
        matters = [p for p in phrases if p.preposition in _SPOKEN_OF]
        if matters and any(p.subject for p in phrases):
            return matters[-1]
    usable = [p for p in phrases if not (p.start < 12 and _asked(p, question))]
    if not usable:
        usable = [p for p in phrases if p.proper]
    timed = times(question)
    usable = [p for p in usable if not any(t.start <= p.start and p.end <= t.end for t in timed)]
    if preposition:
        same = [p for p in usable if p.preposition == preposition]
        if same:
            return _nearest(fragment, same, topics)
        if preposition == "of":
            owner = [p for p in usable if any(w.possessive for w in p.words) or " of " in p.text]
            if owner:
                return owner[-1]
        for group in (_PLACES, _MATTERS):
            if preposition in group:
                alike = [p for p in usable if p.preposition in group and preposition != "under"]
                if alike and kind_of(fragment) == kind_of(alike[-1].text):
                    return alike[-1]
        if preposition in ("for", "with", "of", "about"):
            inner = [p for p in usable if " of " in p.text and not p.proper]
            if inner:
                return inner[-1]
            near = _nearest(fragment, usable, topics) if preposition != "with" else None
            if (
                near is not None
                and preposition == "for"
                and not _exchangeable(fragment, near, question)
            ):
                return None
            return near
        return None
    return _nearest(fragment, usable, topics)


def _exchangeable(fragment: str, phrase: Phrase, question: str) -> bool:
    """Whether "for cats" may stand for the dogs of the question, and isn't said in addition.

    For whom something is, "and for children?", is no other thing; and it is not what said it.
    """
    alike = _things(words(fragment)) & _things(phrase.words)
    if alike or kind_of(fragment) == "name":
        return bool(alike) or phrase.proper
    if _of_person(fragment):
        return _of_person(phrase.text)
    return phrase.preposition != "" or not phrase.subject or not _speaks(question)


def _of_person(text: str) -> bool:
    found = noun_phrases(text)
    head = found[-1].head if found else ""
    one = head.removesuffix("s")
    return {head, one} & PERSON_NOUNS != set() or (one.endswith(PERSON_ENDINGS) and len(one) > 5)


def _speaks(question: str) -> bool:
    return not SPEECH_VERBS.isdisjoint(key(question))


def _asked(phrase: Phrase, question: str) -> bool:
    """Whether a phrase belongs to the question word: "Which books", "How many words"."""
    before = words(question[: phrase.start])
    return bool(before) and (
        before[-1].lower in ("what", "which", "whose", "many", "much")
        and not (before[-1].lower == "what" and phrase.determiner)
    )


def kind_of(text: str) -> str:
    """What a fragment or a phrase is: "name", "number", "plural", "noun"; "word" for no phrase."""
    found = noun_phrases(text)
    if not found:
        return "word"
    phrase = found[-1]
    if phrase.numeric:
        return "number"
    return "name" if phrase.proper else ("plural" if phrase.plural else "noun")


def _nearest(fragment: str, phrases: list[Phrase], topics: set[str]) -> Phrase | None:
    """The phrase most like a fragment: shared words, the same kind, a topic, the subject."""
    mine, kind = set(key(fragment)), kind_of(fragment)
    named = _things(words(fragment))
    determined = bool(re.match(r"(?:the|an?|my|our|your) ", fragment, re.I))
    best, best_score = None, -1.0
    for i, phrase in enumerate(phrases):
        theirs = {word.lower for word in phrase.words}
        score = 2.0 * len(named & _things(phrase.words)) + 1.5 * (
            kind == kind_of(phrase.text) and not (determined and _bare(phrase))
        )
        score += 0.6 * phrase.subject + 0.5 * (phrase.proper and kind == "name")
        score += 0.7 * (kind == "name" and phrase.proper and len(mine) == len(theirs))
        score += 0.8 * (phrase.proper and theirs <= topics)
        score -= 0.6 * (determined and _bare(phrase))
        score += 0.1 * i - 1.0 * (phrase.numeric and kind != "number")
        if score > best_score:
            best, best_score = phrase, score
    return best


def _bare(phrase: Phrase) -> bool:
    """Whether it is what something is done with or in, by its mere name: "with pino"."""
    return bool(phrase.preposition) and not phrase.determiner and len(phrase.words) == 1


def _alike_within(fragment: str, text: str, of: re.Match[str]) -> bool:
    """Whether a fragment names what stands behind "of", and nothing before it."""
    named = _things(words(fragment))
    before, behind = (_things(words(part)) for part in (text[: of.start()], text[of.end() :]))
    if (
        kind_of(fragment) == "name" and not named & before
    ):  # "Plus?" after "price of the Basic plan"
        capital = [
            any(word.capital for word in words(p)) for p in (text[: of.start()], text[of.end() :])
        ]
        return bool(named & behind) or capital == [False, True]
    return bool(named & behind) and not named & before


def _somebody(fragment: str, target: Phrase) -> bool | None:
    """Whether a fragment "the secretary" is who has something; None where it is neither."""
    found = noun_phrases(fragment)
    if len(found) != 1 or found[0].proper or found[0].determiner not in ("the", "my", "our"):
        return None
    if found[0].head in PERSON_NOUNS:
        return True
    return False if len(target.words) > 1 and not target.words[-1].possessive else None


def _things(found: Sequence[Word]) -> set[str]:
    """What words name, one or several: file and files."""
    return {_ONE.sub("", word.lower) for word in found if not word.function}


def put(fragment: str, preposition: str, target: Phrase, question: str) -> str:
    """The question with `fragment` in the place of `target`, of which it may be a part."""
    start, end = target.start, target.end
    text = question[start:end]
    possessor = next((word for word in target.words if word.possessive), None)
    of = re.search(r"\bof (?:the |an? )?", text)
    if (
        preposition in ("of", "for", "with", "about")
        and of
        and not (possessor and preposition == "of")
    ):
        inner = words(text[of.end() :])
        if (
            len(inner) > 1
            and len(key(fragment)) == 1
            and kind_of(fragment) != "name"
            and (not inner[-1].capital)
        ):
            fragment = f"the {fragment} {inner[-1].text}"  # "the release profile"
        start += of.start() + 3
    elif not preposition and of and _alike_within(fragment, text, of):
        start += of.start() + 3
    elif possessor and preposition == "of":
        end = possessor.end
        fragment = re.sub(r"^(?:an?|the) ", "", fragment)
        ending = "'" if fragment.endswith("s") else "'s"
        fragment = f"{'the ' if target.determiner == 'the' else ''}{fragment}{ending}"
    elif possessor and not preposition and (somebody := _somebody(fragment, target)) is not None:
        if somebody:
            end, fragment = possessor.end, f"{fragment}'s"
        else:  # "and the address?" after "what is Ines Cole's phone number?"
            start = possessor.end + 1
            fragment = re.sub(r"^(?:the|an?) ", "", fragment)
    elif possessor and not preposition and fragment[:1].isupper() and possessor.capital:
        end = possessor.end
        fragment = f"{fragment}'s"
    elif (
        not re.match(r"(?:the|an?|my|your|our) ", fragment, re.I)
        and target.determiner
        and kind_of(fragment) not in (("name", "plural") if preposition else ("name",))
    ):
        fragment = (
            f"{target.determiner} {fragment}" if target.determiner in ("the", "my") else fragment
        )
    return question[:start] + fragment + question[end:]
