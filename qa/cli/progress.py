"""Progress of long jobs on stderr: a bar on a terminal, a line per stage elsewhere."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager, redirect_stdout, suppress
from typing import TYPE_CHECKING

from qa.cli.output import note
from qa.render.phrases import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from qa.datatypes import Progress

    Report = Callable[[Progress], None]

PATIENCE = 0.5  # seconds that an update before an answer may take without a word

VERBS = {
    "reading": "Reading",
    "compiling": "Compiling the model",
    "starting": "Starting Ray",
    "embedding": "Embedding",
    "copying": "Copying",
    "refining": "Refining",
    "indexing": "Indexing",
    "checking": "Checking",
}


@contextmanager
def progress(stream: TextIO | None = None) -> Iterator[Report]:
    """Yield the function that a job calls with each `Progress`. The bar is erased at the end.

    Meanwhile what libraries print goes to stderr: stdout is for answers.
    """
    stream = stream if stream is not None else sys.stderr
    if stream is None:  # started without a stderr
        yield lambda _: None
    elif stream.isatty() and os.environ.get("TERM") not in ("dumb", "unknown"):
        yield from _bar(stream)
    else:
        with redirect_stdout(stream):
            yield _lines(stream)


@contextmanager
def with_readiness(shown: Report) -> Iterator[Report]:
    """Yield a function for `Progress` that says on stderr when the documents can be asked.

    How long refining takes is known once some of it is done, and said with it. `shown` is called
    with every other event. After an interruption it is said that nothing is lost.
    """
    started = time.monotonic()
    ready = began = 0.0
    announced = False
    last: Progress | None = None

    def report(event: Progress) -> None:
        nonlocal ready, began, announced, last
        now = time.monotonic()
        if event.stage == "ready":
            ready = now
            return
        shown(event)
        if event.stage != "refining":
            return
        last = event
        if not event.done:
            began = now
        elif not announced:
            announced = True
            left = (now - began) / event.done * (event.total - event.done)
            note(
                f"ready to ask after {_duration(ready - started)}; refining, {_duration(left)} "
                "left, Ctrl-C is safe"
            )

    try:
        yield report
    except KeyboardInterrupt:
        if last:
            done = f"{last.done:,} of {last.total:,} passages"
            note(f"refined {done}; all can be asked, and 'qa index' goes on")
        raise


def _total(event: Progress) -> str:
    """Return `1 document`, `2 documents`: units are plurals."""
    return counted(event.total, event.unit.removesuffix("s"))


def _duration(seconds: float) -> str:
    """Return `9 s`, `4 minutes`, `1.5 hours`."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 90 else f"{minutes / 60:.1f} hours"


@contextmanager
def late_progress() -> Iterator[Report]:
    """Yield the function that an update before an answer calls with each `Progress`.

    One that takes longer than `PATIENCE` gets one line on stderr.
    """
    from threading import Timer

    newest: list[Progress] = []
    timers: list[Timer] = []

    def late() -> None:
        amount = f" with {_total(newest[-1])}" if newest else ""
        note(f"files have changed; updating the index{amount} first ...")

    def report(event: Progress) -> None:
        if event.stage != "updating":
            if event.total:
                newest[:] = [event]
            return
        stop()
        if not event.total:  # it begins
            timers.append(Timer(PATIENCE, late))
            timers[-1].daemon = True
            timers[-1].start()

    def stop() -> None:
        for timer in timers:
            timer.cancel()

    try:
        yield report
    finally:
        stop()


def _lines(stream: TextIO) -> Report:
    """Return a reporter that writes one plain line when a stage begins, as a log wants it."""
    begun: set[str] = set()

    def report(event: Progress) -> None:
        if event.stage in begun:
            return
        begun.add(event.stage)
        amount = f" {_total(event)}" if event.total else ""
        with suppress(OSError):  # a full disk behind a log must not stop the work
            stream.write(f"qa: {VERBS.get(event.stage, event.stage).lower()}{amount} ...\n")
            stream.flush()

    return report


def _bar(stream: TextIO) -> Iterator[Report]:
    # rich costs 60 ms to import: only for those who wait for an index.
    from rich import progress as rich
    from rich.console import Console

    bar = rich.Progress(
        rich.TextColumn("{task.description}", markup=False),
        rich.BarColumn(bar_width=24),
        rich.TextColumn("{task.fields[amount]}", markup=False),
        rich.TimeRemainingColumn(compact=True),
        console=Console(file=stream, markup=False, highlight=False, emoji=False),
        transient=True,
    )
    stage, task, began, first = "", None, 0.0, 0

    def report(event: Progress) -> None:
        nonlocal stage, task, began, first
        now = time.monotonic()
        if task is None or event.stage != stage:
            if task is not None:
                bar.remove_task(task)
            stage, began, first = event.stage, now, event.done
            task = bar.add_task(VERBS.get(stage, stage), total=None, amount="")
        bar.update(
            task,
            completed=event.done,
            total=event.total or None,
            amount=_amount(event, event.done - first, now - began),
        )

    with bar, redirect_stdout(sys.stderr):  # by now rich's own, which keeps lines off the bar
        yield report


def _amount(event: Progress, done: int, seconds: float) -> str:
    """Return `1,200/3,400 passages, 190/s`, as far as known."""
    if not event.total and not event.done:
        return ""
    total = f"/{event.total:,}" if event.total else ""
    rate = f", {done / seconds:,.0f}/s" if done and seconds >= 1 else ""
    return f"{event.done:,}{total} {event.unit}{rate}"
