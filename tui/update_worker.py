"""The process that updates an index for the interface: `python -P -m tui.update_worker`.

Arguments: `update`, `rebuild` or `prune`, the folder of the index, the model or "", and the
folders and files of the collection, none when the index remembers them.
It writes one JSON object per line to stdout: its progress, finally the report or the error. Its
stderr is the log (`tui.log_file`). A process of its own leaves the interpreter of the screen alone
and can be stopped at any moment: what was committed stays, and the next run continues from there.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Any, TextIO

_NICENESS = 5  # keys and questions go first


def main(arguments: list[str]) -> int:
    """Update the index and report on stdout."""
    from qa.datatypes import Progress
    from qa.engine import open as open_engine
    from tui.failures import explain

    mode, index, encoder, *paths = arguments
    stdout = _own_stdout()
    faulthandler.enable()
    logging.basicConfig(format="%(asctime)s %(process)d %(levelname)s %(message)s", level="INFO")
    log = logging.getLogger("qa.update")
    with suppress(OSError):
        os.nice(_NICENESS)

    def send(**message: Any) -> None:
        stdout.write(json.dumps(message) + "\n")
        stdout.flush()

    def progress(event: Progress) -> None:
        send(progress=asdict(event))

    log.info("%s of %s begins", mode, index)
    try:
        with open_engine(index, paths=paths or None, encoder=encoder or None) as engine:
            # The folders are those that the app itself found for this index, not typed by anybody.
            report = engine.sync(
                rebuild=mode == "rebuild", prune=mode == "prune", replace=True, progress=progress
            )
        for warning in report.warnings:
            log.warning("%s", warning)
        log.info("done: %d documents, %.1f s", report.documents, report.seconds)
        send(report=asdict(report))
    except BrokenPipeError:  # the interface has ended
        log.info("stopped: the interface has ended")
        return 1
    except Exception as error:
        log.exception("failed")
        send(failure=asdict(explain(error)))
        return 1
    return 0


def _own_stdout() -> TextIO:
    """Reports go here; what libraries print goes to stderr, which is the log."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return own


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
