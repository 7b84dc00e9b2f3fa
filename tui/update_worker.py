"""The process that updates an index for the interface: `python -P -m tui.update_worker`.

Arguments: `update`, `rebuild` or `prune`, the folder of the index, the model or "", and the
folders and files of the collection, none when the index remembers them.
It writes one JSON object per line to stdout: how far it is, at last the report or the error.
A process of its own leaves the interpreter of the screen alone, and can be stopped at any moment:
what was committed stays, and the next run goes on from there.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Any, TextIO

_NICENESS = 5  # keys and questions go first


def main(words: list[str]) -> int:
    """Update the index and tell about it."""
    from qa.datatypes import Progress
    from qa.engine import open as open_engine
    from tui.failures import explain

    how, index, encoder, *paths = words
    stdout = _own_stdout()
    with suppress(OSError):
        os.nice(_NICENESS)

    def tell(**what: Any) -> None:
        stdout.write(json.dumps(what) + "\n")
        stdout.flush()

    def progress(event: Progress) -> None:
        tell(progress=asdict(event))

    try:
        with open_engine(index, paths=paths or None, encoder=encoder or None) as engine:
            # The folders are those that the app itself found for this index, not typed by anybody.
            report = engine.sync(
                rebuild=how == "rebuild", prune=how == "prune", replace=True, progress=progress
            )
        tell(report=asdict(report))
    except BrokenPipeError:  # whoever wanted to know has gone
        return 1
    except Exception as error:  # noqa: BLE001 - told to people, whatever it was
        tell(failure=asdict(explain(error)))
        return 1
    return 0


def _own_stdout() -> TextIO:
    """What is told goes here; what libraries print goes to stderr."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return own


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
