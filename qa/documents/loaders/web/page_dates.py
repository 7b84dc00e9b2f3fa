"""The day on which a page was published, read where pages put it; wrong is worse than none.

Measured on 861 news pages and blogs with a day given by hand (see docs/formats.md). What is left
out there: `date` of Open Graph's update, of pictures, "last modified", copyright years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa.datatypes import DateOrigin
from qa.documents.loaders.web.day_text import days, first_day, plausible
from qa.documents.loaders.web.html_nodes import Element, Text
from qa.documents.loaders.web.page_data import PageData, text_of
from qa.documents.loaders.web.page_parts import names

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
_PUBLISHED = re.compile(
    r"(?:^|[ _-])(?:published?|pub ?date|date published|posted|entry date|post date|"
    r"article date|date published|publish date|publication date|created|first published)(?=[ _-]|$)"
)
_UPDATED = re.compile(
    r"(?:updated?|modified|edited|last[ -]?mod|aktualisiert|geändert|mis à jour|stand\b)",
    re.IGNORECASE,
)
_SAYS_PUBLISHED = re.compile(
    r"\W*(?:first |originally |article |was |zuerst )*(?:published|posted|submitted|"
    r"publication date|"
    r"release date|veröffentlicht(?:ung)?|erschienen|erstellt|erscheinungsdatum|publié|publicado|"
    r"pubblicato|gepubliceerd|datum|date|mise en ligne|written)\s*(?:on|am|the|the|:|le|el|il|op|"
    r"at)?"
    r"[\s:,]*(?:\w{2,10},?\s*)?",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:^|[ _-])(?:dates?|datum|fecha|data|time|timestamp|published?|posted|post meta|entry meta|"
    r"meta|byline|dateline|info|submitted|created|entry date|post info|article info|headline|"
    r"entry utility|postmetadata|published on|details|header|head|author|subline)(?=[ _-]|$)"
)
# A time in a zone of its own: its day is that of the publisher's calendar.
_OWN_ZONE = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?[+-](?!00:?00)\d\d:?\d\d")
_MOST_TEXT = 200  # characters of an element that says when and little else
_MOST_AROUND = 40  # characters around the day in a text that is about little else
_NO_DAY = frozenset({"a", "pre", "code", "samp", "kbd", "option", "head", "#root", "html", "body"})
_FAR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A day that a page gives to machines; `local` if it says in which time zone."""

    day: date
    origin: DateOrigin
    local: bool


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day that a short text shows; `at` is the place of its element in the page."""

    day: date
    at: int
    labelled: bool  # as that of publication


def published(
    root: Element, shown: Sequence[ShownDay], head: tuple[int, int], data: PageData
) -> tuple[date | None, DateOrigin]:
    """The day of publication and where it was found; None if the page contradicts itself.

    `shown` are the days that the page shows, `head` the places between which its headline stands
    and its running text begins.
    """
    stamps = [stamp for stamp in _stamped(data) if plausible(stamp.day)]
    by_url = url_day(root, data)
    shown = [found for found in shown if plausible(found.day)]
    above = [found for found in shown if head[0] <= found.at < head[1]]
    top = _one(above)
    if stamps:
        day = _local(stamps, by_url, top, {found.day for found in above})
        shown_as = DateOrigin.ADDRESS if day == by_url else DateOrigin.BYLINE
        return day, next((stamp.origin for stamp in stamps if stamp.day == day), shown_as)
    marked = {day for day in _marked(root) if plausible(day)}
    if by_url and (not marked or any(abs(day - by_url) <= _FAR for day in marked)):
        return by_url, DateOrigin.ADDRESS
    if len(marked) == 1:
        return marked.pop(), DateOrigin.META
    return top or (None if above else _one(shown)), DateOrigin.BYLINE


def _one(shown: Sequence[ShownDay]) -> date | None:
    """The one day shown, or the one that is labelled."""
    for chosen in ([found.day for found in shown if found.labelled], [f.day for f in shown]):
        if chosen:
            return chosen[0] if len(set(chosen)) == 1 else None
    return None


def url_day(root: Element, data: PageData) -> date | None:
    """The day in the page's own address, if it says one."""
    address = data.first("og:url")
    for element in root.iter():
        if element.tag == "link" and element.get("rel").lower() == "canonical":
            address = element.get("href") or address
            break
    match = _URL_DAY.search(address)
    if not match:
        return None
    try:
        month = match["m"] or match["m2"] or match["m3"]
        day = date(int(match["y"]), int(month), int(match["d"] or match["d2"] or match["d3"]))
    except ValueError:
        return None
    return day if plausible(day) else None


def _stamped(data: PageData) -> Iterator[_Stamp]:
    """Days that the page gives to machines, the most certain first."""
    for item in (*data.articles, *data.pages):
        text = text_of(item.get("datePublished"))
        if day := first_day(text):
            yield _Stamp(day, DateOrigin.JSON_LD, bool(_OWN_ZONE.search(text)))
            break
    for name in _META:
        text = data.first(name)
        if day := first_day(text):
            yield _Stamp(day, DateOrigin.META, bool(_OWN_ZONE.search(text)))
            break


def _local(
    stamps: Sequence[_Stamp], by_url: date | None, top: date | None, above: set[date]
) -> date:
    """The day by the calendar of the publisher, of stamps that may be in universal time.

    Where the page shows one day at its head, that counts: stamps are often those of an earlier
    publication. An address is given once: a day in it that is long before is that of the first.
    """
    alike = abs(stamps[0].day - stamps[-1].day) <= timedelta(days=3)
    near = stamps if alike else stamps[:1]
    for stamp in near:
        if stamp.day in above:
            return stamp.day
    day = min([each.day for each in near if each.local] or [each.day for each in near])
    if by_url and by_url <= day + _FAR:
        return by_url
    return top or day


def _marked(root: Element) -> Iterator[date]:
    """Days in elements that the page marks as its publication day."""
    for element in root.iter():
        marked = element.get("itemprop") == "datePublished" or "pubdate" in element.attributes
        if not marked and element.tag in ("time", "span", "abbr"):
            marked = bool(_PUBLISHED.search(names(element)))
            marked = marked and not _UPDATED.search(names(element))
        if marked and (day := _day_of(element)):
            yield day
            return


def _day_of(element: Element) -> date | None:
    for name in ("datetime", "content", "title"):
        if day := first_day(element.get(name)):
            return day
    text = element.text(_MOST_TEXT + 1)
    return first_day(text) if len(text) <= _MOST_TEXT else None


def shown_days(root: Element) -> list[ShownDay]:
    """Days that short texts show; not those of updates nor those in links to something else."""
    found: list[ShownDay] = []
    seen: set[int] = set()  # elements whose text has been read with that of one above
    for at, element in enumerate(root.iter()):
        if id(element) in seen:
            continue
        if element.tag in _NO_DAY:
            if element.tag not in ("#root", "html", "body"):
                seen.update(id(below) for below in element.iter())
            continue
        text = element.text(_MOST_TEXT + 1)
        if len(text) > _MOST_TEXT:
            for child in element.children:
                if isinstance(child, Text) and 5 < len(child.text) < _MOST_TEXT:
                    found += [
                        ShownDay(day, at, labelled)
                        for day, labelled in _days_shown(child.text, named=False)
                    ]
            continue
        named = element.tag == "time" or bool(_DATED.search(names(element)))
        shown = list(_days_shown(text, named))
        if element.tag == "time" and not shown and not _UPDATED.search(names(element)):
            day = first_day(element.get("datetime"))
            shown = [(day, False)] if day else []
        found += [ShownDay(day, at, labelled) for day, labelled in shown]
        if shown or next(days(text), None) is None:
            seen.update(id(below) for below in element.iter())
    return found


def _days_shown(text: str, named: bool) -> Iterator[tuple[date, bool]]:
    """Days in a short text that is about little else, each with whether it is labelled."""
    last = 0
    for day, start, end in days(text):
        before, last = text[last:start], end
        if _UPDATED.search(before):
            continue
        labelled = bool(_SAYS_PUBLISHED.fullmatch(before))
        if named or labelled or len(" ".join(text.split())) <= _MOST_AROUND + end - start:
            yield day, labelled
