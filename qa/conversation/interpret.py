"""A question read with the turns before it: left alone, or written out.

Historical query expansion and term classification (Voskarides et al., "Query Resolution for
Conversational Search with Limited Supervision", SIGIR 2020, QuReTeC) find which words of the
history belong to a question; here rules of English choose them, so that the question can be shown
as it was understood. A whole question is never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.conversation.anaphora import Kind, Mention
from qa.conversation.casing import cased
from qa.conversation.clauses import clause, denied
from qa.conversation.context import MAX_TURNS, Candidate, Origin, candidates
from qa.conversation.ellipsis import completed
from qa.conversation.intent_kinds import IntentKind
from qa.conversation.lexicon import PERSON_NOUNS, PREPOSITIONS, SPEECH_VERBS
from qa.conversation.orders import how_to, ordered, unbracketed
from qa.conversation.past import Past, names_of, past
from qa.conversation.periods import dated
from qa.conversation.phrases import Phrase, noun_phrases
from qa.conversation.referents import TOPICAL, alike, fits, is_period, is_quantity, referent
from qa.conversation.rewrite import Edit, edited, named, replaced
from qa.conversation.shape import Line, Shape, asking, asks, read, topical
from qa.conversation.words import key, verbs, words
from qa.datatypes import Interpretation, Turn
from qa.search.terms import STOPWORDS

MAX_WORDS = 60  # a longer line is pasted text
MAX_EXTRA = 4  # phrases in brackets
MAX_NAMES = 2  # of the last question, behind a question that is whole


def interpret(question: str, turns: Sequence[Turn], topic: str = "") -> Interpretation:
    """Read `question` as the next line after `turns`, oldest first. Takes about a millisecond.

    `topic` is what the line itself says it is about ("back to Larkspur: who started it?").
    """
    left = max((n for n, turn in enumerate(turns, 1) if _leaves(turn)), default=0)
    near = turns[left:][-MAX_TURNS:]
    names = names_of(near)
    pasts = [each for turn in near if (each := past(turn, names)) is not None]
    found = interpreted(cased(question, names), pasts, topic)
    text = question if found.stands_alone else found.text
    return replace(found, question=question, text=text)


def _leaves(turn: Turn) -> bool:
    """Whether a turn was "new topic" or "forget that"."""
    return turn.reply is not None and turn.reply.kind == IntentKind.FORGET


def interpreted(question: str, pasts: Sequence[Past], topic: str = "") -> Interpretation:
    """The same, from what is left of the turns."""
    if not pasts:
        return Interpretation(question, question)
    start, end = asking(question)
    if len(words(question)) > MAX_WORDS:
        return Interpretation(question, question)
    document = pasts[-1].document
    before = question[:start].strip() or topic
    asked = question[start:end].strip()
    with_year = dated(asked, pasts)
    line = read(with_year or asked)
    if named := noun_phrases(before):
        things = [each for each in named if each.proper or each.determiner or each.plural]
        if len(things) > 1 and not topic and not with_year:
            return Interpretation(question, question)  # what is meant stands in the line itself
        if line.shape in (Shape.FRAGMENT, Shape.CLAUSE):
            if not topic:
                return Interpretation(question, question)
        else:
            pasts = [*pasts, Past(before)]  # what the line itself says is nearest
    text = None if line.shape is Shape.WHOLE else _written(line, pasts)
    text = text or _meant(line)
    if text is None or text == line.text:
        if with_year is None:
            return Interpretation(question, question)
        text = with_year
    text = " ".join((f"{before} {text}" if not topic and noun_phrases(before) else text).split())
    return Interpretation(
        question,
        text,
        terms=_added(question, text),
        stands_alone=False,
        certain=line.certain,
        document=document,
    )


def _meant(line: Line) -> str | None:
    """A whole question without what says that it was meant before; None when nothing does."""
    return line.body if line.corrects and asks(line.body) else None


def _written(line: Line, pasts: Sequence[Past]) -> str | None:
    last = pasts[-1]
    if line.shape is Shape.CLAUSE:
        return clause(line, last)
    offered = candidates(pasts)
    own = frozenset(word.lower for word in words(line.body))
    if asked := how_to(line.body, line.lead, last.question):
        order = _resolved(line, offered, own, last) if line.mentions else None
        return ordered(asked, order or line.body, last.question)
    if line.shape is Shape.FRAGMENT:
        if any(mention.kind not in (Kind.ONE, Kind.CLAUSE) for mention in line.mentions):
            written = _resolved(line, offered, own, last)
            return (_put(written, line, last, pasts) if written else None) or written
        if line.denies:
            return denied(line.body, last)
        text = completed(line, last, pasts[:-1])
        if text is not None:
            return text
        return _bracketed(line.body, _topics(offered, own))
    if line.shape is Shape.DEFINITE:
        whole = _specified(line, offered)
        if whole is None and topical(words(line.body), line.phrases):
            whole = _bracketed(line.body, _names(offered))
        return whole
    if line.shape is Shape.TOPICAL:
        return _bracketed(line.body, _names(offered))
    if line.shape is Shape.VAGUE:
        topics = _topics(offered, own)
        names = [each for each in topics if each.proper or each.phrase.subject]
        return _specified(line, offered) or _bracketed(line.body, names or topics)
    return _resolved(line, offered, own, last)


def _put(written: str, line: Line, last: Past, pasts: Sequence[Past]) -> str | None:
    """A fragment whose pronoun is `written` out in the last question: "and her deputy?".

    Somebody else, or what a preposition says; a thing that somebody has is asked for by its name.
    """
    found = words(line.body)
    head = line.phrases[-1].head if line.phrases else ""
    if verbs(found) or not (head in PERSON_NOUNS or found[0].lower in PREPOSITIONS):
        return None
    line = replace(line, body=unbracketed(written), mentions=())
    return completed(line, replace(last, question=unbracketed(last.question)), pasts[:-1])


def _resolved(line: Line, offered: list[Candidate], own: frozenset[str], last: Past) -> str | None:
    """A question with its mentions written out; what they leave open is added in brackets."""
    edits: list[Edit] = []
    used: list[Candidate] = []
    chosen: dict[tuple[Kind, bool | None], Candidate] = {}
    what_somebody_did = _what_somebody_did(offered, last)
    for mention in _meaning_somebody(line.mentions, offered, own):
        known = chosen.get((mention.kind, mention.female))
        if known is not None and mention.kind is not Kind.DESCRIPTION:
            continue  # the first is written out, the others refer to it
        if mention.kind in (Kind.CLAUSE, Kind.ONE):
            continue
        if mention.kind is Kind.THING and what_somebody_did:
            continue  # "What did Mira want? Who got it?": not Mira, and nobody says what
        found = referent(mention, [c for c in offered if c not in used], own)
        if found is None or (mention.kind is Kind.DESCRIPTION and not fits(mention, found)):
            continue
        chosen[mention.kind, mention.female] = found
        edits.append(replaced(mention, found, first=True))
        used.append(found)
    text = edited(line.body, edits)
    if not used:
        return _bracketed(text, _topics(offered, own))
    if not any(each.proper for each in used):
        shown = frozenset(key(text))
        text = _bracketed(text, _places(_topics(offered, shown)), placed=True) or text
    return text


def _what_somebody_did(offered: Sequence[Candidate], last: Past) -> bool:
    """Whether the last question was "What did Mira want?" or "What did Velo announce?".

    What it was about, "What did Mira say about the mill?", is spoken of all the same.
    """
    near = [each for each in offered if each.distance == 0]
    return not any(each.phrase.preposition in TOPICAL for each in near) and any(
        each.asked == "what"
        and each.phrase.subject
        and each.origin is Origin.QUESTION
        and (each.somebody or not SPEECH_VERBS.isdisjoint(key(last.question)))
        for each in near
    )


def _meaning_somebody(
    mentions: Sequence[Mention], offered: list[Candidate], own: frozenset[str]
) -> list[Mention]:
    """The mentions, without a "they" that is nobody in particular: "where did they find it?".

    It is one when "it" stands for the same thing, and that is one thing.
    """
    its = next((each for each in mentions if each.kind is Kind.THING), None)
    thing = referent(its, offered, own) if its is not None else None
    if thing is None or thing.phrase.plural:
        return list(mentions)
    return [
        each
        for each in mentions
        if each.kind is not Kind.PLURAL or referent(each, offered, own) != thing
    ]


def _specified(line: Line, offered: Sequence[Candidate]) -> str | None:
    """Write "the batteries" as "the S-400 batteries": the fuller phrase with the same noun."""
    edits: list[Edit] = []
    for phrase in line.phrases:
        if phrase.determiner != "the" or len(phrase.words) > 1:
            continue
        noun = phrase.head
        fuller = next(
            (
                each
                for each in offered
                if each.distance <= 1
                and each.origin is not Origin.TITLE
                and len(each.phrase.words) > 1
                and alike(noun, each.phrase.head)
            ),
            None,
        )
        if fuller is not None:
            edits.append(Edit(phrase.start, phrase.end, f"the {fuller.text}"))
    return edited(line.body, edits) if edits else None


def _topics(offered: Sequence[Candidate], own: frozenset[str]) -> list[Candidate]:
    """What the last question was about, for a question that doesn't say where it belongs."""
    near = [
        each
        for each in offered
        if each.distance == 0
        and not each.owner
        and each.origin in (Origin.QUESTION, Origin.SPAN)
        and not {word.lower for word in each.phrase.words} <= own
        and (each.proper or not is_period(each))
        and not (each.origin is Origin.SPAN and (is_period(each) or is_quantity(each)))
    ]
    return near[:MAX_EXTRA]


def _names(offered: Sequence[Candidate]) -> list[Candidate]:
    """What the last question named, for a whole question that may be about the same."""
    return [
        each
        for each in offered
        if each.distance == 0
        and each.origin is Origin.QUESTION
        and not each.owner
        and each.proper
        and not each.phrase.numeric
        and not is_period(each)
    ][:MAX_NAMES]


def _places(topics: Sequence[Candidate]) -> list[Candidate]:
    """The one of the topics that says where the others belong: a name, "in git", "with sharp"."""
    proper = [each for each in topics if each.proper]
    return (proper or [each for each in topics if _holds(each.phrase)])[:1]


def _holds(phrase: Phrase) -> bool:
    bare = not phrase.determiner and not phrase.plural and len(phrase.words) == 1
    return phrase.preposition == "in" or (phrase.preposition == "with" and bare)


def _bracketed(text: str, extra: Sequence[Candidate], placed: bool = False) -> str | None:
    """`text` with phrases in brackets before its question mark, `placed` with "in" and "at"."""
    if not extra:
        return None
    stem = text.rstrip()
    bare = stem.rstrip("?!. ")
    names = ", ".join(_placed(each) if placed else named(each) for each in extra)
    return f"{bare} ({names}){stem[len(bare) :].strip() or '?'}"


def _placed(candidate: Candidate) -> str:
    """A phrase with the preposition that tells a place: "at Penrose"."""
    preposition = candidate.phrase.preposition
    name = named(candidate)
    return f"{preposition} {name}" if candidate.proper and preposition in ("in", "at") else name


def _added(question: str, text: str) -> tuple[str, ...]:
    """The words of `text` that are not in `question` and carry meaning."""
    mine = set(key(question))
    added = dict.fromkeys(
        word.text.removesuffix("'s").removesuffix("’s")
        for word in words(text)
        if word.lower not in mine and word.lower not in STOPWORDS
    )
    return tuple(added)
