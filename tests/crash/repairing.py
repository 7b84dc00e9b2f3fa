"""A user who does what the messages say, and nothing else."""

from __future__ import annotations

import os
import re
from typing import Any

import qa.cli

from .cases import Came, verdict
from .collection import texts
from .forking import Ended, run
from .judging import Expected, Verdicts, as_found, equals
from .work import Home, Work, Workshop

_ADVICE = re.compile(r"'qa ([^']+)'")
_STEPS = 4  # pieces of advice that are followed, one after the other


def command(home: Home, *words: str) -> Ended:
    """The command line in a process of its own; its value is the exit code."""

    def act() -> int:
        os.chdir(home.folder)
        os.environ["QA_INDEX"] = str(home.index)
        return int(qa.cli.main(words))

    return run(act)


def asked(home: Home, expected: Expected) -> Ended:
    """Ask everything: the value is what differs from a clean build; or there is an error."""

    def act() -> list[str]:
        found = Verdicts()
        equals(home.index, expected, found)
        return found.wrong

    return run(act)


def advised(said: str) -> list[str] | None:
    """The command that a message recommends, as words; None when it recommends none."""
    found = _ADVICE.findall(said)
    return found[-1].split() if found else None


def follow(home: Home, said: str) -> list[str]:
    """Do what a message says until a command succeeds; what is wrong with that."""
    taken: list[str] = []
    for _ in range(_STEPS):
        words = advised(said)
        if words is None:
            return [f"nothing says what to do: {said!r}, after {taken}"]
        words = [str(home.docs) if word == "FOLDER" else word for word in words]
        taken.append(" ".join(words))
        ended = command(home, *words)
        if ended.trouble:
            return [f"'qa {' '.join(words)}' {ended.trouble}"]
        if "unexpected error" in ended.said:
            return [f"'qa {' '.join(words)}': {ended.said}"]
        if ended.value == 0:
            return []
        said = ended.said
    return [f"the advice leads nowhere: {taken}: {said!r}"]


def found_and_repaired(shop: Workshop, home: Home, work: Work) -> Came:
    """Look at an index as a reader finds it, do what its messages say, and compare."""
    found = Verdicts()

    def look() -> dict[str, Any]:
        as_found(shop, home, work, found)
        return found.as_json()

    ended = run(look)
    came = verdict(ended)
    if came.wrong:
        return came
    expected = shop.expected[work.after]
    wrong = follow(home, ended.value["named"]) if ended.value["named"] else []
    wrong = wrong or recovered(home, expected)
    return Came(tuple(wrong), "broken" if wrong else came.what)


def recovered(home: Home, expected: Expected) -> list[str]:
    """What is wrong after the index was updated once more."""
    updated = command(home, "index")
    if updated.trouble:
        return [updated.trouble]
    # Damage may come to light only when something is written.
    if updated.value and (wrong := follow(home, updated.said)):
        return wrong

    def act() -> list[str]:
        found = Verdicts()
        equals(home.index, expected, found)
        found.claim(texts(home.docs) == expected.files, "the articles were changed")
        return found.wrong

    ended = run(act)
    return list(ended.value) if ended.value is not None else [ended.trouble or str(ended.error)]
