"""What came of a family's cases, as a table for people, also in docs/reliability.md."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"


@dataclass(frozen=True, slots=True)
class Result:
    """One case that was run."""

    name: str
    row: str  # of the table
    what: str  # the column
    wrong: tuple[str, ...]
    seconds: float


def broken(results: Sequence[Result]) -> str:
    """Every case that failed, with the words that repeat it."""
    lines = []
    for each in results:
        if each.wrong:
            lines.append(f"BROKEN --case '{each.name}'")
            lines += [f"    {line}" for line in each.wrong]
    return "\n".join(lines)


def table(family: str, results: Sequence[Result]) -> str:
    """How many cases of each row came to what."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for each in results:
        counts[each.row][each.what] += 1
    columns = sorted({what for cells in counts.values() for what in cells})
    lines = [
        f"| {family} | cases | {' | '.join(columns)} |",
        f"|---|{'---:|' * (len(columns) + 1)}",
    ]
    for row, cells in sorted(counts.items()):
        values = " | ".join(str(cells[what] or "") for what in columns)
        lines.append(f"| {row} | {cells.total()} | {values} |")
    failed = sum(bool(each.wrong) for each in results)
    seconds = median(each.seconds for each in results)
    lines += ["", f"{family}: {len(results)} cases, {failed} broken, {seconds:.2f} s each"]
    return "\n".join(lines)


def write(family: str, command: str, text: str) -> None:
    """Put a table in its place in docs/reliability.md."""
    before = DOCUMENT.read_text("utf-8")
    marks = rf"(<!-- {family} -->\n).*?(<!-- end -->)"
    block = f"`{command}`\n\n{text}\n"
    after, found = re.subn(marks, lambda m: f"{m[1]}\n{block}\n{m[2]}", before, flags=re.DOTALL)
    if not found:
        raise ValueError(f"{DOCUMENT} has no place for {family}")
    DOCUMENT.write_text(after, "utf-8")
