"""A document opened where people edit or read it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import UsageError

if TYPE_CHECKING:
    from qa.datatypes import Document
    from qa.engine import Engine


def open_outside(engine: Engine, document: Document, number: int) -> None:
    """Open the file in $VISUAL or $EDITOR at a line, or in the system's viewer at a page.

    Raises UsageError when it is not there or nothing opens it.
    """
    from tui import external_editor

    path = engine.path_of(document.source)
    file = document.file_of(path)
    if file.startswith("s3://"):
        raise UsageError("It lies in object storage, where no program opens it.", f"It is {path}.")
    if not Path(file).exists():
        raise UsageError(f"{file} is no longer there.", "'qa index' brings the index up to date.")
    # A file without lines is no text that an editor shows.
    lined = document.lines is not None
    if command := external_editor.editor(Path(file), number) if lined else None:
        subprocess.run(command, check=False)
    else:
        external_editor.view(Path(file), None if lined else number)
