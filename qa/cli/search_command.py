"""`qa search`: the passages nearest to a query, or the files they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qa.cli.arguments import read_question
from qa.cli.exit_codes import ExitCode
from qa.cli.options import View, example, files_only, one_form, shared, top
from qa.cli.output import emit, emit_paths
from qa.cli.restrictions import checked_filter, restricted
from qa.cli.up_to_date import up_to_date

if TYPE_CHECKING:
    from qa.datatypes import Filter


@click.command(
    short_help="List the passages nearest to a query, with scores.",
    epilog=example(
        'qa search "S-400 batteries"',
        "qa search --explain -k 3 waiver",
        "qa search --files -k 50 waiver",
    ),
)
@click.argument("query", nargs=-1)
@click.option("--explain", is_flag=True, help="Show dense, lexical and fused scores and ranks.")
@files_only
@top(10, 1000, "passages")
@restricted
@shared
def search(
    view: View,
    query: tuple[str, ...],
    explain: bool,
    files: bool,
    null: bool,
    top: int,
    only: Filter,
) -> ExitCode:
    """List the passages nearest to QUERY, best first, with their scores."""
    from qa.engine import MAX_QUESTION
    from qa.engine import open as open_engine

    files = files or null
    one_form(view, {"--files": files})
    text = read_question(query, MAX_QUESTION, "search")
    with open_engine(view.index) as engine:
        hits = up_to_date(
            engine,
            lambda: engine.search(text, top=top, only=checked_filter(engine, only, aloud=True)),
        )
        if files:
            found = [each.document.file_of(engine.path_of(each.document.source)) for each in hits]
            emit_paths(found, null=null)
        else:
            emit(view.writer(engine).hits(text, hits, explain=explain))
    return ExitCode.OK if hits else ExitCode.NOT_FOUND
