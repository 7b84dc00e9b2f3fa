"""A file in the editor at a line, or in the system's viewer. No shell sees its name."""

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


def editor(file: Path, line: int) -> list[str] | None:
    """The command that opens `file` at `line` in $VISUAL or $EDITOR; None when neither is set."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not chosen:
        return None
    try:
        command = shlex.split(chosen)
    except ValueError as error:
        raise UsageError(f"$EDITOR makes no sense: {error}.", "Set it to a program.") from error
    if not command or not shutil.which(command[0]):
        raise UsageError(f"$EDITOR names no program: {chosen}.", "Set it to a program.")
    name = Path(command[0]).name
    path = str(file.absolute())
    if name in _COLON:
        return [*command, f"{path}:{line}"]
    if name in _GOTO:
        return [*command, "--goto", f"{path}:{line}"]
    return [*command, f"+{line}", path] if name in _PLUS else [*command, path]


def view(file: Path) -> None:
    """Open `file` in the system's viewer and don't wait. Raises UsageError."""
    names = ["open"] if sys.platform == "darwin" else ["xdg-open", "gio"]
    program = next((each for each in names if shutil.which(each)), None)
    if program is None:
        raise UsageError(
            "There is no viewer on this system.", "Set $EDITOR to the program that opens files."
        )
    command = [program, "open"] if program == "gio" else [program]
    subprocess.Popen(
        [*command, str(file.absolute())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
