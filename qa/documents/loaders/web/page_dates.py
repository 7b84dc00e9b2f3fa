"""The day on which a page was published, read where pages put it; wrong is worse than none.

Measured by `python -m bench.suites.dates` (see docs/formats.md). What is left out: `date` of Open
Graph's update, of pictures, "last modified" beside another day, copyright years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa.datatypes import DateOrigin
from qa.documents.loaders.web.day_text import first_day, plausible
from qa.documents.loaders.web.html_nodes import Element
from qa.documents.loaders.web.page_data import PageData, text_of
from qa.documents.loaders.web.page_parts import names
from qa.documents.loaders.web.shown_days import PUBLISHED_NAME, ShownDay, is_updated

_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "published_time",
    "article:published", "datepublished", "parsely-pub-date", "dc.date.issued", "dcterms.issued",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "shareaholic:article_published_time", "citation_publication_date", "publishdate",
    "publish-date", "publish_date", "publication_date", "pubdate", "prism.publicationdate",
    "rnews:datepublished", "article_date_original", "originalpublicationdate", "bt:pubdate",
    "og:release_date", "dc.date", "dcterms.created", "dc.date.created", "date",
)  # fmt: skip
_URL_DAY = re.compile(
    r"[/=_-](?P<y>(?:19|20)\d\d)(?:(?P<m>[01]\d)(?P<d>[0-3]\d)|[_-](?P<m2>[01]\d)[_-](?P<d2>[0-3]\d)"
    r"|/(?P<m3>[01]?\d)/(?P<d3>[0-3]?\d))(?=[/_.-]|\Z)"
)
# A time in a zone of its own: its day is that of the publisher's calendar.
_OWN_ZONE = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?[+-](?!00:?00)\d\d:?\d\d")
_MOST_TEXT = 200  # characters of an element that says when and little else
_FAR = timedelta(days=1)
_MOST_STEPS = 4  # from a day up to the element that holds a list of them
_SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A day that a page gives to machines; `local` if it says in which time zone."""

    day: date
    origin: DateOrigin
    local: bool


def published(
    shown: Sequence[ShownDay], marked: Sequence[date], head: tuple[int, int], data: PageData
) -> tuple[date | None, DateOrigin]:
    """The day of publication and where it was found; None if the page contradicts itself.

    `shown` are the days that the page shows, `marked` those that its markup calls days of
    publication, `head` the places between which its headline stands and its running text begins.
    """
    stamps = [stamp for stamp in _stamped(data) if plausible(stamp.day)]
    by_url = url_day(data)
    above = [f for f in shown if head[0] <= f.at < head[1] or (f.alone and f.at == head[1])]
    top = _one([f for f in above if not f.updated])
    top = top or _one([f for f in above if f.alone and not f.updated])
    if top and _is_one_of_many(top, above, shown):
        top = None
    if stamps:
        day = _stamped_day(stamps, by_url, top, shown, above)
        shown_as = DateOrigin.ADDRESS if day == by_url else DateOrigin.BYLINE
        return day, next((stamp.origin for stamp in stamps if stamp.day == day), shown_as)
    if by_url and (not marked or any(abs(day - by_url) <= _FAR for day in marked)):
        return by_url, DateOrigin.ADDRESS
    if top:
        return top, DateOrigin.META if top in marked else DateOrigin.BYLINE
    if len(set(marked)) == 1:
        return marked[0], DateOrigin.META
    return _shown_alone(shown, above), DateOrigin.BYLINE


def _shown_alone(shown: Sequence[ShownDay], above: Sequence[ShownDay]) -> date | None:
    """The one day below the head where that has none, else a change at the head by itself.

    Papers put "Updated" on what they change on the day of publication.
    """
    if not above:
        return _one([found for found in shown if found.alone and not found.updated])
    days = {found.day for found in above}
    return days.pop() if len(days) == 1 and any(found.updated for found in above) else None


def _one(shown: Sequence[ShownDay]) -> date | None:
    """The one day shown, or the one that is labelled."""
    for chosen in ([found.day for found in shown if found.labelled], [f.day for f in shown]):
        if chosen:
            return chosen[0] if len(set(chosen)) == 1 else None
    return None


def _is_one_of_many(day: date, above: Sequence[ShownDay], shown: Sequence[ShownDay]) -> bool:
    """Whether a day is the first in a list of days, as of a changelog, minutes or a diary.

    Then other days stand in places like its own, where those of other articles don't.
    """
    others = [found for found in shown if found.day != day and found.alone and not found.updated]
    mine = [found for found in above if found.day == day and not found.updated]
    return any(_alike(one.element, each.element) for one in mine for each in others)


def _alike(one: Element | None, other: Element | None) -> bool:
    """Whether two elements are called the same, and so are those that they lie in up to one."""
    for _ in range(_MOST_STEPS):
        if one is None or other is None or one is other:
            break
        if (one.tag, one.get("class")) != (other.tag, other.get("class")):
            return False
        one, other = one.parent, other.parent
    return one is other is not None


def url_day(data: PageData) -> date | None:
    """The day in the page's own address, if it says one."""
    for address in data.addresses:
        match = _URL_DAY.search(address)
        if not match:
            continue
        try:
            month = match["m"] or match["m2"] or match["m3"]
            day = date(int(match["y"]), int(month), int(match["d"] or match["d2"] or match["d3"]))
        except ValueError:
            continue
        if plausible(day):
            return day
    return None


def _stamped(data: PageData) -> Iterator[_Stamp]:
    """Days that the page gives to machines, the most certain first."""
    for item in (*data.articles, *data.pages):
        text = text_of(item.get("datePublished") or item.get("datePosted"))
        if day := first_day(text):
            yield _Stamp(day, DateOrigin.JSON_LD, bool(_OWN_ZONE.search(text)))
            break
    for name in _META:
        text = data.first(name)
        if day := first_day(text):
            yield _Stamp(day, DateOrigin.META, bool(_OWN_ZONE.search(text)))
            break


def _stamped_day(
    stamps: Sequence[_Stamp],
    by_url: date | None,
    top: date | None,
    shown: Sequence[ShownDay],
    above: Sequence[ShownDay],
) -> date:
    """The day by the calendar of the publisher, of stamps that may be in universal time.

    Where the page shows one day at its head, that counts: stamps are often those of an earlier
    publication. An address is given once: a day in it that is long before is that of the first.
    """
    alike = abs(stamps[0].day - stamps[-1].day) <= timedelta(days=3)
    near = stamps if alike else stamps[:1]
    day = min([each.day for each in near if each.local] or [each.day for each in near])
    if by_url and by_url < day - _FAR:
        return by_url
    labelled = {found.day for found in shown if found.labelled and found.day <= day}
    if len(labelled) == 1 and any(found.day == day for found in shown if found.updated):
        return labelled.pop()
    for stamp in near:
        if any(found.day == stamp.day for found in above):
            return stamp.day
    if by_url and by_url <= day + _FAR:
        return by_url
    if top is None:
        # Nothing is published after it was changed: such a stamp was renewed.
        early = [f.day for f in above if f.updated and timedelta(0) < day - f.day <= _SOON]
        return early[0] if len(early) == 1 else day
    # What stands at the head and is of long before may be the day of a picture.
    return top if top >= day - _SOON else day


def marked_days(root: Element) -> list[date]:
    """Days in elements that the page marks as those of publication."""
    found: list[date] = []
    for element in root.iter():
        marked = element.get("itemprop") == "datePublished" or "pubdate" in element.attributes
        if not marked and element.tag in ("time", "span", "abbr"):
            marked = bool(PUBLISHED_NAME.search(names(element))) and not is_updated(element)
        if marked and (day := _day_of(element)) and plausible(day):
            found.append(day)
    return found


def _day_of(element: Element) -> date | None:
    for name in ("datetime", "content", "title"):
        if day := first_day(element.get(name)):
            return day
    text = element.text(_MOST_TEXT + 1)
    return first_day(text) if len(text) <= _MOST_TEXT else None
