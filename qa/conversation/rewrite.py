"""A question written out: mentions replaced, fragments completed, bare "why?" joined to its clause.

The rules are those of English question forms; what they can't write out is added in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.conversation.anaphora import Kind, Mention
from qa.conversation.context import Candidate, Past, key
from qa.conversation.lexicon import (
    AUXILIARIES,
    BE_VERBS,
    DO_VERBS,
    HAVE_VERBS,
    PREPOSITIONS,
    VERBS,
    WH_WORDS,
)
from qa.conversation.phrases import Phrase, Word, noun_phrases, words
from qa.conversation.shape import Line, asks

_ADJUNCT = re.compile(
    r"\W*(?:(?:and|but|so) )?(?:when|where|why|how come|how(?: (?:long|often|fast|soon|far|old|much"
    r"|many))?|since when|(?:in|on|at) (?:what|which) \w+|(?:what|which) (?:year|time|day|month))\s+"
    r"(?=(?:am|is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might"
    r"|must)\b)",
    re.I,
)
_NUMBER = re.compile(r"v?\d+(?:[.,:/-]\d+)*\w?")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_NOWADAYS = re.compile(
    r",?\s*\b(?:at the moment|at present|now|nowadays|currently|today|these days)\b", re.I
)
_IRREGULAR = dict(
    pair.split(":")
    for pair in """
    ate:eat beat:beat became:become began:begin bit:bite blew:blow bought:buy broke:break
    brought:bring built:build caught:catch chose:choose came:come cut:cut drew:draw drove:drive
    fell:fall felt:feel fought:fight found:find gave:give got:get grew:grow had:have heard:hear
    held:hold hit:hit kept:keep knew:know laid:lay led:lead left:leave lent:lend lost:lose made:make
    meant:mean met:meet paid:pay put:put ran:run read:read rose:rise said:say sang:sing saw:see
    sent:send set:set shot:shoot shut:shut sold:sell spent:spend spoke:speak stole:steal stood:stand
    struck:strike swam:swim taught:teach thought:think threw:throw told:tell took:take
    understood:understand went:go won:win wore:wear wrote:write
    """.split()
)


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` becomes `new`."""

    start: int
    end: int
    new: str


def edited(text: str, edits: list[Edit]) -> str:
    """`text` with the edits made."""
    for edit in sorted(edits, key=lambda each: -each.start):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def named(candidate: Candidate) -> str:
    """A candidate as it stands in a question: with "the" where it had an article."""
    determiner = candidate.phrase.determiner
    if determiner in ("my", "your", "our"):
        return f"{determiner} {candidate.text}"
    if candidate.text[:4].lower() == "the ":
        return candidate.text
    return f"the {candidate.text}" if determiner in ("the", "a", "an", "another") else candidate.text


def replaced(mention: Mention, candidate: Candidate, first: bool) -> Edit:
    """A mention written out; of several for the same thing only the first has the long form."""
    name = named(candidate)
    if mention.possessive:
        ending = "'" if name.endswith("s") and candidate.phrase.plural else "'s"
        return Edit(mention.start, mention.end, name + ending)
    if mention.kind is Kind.PLACE:
        preposition = candidate.phrase.preposition
        return Edit(
            mention.start, mention.end, f"{preposition if preposition in ('at', 'on') else 'in'} {name}"
        )
    if mention.kind is Kind.DESCRIPTION:
        nouns = {word.lower for word in candidate.phrase.words}
        if mention.noun not in nouns and mention.noun.rstrip("s") not in nouns:
            return Edit(mention.end, mention.end, f" ({name})" if first else "")
    return Edit(mention.start, mention.end, name)


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
    auxiliary = next(
        (i for i, word in enumerate(found[1:], 1) if word.lower in AUXILIARIES), None
    )
    if auxiliary is not None and (asked != "who" or found[auxiliary].lower in DO_VERBS):
        return _object_question(body, found, auxiliary, span)
    return _subject_question(body, found, span)


def _object_question(
    body: str, found: list[Word], auxiliary: int, span: str
) -> tuple[str, str] | None:
    """"What port does the server listen on" to ("does", "the server listen on that port")."""
    rest = body[found[auxiliary].end :].strip()
    if not rest:
        return None
    noun = body[found[0].end : found[auxiliary].start].strip()
    if found[auxiliary].lower in BE_VERBS and not noun:
        return found[auxiliary].text.lower(), rest
    noun = re.sub(r"^(?:many|much)\b", "", noun).strip()
    what = f"that {noun}" if noun else span or "that"
    if found[auxiliary].lower in BE_VERBS | HAVE_VERBS and noun:
        return found[auxiliary].text.lower(), f"{what} {rest}"
    return found[auxiliary].text.lower(), f"{rest} {what}"


def _subject_question(body: str, found: list[Word], span: str) -> tuple[str, str] | None:
    """"Who started Larkspur" to ("did", "Nadia Ferro start Larkspur")."""
    if len(found) < 2:
        return None
    verb = found[1]
    subject = span or "they"
    rest = body[verb.end :].strip()
    if verb.lower in BE_VERBS | HAVE_VERBS or verb.lower in DO_VERBS:
        return verb.text.lower(), f"{subject} {rest}"
    base = base_form(verb.lower)
    return ("did", f"{subject} {base} {rest}") if base else None


def base_form(verb: str) -> str | None:
    """The base form of a past or third person form, None when it is unknown."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    for ending, more in (
        ("ied", "y"), ("ed", ""), ("ed", "e"), ("ies", "y"), ("es", ""), ("s", ""), ("d", ""),
    ):  # fmt: skip
        stem = verb.removesuffix(ending)
        if stem != verb:
            if stem + more in VERBS:
                return stem + more
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[:-1] in VERBS:
                return stem[:-1]
    return None


def clause(line: Line, last: Past) -> str:
    """A bare "why?", "when was that?", "how long?" joined to what the last question was about."""
    asked = re.sub(
        r"\s*\b(?:that|this|those|these|it all)\b.*$|\s*\b(?:exactly|then|though|precisely|in particular"
        r"|specifically)\b|[?!.\s]+$",
        "",
        line.body.strip(),
        flags=re.I,
    ).strip()
    found = words(asked)
    while found and found[-1].lower in AUXILIARIES:
        asked = asked[: found[-1].start].rstrip()
        found = found[:-1]
    if re.match(r"(?:says who|according to|who (?:said|says|claims|reported|announced))", asked, re.I):
        return f"{asked}: {last.question}"
    if asked.lower() in ("who else", "what else", "where else", "when else"):
        return _else(asked, last.question)
    made = statement(last.question, last.span)
    if not asked or made is None:
        return f"{asked or line.body.strip(' ?')}: {last.question}"
    auxiliary, rest = made
    if found and found[0].lower in ("who", "what", "which") and not asked.lower().startswith(
        ("what year", "which year", "what time", "what day", "what month")
    ):
        return f"{asked}: {last.question}"
    return f"{asked} {auxiliary} {rest}?"


def _else(asked: str, question: str) -> str:
    """"who else" and "Who started it?": "Who else started it?"."""
    wh = asked.split()[0]
    again = re.sub(rf"\b({wh})\b", r"\1 else", question, count=1, flags=re.I)
    return again if again != question else f"{asked}: {question}"


def completed(line: Line, last: Past, earlier: Sequence[Past] = ()) -> str | None:
    """A fragment put in the place of what it stands for in the last question.

    "And India?" after "When did Turkey buy it?" gives "When did India buy it?". None when there is
    nothing in the last question that it could replace. What the questions before that (`earlier`)
    were about as well is what a new name most likely replaces.
    """
    question = last.question.strip()
    fragment = re.sub(r"[\s,]*\b(?:please|then|instead|too|as well|though)\b[\s,]*$", "", line.body.strip(" ?!."))
    points = any(m.kind not in (Kind.ONE, Kind.CLAUSE) for m in line.mentions)
    if not fragment or points or not asks(question):
        return None
    numbers = _NUMBER.findall(fragment)
    if numbers:
        swapped = _numbers_swapped(fragment, numbers, question)
        if swapped:
            return swapped
    found = words(fragment)
    preposition = ""
    if found and found[0].lower in ("that", "those") and len(found) > 1 and found[1].lower == "of":
        fragment = fragment[found[1].start :]
        found = words(fragment)
    if found and found[0].lower in PREPOSITIONS and found[0].lower != "like":
        preposition = found[0].lower
        fragment = fragment[found[0].end :].strip()
    elif re.search(r"\b(?:for|with)\s*$", line.lead, re.I):
        preposition = line.lead.split()[-1].lower()
    phrases = noun_phrases(question)
    fragment = _one_written(fragment, phrases)
    topics = {word for each in earlier for word in key(each.question)}
    target = _target(fragment, preposition, phrases, question, topics)
    if target is None:
        if not preposition:
            return None
        base = _NOWADAYS.sub("", question).rstrip("?!. ")
        return f"{base} {preposition} {fragment}?"
    return _put(fragment, preposition, target, question)


def _numbers_swapped(fragment: str, numbers: list[str], question: str) -> str | None:
    """A year for a year, a version for a version; the words beside it stay those of the question."""
    theirs = [m for m in _NUMBER.finditer(question)]
    if not theirs:
        return None
    if len(numbers) == 1 and len(theirs) >= 1:
        (new,) = numbers
        same = [m for m in theirs if _number_form(m.group()) == _number_form(new)]
        others = [w for w in words(fragment) if w.capital and w.text != new]
        mine = {w.lower for w in words(question)}
        if len(same) == 1 and all(w.lower in mine for w in others):
            (match,) = same
            return question[: match.start()] + new + question[match.end() :]
    return None


def _number_form(number: str) -> str:
    if _YEAR.fullmatch(number):
        return "year"
    return "version" if "." in number else "number"


def _one_written(fragment: str, phrases: list[Phrase]) -> str:
    """"the flexible one" with the noun it stands for: that of the last phrase of the question."""
    match = re.search(r"\b(ones?)$", fragment, re.I)
    if not match or not phrases:
        return fragment
    before = key(fragment[: match.start()])
    options = [p for p in phrases if len(p.words) > 1 or p.determiner] or phrases
    phrase = options[-1]
    head = phrase.words[-1].text
    return fragment[: match.start()] + head if before else fragment


_PLACES = frozenset(("in", "at", "on", "from", "to", "under", "during", "within"))
_MATTERS = frozenset(("of", "for", "about", "with", "on", "regarding"))


def _target(
    fragment: str, preposition: str, phrases: list[Phrase], question: str, topics: set[str]
) -> Phrase | None:
    """The phrase of the last question that a fragment stands in the place of."""
    usable = [p for p in phrases if not (p.start < 12 and _asked(p, question))]
    if not usable:
        usable = [p for p in phrases if p.proper]
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
                if alike and _kind(fragment) == _kind(alike[-1].text):
                    return alike[-1]
        if preposition in ("for", "with", "of", "about"):
            inner = [p for p in usable if " of " in p.text and not p.proper]
            if inner:
                return inner[-1]
            return _nearest(fragment, usable, topics) if usable and preposition != "with" else None
        return None
    return _nearest(fragment, usable, topics)


def _asked(phrase: Phrase, question: str) -> bool:
    """Whether a phrase belongs to the question word: "Which books", "How many words"."""
    before = words(question[: phrase.start])
    return bool(before) and (
        before[-1].lower in ("what", "which", "whose", "many", "much")
        and not (before[-1].lower == "what" and phrase.determiner)
    )


def _kind(text: str) -> str:
    found = noun_phrases(text)
    if not found:
        return "word"
    phrase = found[-1]
    if phrase.numeric:
        return "number"
    return "name" if phrase.proper else ("plural" if phrase.plural else "noun")


def _nearest(fragment: str, phrases: list[Phrase], topics: set[str]) -> Phrase | None:
    """The phrase most like a fragment: shared words, the same kind, a topic, the subject."""
    mine, kind = set(key(fragment)), _kind(fragment)
    best, best_score = None, -1.0
    for i, phrase in enumerate(phrases):
        theirs = {word.lower for word in phrase.words}
        score = 2.0 * len(mine & theirs) + 1.5 * (kind == _kind(phrase.text))
        score += 0.6 * phrase.subject + 0.5 * (phrase.proper and kind == "name")
        score += 0.7 * (kind == "name" and phrase.proper and len(mine) == len(theirs))
        score += 0.8 * (phrase.proper and theirs <= topics)
        score += 0.1 * i - 1.0 * (phrase.numeric and kind != "number")
        if score > best_score:
            best, best_score = phrase, score
    return best


def _put(fragment: str, preposition: str, target: Phrase, question: str) -> str:
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
        if len(inner) > 1 and len(key(fragment)) == 1 and not _kind(fragment) == "name" and (
            not inner[-1].capital
        ):
            fragment = f"the {fragment} {inner[-1].text}"  # "the release profile"
        start += of.start() + 3
    elif possessor and preposition == "of":
        end = possessor.end
        fragment = re.sub(r"^(?:an?|the) ", "", fragment)
        ending = "'" if fragment.endswith("s") else "'s"
        fragment = f"{'the ' if target.determiner == 'the' else ''}{fragment}{ending}"
    elif possessor and not preposition and fragment[:1].isupper() and possessor.capital:
        end = possessor.end
        fragment = f"{fragment}'s"
    elif not re.match(r"(?:the|an?|my|your|our) ", fragment, re.I) and target.determiner and (
        _kind(fragment) != "name"
    ):
        fragment = f"{target.determiner} {fragment}" if target.determiner in ("the", "my") else fragment
    return question[:start] + fragment + question[end:]
