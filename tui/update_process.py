"""A running update of the index as the screens see it: events, an end, a way to stop it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from qa.datatypes import Progress, Skipped, SyncReport
from tui import log_file
from tui.failures import Failure

VERBS = {
    "reading": "Reading",
    "compiling": "Preparing the model",
    "embedding": "Reading and embedding",
    "ready": "Ready to ask",
    "refining": "Ready to ask, refining",
    "indexing": "Making it searchable",
}


class UpdateMode(StrEnum):
    """What an update does."""

    UPDATE = "update"  # reads what is new and changed
    REBUILD = "rebuild"  # reads everything
    PRUNE = "prune"  # as UPDATE, and removes all documents whose files are gone


class Update:
    """Runs `tui.update_worker` and reads its reports."""

    def __init__(
        self,
        index: Path,
        paths: Sequence[Path] | None,
        encoder: str | None,
        mode: UpdateMode = UpdateMode.UPDATE,
        ocr: str | None = None,
    ) -> None:
        self.stopped = False
        command = [sys.executable, "-P", "-m", "tui.update_worker", mode]
        # Everything is passed: in the process the current folder must not decide on the index.
        folders = [str(path) for path in paths or ()]
        with _log() as log:
            self._process = subprocess.Popen(
                [*command, str(index), encoder or "", *folders],
                env=None if ocr is None else {**os.environ, "QA_OCR": ocr},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
            )

    def events(self) -> Iterator[Progress | SyncReport | Failure]:
        """Progress as it comes, finally the report or the failure.

        An update that was stopped ends without either.
        """
        assert self._process.stdout
        complete = False
        with self._process.stdout as lines:
            for line in lines:
                event = _event(line)
                complete = complete or not isinstance(event, Progress)
                yield event
        code = self._process.wait()
        if not complete and not self.stopped:
            yield Failure(
                f"The update ended before it was done ({_exit_reason(code)}).",
                f"Press F5 to continue; what was done is saved. Details: {log_file.path()}",
            )

    def stop(self) -> None:
        """End it. What it has committed stays."""
        self.stopped = True
        self._process.terminate()


@contextmanager
def _log() -> Iterator[int]:
    """The log as a file descriptor; nowhere when it can't be written."""
    try:
        descriptor = log_file.open_for_append()
    except OSError:  # a full or read-only disk must not prevent an update
        yield subprocess.DEVNULL
        return
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _event(line: str) -> Progress | SyncReport | Failure:
    event: dict[str, Any] = json.loads(line)
    if "progress" in event:
        return Progress(**event["progress"])
    if "failure" in event:
        return Failure(**event["failure"])
    report = event["report"]
    report["skipped"] = tuple(Skipped(**each) for each in report["skipped"])
    report["warnings"] = tuple(report["warnings"])
    return SyncReport(**report)


def _exit_reason(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
