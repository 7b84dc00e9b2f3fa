"""From the share of wrong answers that a person accepts to the confidence that an answer needs.

Measured by `python -m bench.suites.risk` on people's questions over documentation, notes,
handbooks, minutes, books, news and mixed files, on the half that nothing was tuned on; a quarter of
them could not be answered. Elsewhere the shares differ; the order does not.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from qa.errors import UsageError

# By default. On squad11_dev 9% of what could be answered is refused here, and 5% of what could not
# is answered.
THRESHOLD = 0.26
UNREAD_THRESHOLD = 0.5  # without a reader, whose numbers come from other questions


@dataclass(frozen=True, slots=True)
class Level:
    """A confidence from which on questions are answered, and what that came to."""

    threshold: float
    wrong: float  # share of the answers shown, those to unanswerable questions included
    refused: float  # share of the questions that could be answered


LEVELS = (
    Level(0.82, 0.104, 0.782),
    Level(0.75, 0.120, 0.594),
    Level(0.68, 0.140, 0.513),
    Level(0.60, 0.160, 0.416),
    Level(0.55, 0.165, 0.357),
    Level(THRESHOLD, 0.265, 0.117),
    Level(0.15, 0.319, 0.055),
)


def level(risk: float, levels: Sequence[Level] = LEVELS) -> Level:
    """The level that answers most questions with at most `risk` of the answers wrong.

    Raises UsageError when none has so few.
    """
    fitting = [each for each in levels if each.wrong <= risk]
    if not fitting:
        least = min(each.wrong for each in levels)
        raise UsageError(
            f"No threshold keeps wrong answers at {risk:.0%}.",
            f"The least that was measured is {least:.0%}.",
        )
    return min(fitting, key=lambda each: each.threshold)


def parsed(text: str) -> float:
    """The share in "5%" or "0.05". Raises UsageError for anything else."""
    number = text.strip().removesuffix("%").strip()
    try:
        share = float(number) / (100 if text.strip().endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 < share < 1:
        raise UsageError(f"{text!r} is no share of wrong answers.", "It looks like 15% or 0.15.")
    return share


def from_environment() -> float | None:
    """The threshold for the share in `$QA_RISK`, None without it. Raises UsageError."""
    share = os.environ.get("QA_RISK")
    return level(parsed(share)).threshold if share else None


def described() -> str:
    """What `$QA_RISK`, or the default without it, comes to, as a sentence for people."""
    chosen = from_environment()
    here = min(LEVELS, key=lambda each: abs(each.threshold - (chosen or THRESHOLD)))
    return (
        f"of those shown about {here.wrong:.0%} are wrong, a quarter of the questions having no "
        f"answer in the documents; {here.refused:.0%} of what could be answered is refused: "
        "measured on other people's documents (QA_RISK=15% changes it)"
    )
