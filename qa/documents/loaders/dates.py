"""Publication dates, read only where publications put them. No date is better than a wrong one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from qa.documents.loaders import boilerplate
from qa.documents.loaders.month_names import MONTH, MONTH_NUMBERS
from qa.lexicon import MONTHS, MONTHS_SHORT, WEEKDAYS, WEEKDAYS_SHORT, alternatives

_DAYS = tuple(day[:3].lower() for day in WEEKDAYS)
_MONTH = rf"(?:{alternatives(MONTHS, MONTHS_SHORT).lower()})\.?"
WEEKDAY = rf"(?:{alternatives(WEEKDAYS, WEEKDAYS_SHORT).lower()})\.?"
_MENTION = re.compile(
    rf"(?:\b(?P<weekday>{WEEKDAY}),?\s+)?"
    r"(?:\b(?P<y1>\d{4})-(?P<m1>\d{2})-(?P<d1>\d{2})"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-])"
    rf"|\b(?P<y4>\d{{4}})/(?P<m4>\d{{2}})/(?P<d4>\d{{2}})(?![\d/])"
    rf"|\b(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})\b"
    rf"|\b(?P<d3>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?(?:[ -]| (?:of|de) )(?P<m3>{MONTH})\.?,?"
    r"(?:[ -]| del? )(?P<y3>\d{4})\b"
    r"|(?<![\d./-])(?P<d5>0?[1-9]|[12]\d|3[01])\.\s?(?P<m5>0?[1-9]|1[0-2])\.\s?(?P<y5>\d{4})(?![\d-]|\.\d)"
    r"|(?<![\d./-])(?P<a6>0?[1-9]|[12]\d|3[01])(?P<s6>[/-])(?P<b6>0?[1-9]|[12]\d|3[01])(?P=s6)"
    r"(?P<y6>\d{4})(?![\d/-]))",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    r"\b(?:updated?|modified|edited|changed|amended|corrected|revised|reviewed|accessed|expires?"
    r"|(?<!\w )stand(?=[:\s]))\b",  # German: as things stood
    re.IGNORECASE,
)
_PUBLISH = re.compile(
    r"\b(?:published|posted|first published|publication date|date|datum|fecha|data(?=\s*:)|issued|"
    r"released|filed|created)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]\.?\s?m\b\.?)?|\b\d{1,2}\s*[ap]\.?m\b\.?|"
    r"\b(?:noon|midnight)\b",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\b(?:[ECMP][SD]?T|(?:GMT|UTC)(?:[+-]\d{1,2})?|BST|CES?T|IST|JST|AE[DS]T|HKT|Z|[Ee]astern|"
    r"local time)\b"
)
_LABEL = re.compile(  # of a letter, an invoice, a meeting; not when one is due or ends
    r"\b(?:(?:invoice|bill(?:ing)?|statement|receipt|quote|quotation|estimate|order|letter|document|"
    r"report|meeting|contract|agreement|policy)\s+date|date\s+of\s+(?:issue|(?:(?:the|this)\s+)?(?:invoice|"
    r"bill|statement|letter|meeting|report|agreement|contract))|(?:rechnungs|beleg|ausstellungs|factuur)datum|"
    r"fecha\s+de\s+(?:emisión|factura)|date\s+de\s+(?:la\s+)?facture?|data\s+(?:fattura|da\s+fatura)|(?:our\s+|your\s+)?ref(?:erence)?\b"
    r"[.:\s]{0,3}[\w./-]{1,20}(?=\s|$))",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?:date|datum|fecha|data)\s?:[*_]{0,2}\s?", re.IGNORECASE)
_PARTED = re.compile(r"\s?[.,;|·•–—-](?=\s)")  # what follows is no part of the day
# A letter names the place before its day: "Millbrook, 9 September 2025", "Wien, am 3. Mai 2024".
_PLACE = re.compile(
    r"(?:(?i:(?:press|news|media) release|pressemitteilung)\s*[,:|·•–—-]?\s+)?"
    rf"{boilerplate.CAPITALISED}(?:\s+{boilerplate.CAPITALISED}){{0,2}},\s+(?:den|am|le|the)?\s*"
)
_MET = re.compile(
    r"(?i:(?:(?:draft|approved) )?(?:minutes|notes|protokoll) (?:of|from|der) )?"
    r"(?i:(?:the|our) )?(?!(?i:next|last|previous|following)\b)(?:[A-Z][\w&'’-]*,?\s+){0,6}"
    r"(?:(?!(?:the|an?|in|at|our|next|last|to)\b)[a-z-]+\s+){0,2}"
    r"(?i:meeting|minutes|assembly|agm|egm|session|sitzung|protokoll)"
    r"(?:\s*[,:|–—-])?(?:\s+(?i:held|of|from|on|vom|am|dated?)){0,2}"
)
_NAMES = re.compile(
    rf"{boilerplate.CAPITALISED}(?:\s+(?:{boilerplate.CAPITALISED}|of|the|and|&)){{0,5}}"
)
_FILLER = re.compile(
    r"\b(?:on|at|dated?|datum|fecha|data(?=\s*:)|first|last|published|posted|updated?|modified|edited|changed|amended|"
    r"corrected|revised|created|stand|"
    r"original(?:ly)?|publication|issued|released|filed|\d{1,2}\s+min(?:ute)?s?\s+read|and)\b",
    re.IGNORECASE,
)
# Laws, treaties, licences: "of 9 March 2022", "Made 3rd February 2016", "Version 2, 3 May ...".
_LAW = re.compile(
    r"(?:of|vom|du|del|van|av|af|made|decided|enacted|passed|adopted|ratified|approved|signed|"
    r"effective(?:\s+(?:date|as\s+of|from))?|(?:version|issue|edition|rev(?:ision)?\.?)\s+v?\d[\d.]{0,8})"
    r"(?:,?\s+(?:on|at|dated|of|ratified|adopted|approved|released)){0,2}[\s,:]*",
    re.IGNORECASE,
)
_ASSENT = re.compile(r"\[[^\[\]\n]{8,40}\]")
_YEAR = re.compile(r"\d{4}")  # in every mention
_MAX_LINE = 140
_MAX_MENTIONS = 3
_YEAR_MONTHS = 12
_MAX_MEETING = 6  # words for where a meeting is
_MAX_SECTION = 2  # words after the date: Companies, World News
_MAX_PLACE = 3  # words in capitals before it: NEW YORK
_SEPARATED = re.compile(r"[|·•—–,]\s*$")
_TO_DAY = re.compile(r"\b\d\d?[-–—]$")  # the first day of several
_CONTEXT = 25  # characters before a date in which a label counts

_DATELINE = re.compile(
    rf"(?:(?P<place>[A-Z][\w.'’/ ,-]{{1,70}}?),?\s+)?(?P<month>(?i:{_MONTH}))\s+(?P<day>\d{{1,2}})"
    rf"(?:,?\s+(?P<year>\d{{4}}))?,?\s*(?:\((?P<agency>[A-Za-z][\w .,&/'’-]{{1,40}})\))?"
    r"\s*(?:[-–—]{1,2}|:)\s"
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """What a line that is nothing but dates says; a missing date was not given or is unsound."""

    published: date | None
    updated: date | None
    labelled: bool  # the line itself says which day is which: "published", "updated"
    unsound: bool = False  # an impossible date, or a weekday that contradicts it
    telling: bool = False  # it says what people ask: where it met, what was invoiced
    placed: bool = False  # it begins with a place, as letters do


@dataclass(frozen=True, slots=True)
class Dateline:
    """The beginning of an agency report: place, day, agency."""

    month: int
    day: int
    year: int | None
    agency: str | None

    def on(self, year: int) -> date | None:
        """Give the day in that year; None for 29 February of a common year and the like."""
        return _date(year, self.month, self.day)


@boilerplate.remembered
def date_line(line: str) -> DateLine | None:
    """Read a line made of dates, times, labels and at most a few words; None for any other."""
    if not _YEAR.search(line):
        return None
    line = " ".join(line.split()).strip("*_ ")
    if len(line) > _MAX_LINE:
        return None
    mentions = [match for match in _MENTION.finditer(line) if not _ambiguous(match)]
    if not mentions or len(mentions) > _MAX_MENTIONS:
        return None
    first, last = mentions[0].start(), mentions[-1].end()
    if _TO_DAY.search(line, max(0, first - 4), first):
        return None  # "DELFT 4-7 March 2026": when something lasts, and no day of writing
    telling = bool(_LABEL.search(line, 0, first)) or _meets(
        line[:first], line[last:], bool(mentions[0]["weekday"])
    )
    telling = telling or bool(_LAW.fullmatch(line, 0, first) and not line[last:].strip(" ."))
    telling = telling or bool(_DATED.fullmatch(line, 0, first) and _PARTED.match(line, last))
    placed = bool(_PLACE.fullmatch(line, 0, first))
    if not telling and not _only_furniture(line, first, last, placed):
        return None
    published = updated = None
    previous = 0
    labelled = unsound = False
    for match in mentions:
        label = line[max(previous, match.start() - _CONTEXT) : match.start()]
        previous = match.end()
        found = _of(match)
        if found is None:
            unsound = True
        elif _UPDATE.search(label):
            updated = updated or found
        elif published is None:
            published = found
            labelled = bool(_PUBLISH.search(label))
        elif found != published:
            unsound = True  # two dates and no word on which is which
    if unsound:
        published = updated = None
    # Of two days of which one is called that of a change, the other is that of publication.
    labelled = labelled or bool(published and updated)
    return DateLine(published, updated, labelled, unsound, telling, placed)


def whole_date(text: str) -> date | None:
    """The day that a text is and nothing else: `March 3rd, 2025`."""
    match = _MENTION.fullmatch(text[:_MAX_LINE].strip())
    return _of(match) if match and not _ambiguous(match) else None


def day_of_law(block: str, below: bool) -> DateLine | None:
    """The day in the last line of a title ("Act on ferries", "of 9 March 2022"), or in brackets.

    So the day of assent stands `below` what a law is about: "[12th May 2011]".
    """
    if below:
        return date_line(block) if _ASSENT.fullmatch(block[: _MAX_LINE + 1]) else None
    title, _, last = block[: 2 * _MAX_LINE].rpartition("\n")
    if not title or len(block) > 2 * _MAX_LINE or last[-1] == "." or not _LAW.match(last.strip()):
        return None
    return date_line(last)


def front_matter_date(value: str) -> date | None:
    """Read the date a field of the file's own metadata holds."""
    match = _MENTION.search(value[:_MAX_LINE])
    return _of(match) if match else None


def dateline(text: str) -> Dateline | None:
    """Read `WASHINGTON, Oct 25 (Reuters) - ...` at the beginning of a paragraph."""
    match = _DATELINE.match(text)
    agency = match["agency"] if match else None
    if agency and agency[0].islower() and not boilerplate.agency_named(agency):
        agency = None  # "dpa" is one
    if not match or not (agency or _in_capitals(match["place"])):
        return None  # "On Tuesday, March 3 - the day ..." is running text
    year = match["year"]
    return Dateline(_month(match["month"]), int(match["day"]), int(year) if year else None, agency)


def _in_capitals(place: str | None) -> bool:
    return bool(place) and place is not None and bool(re.match(r"[^\W\da-z_]{3,}", place))


def _meets(before: str, after: str, weekday: bool) -> bool:
    """Whether a day is followed by an hour and a place, as above minutes: 7.30 pm, church hall.

    Or it stands behind what met: "Minutes of the meeting of", "Harlow Club, Thursday".
    """
    who, place = _bare(before), _bare(after)
    if _MET.fullmatch(before.strip()) and (not place or _TIME.search(after)):
        return len(place.split()) <= _MAX_MEETING and place[-1:] not in ("!", "?")
    named = weekday and before.rstrip().endswith(",") and _NAMES.fullmatch(who)
    if (who and not named) or not _TIME.search(after):
        return False
    if ":" in place:
        return False  # what somebody wrote at that hour
    return 0 < len(place.split()) <= _MAX_MEETING and place[-1] not in ".!?"


def _only_furniture(line: str, first: int, last: int, placed: bool) -> bool:
    """Whether what stands around the dates is labels, times, a byline, a publisher, a section."""
    before, between, after = (
        _bare(part) for part in (line[:first], _MENTION.sub(" ", line[first:last]), line[last:])
    )
    if between:
        return False
    if before and not (
        placed
        or boilerplate.byline(before)
        or boilerplate.is_publisher(before)
        or (_SEPARATED.search(line[:first]) and boilerplate.is_names(before))
        or (before.isupper() and len(before.split()) <= _MAX_PLACE)
    ):
        return False
    if not after or boilerplate.byline(after) or boilerplate.is_publisher(after):
        return True
    words = after.split()
    if before or len(words) > _MAX_SECTION or ":" in after:
        return False
    return all(word[0].isupper() for word in words)


def _bare(text: str) -> str:
    for pattern in (_TIME, _ZONE, _LABEL, _FILLER):
        text = pattern.sub(" ", text)
    return " ".join(text.split()).strip(" ,;:|·•—–-/()[]")


def _of(match: re.Match[str]) -> date | None:
    """Make the mention a date; None if impossible or contradicted by its weekday."""
    for year, month, day in (
        ("y1", "m1", "d1"),
        ("y2", "m2", "d2"),
        ("y3", "m3", "d3"),
        ("y4", "m4", "d4"),
        ("y5", "m5", "d5"),
        ("y6", "a6", "b6")
        if match["b6"] and int(match["b6"]) > _YEAR_MONTHS
        else ("y6", "b6", "a6"),
    ):
        if match[year]:
            found = _date(int(match[year]), _month(match[month]), int(match[day]))
            weekday = match["weekday"]
            if found and weekday and _DAYS.index(weekday[:3].lower()) != found.weekday():
                return None
            return found
    return None


def _ambiguous(match: re.Match[str]) -> bool:
    """Of 3/4/2019 nobody knows which is the month."""
    first, second = match["a6"], match["b6"]
    return bool(first) and first != second and max(int(first), int(second)) <= _YEAR_MONTHS


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTH_NUMBERS[text.lower().rstrip(".")]


def _date(year: int, month: int, day: int) -> date | None:
    if not 1700 <= year <= 2100:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
