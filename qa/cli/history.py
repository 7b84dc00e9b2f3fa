"""The commands of stored conversations, and what `qa ask` stores of itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.cli.exit_codes import ExitCode
from qa.cli.options import View, example, shared
from qa.cli.output import emit, note
from qa.errors import UsageError
from qa.render import Format
from qa.render.phrases import local_time
from qa.render.sanitize import visible_line

if TYPE_CHECKING:
    from qa.conversation.history import Conversation, History
    from qa.datatypes import Answer, Filter, Reply, Turn
    from qa.engine import Engine

_SHORT = 6  # characters of an id that are shown
_NONE = "No conversations about these documents yet."
_ALL = "--all looks at those about others, too."
_SWITCHED_OFF = "Conversations are not stored: QA_HISTORY is off."


def last_conversation(index: Path) -> Conversation | None:
    """Return the conversation that `--continue` takes further, None when there is none."""
    from qa.conversation.history import History, switched_on

    if not switched_on():
        raise UsageError(_SWITCHED_OFF, "Unset QA_HISTORY to continue conversations.")
    found = History().latest(index)
    if found is None:
        note("There is no earlier conversation about these documents; this begins one.")
    return found


def remember(
    index: Path,
    conversation: Conversation | None,
    line: str,
    result: Answer | Reply,
    only: Filter | None = None,
) -> None:
    """Store a line and its outcome: of a conversation, or as the first of a new one.

    A folder that can't be written is no error: the answer is there.
    """
    from qa.conversation.history import History, now, switched_on
    from qa.datatypes import Answer, Turn

    if not switched_on():
        return
    history = History()
    answered = isinstance(result, Answer)
    turn = Turn(
        line,
        answer=result if isinstance(result, Answer) else None,
        reply=None if isinstance(result, Answer) else result,
        only=only or None,
        asked=now(),
    )
    if conversation is None:
        fingerprint = result.index_fingerprint if isinstance(result, Answer) and answered else ""
        conversation = history.begin(index, fingerprint)
    try:
        history.save(conversation.with_turn(turn))
    except OSError as error:
        note(f"warning: the conversation can't be stored: {error.strerror or error}.")


@click.group(
    invoke_without_command=True,
    short_help="List, show, search and delete conversations.",
    epilog=example(
        "qa history",
        "qa history show 3fa2c1",
        "qa history search batteries",
        "qa history delete 3fa2c1",
    ),
)
@click.option("--all", "every", is_flag=True, help="Also those about other documents.")
@shared
@click.pass_context
def history(context: click.Context, view: View, every: bool) -> ExitCode:
    """List the conversations about these documents, latest first.

    They are stored in your data folder, never beside the documents; QA_HISTORY=0 stores none.
    """
    if context.invoked_subcommand is not None:
        return ExitCode.OK
    entries, broken = _history().entries(None if every else _index(view))
    if view.format is Format.JSON:
        emit(_json([_entry_fields(each) for each in entries]))
    else:
        for each in entries:
            turns = f"{each.turns} turn{'' if each.turns == 1 else 's'}"
            when = local_time(each.updated)
            emit(f"{each.id[-_SHORT:]}  {when}  {turns:>8}  {visible_line(each.title)}\n")
        if not entries:
            emit("No conversations yet.\n" if every else f"{_NONE} {_ALL}\n")
    if broken:
        note(f"{broken} stored conversation{'s' if broken > 1 else ''} can't be read.")
    return ExitCode.OK if entries else ExitCode.NOT_FOUND


@history.command(short_help="Show a conversation.", epilog=example("qa history show 3fa2c1"))
@click.argument("conversation", metavar="ID")
@shared
def show(view: View, conversation: str) -> ExitCode:
    """Show the conversation ID: its lines and their answers.

    'qa verify' checks the quotes of what --json prints.
    """
    from qa.engine import open as open_engine

    found = _history().load(conversation)
    with open_engine(found.index) as engine:
        if view.format is Format.JSON:
            emit(_exported(found, engine))
            return ExitCode.OK
        for turn in found.turns:
            emit(_turn(turn, view, engine))
    return ExitCode.OK


@history.command(
    short_help="Find a turn by its words.", epilog=example("qa history search batteries")
)
@click.argument("text", nargs=-1, required=True)
@click.option("--all", "every", is_flag=True, help="Also those about other documents.")
@shared
def search(view: View, text: tuple[str, ...], every: bool) -> ExitCode:
    """List the turns whose question or quoted answer has all words of TEXT."""
    found = list(_history().search(" ".join(text), None if every else _index(view)))
    if view.format is Format.JSON:
        emit(
            _json(
                [
                    {"id": each.id, "question": turn.question, "asked": turn.asked}
                    for each, turn in found
                ]
            )
        )
    else:
        for each, turn in found:
            when = local_time(turn.asked or each.updated)
            emit(f"{each.id[-_SHORT:]}  {when}  {visible_line(turn.question)}\n")
        if not found:
            emit("Nothing found.\n" if every else f"Nothing found. {_ALL}\n")
    return ExitCode.OK if found else ExitCode.NOT_FOUND


@history.command(short_help="Delete a conversation.", epilog=example("qa history delete 3fa2c1"))
@click.argument("conversation", metavar="ID")
def delete(conversation: str) -> ExitCode:
    """Delete the conversation ID. 'qa history restore' brings it back for 30 days."""
    note(f"deleted {_history().delete(conversation)}")
    return ExitCode.OK


@history.command(
    short_help="Bring back the conversation deleted last.", epilog=example("qa history restore")
)
def restore() -> ExitCode:
    """Bring back the conversation that was deleted last."""
    found = _history().restore()
    if found is None:
        raise UsageError("No deleted conversation is left.", "They are removed after 30 days.")
    note(f"restored {found}")
    return ExitCode.OK


def _history() -> History:
    from qa.conversation.history import History

    return History()


def _index(view: View) -> Path:
    from qa.engine import open as open_engine

    with open_engine(view.index) as engine:
        return engine.index


def _turn(turn: Turn, view: View, engine: Engine) -> str:
    head = f"> {visible_line(turn.question)}\n\n"
    writer = view.writer(engine)
    if turn.answer is not None:
        return head + writer.answer(turn.answer) + "\n"
    if turn.reply is not None:
        return head + writer.reply(turn.reply) + "\n"
    return head + (f"{visible_line(turn.failure[0])}\n\n" if turn.failure else "")


def _exported(found: Conversation, engine: Engine) -> str:
    from qa.render.conversation_json import conversation, turn

    turns = (
        turn(
            each.question,
            each.asked,
            each.answer,
            each.reply,
            " ".join(each.failure) if each.failure else "Cancelled.",
            engine.path_of,
        )
        for each in found.turns
    )
    return conversation(found.index, turns)


def _entry_fields(entry: object) -> dict[str, object]:
    from qa.serialization import to_plain

    plain: dict[str, object] = to_plain(entry)
    return plain


def _json(value: object) -> str:
    import json

    return json.dumps(value, indent=2) + "\n"  # ASCII: what can't be seen is escaped
