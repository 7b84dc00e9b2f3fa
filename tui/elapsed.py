"""How long ago something was, in few words."""

from __future__ import annotations

from datetime import UTC, datetime

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def ago(when: str, now: datetime | None = None) -> str:
    """Return `2 h ago` for a time in ISO 8601, its day when that is more than a week ago.

    A time without a zone is UTC. Return "" for what is no time.
    """
    try:
        then = datetime.fromisoformat(when)
    except ValueError:
        return ""
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    now = now or datetime.now().astimezone()  # days are those of the clock here
    seconds = (now - then).total_seconds()
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE:.0f} min ago"
    day = then.astimezone(now.tzinfo).date()
    days = (now.date() - day).days
    if seconds < _DAY and days < 2:
        return f"{seconds // _HOUR:.0f} h ago"
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if days <= 7 else day.isoformat()
