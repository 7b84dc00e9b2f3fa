"""`qa similar`: the documents that are like one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qa.cli.exit_codes import ExitCode
from qa.cli.options import View, example, files_only, one_form, shared, top
from qa.cli.output import emit, emit_paths, note
from qa.cli.restrictions import checked_filter, restricted
from qa.cli.up_to_date import up_to_date
from qa.render import Format

if TYPE_CHECKING:
    from qa.datatypes import Filter


@click.command(
    short_help="List the documents that are like one.",
    epilog=example(
        "qa similar notes/flood.md",
        'qa similar --in "2024/*" -k 5 flood',
        "qa similar --files flood.md",
    ),
)
@click.argument("document", metavar="DOC", type=click.Path())
@files_only
@top(10, 100, "documents")
@restricted
@shared
def similar(view: View, document: str, files: bool, null: bool, top: int, only: Filter) -> ExitCode:
    """List the documents most like DOC: how alike they are, and in which passages.

    DOC is a path, an id, or a part of a file name or title that only one document has. Near copies
    and versions are found by their words, others by their meaning.
    """
    from qa.engine import open as open_engine
    from qa.render import similar_list

    files = files or null
    one_form(view, {"--files": files})
    with open_engine(view.index) as engine:
        found = up_to_date(
            engine,
            lambda: engine.similar(document, top=top, only=checked_filter(engine, only)),
        )
    if files:
        emit_paths([each.document.file_of(each.path) for each in found.similar], null=null)
    elif view.format is Format.JSON:
        emit(similar_list.as_json(found))
    else:
        for each in found.notes:
            note(each)
        if view.format is Format.MARKDOWN:
            emit(similar_list.as_markdown(found))
        else:
            emit(similar_list.as_text(found, view.look()))
    return ExitCode.OK if found.similar else ExitCode.NOT_FOUND
