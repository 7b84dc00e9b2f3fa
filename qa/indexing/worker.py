"""A worker: a process that reads and cuts the files it is asked for, within limits.

It imports neither numpy nor a model, only loaders and a tokenizer (60 ms, 40 MB).
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from qa.documents import cutting
from qa.documents.loaders.ocr import Ocr, Unrecognised
from qa.documents.loaders.recogniser import Recogniser
from qa.documents.loaders.tesseract import PAGE_COMPUTING
from qa.documents.passages import PassageSettings
from qa.errors import DocumentError
from qa.indexing.cut_messages import to_message
from qa.indexing.worker_messages import receive, send

# Objects made between two looks for cycles, which take a tenth of the time of plain text and find
# nothing there; elsewhere pictures and pages may hang in some, and as many as usual are enough.
_GARBAGE = 50_000


def main() -> None:
    """Answer requests on stdin until it ends."""
    with suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not get among the replies.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    requests = sys.stdin.buffer
    setup = receive(requests)
    if setup is None:
        return
    from qa.embedding.token_counts import open_counter

    _limit_memory(int(setup["memory"]))
    settings = PassageSettings(**setup["settings"])
    ocr = Ocr(**setup["ocr"])
    count = open_counter(Path(setup["tokenizer"]))
    gc.freeze()  # what is imported stays
    usual, *older = gc.get_threshold()
    send(replies, {"ready": True})
    while request := receive(requests):
        seconds = int(request["seconds"])
        _limit_time(seconds)
        gc.set_threshold(_GARBAGE if request["plain"] else usual, *older)

        def alive(seconds: int = max(seconds, PAGE_COMPUTING)) -> None:
            _limit_time(seconds)  # each page has its own, and tesseract inherits it
            send(replies, {"alive": True})

        path, recogniser = Path(request["path"]), Recogniser(ocr, alive)
        try:
            found = cutting.cut_file(
                path, request["source"], settings, count, recogniser=recogniser
            )
            reply: dict[str, Any] = {"file": to_message(found)}
        except DocumentError as error:
            reply = {"skipped": error.message, "pictures": isinstance(error, Unrecognised)}
        send(replies, reply)
        del reply


def _limit_memory(most: int) -> None:
    """Let requests for more than `most` bytes fail with MemoryError, where the system can."""
    if sys.platform != "win32":
        import resource

        # ValueError: macOS refuses some values, and a lower limit may be set already.
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: int) -> None:
    """Let the system end this process when it computes for more than so many seconds from now."""
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        used = int(usage.ru_utime + usage.ru_stime) + 1
        with suppress(ValueError, OSError):
            resource.setrlimit(
                resource.RLIMIT_CPU, (used + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1])
            )
