"""Conversations, and the plain values they are saved as. No screen in here."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from qa import datatypes, serialization
from qa.datatypes import Answer, Filter, Reply
from qa.serialization import answer_from_dict, answer_to_dict
from tui.failures import Failure

SCHEMA = 1


class BrokenConversation(ValueError):
    """A file that holds no conversation this version can read."""


@dataclass(slots=True)
class Turn:
    """A line as it was typed, and its outcome: an answer, a reply, a failure, or nothing yet."""

    question: str
    only: Filter = field(default_factory=Filter)
    answer: Answer | None = None
    reply: Reply | None = None
    failure: Failure | None = None
    cancelled: bool = False
    asked: str = ""  # ISO 8601, UTC
    top: int = 3  # pieces of evidence wanted
    dates: bool = True  # documents of the time that the question names are preferred

    @property
    def done(self) -> bool:
        """Whether nothing more will come."""
        return bool(self.answer or self.reply or self.failure or self.cancelled)

    def as_context(self) -> datatypes.Turn:
        """The turn as a follow-up looks back on it.

        Without its restriction: the one that a follow-up has is shown above the question box.
        """
        return datatypes.Turn(
            self.question, self.answer, self.reply, asked=self.asked, cancelled=self.cancelled
        )


@dataclass(slots=True)
class Conversation:
    """The turns so far, and which index they were asked of."""

    index: str = ""
    turns: list[Turn] = field(default_factory=list)
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    updated: str = ""  # ISO 8601, UTC
    name: str = ""  # given by the person
    pinned: bool = False  # stands first in the list

    @property
    def title(self) -> str:
        """The name it was given, else its first question."""
        return self.name or (self.turns[0].question if self.turns else "")

    def before(self, turn: Turn) -> tuple[datatypes.Turn, ...]:
        """The turns above one of them that have an outcome, oldest first."""
        place = next((at for at, each in enumerate(self.turns) if each is turn), 0)
        return tuple(each.as_context() for each in self.turns[:place] if each.done)


def now() -> str:
    """The time as it is written down."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def to_plain(conversation: Conversation) -> dict[str, Any]:
    """A conversation as plain values; turns without a result are left out."""
    return {
        "schema": SCHEMA,
        "id": conversation.id,
        "index": conversation.index,
        "updated": conversation.updated,
        "name": conversation.name,
        "pinned": conversation.pinned,
        "turns": [_turn_to_plain(turn) for turn in conversation.turns if turn.done],
    }


def from_plain(plain: Any) -> Conversation:
    """The conversation again. Raises BrokenConversation."""
    try:
        if plain["schema"] != SCHEMA:
            raise BrokenConversation("written by another version")
        return Conversation(
            index=str(plain["index"]),
            turns=[_turn_from_plain(turn) for turn in plain["turns"]],
            id=str(plain["id"]),
            updated=str(plain["updated"]),
            name=str(plain.get("name") or ""),  # those two are not in files of version 0.1.0
            pinned=plain.get("pinned") is True,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BrokenConversation(str(error)) from error


def _turn_to_plain(turn: Turn) -> dict[str, Any]:
    return {
        "question": turn.question,
        "asked": turn.asked,
        "only": serialization.to_plain(turn.only) if turn.only else None,
        "answer": answer_to_dict(turn.answer) if turn.answer else None,
        "reply": serialization.to_plain(turn.reply) if turn.reply else None,
        "failure": [turn.failure.message, turn.failure.hint] if turn.failure else None,
        "cancelled": turn.cancelled,
        "dates": turn.dates,
    }


def _turn_from_plain(plain: Any) -> Turn:
    failure = plain["failure"]
    if failure is not None:
        message, hint = failure
        failure = Failure(str(message), str(hint))
    return Turn(
        question=str(plain["question"]),
        only=serialization.from_plain(Filter, plain["only"]) if plain["only"] else Filter(),
        answer=answer_from_dict(plain["answer"]) if plain["answer"] else None,
        # Files of version 0.1.0 have none.
        reply=serialization.from_plain(Reply, plain["reply"]) if plain.get("reply") else None,
        failure=failure,
        cancelled=bool(plain["cancelled"]),
        asked=str(plain["asked"]),
        dates=plain.get("dates") is not False,
    )
