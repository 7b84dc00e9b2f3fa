"""Short fixed replies to what people say in a chat besides questions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.conversation.intent_kinds import IntentKind
from qa.conversation.quoting import Engine
from qa.datatypes import Reply, Turn
from qa.errors import QaError

QUESTIONS = 20  # at most, that are shown again
TITLES = 3  # that are offered as examples

_TEXTS = {
    IntentKind.GREETING: "Hello. Ask me something about your documents.",
    IntentKind.THANKS: "You're welcome.",
    IntentKind.FAREWELL: "Goodbye.",
    IntentKind.PRAISE: "All right. Ask on, or say “tell me more”.",
    IntentKind.COMPLAINT: (
        "Then the answer was not the right one. Ask in other words, or name what it is about;"
        " “tell me more” shows what else was found."
    ),
    IntentKind.IDENTITY: (
        "A search for answers in your documents. Everything I show is quoted from them word for"
        " word; nothing is made up, and nothing leaves this machine."
    ),
    IntentKind.FORGET: (
        "All right, the next question stands alone. “Back to X” returns to what was asked before."
    ),
    IntentKind.FORM: (
        "I can't put it differently: what I show is quoted word for word, so that it can be"
        " checked. “Shorter” shows the words that answer, “summarise it” the main sentences. A"
        " language model of yours can write from the quotes: see “qa writer --help”."
    ),
    IntentKind.HELP: (
        "Ask a question in your own words; the answer is quoted from your documents.\n"
        "Go on from it: “and in Oregon?”, “when was that?”, “who said so?”.\n"
        "Look again: “tell me more”, “are you sure?”, “show me the whole passage”, “shorter”,"
        " “in which document?”, “anything newer?”, “source 2”.\n"
        "Leave it: “new topic”, “back to X”.\n"
        "Of the documents: “what is this about?”, “summarise TITLE”, “which documents mention X?”."
    ),
}


def reply(kind: IntentKind, line: str, engine: Engine, *, restricted: bool = False) -> Reply:
    """The reply to small talk. `engine` is asked only for titles to ask about.

    `restricted` says that it is asked about some documents only, which is mentioned.
    """
    if kind is IntentKind.EXAMPLES:
        return Reply(line, _examples(engine, restricted=restricted), kind)
    return Reply(line, _TEXTS[kind], kind)


def asked(line: str, turns: Sequence[Turn]) -> str:
    """What was asked: the last question, the first, or the last ones, as `line` wants."""
    said = [turn.question for turn in turns if turn.answer is not None]
    if re.search(r"\bfirst\b", line, re.I):
        said = said[:1]
    elif not re.search(r"\b(?:questions|so far)\b", line, re.I):
        said = said[-1:]
    if len(said) == 1:
        return f"You asked: “{said[0]}”"
    return "\n".join(["You asked:", *(f"“{each}”" for each in said[-QUESTIONS:])])


def _examples(engine: Engine, *, restricted: bool) -> str:
    """What may be asked, with titles that are there."""
    try:
        documents = engine.documents()
    except QaError:
        documents = ()
    step = max(len(documents) // TITLES, 1)
    titles = [document.title for document in documents[::step]][:TITLES]
    lines = ["Whatever your documents may answer: who, when, where, why, how, how many."]
    if titles:
        lines.append(f"For example: “summarise {titles[0]}”.")
    if len(titles) > 1:
        named = ", ".join(f"“{title}”" for title in titles)
        count = f"{len(documents):,} documents"
        begin = f"Only {count} are asked" if restricted else f"There are {count}"
        lines.append(f"{begin}, among them {named}.")
    elif restricted:
        count = f"{len(documents)} document{' is' if len(documents) == 1 else 's are'}"
        lines.append(f"Only {count} asked.")
    lines.append("“What is this about?” tells you more about them.")
    return "\n".join(lines)
