"""From the shell to an exit code: the outermost handler of everything that can go wrong."""

from __future__ import annotations

import gc
import os
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.address_space import limited
from qa.cli.chat import open_chat
from qa.cli.exit_codes import ExitCode
from qa.cli.output import can_draw, emit, note
from qa.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click import ClickException


# Objects after which Python looks for garbage. A cold answer makes 90,000, none of them worth it,
# and by Python's own 700 it would look 130 times, for 50 ms.
_GARBAGE = 200_000


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code. Never raises for what a user can cause."""
    words = list(sys.argv[1:] if args is None else args)
    for stream in (sys.stdout, sys.stderr):
        # A terminal without "·" gets an escape, not an exception.
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _command(words)
    except KeyboardInterrupt:  # before click could turn it into Abort
        note("interrupted")
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - one line for people, whatever it was
        return _report(error, words)
    return int(code or 0)


def _command(words: list[str]) -> int | None:
    if words in ([], ["chat"]) and can_draw() and "_QA_COMPLETE" not in os.environ:
        return open_chat(None)  # without click, the start of which is a tenth of the chat's
    from qa.cli.commands import cli

    # With a name of its own it finds _QA_COMPLETE however it was started.
    code: int | None = cli.main(words, prog_name="qa", standalone_mode=False)
    return code


def run() -> None:
    """Run the command line as a process and end it.

    Everything is written and closed by then; unloading numpy, FAISS and onnxruntime first
    would cost 40 ms of a question's half second.
    """
    try:
        _spare_memory()
        if sys.argv[1:2] == ["ask"]:
            gc.set_threshold(_GARBAGE)  # here and not in `main`, whose process may be another's
        code = main()
    except KeyboardInterrupt:  # before or after what `main` guards
        code = int(ExitCode.INTERRUPTED)
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            if stream is sys.stdout:  # what nobody could be told is no failure of the answer
                code = code or int(ExitCode.ERROR)
    os._exit(code)


def _spare_memory() -> None:
    """Under a limit on address space (`ulimit -v`) let numeric libraries use one thread each.

    Their buffers for each of several don't fit 700 MB, and OpenBLAS crashes instead of saying so.
    """
    if limited():
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
            os.environ.setdefault(name, "1")


def _report(error: Exception, words: list[str]) -> int:
    """Write one line on what went wrong and what to do; return the exit code for it."""
    if _interrupted(error):
        note("interrupted")
        return ExitCode.INTERRUPTED
    import click

    from qa.render.failures import explain

    code = ExitCode.USAGE if isinstance(error, UsageError) else ExitCode.ERROR
    if isinstance(error, click.ClickException):
        message, hint = error.format_message(), _help_hint(error)
        code = ExitCode.USAGE
    else:
        message, hint = explain(error, "Run with QA_DEBUG=1 to see the details.")
    note(f"{message} {hint}".strip())
    if os.environ.get("QA_DEBUG"):
        _details(error)
    if _wants_json(words):
        _emit_error(type(error).__name__, message, hint)
    return code


def _interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind an error: click raises Abort for it, C extensions ImportError."""
    from click.exceptions import Abort

    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, KeyboardInterrupt | Abort):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _help_hint(error: ClickException) -> str:
    import click

    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"Try '{context.command_path if context else 'qa'} --help'."


def _details(error: Exception) -> None:
    import traceback

    from qa.render.sanitize import visible

    sys.stderr.write(visible("".join(traceback.format_exception(error))))


def _wants_json(words: list[str]) -> bool:
    """Whether the words ask for JSON: an error may come before they are parsed."""
    if "--" in words:
        words = words[: words.index("--")]
    return bool({"--json", "--receipt", "--format=json"} & set(words)) or (
        "--format",
        "json",
    ) in pairwise(words)


def _emit_error(kind: str, message: str, hint: str) -> None:
    from contextlib import suppress

    from qa.render.json_writer import error as as_json

    with suppress(OSError):  # it is on stderr already
        emit(as_json(kind, message, hint))
