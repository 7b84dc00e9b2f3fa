"""One line of a conversation answered: small talk, a second look, or a question.

Independent of input and output: front ends pass the turns so far and keep what comes back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.conversation.about_source import either, goes_on, tells
from qa.conversation.intent_kinds import IntentKind
from qa.conversation.intents import SECOND_LOOKS, SMALL_TALK, Intent, afresh, recognise
from qa.conversation.quoting import Engine
from qa.conversation.restricted import Restricted
from qa.conversation.several_questions import questions_in
from qa.datatypes import Answer, Filter, Interpretation, Reply, Strength, Turn

CARRIED_CONFIDENCE = 0.79  # at most, of an answer to words that were not typed: never "strong"
MARGIN = 0.1  # by which an uncertain interpretation must beat the line as typed
_IN_LANGUAGE = re.compile(
    r"\bin (?:english|german|french|spanish|italian|dutch|portuguese|polish|russian)\b", re.I
)
ABOUT = "What is this collection about?"


def converse(
    engine: Engine,
    line: str,
    turns: Sequence[Turn] = (),
    *,
    top: int = 3,
    only: Filter | None = None,
    threshold: float | None = None,
    standalone: bool = False,
) -> Answer | Reply:
    """Answer `line`, said after `turns` (oldest first).

    An answer to a line that does not stand alone says in `interpretation` what it was taken for.
    With `standalone` the line is asked as it is typed. A follow-up asks the documents that the
    turn before was restricted to, unless `only` says otherwise. Raises what the engine raises.
    """
    if standalone:
        return engine.ask(line, top=top, only=only, threshold=threshold)
    if fresh := afresh(line):
        asked = engine.ask(fresh, top=top, only=only, threshold=threshold)
        return replace(asked, question=line, interpretation=fresh)
    intent = recognise(line)
    before = turns
    if intent is None and goes_on(line, turns):
        intent, before = Intent(IntentKind.SOURCE), _without_refusals(turns)
    elif intent is not None and turns and either(line):
        # What it stands for may be published itself: a text that tells so answers.
        asked = _question(engine, line, turns, top, only, threshold)
        if tells(asked, line):
            return asked
        before = _without_refusals(turns)
    if intent is not None:
        found = _intended(engine, intent, line, before, only)
        if found is not None:
            return found
    parts = questions_in(line)
    if len(parts) > 1:
        return _several(engine, line, parts, turns, top, only, threshold)
    return _question(engine, line, turns, top, only, threshold)


def _several(
    engine: Engine,
    line: str,
    parts: Sequence[str],
    turns: Sequence[Turn],
    top: int,
    only: Filter | None,
    threshold: float | None,
) -> Answer:
    """The answer to a line that asks several questions, each of which may lean on those before."""
    from qa.conversation.joined import joined

    answers: list[Answer] = []
    so_far = list(turns)
    for part in parts:
        answers.append(_question(engine, part, so_far, top, only, threshold))
        so_far.append(Turn(part, answers[-1], only=only))
    whole = None
    if not all(answer.answered for answer in answers):
        whole = _question(engine, line, turns, top, only, threshold)
        if not any(answer.answered for answer in answers):
            return whole
    return joined(line, parts, answers, whole, top)


def _question(
    engine: Engine,
    line: str,
    turns: Sequence[Turn],
    top: int,
    only: Filter | None,
    threshold: float | None,
) -> Answer:
    """The answer to a question that may lean on the turns before it, where there are any."""
    if not turns:
        return engine.ask(line, top=top, only=only, threshold=threshold)
    from qa.conversation.interpret import interpret  # 15 ms, which a first question needn't pay

    returned = _returned(line, turns)
    if returned is not None:
        topic, question, context, earlier = returned
        text = interpret(question, context, topic).text if question else earlier
        meant = Interpretation(line, text, stands_alone=False)
    else:
        meant = interpret(line, turns)
    if not only and not meant.stands_alone:
        only = turns[-1].only
    return _asked(engine, meant, top, only, threshold)


def _asked(
    engine: Engine,
    meant: Interpretation,
    top: int,
    only: Filter | None,
    threshold: float | None,
) -> Answer:
    """The answer to an interpretation; an uncertain one is asked beside the line as typed."""
    found = engine.ask(meant.text, top=top, only=only, threshold=threshold)
    if meant.stands_alone:
        return found
    found = replace(found, question=meant.question, interpretation=meant.text)
    if meant.certain:
        return _carried(found)
    typed = engine.ask(meant.question, top=top, only=only, threshold=threshold)
    if typed.answered and not (found.answered and _preferred(found, typed, meant.document)):
        return typed
    return _carried(found) if found.answered or not typed.misses else typed


def _preferred(found: Answer, typed: Answer, document: str | None) -> bool:
    """Whether an uncertain reading wins over the words as typed, both of which have an answer.

    It must be clearly more probable; or nearly as probable and quote the document that was cited
    last, where the words as typed find another one. Where both quote the same it adds nothing.
    """
    if _first(found) == _first(typed) and _best(found) == _best(typed):
        return False
    by = (found.confidence or 0) - (typed.confidence or 0)
    stays = document is not None and _first(found) == document != _first(typed)
    return by >= -MARGIN if stays else by > MARGIN


def _best(answer: Answer) -> tuple[tuple[int, int], ...]:
    """The stretches of the best evidence."""
    return answer.evidence[0].stretches if answer.evidence else ()


def _first(answer: Answer) -> str | None:
    """The source of the document that the best evidence is from."""
    if not answer.evidence:
        return None
    number = answer.evidence[0].citation
    return next(s.document.source for s in answer.sources if s.number == number)


def _carried(found: Answer) -> Answer:
    """An answer to a question that was made up from the turns before, which may have been wrong."""
    if found.confidence is None:
        return found
    strength = Strength.LIKELY if found.strength is Strength.STRONG else found.strength
    return replace(found, confidence=min(found.confidence, CARRIED_CONFIDENCE), strength=strength)


def _intended(
    engine: Engine, intent: Intent, line: str, turns: Sequence[Turn], only: Filter | None
) -> Answer | Reply | None:
    """What an intent gets; None when the line is a question after all.

    A second look is a look at the documents that the turn before was restricted to.
    """
    if not only and intent.kind in SECOND_LOOKS and turns:
        only = turns[-1].only
    if only:
        engine = Restricted(engine, only)
    if intent.kind is IntentKind.FORM and turns and _IN_LANGUAGE.search(turns[-1].question):
        return None  # "and in German?" after "how many articles are in French?"
    if intent.kind in SMALL_TALK:
        from qa.conversation.small_talk import reply

        return reply(intent.kind, line, engine, restricted=bool(only))
    if intent.kind is IntentKind.ABOUT:
        return replace(engine.ask(ABOUT), question=line)
    if intent.kind is IntentKind.SUMMARY:
        from qa.conversation.summary import summarise

        cited = _cited(turns)
        if not intent.object and cited is None:
            return None
        return summarise(line, intent.object, engine, cited, restricted=bool(only))
    if not any(turn.answer for turn in turns):
        return None
    if intent.kind is IntentKind.REPEAT:
        from qa.conversation.small_talk import asked

        return Reply(line, asked(line, turns), intent.kind)
    if intent.kind in SECOND_LOOKS:
        from qa.conversation.second_look import look

        number = int(intent.object or 1)
        return look(intent.kind, line, turns, engine, number, of_a_list=intent.of_a_list)
    return None


def _without_refusals(turns: Sequence[Turn]) -> Sequence[Turn]:
    """The turns without refusals, unless all are: a document was cited before them."""
    return [each for each in turns if not each.answer or each.answer.answered] or turns


def _cited(turns: Sequence[Turn]) -> str | None:
    """The source of the document that was cited last."""
    for turn in reversed(turns):
        if turn.answer is not None and turn.answer.answered and turn.answer.evidence:
            return _first(turn.answer)
    return None


def _returned(line: str, turns: Sequence[Turn]) -> tuple[str, str, Sequence[Turn], str] | None:
    """Of "back to X: question": X, the question, the turns up to the last about X, what it asked.

    When no turn was about it, it is a topic of its own. None when the line goes back to nothing.
    """
    from qa.conversation.intents import returns

    back = returns(line)
    if back is None:
        return None
    topic, question = back
    wanted = topic.lower().removeprefix("the ")
    for at in range(len(turns) - 1, -1, -1):
        answer = turns[at].answer
        if answer is None:
            continue
        asked = answer.interpretation or turns[at].question
        if wanted in asked.lower():
            return topic, question, turns[: at + 1], asked
    return topic, question, turns, topic
