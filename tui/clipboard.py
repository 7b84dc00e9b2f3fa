"""Text to the system's clipboard where there is one, else to the terminal's (OSC 52)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

_SECONDS = 2


def program() -> list[str] | None:
    """The program that fills the clipboard of this desk, or None.

    Over SSH the clipboard is at the other end, where only the terminal reaches it.
    """
    if os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"):
        return None
    candidates: list[list[str]] = []
    if sys.platform == "darwin":
        candidates.append(["pbcopy"])
    if os.environ.get("WAYLAND_DISPLAY"):
        candidates.append(["wl-copy"])
    if os.environ.get("DISPLAY"):
        candidates += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    return next((each for each in candidates if shutil.which(each[0])), None)


def fill(text: str) -> bool:
    """Put `text` into the system's clipboard; whether that worked."""
    command = program()
    if command is None:
        return False
    try:
        done = subprocess.run(
            command,
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
