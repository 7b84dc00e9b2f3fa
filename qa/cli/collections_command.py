"""`qa collections`: the named collections, listed, renamed and removed."""

from __future__ import annotations

import sys

import click

from qa.cli.exit_codes import ExitCode
from qa.cli.options import CollectionName, example
from qa.cli.output import emit, note
from qa.errors import UsageError
from qa.render.sanitize import visible_line


@click.group(
    invoke_without_command=True,
    short_help="List, rename and remove collections.",
    epilog=example(
        "qa collections",
        "qa collections rename articles news",
        "qa collections remove news",
    ),
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def collections(context: click.Context, as_json: bool) -> ExitCode:
    """List the collections in your data folder: documents, last update and folders.

    'qa index FOLDER' makes one. Where it is said which collection is meant: -C NAME, the folder
    one works in, or there is only one.
    """
    if context.invoked_subcommand is not None:
        return ExitCode.OK
    from qa import library
    from qa.render import collection_list

    found = library.collections()
    if as_json:
        from qa.render.json_writer import collection_list as listed

        emit(listed(found))
    else:
        emit(collection_list.as_text(found))
    for folder in library.damaged():
        note(f"warning: the card in {folder} can't be read; index its folder again.")
    return ExitCode.OK


@collections.command(
    short_help="Give a collection another name.",
    epilog=example("qa collections rename articles news"),
)
@click.argument("name", type=CollectionName())
@click.argument("new")
def rename(name: str, new: str) -> ExitCode:
    """Give the collection NAME the name NEW."""
    from qa import library

    note(f"the collection '{name}' is now called '{library.rename(name, new)}'")
    return ExitCode.OK


@collections.command(
    short_help="Remove a collection and its index.",
    epilog=example("qa collections remove news", "qa collections remove news --yes"),
)
@click.argument("name", type=CollectionName())
@click.option("--yes", is_flag=True, help="Don't ask.")
def remove(name: str, yes: bool) -> ExitCode:
    """Remove the collection NAME and its index. Its documents stay where they are."""
    from qa import library

    library.index_of(name)  # raises when there is none
    if not (yes or _confirmed(f"Remove the collection '{visible_line(name)}' and its index?")):
        note("nothing was removed")
        return ExitCode.ERROR
    library.remove(name)
    note(f"removed the collection '{name}'; its documents stay where they are")
    return ExitCode.OK


def _confirmed(question: str) -> bool:
    """Whether the person at the terminal says yes. Raises UsageError when nobody is there."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("Removing a collection wants to be confirmed.", "Add --yes.")
    return click.confirm(question, err=True)
