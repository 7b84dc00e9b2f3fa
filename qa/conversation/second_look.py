"""A second look at the last answer: more of it, how sure it is, where it stands, what is newer.

Everything shown is quoted from the documents; what is said about it is a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from qa.conversation.intent_kinds import IntentKind
from qa.conversation.intents import recognise
from qa.conversation.more import MOST, more
from qa.conversation.quoting import (
    Engine,
    Piece,
    asked_of,
    blocks_between,
    document_of,
    overlaps,
    piece_of,
    quoted,
)
from qa.datatypes import (
    Answer,
    Document,
    Evidence,
    Filter,
    Reply,
    Source,
    Strength,
    Turn,
)

_KEPT_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_SAID = {
    Strength.STRONG: "The answer is strong",
    Strength.LIKELY: "The answer is likely",
    Strength.WEAK: "The answer is weak",
}
_ODDS = {
    Strength.STRONG: "so little speaks against it",
    Strength.LIKELY: "so read its passage before you rely on it",
    Strength.WEAK: "so it may well be wrong; read its passage",
}


def look(
    kind: IntentKind,
    line: str,
    turns: Sequence[Turn],
    engine: Engine,
    number: int = 1,
    *,
    of_a_list: bool = False,
) -> Answer | Reply | None:
    """What a second look shows, or why it can show nothing; None: the line is none.

    `turns` hold at least one question. `number` is that of the source that is looked at, 0 the
    last. Raises what the engine raises.
    """
    answer = _numbered(turns) if kind is IntentKind.NTH else _last(turns)
    if kind is IntentKind.NTH and (answer is None or (of_a_list and not answer.notes)):
        return None  # a list says how many documents it is of
    if answer is None:
        return Reply(line, "There is no answer to look at: ask a question first.", kind)
    if kind is IntentKind.AGAIN:
        return replace(answer, question=line, interpretation=asked_of(answer))
    if not answer.answered or not answer.evidence:
        return _unanswered(kind, line, answer, engine)
    wanted = answer.sources[number - 1 : number or None] if kind is IntentKind.NTH else ()
    if kind is IntentKind.NTH and not wanted:
        return Reply(line, f"The last answer cites {len(answer.sources)} sources.", kind)
    cited = wanted[0].number if wanted else answer.evidence[0].citation
    best = next(each for each in answer.evidence if each.citation == cited)
    source = next(each for each in answer.sources if each.number == best.citation)
    if kind is IntentKind.NEWER:
        return _newer(line, answer, source, engine)
    document = document_of(engine, source)
    if document is None or document.text[best.start : best.end] != _whole(best, document):
        return Reply(
            line,
            f"{source.path} has changed since it was quoted. Ask the question again.",
            kind,
        )
    match kind:
        case IntentKind.MORE:
            return more(line, turns, answer, document, engine)
        case IntentKind.SURE:
            return _sure(line, answer, document, engine)
        case IntentKind.PASSAGE:
            return _passage(line, answer, best, document, engine)
        case IntentKind.NTH:
            return _passage(line, answer, best, document, engine, f"From “{document.title}”.")
        case IntentKind.SHORTER:
            return _shorter(line, answer, document, engine)
        case _:
            return _source(kind, line, answer, source, document, engine)


_SAME = frozenset(
    {
        IntentKind.SURE,
        IntentKind.SOURCE,
        IntentKind.PASSAGE,
        IntentKind.SHORTER,
        IntentKind.DOCUMENT,
    }
)


def _numbered(turns: Sequence[Turn]) -> Answer | None:
    """The last answer with several sources; looks at it may have come after it, no question."""
    for turn in reversed(turns):
        if turn.answer is not None and len(turn.answer.sources) > 1:
            return turn.answer
        if turn.answer is not None and recognise(turn.question) is None:
            return None
    return None


def _last(turns: Sequence[Turn]) -> Answer | None:
    """The last answer, refusals included; not one that only shows an earlier one again."""
    for turn in reversed(turns):
        if turn.answer is None:
            continue
        intent = recognise(turn.question)
        judged = turn.answer.confidence is not None or not turn.answer.answered
        if intent is None or intent.kind not in _SAME or judged:
            return turn.answer
    return None


def _whole(evidence: Evidence, document: Document) -> str:
    """`document.text` from the start to the end of a piece, as far as its parts are unchanged."""
    parts = evidence.stretches
    texts = "\n".join(document.text[start:end] for start, end in parts)
    return document.text[evidence.start : evidence.end] if texts == evidence.text else ""


def _unanswered(kind: IntentKind, line: str, answer: Answer, engine: Engine) -> Answer | Reply:
    if kind is IntentKind.MORE and answer.misses:
        nearest = engine.ask(asked_of(answer), top=MOST // 10, threshold=0.0)
        if nearest.answered:
            shown = {(each.start, each.text) for each in answer.misses}
            more = tuple(e for e in nearest.evidence if (e.start, e.text) not in shown)
            if more:
                return replace(
                    nearest,
                    question=line,
                    interpretation=asked_of(answer),
                    answered=False,
                    evidence=(),
                    misses=more,
                    refusal=answer.refusal,
                )
    if kind is IntentKind.MORE and answer.misses:
        said = (
            "The last question got no answer, and all that comes near it is shown."
            " Ask it in other words, or about less."
        )
    else:
        said = "The last question got no answer: there is nothing to look at. Try other words."
    return Reply(line, said, kind)


def _sure(line: str, answer: Answer, document: Document, engine: Engine) -> Answer:
    """The best piece again and its runner-up, with what speaks for and against it."""
    asked = asked_of(answer)
    best = answer.evidence[0]
    again = engine.ask(asked, top=6, threshold=0.0)
    pieces = [piece_of(best, document)]
    rival: tuple[Evidence, Document] | None = None
    for each in again.evidence:
        source = next(s for s in again.sources if s.number == each.citation)
        if overlaps(source.document.source, each, [(document.source, best.start, best.end)]):
            continue
        found = document_of(engine, source)
        if found is not None:
            rival = (each, found)
            pieces.append(piece_of(each, found))
            break
    notes = [_confidence(answer if answer.confidence is not None else again)]
    if rival is None:
        notes.append("Nothing else in the documents comes near.")
    else:
        each, found = rival
        notes.append(f"The runner-up is from {each.cited(engine.path_of(found.source))}.")
        mine, theirs = _spans(best, document), _spans(each, found)
        if mine and theirs and _differ(mine, theirs):
            notes.append(f"They may differ: “{mine}” in the answer, “{theirs}” in the other.")
    return quoted(line, pieces, engine.path_of, notes=notes, like=answer)


def _confidence(answer: Answer) -> str:
    if answer.confidence is None or answer.strength is None:
        return "How sure the answer is was not judged."
    return (
        f"{_SAID[answer.strength]}: about {round(100 * answer.confidence)} of 100 answers like it"
        f" are right, {_ODDS[answer.strength]}."
    )


def _spans(evidence: Evidence, document: Document) -> str:
    return document.text[slice(*evidence.span)] if evidence.span else ""


def _differ(one: str, other: str) -> bool:
    """Whether two short answers can't both be right: other numbers, or no word in common."""
    mine, theirs = _KEPT_NUMBER.findall(one), _KEPT_NUMBER.findall(other)
    if mine and theirs:
        return set(mine).isdisjoint(theirs)
    words = [set(re.findall(r"\w+", text.lower())) for text in (one, other)]
    return words[0].isdisjoint(words[1])


def _passage(
    line: str, answer: Answer, best: Evidence, document: Document, engine: Engine, *notes: str
) -> Answer:
    """The passage that a piece stands in, whole."""
    proof = best.proof or best.span or (best.start, best.end)
    around = [
        (each.start, each.end)
        for each in engine.passages(document)
        if each.start <= proof[0] < each.end
    ]
    start, end = around[0] if around else (best.start, best.end)
    start, end = min(start, best.start), max(end, best.end)
    parts = tuple((block.start, block.end) for block in blocks_between(document, start, end))
    piece = Piece(document, parts or ((start, end),), best.proof, best.span, best.score)
    return quoted(line, [piece], engine.path_of, notes=notes, like=answer)


def _shorter(line: str, answer: Answer, document: Document, engine: Engine) -> Answer:
    """The sentence that proves; when that is all that was shown, the words that answer."""
    best = answer.evidence[0]
    proof, span = best.proof or (best.start, best.end), best.span
    if proof == (best.start, best.end) and len(answer.evidence) == 1 and span:
        proof = span
    return quoted(
        line, [Piece(document, (proof,), proof, span, best.score)], engine.path_of, like=answer
    )


def _source(
    kind: IntentKind,
    line: str,
    answer: Answer,
    source: Source,
    document: Document,
    engine: Engine,
) -> Answer:
    """Where the best piece stands, who wrote it and when."""
    best = answer.evidence[0]
    place = best.cited(source.path)
    about = source.document
    by = ", ".join(each for each in (about.author, about.agency) if each)
    when = about.published.isoformat() if about.published else ""
    if kind is IntentKind.SOURCE:
        said = f"{by} in “{about.title}”" if by else f"“{about.title}”"
        notes = [f"{said}{f', {when}' if when else ', without a date'} ({place})."]
    else:
        # The first heading of most documents is their title.
        headings = best.headings[best.headings[:1] == (about.title,) :]
        under = f" › {' › '.join(headings)}" if headings else ""
        notes = [f"“{about.title}”{under}: {place}."]
    others = [each.path for each in answer.sources if each.number != source.number]
    if others:
        notes.append(f"The answer also cites {', '.join(others)}.")
    if source.also_in:
        notes.append(f"The same stands in {', '.join(each.source for each in source.also_in)}.")
    return quoted(line, [piece_of(best, document)], engine.path_of, notes=notes, like=answer)


def _newer(line: str, answer: Answer, source: Source, engine: Engine) -> Answer | Reply:
    """The same question asked of what was published after the document last cited."""
    published = source.document.published
    asked = asked_of(answer)
    if published is None:
        return Reply(
            line,
            f"{source.path} has no date, so nothing can be newer or older than it.",
            IntentKind.NEWER,
        )
    only = Filter(since=published + timedelta(days=1))
    found = engine.ask(asked, only=only)
    note = f"From documents after {published.isoformat()}."
    if not found.answered:
        return Reply(
            line,
            f"No document after {published.isoformat()} answers that.",
            IntentKind.NEWER,
        )
    return replace(found, question=line, interpretation=asked, notes=(*found.notes, note))
