"""`qa copy`: a collection copied between this machine and Lance tables."""

from __future__ import annotations

from pathlib import Path

import click

from qa.cli.exit_codes import ExitCode
from qa.cli.options import IndexName, example
from qa.cli.output import note

_PLACE = IndexName(file_okay=False, path_type=Path)


@click.command(
    short_help="Copy an index into a shared collection, or back.",
    epilog=example("qa copy index lance:/mnt/archive/news", "qa copy s3://papers/news ~/news"),
)
@click.argument("origin", metavar="FROM", type=_PLACE)
@click.argument("target", metavar="TO", type=_PLACE)
def copy(origin: Path | str, target: Path | str) -> ExitCode:
    """Copy the collection at FROM to TO, which must be empty.

    Each is the folder of an index, or the address of a shared collection: lance:PATH or
    s3://BUCKET/PREFIX. Nothing is read from the files or embedded again.
    """
    from qa.cli.progress import progress
    from qa.library import copy as copied

    with progress() as report:
        documents, passages = copied(origin, target, progress=report)
    note(f"copied {documents:,} documents in {passages:,} passages to {target}")
    return ExitCode.OK
