"""Eight writers at once, some of them killed, and readers throughout.

Every sentence of an article says which article it is of and of which version, and the last one how
many there are: so a reader can tell from a text alone whether it is whole, true, and cited rightly.
"""

from __future__ import annotations

import random
import re
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import qa
from qa.errors import IndexLocked, UsageError
from tests.support.builders import contents

from .cases import Came, Case
from .forking import Running, run
from .work import Home, Workshop

_WRITERS = 8
_KILLED = 2  # of them, in each round
_NEVER = [None] * (_WRITERS - _KILLED)
_PATIENCE = 60.0  # seconds that a writer tries to get its turn
_HOUR = 3600.0
_NAPS = (0.01, 0.1)  # seconds between two tries
_TOKEN = re.compile(r"article (\d+-\d+) in version (\d+)")
_END = re.compile(r"ends with its sentence number (\d+)\.")


def unavailable() -> str | None:
    """Nothing is needed."""
    return None


def plan(shop: Workshop, count: int, seed: int) -> Iterator[Case]:
    """One case of `count` rounds."""
    yield named(shop, f"{count}:{seed}")


def named(shop: Workshop, name: str) -> Case:
    """Rounds and a seed."""
    rounds, seed = name.split(":")
    row = f"{_WRITERS} writers, {rounds} rounds"
    return Case(f"writers:{name}", row, partial(_run, rounds=int(rounds), seed=seed))


def _run(shop: Workshop, rounds: int, seed: str) -> Came:
    wrong: list[str] = []
    draw = random.Random(f"writers {seed}")
    killed = 0
    with shop.empty() as home:
        for writer in range(_WRITERS):
            _edit(home, writer, 0, draw)
        run(home.sync).result()
        stop = home.folder / "stop"
        readers = [
            Running(partial(_read, home, stop, fresh=fresh), longest=_HOUR)
            for fresh in (False, True)
        ]
        for round_ in range(1, rounds + 1):
            for writer in range(_WRITERS):
                _edit(home, writer, round_, draw)
            kills = sorted(draw.uniform(0, 0.4) for _ in range(_KILLED))
            running = [
                Running(partial(_write, home, draw.random()), kill_after=at)
                for at in [*kills, *_NEVER]
            ]
            # Those that are killed first are waited for first.
            for ended, at in zip([each.wait() for each in running], [*kills, *_NEVER], strict=True):
                killed += ended.killed
                if not (ended.killed and at is not None) and (ended.trouble or ended.error):
                    wrong.append(f"writer: {ended.trouble or ended.error}")
        stop.touch()
        seen: list[dict[str, Any]] = []
        for each in [reader.wait() for reader in readers]:
            if each.trouble or each.error:
                wrong.append(f"reader: {each.trouble or each.error}")
            else:
                seen.append(each.value)
                wrong += each.value["wrong"]
        wrong += run(partial(_compared, home)).result()
    asked = sum(each["asked"] for each in seen)
    slowest = max((each["slowest"] for each in seen), default=0)
    what = f"{asked} questions, {killed} writers killed, slowest answer {slowest:.2f} s"
    return Came(tuple(wrong), what)


def _article(writer: int, number: int, version: int, draw: random.Random) -> str:
    count = draw.randint(6, 14)
    lines = [
        f"Minister {draw.randint(1, 99)} of the harbour said in article {writer}-{number} in "
        f"version {version} that {draw.randint(2, 999)} radios came in {draw.randint(1990, 2030)}."
        for _ in range(count)
    ]
    lines.append(
        f"And so article {writer}-{number} in version {version} ends with its sentence number "
        f"{count + 1}."
    )
    return f"Harbour report {writer}-{number}\n\n" + "\n\n".join(lines) + "\n"


def _edit(home: Home, writer: int, version: int, draw: random.Random) -> None:
    """Write, rewrite, move and delete some of a writer's own articles."""
    own = home.docs / f"w{writer}"
    own.mkdir(parents=True, exist_ok=True)
    for number in range(3) if version == 0 else draw.sample(range(5), 2):
        _replace(own / f"{number}.txt", _article(writer, number, version, draw))
    there = sorted(own.glob("*.txt"))
    if version and len(there) > 2 and draw.random() < 0.3:
        there.pop().unlink()
    if version and draw.random() < 0.3:
        there[0].replace(own / f"{9 - int(there[0].stem)}.txt")


def _replace(path: Path, text: str) -> None:
    """Write as editors do, so that nobody reads half a file."""
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text, "utf-8")
    temporary.replace(path)


def _write(home: Home, seed: float) -> int:
    """Update the index, however often somebody else is at it."""
    draw = random.Random(seed)
    until = time.monotonic() + _PATIENCE
    tries = 1
    while True:
        try:
            home.sync()
        except IndexLocked:
            if time.monotonic() > until:
                raise
            tries += 1
            time.sleep(draw.uniform(*_NAPS))
        else:
            return tries


def _read(home: Home, stop: Path, *, fresh: bool) -> dict[str, Any]:
    """Ask again and again; what was wrong with the answers. A `fresh` engine for each question."""
    found: list[str] = []
    asked, slowest = 0, 0.0
    engine = qa.open(home.index)
    while not stop.exists() and len(found) < 10:
        if fresh:
            engine.close()
            engine = qa.open(home.index)
        started = time.perf_counter()
        hits = engine.search("radios of the harbour minister", top=50, fresh=False)
        answer = engine.ask("How many radios came in 2001?", threshold=0, fresh=False)
        slowest = max(slowest, time.perf_counter() - started)
        asked += 2
        for hit in hits:
            found += _told(hit.document.title, hit.text)
        titles = {source.number: source.document.title for source in answer.sources}
        for quote in answer.evidence:
            found += _told(titles[quote.citation], quote.text)
        for info in engine.documents()[asked % 5 :: 5]:
            found += _whole(engine, info.source)
        if not (hits and answer.evidence):
            found.append("nothing is found")
    engine.close()
    return {"wrong": found, "asked": asked, "slowest": slowest}


def _told(title: str, text: str) -> list[str]:
    """What is wrong with a text that claims to be of the article of this title."""
    tokens = set(_TOKEN.findall(text))
    if len({version for _, version in tokens}) > 1:
        return [f"two versions in one text: {text!r}"]
    if {f"Harbour report {name}" for name, _ in tokens} - {title}:
        return [f"cited as {title!r}: {text!r}"]
    return []


def _whole(engine: qa.Engine, source: str) -> list[str]:
    """What is wrong with a document; it may have gone since it was listed."""
    try:
        document = engine.document(source)
    except UsageError:
        return []
    ends = _END.findall(document.text)
    found = _told(document.title, document.text)
    if len(ends) != 1 or int(ends[0]) != len(_TOKEN.findall(document.text)):
        found.append(f"half a document: {source}")
    return found


def _compared(home: Home) -> list[str]:
    """How the index differs from a clean build after one more update."""
    home.sync()
    held = contents(home.index)
    shutil.move(home.index, home.folder / "used")
    home.sync()
    clean = contents(home.index)
    if held == clean:
        return []
    odd = sorted(s for s in held.keys() | clean if held.get(s) != clean.get(s))
    return [f"it holds other than a clean build: {odd[:5]}"]
