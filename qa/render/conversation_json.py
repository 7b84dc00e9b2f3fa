"""A conversation as JSON: what `qa history show --json` prints and the chat exports.

Each answer is as `qa ask --json` gives it, so `qa verify` checks its quotes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from qa.datatypes import Answer, Reply
from qa.render.json_writer import JsonWriter

SCHEMA = 1


def turn(
    typed: str,
    asked: str,
    answer: Answer | None,
    reply: Reply | None,
    outcome: str,
    path_of: Callable[[str], str] = str,
) -> dict[str, Any]:
    """One line with its answer or reply; without either, `outcome` says why there is none."""
    form = JsonWriter(path_of)
    return {
        "typed": typed,
        "asked": asked,
        "answer": json.loads(form.answer(answer)) if answer else None,
        "reply": json.loads(form.reply(reply)) if reply else None,
        "outcome": None if answer or reply else outcome,
    }


def conversation(index: str, turns: Iterable[dict[str, Any]]) -> str:
    """The whole conversation; everything beyond ASCII is escaped."""
    whole = {"schema": SCHEMA, "kind": "conversation", "index": index, "turns": list(turns)}
    return json.dumps(whole, indent=2) + "\n"
