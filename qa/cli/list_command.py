"""`qa list`: the documents of a collection as a table, JSON or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qa.cli.exit_codes import ExitCode
from qa.cli.options import View, example, files_only, one_form, shared
from qa.cli.output import emit, emit_paths, note
from qa.cli.restrictions import restricted
from qa.render import Format
from qa.render.phrases import by_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from qa.datatypes import DocumentInfo, Filter

_ON_SCREEN = 100  # documents that are listed for people unless they ask for more


def _by_date(document: DocumentInfo) -> tuple[bool, int, str]:
    """Latest first, those without a date last."""
    published = document.published
    return published is None, -published.toordinal() if published else 0, document.source


_ORDERS: dict[str, Callable[[DocumentInfo], Any]] = {
    "path": lambda document: (by_number(document.source), document.source),
    "date": _by_date,
    "title": lambda document: (by_number(document.title), document.source),
    "words": lambda document: (-document.words, document.source),
}


@click.command(
    "list",
    short_help="List the documents: title, source, date, words.",
    epilog=example(
        "qa list",
        "qa list --since 2019 --sort date --limit 20",
        'qa list --in "reports/*" --min-words 1000 --csv > reports.csv',
        "qa list --author Ada --null | xargs -0 ls -l",
    ),
)
@click.option(
    "--sort",
    type=click.Choice(list(_ORDERS)),
    default="path",
    show_default=True,
    help="Order of the list; date: latest first, words: longest first.",
)
@click.option("--reverse", is_flag=True, help="The other way round.")
@click.option(
    "--limit",
    type=click.IntRange(0),
    metavar="N",
    help=f"List at most N; 0: all. Default: {_ON_SCREEN}, for JSON, CSV and files all.",
)
@click.option(
    "--offset", type=click.IntRange(0), default=0, metavar="N", help="Pass over the first N."
)
@click.option("--min-words", type=click.IntRange(0), metavar="N", help="Only of N words or more.")
@click.option("--max-words", type=click.IntRange(0), metavar="N", help="Only of N words or fewer.")
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values, for spreadsheets.")
@files_only
@restricted
@shared
def list_documents(
    view: View,
    only: Filter,
    sort: str,
    reverse: bool,
    limit: int | None,
    offset: int,
    min_words: int | None,
    max_words: int | None,
    as_csv: bool,
    files: bool,
    null: bool,
) -> ExitCode:
    """List the documents of the index: date, words, title, source and path."""
    from dataclasses import replace

    from qa.engine import open as open_engine
    from qa.render import document_list

    files = files or null
    one_form(view, {"--csv": as_csv, "--files": files})
    only = replace(only, min_words=min_words, max_words=max_words)
    with open_engine(view.index) as engine:
        found = sorted(engine.documents(only), key=_ORDERS[sort], reverse=reverse)
        selected = engine.selection(only)
        for_people = not (as_csv or files) and view.format is not Format.JSON
        if limit is None:
            limit = _ON_SCREEN if for_people else 0
        shown = found[offset : offset + limit] if limit else found[offset:]
        if files:
            emit_paths((each.file_of(engine.path_of(each.source)) for each in shown), null=null)
        elif as_csv:
            emit(document_list.as_csv(shown, engine.path_of))
        elif view.format is Format.JSON:
            from qa.render.json_writer import document_list as as_json

            emit(as_json(shown, engine.path_of, len(found), offset, selected.undated))
        elif view.format is Format.MARKDOWN:
            emit(document_list.as_markdown(shown, engine.path_of))
        else:
            emit(document_list.as_text(shown, engine.path_of, view.look()))
    if len(shown) < len(found) and for_people:
        note(f"{len(shown):,} of {len(found):,} documents; --offset and --limit show others.")
    if selected.note:
        note(selected.note)
    return ExitCode.OK if found else ExitCode.NOT_FOUND
