"""Days that a page shows to people where it says when it was published or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qa.documents.loaders.web.day_text import days, first_day, plausible
from qa.documents.loaders.web.html_nodes import INLINE, Element, Text
from qa.documents.loaders.web.page_parts import names

_UPDATED = re.compile(
    r"updated?|modified|edited|revised|last[ -]?mod|letzte (?:ä|Ä)nderung|"
    r"(?:ge|ver)ändert|aktualisier|bearbeitet|editiert|überarbeitet|\bstand\b|"
    r"mis[e]? à jour|modifié|actualisé|actualizad|modificad|aggiornat|modificat|atualizad|"
    r"bijgewerkt|gewijzigd|更新|修正",
    re.IGNORECASE,
)
# What follows a day, and says the same: "2019.03.26 lastupdate", "2019年3月26日更新".
_UPDATED_BEHIND = re.compile(rf"\W*(?:last\W?)?(?:{_UPDATED.pattern})\W*", re.IGNORECASE)
_CHANGED_ON = re.compile(rf"(?:{_UPDATED.pattern})\w*\W*(?:\w{{1,3}}\W+){{0,2}}\Z", re.IGNORECASE)
# Days of something else: until when an offer is good, when something was looked up or took place.
_OTHER = re.compile(
    r"(?:\b(?:as of|until|till|through|bis|jusqu'au|expires?|accessed|retrieved|visited|joined|"
    r"member since|born|geboren|abgerufen|registriert|dabei seit|mitglied seit|seit|since|ab|from|"
    r"effective|deadline|due|copyright)\b|©|引用日期|閲覧)\W*(?:\w+\W+)?\Z",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\W*(?:first |originally |article |was |zuerst )*(?:published|posted|submitted|created|"
    r"publication date|release date|veröffentlicht(?:ung)?|erschienen|erstellt|erscheinungsdatum|"
    r"publié|publicado|pubblicato|gepubliceerd|datum|date|mise en ligne|written|公開日?|掲載日?|"
    r"投稿日|发布时间)\s*(?:on|am|the|:|：|le|el|il|op|at)?[\s:,]*(?:\w{2,10},?\s*)?",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:^|[ _-])(?:dates?|datum|fecha|data|time|timestamp|timedata|published?|posted|"
    r"post meta|entry meta|meta|byline|dateline|info|submitted|created|entry date|post info|"
    r"article info|headline|entry utility|postmetadata|published on|details|"
    r"header|head|author|subline)(?=[ _-]|$)"
)
# What stands before and after the day with which a report begins.
_PLACE = re.compile(
    r"[(\[]?(?:[^\W\d_][\w.]*(?:[ /-][^\W\d_][\w.]*){0,2}(?:\s?/\s?|,\s*(?:den\s+)?|\s\())?"
)
_AFTER_DATELINE = re.compile(r"(?:[)\]]|\s*[-–—·|:])")
PUBLISHED_NAME = re.compile(
    r"(?:^|[ _-])(?:published?|pub ?date|date published|posted|entry date|post date|"
    r"article date|publish date|publication date|created|first published)(?=[ _-]|$)"
)
_LETTER = re.compile(r"[^\W\d_]")
_MOST_TEXT = 200  # characters of an element that says when and little else
_MOST_AROUND = 40  # characters around the day in a text that is about little else
_MOST_TIME = 20  # characters around a day that may be a weekday and a time
_MOST_LABEL = 40  # characters of an element before it that says what day it is
_WORDS = INLINE - {"br", "time", "wbr", "img"}  # what goes on in the same line
_MOST_SIBLINGS = 20
_NO_DAY = frozenset({"a", "pre", "code", "samp", "kbd", "option", "head", "#root", "html", "body"})


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day that a short text shows; `at` is the place of its element in the page."""

    day: date
    at: int
    labelled: bool  # as that of publication
    updated: bool  # labelled as that of a change
    alone: bool  # it stands in an element for dates, or with nothing but a time and a weekday
    element: Element  # that shows it, the innermost


def shown_days(root: Element) -> list[ShownDay]:
    """Days that short texts show; not those in links to something else."""
    places = {id(element): at for at, element in enumerate(root.iter())}
    found: list[ShownDay] = []
    seen: set[int] = set()  # elements whose text has been read with that of one above
    for element in root.iter():
        if id(element) in seen:
            continue
        if element.tag in _NO_DAY:
            if element.tag not in ("#root", "html", "body"):
                seen.update(id(below) for below in element.iter())
            continue
        text = element.text(_MOST_TEXT + 1)
        if element.tag == "blockquote" and len(text) <= _MOST_TEXT:
            seen.update(id(below) for below in element.iter())  # an example, or what others said
            continue
        shown: list[ShownDay] = []
        if len(text) <= _MOST_TEXT:
            shown = list(_days_of(element, text, places))
            if shown or next(days(text), None) is None:
                # What a time element says to machines stands in none of the text above.
                below = [e for e in element.iter() if shown or e.tag != "time"]
                seen.update(id(each) for each in below)
        if not shown:
            shown = list(_own_days(element, places))
        found += [each for each in shown if plausible(each.day)]
    return found


def is_updated(element: Element) -> bool:
    """Whether its names say that its day is that of a change."""
    if element.get("itemprop") == "datePublished":
        return False
    said = names(element)
    return element.get("itemprop") == "dateModified" or (
        bool(_UPDATED.search(said)) and not PUBLISHED_NAME.search(said)
    )


def says_changed(text: str) -> bool:
    """Whether a text says when the page was changed and nothing else."""
    if len(text) > _MOST_AROUND * 2:
        return False
    found = next(_days_in(text), None)
    return found is not None and bool(_CHANGED_ON.search(found[2])) and found[4] <= _MOST_AROUND


def _is_dated(element: Element) -> bool:
    return element.tag == "time" or bool(_DATED.search(names(element)))


def _days_of(element: Element, text: str, places: dict[int, int]) -> Iterator[ShownDay]:
    """Days in the short text of an element, each at the innermost element that shows it."""
    if element.tag == "time" and next(days(text), None) is None:
        if day := first_day(element.get("datetime")):
            yield ShownDay(day, places[id(element)], False, is_updated(element), True, element)
        return
    named = _is_dated(element)
    for day, words, before, behind, around in _days_in(text):
        label = before if _LETTER.search(before) else _label_before(element)
        if _OTHER.search(label):
            continue
        labelled = bool(_PUBLISHED.fullmatch(label))
        if not (named or labelled or around <= _MOST_AROUND):
            continue
        inner = _innermost(element, words)
        changed = _changed(label, behind) or (not labelled and any(map(is_updated, inner)))
        alone = named or labelled or around <= _MOST_TIME or any(map(_is_dated, inner))
        yield ShownDay(day, places[id(inner[-1])], labelled, changed, alone, inner[-1])


def _changed(label: str, behind: str) -> bool:
    """Whether the words before a day, or those behind it, say that something was changed then."""
    return bool(_UPDATED.search(label) or _UPDATED_BEHIND.fullmatch(behind))


def _own_days(element: Element, places: dict[int, int]) -> Iterator[ShownDay]:
    """Days in runs of text that stand directly in an element of much text."""
    if day := _dateline(element):
        yield ShownDay(day, places[id(element)], False, False, True, element)
    named = _is_dated(element)
    for number, child in enumerate(element.children):
        if not isinstance(child, Text) or not 5 < len(child.text) < _MOST_TEXT:
            continue
        beside = element.children[max(0, number - 1) : number + 2]
        apart = not any(isinstance(e, Element) and e.tag in _WORDS for e in beside)
        for day, _, before, behind, around in _days_in(child.text):
            label = before if number or _LETTER.search(before) else _label_before(element)
            labelled = bool(_PUBLISHED.fullmatch(label))
            if _OTHER.search(label) or not (labelled or around <= _MOST_AROUND):
                continue
            changed = _changed(label, behind)
            alone = labelled or (around <= _MOST_TIME and (apart or named))
            yield ShownDay(day, places[id(element)], labelled, changed, alone, element)


def _dateline(element: Element) -> date | None:
    """The day that a paragraph begins with: `(18.01.2018) The`, `Berlin, 13.10.2021 - The`."""
    first = next((c for c in element.children if isinstance(c, Element) or c.text.strip()), None)
    if first is None or (isinstance(first, Element) and first.tag not in INLINE):
        return None
    text = element.text(_MOST_LABEL * 2)
    for day, start, end in days(text):
        if _PLACE.fullmatch(text, 0, start) and _AFTER_DATELINE.match(text, end):
            return day
        break
    return None


def _days_in(text: str) -> Iterator[tuple[date, str, str, str, int]]:
    """Each day with its words, the text since the one before, all behind it, how much is around."""
    last = 0
    length = len(" ".join(text.split()))
    for day, start, end in days(text):
        yield day, text[start:end], text[last:start], text[end:], length - (end - start)
        last = end


def _innermost(element: Element, words: str) -> list[Element]:
    """The elements from this one down to the smallest that shows the words."""
    chain = [element]
    while True:
        inside = (child for child in chain[-1].children if isinstance(child, Element))
        inner = next((e for e in inside if words in e.text(_MOST_TEXT + 1)), None)
        if inner is None:
            return chain
        chain.append(inner)


def _label_before(element: Element) -> str:
    """The short text that stands before an element in the same one: `Published`."""
    if element.parent is None or len(element.parent.children) > _MOST_SIBLINGS:
        return ""
    before = ""
    for child in element.parent.children:
        if child is element:
            return before
        text = child.text.strip() if isinstance(child, Text) else child.text(_MOST_LABEL + 1)
        if text:
            before = text if len(text) <= _MOST_LABEL else ""
    return ""
