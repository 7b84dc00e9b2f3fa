"""The commands. Each opens the engine, calls it and prints the result."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.cli.arguments import find, least_confidence, read_question
from qa.cli.chat import open_chat
from qa.cli.collections_command import collections
from qa.cli.exit_codes import ExitCode
from qa.cli.history import history, last_conversation, remember
from qa.cli.index_command import index
from qa.cli.later import Commands
from qa.cli.list_command import list_documents
from qa.cli.options import View, chosen_index, example, shared, top, which
from qa.cli.output import can_draw, emit, note, warn
from qa.cli.restrictions import checked_filter, restricted
from qa.cli.search_command import search
from qa.cli.timeline_command import timeline
from qa.cli.trust import trust
from qa.cli.up_to_date import up_to_date
from qa.cli.verify_command import verify_command
from qa.cli.writing import chosen_model, written
from qa.errors import UsageError
from qa.render import Format
from qa.version import __version__

if TYPE_CHECKING:
    from qa.datatypes import Answer, Filter, Reply, Status

# qa.engine brings numpy, faiss and onnxruntime: imported inside the commands that use it, so that
# --help, --version and completion stay instant.


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=example('qa ask "why was Turkey removed from F-35?"'),
)
@click.version_option(__version__, "-V", "--version", message="qa %(version)s")
@click.pass_context
def cli(context: click.Context) -> ExitCode:
    """Ask a folder of documents; get the exact sentences that answer, offline.

    Without a command it opens the chat, or shows this help when no terminal is there.
    """
    if context.invoked_subcommand is None:
        if can_draw():
            return open_chat(None)
        emit(context.get_help() + "\n")
    return ExitCode.OK


@cli.command(short_help="Open the chat.", epilog=example("qa chat", "qa chat -C articles"))
@which
def chat(index: Path | str | None, collection: str | None) -> ExitCode:
    """Open a chat about the documents, with every answer beside the document it is from."""
    # Textual serves an app to a browser by a driver of its own.
    if not can_draw() and "TEXTUAL_DRIVER" not in os.environ:
        raise UsageError(
            "The chat needs a terminal that can move its cursor.", 'Ask with qa ask "..." instead.'
        )
    return open_chat(chosen_index(index, collection))


@cli.command(
    short_help="Answer a question in the words of the documents.",
    epilog=example(
        'qa ask "why was Turkey removed from F-35?"',
        "qa ask --json when did the batteries arrive",
        'qa ask --in "2019/*" --since 2019-10 "who asked Congress for a waiver?"',
        'echo "who asked Congress for a waiver?" | qa ask -',
    ),
)
@click.argument("question", nargs=-1)
@top(3, 50, "pieces of evidence")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Lowest probability of an answer; less is a refusal. Default: 0.26.",
)
@click.option(
    "--risk",
    metavar="SHARE",
    help="Share of wrong answers that you accept, like 15%: refuse more, or less. Also $QA_RISK.",
)
@click.option(
    "-c", "--continue", "continues", is_flag=True, help="Go on with the last conversation."
)
@click.option("--standalone", is_flag=True, help="Take the words as typed, whatever came before.")
@click.option("--no-dates", is_flag=True, help="Don't prefer documents of the question's time.")
@click.option(
    "--receipt",
    is_flag=True,
    help="JSON to keep and to verify: without timings, the same bytes from the same index.",
)
@click.option(
    "--write",
    is_flag=True,
    help="Have your language model write from the quotes; each sentence is checked.",
)
@restricted
@shared
def ask(
    view: View,
    question: tuple[str, ...],
    top: int,
    threshold: float | None,
    risk: str | None,
    continues: bool,
    standalone: bool,
    no_dates: bool,
    receipt: bool,
    write: bool,
    only: Filter,
) -> ExitCode:
    """Answer QUESTION in the words of the documents.

    Put the question in quotes, or the shell may take its "?" for a pattern. "-" reads it from
    stdin. A missing or outdated index is brought up to date first. With --continue QUESTION may
    lean on what was asked before: "and India?", "when was that?", "tell me more".
    """
    from qa.conversation.converse import converse
    from qa.datatypes import Reply
    from qa.engine import MAX_QUESTION
    from qa.engine import open as open_engine

    text = read_question(question, MAX_QUESTION, "ask")
    threshold = least_confidence(threshold, risk)
    if write and receipt:
        raise UsageError("--write and --receipt exclude each other.", "Give one of them.")
    model = chosen_model() if write else None
    with open_engine(view.index) as engine:
        engine.dates = not no_dates
        before = last_conversation(engine.index) if continues else None
        turns = before.turns if before else ()

        def asked() -> Answer | Reply:
            return converse(
                engine,
                text,
                turns,
                top=top,
                threshold=threshold,
                only=checked_filter(engine, only),
                standalone=standalone,
            )

        answer = up_to_date(engine, asked)
        if isinstance(answer, Reply):
            emit(view.writer(engine, receipt=receipt).reply(answer))
            remember(engine.index, before, text, answer, only)
            return ExitCode.OK
        if model:
            answer, failed = written(answer, model, engine)
        form = Format.JSON if receipt else view.format
        if form is not Format.JSON:  # which has them in a field
            for each in answer.remarks:
                note(each)
        else:
            answer = engine.add_receipt(answer, top=top, only=only or None)
        emit(view.writer(engine, receipt=receipt).answer(answer))
        remember(engine.index, before, text, answer, only)
    if model and failed:
        return ExitCode.ERROR
    return ExitCode.OK if answer.answered else ExitCode.NOT_FOUND


@cli.command(short_help="Show what is indexed, changed and skipped.", epilog=example("qa status"))
@shared
def status(view: View) -> ExitCode:
    """Show what is indexed, which files changed since, and which were skipped and why."""
    from qa.engine import open as open_engine

    with open_engine(view.index) as engine:
        state = engine.status()
        warn(*engine.warnings)
        emit(view.writer(engine).status(state))
    return ExitCode.OK


@cli.command(
    short_help="Check the index, and repair it.",
    epilog=example("qa doctor", "qa doctor --repair"),
)
@click.option("--repair", is_flag=True, help="Rebuild what fails a check, as far as possible.")
@shared
def doctor(view: View, repair: bool) -> ExitCode:
    """Check the index: its checksums, its search structures, its model and its files.

    Exits with 1 when a check fails. Files that changed since the last update are listed, which is
    no failure.
    """
    from qa.cli.progress import progress
    from qa.engine import open as open_engine

    with open_engine(view.index) as engine:
        with progress() as report:
            checkup = engine.doctor(repair=repair, progress=report)
        emit(view.writer(engine).checkup(checkup))
    return ExitCode.OK if checkup.well else ExitCode.ERROR


@cli.command(
    short_help="Print a document, or the lines around a citation.",
    epilog=example(
        "qa show seeds/000_f06a268188dc6e39.txt",
        "qa show 000_f06a:15 --context 2",
        "qa show 000_f06a:15 --open",
    ),
)
@click.argument("document", metavar="DOC[:LINE]", type=click.Path())
@click.option(
    "-c",
    "--context",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    metavar="N",
    help="Lines to show before and after LINE.",
)
@click.option(
    "--open",
    "outside",
    is_flag=True,
    help="Open the file at LINE in $EDITOR, or at that page in the system's viewer.",
)
@shared
def show(view: View, document: str, context: int, outside: bool) -> ExitCode:
    """Print a document with line numbers, or the lines around LINE.

    DOC is a path, an id, or a part of a file name or title that only one document has. A citation
    such as seeds/a.txt:15,17 can be pasted as it stands.
    """
    from qa.engine import open as open_engine

    with open_engine(view.index) as engine:
        found, lines = find(engine, document)
        warn(*engine.warnings)
        if outside:
            from qa.cli.opening import open_outside

            open_outside(engine, found, lines[0] if lines else 1)
        else:
            emit(view.writer(engine).document(found, lines, context))
            _say_whether_it_changed(engine.status(), found.source)
    return ExitCode.OK


def _say_whether_it_changed(status: Status, source: str) -> None:
    from qa.render.phrases import within

    if within(source, status.changed):
        note("the file has changed since it was indexed, this is its text then; see 'qa index'")
    elif within(source, status.gone):
        note("the file is no longer there: this is its text as it was indexed")


@cli.command(
    short_help="Print the script that completes commands.",
    epilog=example('eval "$(qa completion bash)"', "qa completion fish | source"),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> ExitCode:
    """Print the script that completes commands and options in SHELL."""
    from click.shell_completion import get_completion_class

    complete = get_completion_class(shell)
    if complete is None:
        raise UsageError(f"There is no completion for {shell}.")
    emit(complete(cli, {}, "qa", "_QA_COMPLETE").source() + "\n")
    return ExitCode.OK


cli.add_command(collections)
cli.add_command(list_documents)
cli.add_command(trust)
cli.add_command(history)
cli.add_command(index)
cli.add_command(search)
cli.add_command(timeline)
cli.add_command(verify_command(up_to_date))
