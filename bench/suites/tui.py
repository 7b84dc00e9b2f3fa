"""How fast the terminal UI is: first paint, keys in the library, keys while an index is built.

python -m bench.suites.tui --documents 28072 --rows 3000,28072

A process on a pseudo-terminal, timed from outside: from its start to the question box on the
screen, from a key sent to its character painted, and from a key in the filter of the library to
the number of documents it leaves. The start also in processor time, which other programs on the
machine change less.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import ioctl
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench.data import timing_texts
from bench.data.datasets import ROOT, SEEDS, data_folder
from bench.harness import made_up_library
from bench.harness.processes import qa_command
from bench.measures.timing_spread import Spread, spread
from bench.report import markdown
from tui.document_finder import DocumentFinder

PAINTED = b"sk your documents"  # in the question box; its first letter is under the cursor
BUILDING = b"eading"  # of "Reading" and of "Reading and embedding"
LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"  # painted by nothing else
_KILL_LINE, _F2 = b"\x15", b"\x1bOQ"
_PATIENCE = 60.0  # seconds for anything to appear


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print Markdown, write JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.suites.tui", description=__doc__)
    parser.add_argument("--runs", type=int, default=30, metavar="N", help="starts")
    parser.add_argument("--documents", type=int, default=28_072, metavar="N",
                        help="indexed while keys are pressed")  # fmt: skip
    parser.add_argument("--rows", type=_numbers, default=(3_000, 28_072), metavar="N,N",
                        help="documents in the library whose filter is typed into")  # fmt: skip
    parser.add_argument("--keys", type=int, default=300, metavar="N")
    parser.add_argument("--filter-only", action="store_true", help="measure the library alone")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of data sets")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there")
    options = parser.parse_args(arguments)
    facts = markdown.environment()
    print(f"# The terminal UI\n\n{markdown.heading(facts)}\n")
    results: dict[str, Any] = {"environment": facts}
    if not options.filter_only:
        paints, busy = first_paints(options.runs)
        rows = {"process start to question box, ms": paints, "processor time until then, ms": busy}
        print(f"## First paint\n\n{_table(rows)}\n")
        results["first_paint_ms"] = vars_of(paints)
        results["first_paint_processor_ms"] = vars_of(busy)
    if options.keys and options.rows:
        filtering = {rows: keys_in_the_filter(rows, options.keys) for rows in options.rows}
        print("## A key in the filter of the library, made-up documents\n")
        print(_table({f"{rows:,} documents, ms": each for rows, each in filtering.items()}) + "\n")
        results["filter_ms"] = {rows: vars_of(each) for rows, each in filtering.items()}
    if options.documents and options.keys and not options.filter_only:
        source, _ = timing_texts.articles(data_folder(options.data))
        keys = keys_while_indexing(options.documents, options.keys, data_folder(options.data))
        print(f"## A key, while {options.documents:,} articles ({source}) are indexed\n")
        print(_table({"key to its character painted, ms": keys}))
        results["key_ms"] = vars_of(keys)
    if options.json:
        markdown.write_results(options.json, results)
    return 0


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in text.split(",") if each)


def first_paints(runs: int, warmups: int = 3) -> tuple[Spread, Spread]:
    """Milliseconds from the start of `qa chat` to its question box, an index being there.

    The second: those of the processor, all threads together.
    """
    taken: list[float] = []
    busy: list[float] = []
    with tempfile.TemporaryDirectory(prefix="qa-bench-") as folder:
        home = Path(folder)
        shutil.copytree(SEEDS, home / "seeds")
        subprocess.run([*qa_command(), "index"], cwd=home, env=_environment(home), check=True,
                       capture_output=True)  # fmt: skip
        for run in range(warmups + runs):
            with _chat(home) as chat:
                _wait_for(chat.terminal, PAINTED)
                if run >= warmups:
                    taken.append(1000 * (time.perf_counter() - chat.started))
                    busy.append(_processor_ms(chat.process))
    return spread(taken), spread(busy)


def _processor_ms(process: int) -> float:
    """Milliseconds that the threads of a process have run."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")  # Linux; in ns
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


def keys_while_indexing(documents: int, keys: int, data: Path) -> Spread:
    """Milliseconds from a key to its character on the screen, while an index is being built."""
    taken: list[float] = []
    with tempfile.TemporaryDirectory(prefix="qa-bench-") as folder:
        home = Path(folder)
        (home / "seeds").mkdir()
        _, articles = timing_texts.articles(data)
        for number, article in enumerate(islice(articles, documents)):
            path = home / "seeds" / f"{number:06}.txt"
            path.write_text(f"{article.title}\n\n{article.text}\n", "utf-8")
        with _chat(home) as chat:
            terminal = chat.terminal
            _wait_for(terminal, PAINTED)
            _wait_for(terminal, b"Build the index")
            os.write(terminal, b"\r")
            _wait_for(terminal, BUILDING)
            os.write(terminal, b"\x1b[Z")  # back to the question box
            time.sleep(2)
            for number in range(keys):
                letter = LETTERS[number % len(LETTERS)].encode()
                if number % len(LETTERS) == 0:
                    os.write(terminal, _KILL_LINE)
                    time.sleep(0.5)
                _drain(terminal)
                started = time.perf_counter()
                os.write(terminal, letter)
                _wait_for(terminal, letter)
                taken.append(1000 * (time.perf_counter() - started))
                time.sleep(0.1)
    return spread(taken)


def keys_in_the_filter(documents: int, keys: int) -> Spread:
    """Milliseconds from a key in the library's filter to the number of documents it leaves."""
    made = made_up_library.documents(documents)
    finder = DocumentFinder(made)
    finder.prepare()
    command = [sys.executable, "-m", "bench.harness.made_up_library", str(documents)]
    taken: list[float] = []
    with (
        tempfile.TemporaryDirectory(prefix="qa-bench-") as folder,
        _chat(Path(folder), command=command, cwd=ROOT) as chat,
    ):
        terminal = chat.terminal
        _wait_for(terminal, PAINTED)
        _wait_for(terminal, f"{documents:,} documents".encode())
        os.write(terminal, _F2)
        _wait_for(terminal, f"{documents:,} of {documents:,}".encode())
        time.sleep(1)  # what is searched is made in the background
        for info in islice(cycle(made), 7, None, 997):
            left = documents
            for end in range(1, len(word := info.title.lower().split()[0]) + 1):
                count = len(finder.find(word[:end]))
                _drain(terminal)
                started = time.perf_counter()
                os.write(terminal, word[end - 1].encode())
                if count != left:  # else nothing new is painted
                    _wait_for(terminal, f"{count:,} of {documents:,}".encode())
                    taken.append(1000 * (time.perf_counter() - started))
                left = count
                time.sleep(0.2)  # the preview is not to be waited for
            if len(taken) >= keys:
                return spread(taken)
            os.write(terminal, _KILL_LINE)
            _wait_for(terminal, f"{documents:,} of {documents:,}".encode())
            time.sleep(0.3)
    raise AssertionError("a cycle has no end")


@dataclass(frozen=True, slots=True)
class _Chat:
    """A chat that runs: the other end of its terminal, its process, when that was started."""

    terminal: int
    process: int
    started: float


@contextmanager
def _chat(
    home: Path,
    rows: int = 40,
    columns: int = 120,
    command: Sequence[str] = (),
    cwd: Path | None = None,
) -> Iterator[_Chat]:
    """`qa chat` on a terminal."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    started = time.perf_counter()
    process = subprocess.Popen(
        list(command) or [*qa_command(), "chat"], cwd=cwd or home, env=_environment(home),
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        yield _Chat(ours, process.pid, started)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(ours)


def _wait_for(terminal: int, wanted: bytes) -> None:
    """Read what is painted until `wanted` is among it."""
    seen = b""
    until = time.perf_counter() + _PATIENCE
    while wanted not in seen:
        left = until - time.perf_counter()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            raise TimeoutError(f"{wanted!r} was not painted within {_PATIENCE:.0f} s")
        seen = seen[-4096:] + os.read(terminal, 65536)


def _drain(terminal: int) -> None:
    while select.select([terminal], [], [], 0)[0]:
        os.read(terminal, 65536)


def _environment(home: Path) -> Mapping[str, str]:
    """A terminal in colour, and nobody's own settings or conversations."""
    left_out = ("QA_INDEX", "QA_MODEL", "NO_COLOR", "PYTHONDONTWRITEBYTECODE")
    others = {name: value for name, value in os.environ.items() if name not in left_out}
    own = {"QA_STATE": str(home / "state"), "QA_CONFIG": str(home / "config")}
    return {**others, **own, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def vars_of(timings: Spread) -> dict[str, float]:
    """Order statistics for JSON."""
    return {"p50": timings.p50, "p95": timings.p95, "min": timings.fastest, "n": timings.runs}


def _table(rows: Mapping[str, Spread]) -> str:
    header = ("", "median", "p95", "fastest", "n")
    cells = [
        (name, f"{each.p50:.0f}", f"{each.p95:.0f}", f"{each.fastest:.0f}", str(each.runs))
        for name, each in rows.items()
    ]
    return markdown.table(header, cells)


if __name__ == "__main__":
    sys.exit(main())
