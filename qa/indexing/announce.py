"""What people should know of an index that is not as its files are, in sentences."""

from __future__ import annotations

from datetime import datetime

from qa.datatypes import Staleness
from qa.errors import QaError


def announcement(stale: Staleness, last_sync: str | None) -> tuple[str, ...]:
    """Say how many files differ, and from what index the answer is; nothing if none does."""
    kinds = {
        "new": stale.new,
        "changed": stale.changed,
        "moved": stale.moved,
        "gone": stale.gone,
    }
    kinds = {kind: count for kind, count in kinds.items() if count}
    notes = []
    if kinds:
        total = sum(kinds.values())
        files = f"{total:,} file{'' if total == 1 else 's'}"
        if len(kinds) > 1:
            listed = [f"{count:,} {kind}" for kind, count in kinds.items()]
            start = f"{files} differ: {', '.join(listed[:-1])} and {listed[-1]}"
        elif "changed" in kinds or "moved" in kinds:
            start = f"{files} {next(iter(kinds))}"
        else:
            start = f"{files} {'is' if total == 1 else 'are'} {next(iter(kinds))}"
        index = f"the index of {moment(last_sync)}" if last_sync else "an unfinished index"
        what = "updates" if last_sync else "completes"
        notes.append(f"{start}: answering from {index}; 'qa index' {what} it.")
    if stale.outdated:
        notes.append(
            f"{stale.outdated:,} document{' is' if stale.outdated == 1 else 's are'} still cut as "
            "an earlier version did: answering from that index; 'qa index' updates it."
        )
    return tuple(notes)


def missing_folder(folder: str, last_sync: str | None, *, there: bool) -> str:
    """Say that a folder is not there, or empty, and what answers all the same."""
    what = "has none of its documents any more" if there else "is missing"
    index = f"the index of {moment(last_sync)}" if last_sync else "what was indexed of it"
    return f"{folder} {what}: answering from {index}."


def stays_old(error: QaError) -> str:
    """Say why the index can't be updated now."""
    return f"{error.message} The answer is from the index as it is."


def moment(iso: str) -> str:
    """A time for people: the hour of today, else the day."""
    try:
        when = datetime.fromisoformat(iso).astimezone()
    except ValueError:
        return iso
    today = datetime.now().astimezone().date()
    return f"{when:%H:%M}" if when.date() == today else f"{when:%Y-%m-%d %H:%M}"
