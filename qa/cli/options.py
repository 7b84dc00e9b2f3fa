"""Options that the commands share, and the view they make up."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.types import StringParamType

from qa.cli.exit_codes import ExitCode
from qa.errors import UsageError
from qa.render import Format, Writer, writer
from qa.render.terminal import Look, detect

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from qa.engine import Engine

EXIT_CODES = (
    "Exit codes: 0 answered or done, 3 no answer in the documents, 2 usage, 1 other errors."
)

Command = Callable[..., ExitCode]


class IndexName(click.Path):
    """The folder of an index, or the address of a shared collection, which stays a text."""

    name = "directory"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | str:
        """Return the folder, or the address in its normal form."""
        if isinstance(value, str) and value.startswith(("lance:", "s3:")):
            from qa.library import shared_address

            return shared_address(value) or value
        return Path(os.fsdecode(super().convert(value, param, ctx)))


class CollectionName(StringParamType):
    """The name of a collection, which shells complete."""

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - as click calls it
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the names that begin as typed; bash alone inserts them as they are."""
        from shlex import quote

        from click.shell_completion import CompletionItem

        from qa import library

        bash = os.environ.get("_QA_COMPLETE", "").startswith("bash")
        typed = incomplete.casefold()
        names = (each.name for each in library.collections())
        found = (each for each in names if each.casefold().startswith(typed))
        return [CompletionItem(quote(each) if bash else each) for each in found]


@dataclass(frozen=True, slots=True)
class View:
    """Which index a command looks at and how it shows what it finds."""

    named_index: Path | str | None
    format: Format
    color: str
    collection: str | None = None

    @property
    def index(self) -> Path | str | None:
        """The index, see `IndexName`; None where nothing names one. Raises UsageError."""
        return chosen_index(self.named_index, self.collection)

    def writer(self, engine: Engine, *, receipt: bool = False) -> Writer:
        """Return the writer for the form asked for, or that of receipts."""
        if receipt:
            from qa.render.json_writer import JsonWriter

            return JsonWriter(engine.path_of, timed=False)
        return writer(self.format, self.look(), engine.path_of)

    def look(self) -> Look:
        """Return what the terminal at stdout can show."""
        return detect(sys.stdout, self.color)


def chosen_index(index: Path | str | None, collection: str | None) -> Path | str | None:
    """Return the index that --index or --collection names. Raises UsageError."""
    if collection is None:
        return index
    if index is not None:
        raise UsageError("--index and --collection exclude each other.", "Choose one of them.")
    from qa.library import index_of

    return index_of(collection)


def which(command: Command) -> Command:
    """Give a command the options that name an index or a collection."""
    command = click.option(
        "-C",
        "--collection",
        type=CollectionName(),
        metavar="NAME",
        help="A collection by its name, see qa collections.",
    )(command)
    return click.option(
        "--index",
        type=IndexName(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Folder of the index, or the address of a shared one, lance:PATH or s3://BUCKET/PREFIX."
        " Default: $QA_INDEX, else ./index, else your data folder.",
    )(command)


def shared(command: Command) -> Command:
    """Give a command the shared options; it gets them as a `View`, its first argument."""

    @which
    @click.option(
        "--format",
        "form",
        type=click.Choice([form.value for form in Format]),
        default=Format.TEXT.value,
        show_default=True,
        help="Form of the output.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
    @click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colours and links. NO_COLOR and FORCE_COLOR are respected.",
    )
    @functools.wraps(command)
    def with_view(
        *args: Any,
        index: Path | str | None,
        collection: str | None,
        form: str,
        as_json: bool,
        color: str,
        **kwargs: Any,
    ) -> ExitCode:
        view = View(index, Format.JSON if as_json else Format(form), color, collection)
        return command(view, *args, **kwargs)

    return with_view


def top(default: int, most: int, what: str) -> Callable[[Command], Command]:
    """Return the option for the number of results to show."""
    return click.option(
        "-k",
        "--top",
        type=click.IntRange(1, most),
        default=default,
        show_default=True,
        metavar="N",
        help=f"Show at most N {what}.",
    )


def files_only(command: Command) -> Command:
    """Give a command the options that list files for other programs."""
    command = click.option(
        "-0", "--null", is_flag=True, help="Like --files, but a NUL after each path, for xargs -0."
    )(command)
    return click.option(
        "-l", "--files", is_flag=True, help="Only the paths of the files, each once, one a line."
    )(command)


def one_form(view: View, forms: dict[str, bool]) -> None:
    """Raise UsageError when several forms of the output are asked for; `forms` by option."""
    chosen = [name for name, wanted in forms.items() if wanted]
    if view.format is not Format.TEXT:
        chosen.append("--json" if view.format is Format.JSON else "--format md")
    if len(chosen) > 1:
        raise UsageError(f"{' and '.join(chosen)} exclude each other.", "Choose one of them.")


def example(*lines: str) -> str:
    """Return the end of a command's help: its examples, then the exit codes."""
    examples = "\n".join(f"  {line}" for line in lines)
    return f"\b\nExample{'s' if len(lines) > 1 else ''}:\n{examples}\n\n{EXIT_CODES}"
