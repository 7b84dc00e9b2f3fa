"""A file in the editor at a line, or in a viewer at a page. No shell sees its name."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from qa.errors import UsageError

_PLUS = {"vi", "vim", "nvim", "view", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "mg"}
_COLON = {"hx", "helix", "subl", "zed"}  # FILE:LINE
_GOTO = {"code", "codium", "cursor"}  # --goto FILE:LINE
# Viewers that open a page, with their option for it.
_PAGED = (("okular", "-p"), ("evince", "-i"), ("zathura", "-P"), ("xreader", "-i"))
_SECONDS = 3  # in which a viewer that can't open a file is known to say so


def editor(file: Path, line: int) -> list[str] | None:
    """The command that opens `file` at `line` in $VISUAL or $EDITOR; None when neither is set.

    Raises UsageError when it names no program.
    """
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not chosen:
        return None
    try:
        command = shlex.split(chosen)
    except ValueError as error:
        raise UsageError(f"$EDITOR is invalid: {error}.", "Set it to a program.") from error
    if not command or not shutil.which(command[0]):
        raise UsageError(f"$EDITOR names no program: {chosen}.", "Set it to a program.")
    name = Path(command[0]).name
    path = str(file.absolute())
    if name in _COLON:
        return [*command, f"{path}:{line}"]
    if name in _GOTO:
        return [*command, "--goto", f"{path}:{line}"]
    return [*command, f"+{line}", path] if name in _PLUS else [*command, path]


def viewer(file: Path, page: int | None = None) -> list[str]:
    """The command that shows `file`, at `page` where a program for that is there.

    Raises UsageError when there is no viewer.
    """
    path = str(file.absolute())
    if page is not None and file.suffix.lower() == ".pdf":
        for name, option in _PAGED:
            if shutil.which(name):
                return [name, option, str(page), path]
    names = ["open"] if sys.platform == "darwin" else ["xdg-open", "gio"]
    program = next((each for each in names if shutil.which(each)), None)
    if program is None:
        raise UsageError(
            "There is no viewer on this system.", "Set $EDITOR to the program that opens files."
        )
    return [program, "open", path] if program == "gio" else [program, path]


def view(file: Path, page: int | None = None) -> None:
    """Open `file` in a viewer and don't wait for its end. May take seconds: call it in a worker.

    Raises UsageError when there is no viewer or it says that nothing was opened, OSError.
    """
    command = viewer(file, page)
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        return  # it shows the file
    if code:
        raise UsageError(
            f"Nothing was opened: {command[0]} ended with exit code {code}.",
            f"Open {file} yourself, or set $EDITOR.",
        )
