"""The day on which an article was published, among those that it names in its head and below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qa.datatypes import DateOrigin
from qa.documents.loaders.dates import DateLine, Dateline

_AFTER_DATELINE = 2  # days


def publication_day(
    dates: Sequence[DateLine],
    later: Sequence[DateLine],
    dateline: Dateline | None,
    last: DateLine | None = None,
) -> tuple[date | None, DateOrigin | None]:
    """The day of publication, and where it was found.

    `dates` are those of the head, `later` those that stand on lines of their own below it, and
    `last` is the one that ends an article.
    """
    if any(found.unsound for found in dates):
        return None, None
    labelled = {found.published for found in dates if found.published and found.labelled}
    below = {found.published for found in later if found.labelled}
    if len(labelled) == 1 and below <= labelled:  # else each part has a day of its own
        return labelled.pop(), DateOrigin.BYLINE
    days = {found.published for found in dates if found.published}
    others = {found.published for found in later}
    if len(days) == 1 and all(found.telling for found in dates) and len(others - days) < 2:
        return days.pop(), DateOrigin.BYLINE  # of minutes, which end with the day of the next ones
    if last and not days and others == {last.published}:
        return _found(_with_dateline(last.published, dateline), DateOrigin.BYLINE)
    if others - days or (others and len(days) > 1):  # a timeline or a live blog
        return _found(_by_dateline(dateline, dates), DateOrigin.DATELINE)
    if days:
        return _found(days.pop() if len(days) == 1 else None, DateOrigin.BYLINE)
    by_dateline = _found(_by_dateline(dateline, dates), DateOrigin.DATELINE)
    if by_dateline[0] or dateline:
        return by_dateline
    return _found(_by_update(dates), DateOrigin.BYLINE)


def _with_dateline(day: date | None, dateline: Dateline | None) -> date | None:
    """The day that ends an article, unless its dateline has one that is not just before."""
    if day is None or dateline is None:
        return day
    told = dateline.on(dateline.year or day.year)
    return day if told and 0 <= (day - told).days <= _AFTER_DATELINE else None


def _by_update(dates: Sequence[DateLine]) -> date | None:
    """Take the day of a lone "Updated", which papers put on what they change the same day.

    Of 484 such articles 470 had been published on that day.
    """
    updates = [found.updated for found in dates if found.updated]
    return updates[0] if len(updates) == 1 else None


def _by_dateline(dateline: Dateline | None, dates: Sequence[DateLine]) -> date | None:
    """Take the dateline's day, in its own year or in one the article gives elsewhere."""
    if not dateline:
        return None
    if dateline.year:
        return dateline.on(dateline.year)
    updated = next((found.updated for found in dates if found.updated), None)
    day = dateline.on(updated.year) if updated else None
    return day if updated and day and 0 <= (updated - day).days <= 60 else None


def _found(day: date | None, origin: DateOrigin) -> tuple[date | None, DateOrigin | None]:
    return day, origin if day else None
