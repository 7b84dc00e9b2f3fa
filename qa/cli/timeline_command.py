"""`qa timeline`: the evidence for a question in order of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qa.cli.arguments import read_question
from qa.cli.exit_codes import ExitCode
from qa.cli.options import View, example, shared, top
from qa.cli.output import emit, note
from qa.cli.restrictions import checked_filter, restricted
from qa.cli.up_to_date import up_to_date
from qa.render import Format

if TYPE_CHECKING:
    from qa.datatypes import Filter


@click.command(
    short_help="Show the evidence for a question in order of date.",
    epilog=example(
        'qa timeline "Turkey and the S-400"',
        'qa timeline --since 2019-07 -k 20 "F-35 program"',
    ),
)
@click.argument("question", nargs=-1)
@top(12, 50, "documents")
@restricted
@shared
def timeline(view: View, question: tuple[str, ...], top: int, only: Filter) -> ExitCode:
    """Show what the documents say to QUESTION in order of their dates, oldest first.

    One line for each document: its date, the sentence that answers best, where it stands, and how
    sure it is. Documents without a date are counted, not shown. "-" reads QUESTION from stdin.
    """
    from qa.engine import MAX_QUESTION
    from qa.engine import open as open_engine
    from qa.render import timeline_list

    text = read_question(question, MAX_QUESTION, "timeline")
    with open_engine(view.index) as engine:
        found = up_to_date(
            engine,
            lambda: engine.timeline(text, top=top, only=checked_filter(engine, only, aloud=True)),
        )
        if view.format is Format.JSON:
            from qa.render.json_writer import timeline as as_json

            emit(as_json(found))
        else:
            for each in found.notes:
                note(each)
            if view.format is Format.MARKDOWN:
                emit(timeline_list.as_markdown(found))
            else:
                emit(timeline_list.as_text(found, view.look()))
    return ExitCode.OK if found.entries else ExitCode.NOT_FOUND
