"""`qa bench`: people's own questions asked of their own collection."""

from __future__ import annotations

from pathlib import Path

import click

from qa.cli.exit_codes import ExitCode
from qa.cli.options import chosen_index, example, which
from qa.cli.output import emit, note


@click.command(
    short_help="Measure answers to your own questions.",
    epilog=example("qa bench my-questions.jsonl", "qa bench my-questions.jsonl --details > out"),
)
@click.argument("questions", type=click.Path(path_type=Path))
@click.option(
    "--details", is_flag=True, help="Print a line of JSON for every question, not the table."
)
@which
def bench(index: Path | None, collection: str | None, questions: Path, details: bool) -> ExitCode:
    """Ask the questions of a file and count the right and wrong answers and refusals.

    QUESTIONS has one JSON object on each line, such as {"question": "who repairs it?", "gold":
    [{"file": "notes.md", "quote": "Anna repairs it."}]}, or with "answerable": false. The forms
    are described in docs/python.md. Exits with 3 when an answer or a refusal is wrong.
    """
    from qa.engine import open as open_engine
    from qa.own_questions.questions import read_questions
    from qa.own_questions.run import as_json, asked, report, unfounded
    from qa.render.sanitize import visible_line

    rows = read_questions(questions)
    judged = []
    with open_engine(chosen_index(index, collection)) as engine:
        if engine.empty():
            engine.sync()
        for wrong in unfounded(engine, rows):
            note(visible_line(wrong))
        for each in asked(engine, rows):
            judged.append(each)
            if details:
                emit(as_json(each) + "\n")
            elif not each.right:
                note(f"{each.outcome}: {visible_line(each.question.question)}")
    if not details:
        emit(report(judged))
    return ExitCode.OK if all(each.right for each in judged) else ExitCode.NOT_FOUND
