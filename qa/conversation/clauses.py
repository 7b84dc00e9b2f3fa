"""A bare "why?" or "when was that?" joined to what the last question was about.

The rules are those of English question forms.
"""

from __future__ import annotations

import re
from itertools import pairwise

from qa.conversation.context import Candidate, Origin
from qa.conversation.lexicon import (
    AUXILIARIES,
    BE_VERBS,
    DETERMINERS,
    DO_VERBS,
    HAVE_VERBS,
    PREPOSITIONS,
    VERBS,
    WH_WORDS,
    inflected_verb,
)
from qa.conversation.past import Past
from qa.conversation.phrases import noun_phrases
from qa.conversation.shape import Line
from qa.conversation.verb_forms import base_form, past_form, third_person
from qa.conversation.words import Word, words

_ADJUNCT = re.compile(
    r"\W*(?:(?:and|but|so) )?(?:when|where|why|how come|how(?: (?:long|often|fast|soon|far|old|much"
    r"|many))?|since when|(?:in|on|at) (?:what|which) \w+|(?:what|which) (?:year|time|day"
    r"|month))\s+"
    r"(?=(?:am|is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might"
    r"|must)\b)",
    re.I,
)


def statement(question: str, span: str) -> tuple[str, str] | None:
    """A question as (auxiliary, rest), so that another question word can stand before it.

    "Who started Larkspur?" with the span "Nadia Ferro" gives ("did", "Nadia Ferro start Larkspur").
    """
    body = question.strip().rstrip("?!. ")
    match = _ADJUNCT.match(body)
    if match:
        body = body[match.end() :]
    found = words(body)
    if not found:
        return None
    if found[0].lower in AUXILIARIES:
        return found[0].text.lower(), body[found[0].end :].strip()
    if found[0].lower not in WH_WORDS and not (
        found[0].lower in PREPOSITIONS and len(found) > 1 and found[1].lower in WH_WORDS
    ):
        return None
    asked = found[0].lower
    auxiliary = next((i for i, word in enumerate(found[1:], 1) if word.lower in AUXILIARIES), None)
    if auxiliary is not None:
        behind = found[auxiliary + 1].lower if auxiliary + 1 < len(found) else ""
        done = found[auxiliary].lower in DO_VERBS and behind not in VERBS  # not "who will build it"
        if asked == "who" and done and behind in DETERMINERS and len(found) == auxiliary + 3:
            # "who does the roof": nothing but a thing is left, so that is what they do.
            return found[
                auxiliary
            ].text.lower(), f"{span or 'they'} do {body[found[auxiliary].end :].strip()}"
        if asked != "who" or done:
            return _object_question(body, found, auxiliary, span)
    return _subject_question(body, found, span)


def _object_question(
    body: str, found: list[Word], auxiliary: int, span: str
) -> tuple[str, str] | None:
    """Turn "What port does it listen on" into ("does", "it listen on that port")."""
    rest = body[found[auxiliary].end :].strip()
    if not rest:
        return None
    noun = body[found[0].end : found[auxiliary].start].strip()
    if found[auxiliary].lower in BE_VERBS and not noun:
        return found[auxiliary].text.lower(), rest
    number = re.match(r"(?:many|much)\b", noun)
    noun = noun[number.end() :].strip() if number else noun
    if (opens := words(span)) and _verbal(opens[0].text):
        span = ""  # "raise the rent" is what was announced, and no thing
    what = (noun if number else f"that {noun}") if noun else span or "that"
    if found[auxiliary].lower in BE_VERBS | HAVE_VERBS and noun:
        return found[auxiliary].text.lower(), f"{what} {rest}"
    return found[auxiliary].text.lower(), _with_object(rest, what)


def _verbal(word: str) -> bool:
    """Whether a word in lower case looks like a verb."""
    return word.islower() and (word in VERBS or inflected_verb(word))


def _with_object(rest: str, what: str) -> str:
    """Put "that" behind the verb of "Mara say about the mill", else at the end."""
    found = words(rest)
    for word, after in pairwise(found[1:]):
        if word.lower in VERBS and after.lower in PREPOSITIONS and after is not found[-1]:
            return f"{rest[: word.end]} {what}{rest[word.end :]}"
    return f"{rest} {what}"


def _subject_question(body: str, found: list[Word], span: str) -> tuple[str, str] | None:
    """Turn "Who started Larkspur" into ("did", "Nadia Ferro start Larkspur")."""
    if len(found) < 2:
        return None
    verb = found[1]
    subject = span or "they"
    rest = body[verb.end :].strip()
    if verb.lower in BE_VERBS | HAVE_VERBS or verb.lower in DO_VERBS:
        return verb.text.lower(), f"{subject} {rest}"
    base = base_form(verb.lower)
    return ("did", f"{subject} {base} {rest}") if base else None


def clause(line: Line, last: Past) -> str:
    """A bare "why?", "when was that?", "how long?" joined to what the last question was about."""
    asked = _POINTING.sub("", line.body.strip()).strip()
    found = words(asked)
    while found and found[-1].lower in AUXILIARIES:
        asked = asked[: found[-1].start].rstrip()
        found = found[:-1]
    made = statement(last.question, last.span)
    if whose := _who_is(line.body, last):
        return whose
    if _SAYS_WHO.match(asked):
        return _beside(line, last.question, made)
    if asked.lower() in ("who else", "what else", "where else", "when else"):
        return _else(asked, line, last.question, made)
    if not asked or made is None:
        return _beside(line, last.question, made)
    auxiliary, rest = made
    if asked.lower() == "who" and (doer := _who(auxiliary, rest)):
        return doer
    if asked.lower() in _BY_WHOM and auxiliary in BE_VERBS and _passive(rest):
        return f"by whom {auxiliary} {rest}?"
    if found and found[0].lower in ("who", "what", "which") and not _WHEN.match(asked):
        return _beside(line, last.question, made)
    if asked.lower() == "why not" and (negated := _NEGATED.get(auxiliary)):
        return f"why {negated} {rest}?"
    if asked.lower() == "how many" and (counted := _counted(rest)):
        things, rest = counted
        asked = f"{asked} {things}"
    return f"{asked} {auxiliary} {rest}?"


def denied(fragment: str, last: Past) -> str:
    """Ask why something else is not so: "why not Oslo?" after "why did Velo choose Bergen?"."""
    fragment, question = (text.strip().rstrip("?!. ") for text in (fragment, last.question))
    if question.lower().startswith("who "):
        made = statement(question, fragment)
    else:
        named = any(each.proper for each in noun_phrases(fragment))
        others = [each for each in noun_phrases(question) if not each.subject]
        same = [each for each in others if each.proper == named] or others
        if same and words(fragment)[0].lower not in PREPOSITIONS:
            asked = f"{question[: same[-1].start]}{fragment}{question[same[-1].end :]}"
        else:
            asked = f"{question} {fragment}"
        made = statement(asked, "")
    if made is None or made[0] not in _NEGATED:
        return f"why not {fragment} ({question})?"
    return f"why {_NEGATED[made[0]]} {made[1]}?"


def _counted(rest: str) -> tuple[str, str] | None:
    """The several things in a statement, and it without them: "I carry vacation days over"."""
    found = [each for each in noun_phrases(rest) if each.plural and not each.proper]
    if len(found) != 1 or found[0].preposition:
        return None
    named = list(found[0].words)
    if len(named) > 1 and named[0].lower in VERBS and not named[0].capital:
        del named[0]
    start, end = named[0].start, found[0].end
    return rest[start:end], f"{rest[:start].rstrip()} {rest[end:].lstrip()}".strip()


_POINTING = re.compile(
    r"\s*\b(?:that|this|those|these|it all|(?:did|does) it (?:happen|occur|take|come))\b.*$"
    r"|\s*\b(?:exactly|then|though|precisely|in particular|specifically)\b|[?!.\s]+$",
    re.I,
)
_NEGATED = {"can": "can't", "will": "won't"} | {
    each: f"{each}n't"
    for each in (
        *("do", "does", "did", "is", "are", "was", "were", "has", "have", "had"),
        *("could", "would", "should", "must", "might"),
    )
}


def _who_is(body: str, last: Past) -> str | None:
    """Write "who's that?" as a question about the person named last; None where nobody was."""
    match = _IDENTITY.fullmatch(body.strip())
    if match is None:
        return None
    for text in (last.question, last.span):
        names = [
            each.text
            for each in noun_phrases(text)
            if each.proper
            and each.words[0].start > 0
            and Candidate(each.text, Origin.QUESTION, 0, each).person
        ]
        if not names and text is last.span and 0 < len(words(text)) <= _NAME:
            names = [text] if all(word.text[0].isupper() for word in words(text)) else []
        if names:
            return f"who {match['verb'] or 'is'} {names[-1]}?"
    return None


_IDENTITY = re.compile(
    r"who(?:['’]s| (?P<verb>is|was)) (?:that|this)(?: (?:man|woman|person|guy))?[\s?!.]*", re.I
)
_NAME = 4  # words of an answer that may be a name
_SAYS_WHO = re.compile(
    r"(?:says who|according to|why so|who (?:said|says|claims|reported|announced))", re.I
)
_WHEN = re.compile(r"(?:what|which) (?:year|month|time|day|date)", re.I)
_BY_WHOM = ("by whom", "whom")


def _who(auxiliary: str, rest: str) -> str | None:
    """Ask who did what a statement says: ("did", "Turkey buy the S-400") is "who bought ...?".

    A passive one keeps its form: "by whom was Turkey removed ...?". None for one without a verb.
    """
    if auxiliary in BE_VERBS:
        return f"by whom {auxiliary} {rest}?" if _passive(rest) else None
    found = words(rest)
    at = next((i for i, word in enumerate(found) if i and word.lower in VERBS), None)
    if at is None or auxiliary in HAVE_VERBS:
        return None
    verb, after = found[at].lower, rest[found[at].end :].strip()
    if auxiliary == "did":
        return f"who {past_form(verb)} {after}".rstrip() + "?"
    if auxiliary in ("do", "does"):
        return f"who {third_person(verb)} {after}".rstrip() + "?"
    return f"who {auxiliary} {verb} {after}".rstrip() + "?"


def _passive(rest: str) -> bool:
    """Whether a participle stands in what follows "was": "Turkey removed from the program"."""
    return any(
        at and not word.capital and inflected_verb(word.lower) and not word.lower.endswith("ing")
        for at, word in enumerate(words(rest))
    )


def _beside(line: Line, question: str, made: tuple[str, str] | None) -> str:
    """A line that fits into no question, with what the last one was about in brackets."""
    body = question.strip().rstrip("?!. ")
    found = words(body)
    if found and found[0].lower in ("what", "which", "who", "whose") and len(found) > 1:
        at = 2 if found[1].lower in BE_VERBS and len(found) > 2 else 1
        about = body[found[at].start :]
    else:
        about = made[1] if made else _TELL.sub("", body)
    return f"{line.body.strip().rstrip('?!. ')} ({about})?"


_TELL = re.compile(
    r"(?:(?:can|could|would|will) you |please )*(?:tell|show|give)(?: me| us)?"
    r"(?: (?:some)?thing| more)?"
    r" (?:about|on)\s+",
    re.I,
)


def _else(asked: str, line: Line, question: str, made: tuple[str, str] | None) -> str:
    """Join "who else" and "Who started it?" to "Who else started it?"."""
    wh = asked.split()[0]
    again = re.sub(rf"\b({wh})\b", r"\1 else", question, count=1, flags=re.I)
    return again if again != question else _beside(line, question, made)
