"""`qa index`: an index made, brought up to date, and watched."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.cli.exit_codes import ExitCode
from qa.cli.options import View, example, shared
from qa.cli.output import emit, note, on_terminal, warn
from qa.errors import NotShared, QaError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.datatypes import Extent
    from qa.engine import Engine


@click.command(
    short_help="Bring the index up to date with folders and files.",
    epilog=example(
        "qa index ~/articles",
        "qa index --add ~/more -C articles",
        "qa index --watch",
        "qa index --rebuild",
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--to",
    metavar="ADDRESS",
    help="Index PATHS into a shared collection: lance:PATH or s3://BUCKET/PREFIX.",
)
@click.option("--add", is_flag=True, help="Index PATHS beside what the collection is made of.")
@click.option("--replace", is_flag=True, help="Index PATHS in the place of it.")
@click.option("--rebuild", is_flag=True, help="Build the index again, from every file.")
@click.option(
    "--verify", is_flag=True, help="Read every file, even if its size and times are unchanged."
)
@click.option(
    "--prune", is_flag=True, help="Remove documents whose files are gone, even if most are."
)
@click.option("--quick", is_flag=True, help="Stop when the words can be asked; refine later.")
@click.option("--watch", is_flag=True, help="Keep running, and update whenever a file changes.")
@click.option("--model", metavar="NAME", help="Embedding model: a name, a folder, or fast.")
@click.option(
    "--ocr/--no-ocr",
    default=None,
    help="Read pages that are pictures, as scanners make them, with tesseract. Also $QA_OCR.",
)
@click.option(
    "--yes", is_flag=True, help="Index the home folder, a whole disk or millions of files."
)
@click.option(
    "--ray",
    metavar="[ADDRESS]",
    is_flag=False,
    flag_value="local",
    help="Read and encode on all machines of the Ray cluster at HOST:PORT, or on this one's cores.",
)
@click.option("--ocr-languages", metavar="LANGS", help="Languages of --ocr, like deu+eng.")
@shared
def index(
    view: View,
    paths: tuple[Path, ...],
    to: str | None,
    add: bool,
    replace: bool,
    rebuild: bool,
    verify: bool,
    prune: bool,
    quick: bool,
    watch: bool,
    model: str | None,
    ocr: bool | None,
    ray: str | None,
    ocr_languages: str | None,
    yes: bool,
) -> ExitCode:
    """Bring the index up to date with the folders and files in PATHS.

    A folder is made a collection of its own in your data folder, which is found again from inside
    the folder or by its name (-C). Without PATHS the collection of this folder is updated, or the
    folder "seeds". Files that match a line of a .qaignore there (in the syntax of .gitignore) are
    left out. Many new documents can be asked after seconds, by their words; then they are refined,
    which Ctrl-C may stop and the next run goes on with.
    """
    from qa.cli.progress import progress, with_readiness
    from qa.engine import open as open_engine
    from qa.library import Target, discarded_if_empty, target, unusual

    if ocr is False and ocr_languages is not None:
        raise UsageError("--no-ocr and --ocr-languages exclude each other.", "Choose one of them.")
    languages = ocr_languages if ocr is None or ocr_languages else ("on" if ocr else "off")
    if view.named_index and view.collection:
        raise UsageError("--index and --collection exclude each other.", "Choose one of them.")
    if shared := _shared(to, view):
        if watch:
            raise NotShared("--watch is for collections on this machine.", "Run it now and then.")
        local = None
    else:
        local = Path(view.named_index) if view.named_index else None
    if not (yes or _meant(unusual(paths, local))):
        note("nothing was indexed")
        return ExitCode.ERROR
    if shared:
        chosen = Target(None, paths or None)
    else:
        chosen = target(paths, index=local, name=view.collection, add=add, replace=replace)
    with (
        discarded_if_empty(chosen),
        open_engine(
            shared or chosen.index, paths=chosen.paths, encoder=model, ocr=languages
        ) as engine,
    ):
        if watch:
            engine.watch()  # raises for what can't be watched, before anything is indexed
        with progress() as shown, with_readiness(shown) as report:
            done = engine.sync(
                rebuild=rebuild,
                verify=verify,
                prune=prune,
                add=add,
                replace=replace,
                quick=quick,
                progress=report,
                cluster=ray,
            )
        if chosen.made:
            note(f"made the collection '{chosen.name}': ask in its folder, or with -C NAME")
        warn(*engine.warnings, *done.warnings)
        emit(view.writer(engine).report(done))
        if watch:
            _watch(engine, view)
    return ExitCode.OK


def _meant(large: Sequence[Extent]) -> bool:
    """Whether to go on with folders that people seldom mean; on a terminal they are asked.

    Raises UsageError where nobody can be.
    """
    if not large:
        return True
    sentences = [each.sentence for each in large]
    if not on_terminal():
        raise UsageError(
            " ".join(sentences), "Name a folder in it, or add --yes to index all of it."
        )
    for sentence in sentences:
        note(sentence)
    return click.confirm("Index it?", err=True)


def _shared(to: str | None, view: View) -> str | None:
    """Return the address of the shared collection that is to be indexed, None for another.

    Raises UsageError for an address that is none, or that is not the only thing named.
    """
    from qa.library import shared_address

    if to is None:
        named = view.named_index or (None if view.collection else os.environ.get("QA_INDEX"))
        return shared_address(named)
    if view.named_index or view.collection:
        raise UsageError("--to says where; leave out --index and --collection.")
    if (address := shared_address(to)) is None:
        raise UsageError(
            f"'{to}' is no address of a shared collection.",
            "It looks like lance:PATH or s3://BUCKET/PREFIX; for a folder use --index.",
        )
    return address


def _watch(engine: Engine, view: View) -> None:
    """Update after every change until Ctrl-C, which ends it and is no error."""
    writer = view.writer(engine)
    try:
        for done in engine.watch():
            if isinstance(done, QaError):
                warn(f"{done.message} {done.hint}")
            else:
                warn(*done.warnings)
                emit(writer.report(done))
    except KeyboardInterrupt:
        note("stopped watching")
