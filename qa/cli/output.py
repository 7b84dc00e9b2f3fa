"""stdout for answers, stderr for everything else."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from qa.render.sanitize import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO


def emit(text: str) -> None:
    """Write an output to stdout. A reader that has gone away (`| head -1`) is no error."""
    _write(lambda stream: stream.write(text))


def emit_paths(paths: Iterable[str], *, null: bool) -> None:
    """Write each path once, on a line with control characters made visible.

    With `null` its very bytes, a NUL behind it: what `xargs -0` opens is the file meant, whatever
    its name.
    """
    found = dict.fromkeys(f"./{each}" if each.startswith("-") else each for each in paths)
    if not null:
        emit("".join(f"{visible_line(each)}\n" for each in found))
        return
    exact = b"".join(os.fsencode(each) + b"\0" for each in found)
    _write(lambda stream: stream.buffer.write(exact))


def _write(write: Callable[[TextIO], object]) -> None:
    if sys.stdout is None:
        return
    try:
        write(sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_stdout()
    except OSError:
        _discard_stdout()
        raise


def on_terminal() -> bool:
    """Whether stdin, stdout and stderr are all terminals; Textual draws on stderr."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return all(each is not None and not each.closed and each.isatty() for each in streams)


def can_draw() -> bool:
    """Whether the chat can be drawn here: on a terminal that moves its cursor."""
    return on_terminal() and os.environ.get("TERM") not in ("dumb", "unknown")


def note(text: str) -> None:
    """Write one line to stderr, its control characters made visible."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"qa: {visible_line(text)}\n")
        sys.stderr.flush()
    except OSError:
        return  # nobody reads it


def warn(*warnings: str) -> None:
    """Write warnings to stderr, each once: the engine repeats those of its update."""
    for warning in dict.fromkeys(warnings):
        note(f"warning: {warning}")


def _discard_stdout() -> None:
    """Discard what is buffered for stdout, so that Python's flush at exit can't fail again."""
    if sys.stdout is None:
        return
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):  # replaced by something without a descriptor
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
