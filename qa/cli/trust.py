"""`qa trust`: what the folder and the index here ask for beyond themselves, allowed or revoked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.cli.exit_codes import ExitCode
from qa.cli.options import IndexName, example
from qa.cli.output import emit, note
from qa.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.permissions import Claim


@click.command(
    short_help="Allow what a folder or an index asks for.",
    epilog=example("qa trust", "qa trust --yes --index ~/news.index", "qa trust --revoke"),
)
@click.option(
    "--index",
    type=IndexName(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder of the index. Default: $QA_INDEX, else ./index, else your data folder.",
)
@click.option("--yes", is_flag=True, help="Allow all of it without asking.")
@click.option("--revoke", is_flag=True, help="Take back what was allowed here.")
@click.option("--list", "listed", is_flag=True, help="List everything that you have allowed.")
def trust(index: Path | str | None, yes: bool, revoke: bool, listed: bool) -> ExitCode:
    """Show what the folder and the index here ask for, and allow it once.

    A qa.toml or an index that came from somebody else may name another model, or folders outside
    of its own. Nothing of this is used before you allow it. What you allow is remembered until it
    changes.
    """
    if yes + revoke + listed > 1:
        raise UsageError("--yes, --revoke and --list exclude each other.", "Give one of them.")
    from qa import permissions

    if listed:
        return _show(permissions.allowed_claims(), "Nothing was allowed.")
    found = permissions.permissions(index)
    if revoke:
        count = permissions.revoke(found.asked)
        note(f"{count} revoked" if count else "nothing of this was allowed")
        return ExitCode.OK
    if not found.asked:
        emit("Nothing here asks for more than it may have.\n")
        return ExitCode.OK
    _show(found.asked, "", refused=found.refused)
    if not found.refused:
        return ExitCode.OK
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("Nothing was allowed.", "Allow it with 'qa trust --yes'.")
        if not click.confirm("Allow it?", err=True):
            note("nothing was allowed")
            return ExitCode.ERROR
    permissions.allow(found.refused)
    note(f"{len(found.refused)} allowed; 'qa trust --revoke' takes it back")
    return ExitCode.OK


_VERBS = {
    "model": "use the model",
    "folder": "read or write the folder",
    "program": "read pictures with the program",
    "writer": "send questions and quotes to the model",
}


def _show(claims: Sequence[Claim], nothing: str, *, refused: Sequence[Claim] = ()) -> ExitCode:
    """Print claims, one a line; what files say is made harmless for terminals."""
    from qa.render.sanitize import visible_line

    lines = []
    for claim in claims:
        verb = _VERBS.get(claim.kind, "use")
        origin = f"  (asked for by {claim.origin})" if claim.origin else ""
        state = "not allowed" if claim in refused else "allowed"
        lines.append(visible_line(f"{state}: {verb} {claim.shown}{origin}") + "\n")
    emit("".join(lines) or f"{nothing}\n")
    return ExitCode.OK
