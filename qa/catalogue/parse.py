"""A question about the collection taken apart by the way it is asked; None when in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from qa.catalogue import periods
from qa.catalogue.event_questions import parse_events
from qa.catalogue.formats import MAILS, ONLY_FORMATS
from qa.catalogue.language import (
    EVENT_NOUNS,
    GENERIC_NOUNS,
    MONTHS,
    NO_MODIFIERS,
    ONLY_PARTS,
    PART_NOUNS,
    SAME_NOUNS,
    SINGULAR,
)
from qa.catalogue.manners import bare
from qa.catalogue.names import is_file, is_name, is_title, names_a_document, unquoted, versions
from qa.catalogue.patterns import NOUN, TIME, Pattern, compiled
from qa.catalogue.question import CatalogueQuestion, Kind, Period
from qa.catalogue.section_questions import parse_section
from qa.catalogue.ways import PATTERNS
from qa.languages import code

# Without one of these there is no time, and nothing to compile for it.
_MAY_BE_TIME = re.compile(
    r"(?<![A-Za-z])(?<![A-Za-z]-)\d\d|\d{4}|\d0'?s"
    rf"|\b(?:today|yesterday|this|last|past|{'|'.join(MONTHS)})\b",
    re.I,
)
# Sentences; an abbreviation ("Mr.") ends none.
_TWO = re.compile(r"[?!]\s|\w{4}\.\s+[A-Z]")
# A topic that asks something is a question about what stands in documents.
_ASKS = re.compile(r"^(?:why|how|whether|if|when|where|who|what|which)\b|\?", re.I)
_VAGUE = re.compile(
    r"^(?:it|that|this|them|they|these|those|him|her|he|she|one|so|to|more|else|there|to be|as"
    r"|the (?:most|least|same|following)|by|in|at|on)(?:\b.{0,12})?$",
    re.I,
)
_FEW_WORDS = 5  # of a name with a version number
_WHOLES = frozenset({"document", "doc", "file", "note"})  # generic, and never parts of one
_MEETINGS = frozenset({"meeting", "minutes", "set of minutes"})
# Nouns that a question leaves out.
_IMPLIED = {
    "release": "release",
    "meeting": "meeting",
    "diary": "diary entry",
    "day": "diary entry",
}
_MINE = re.compile(
    r"\b(?:my|our|the|all|any|open|unfinished|outstanding|remaining|pending|undone|unchecked|still"
    r"|have)\b",
    re.I,
)
_ITEMS = re.compile(
    r"\b(?:my|our|any|open|unfinished|outstanding|remaining|pending|undone|unchecked|done|completed"
    r"|finished|overdue|to[- ]?dos?|check ?lists?|checkbox(?:es)?|action items?)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Marked:
    """A question in which nouns for documents and times are marks; `written` are their words."""

    text: str
    written: tuple[str, ...]

    def restored(self, part: str | None) -> str:
        """A part of `text` as it was typed."""
        if not part:
            return ""
        return _any_mark().sub(lambda match: self.written[int(match[1] or match[2])], part).strip()


def parse(text: str, today: date | None = None) -> CatalogueQuestion | None:
    """What a tidy question asks of the collection, or None; see `qa.catalogue.recognise`."""
    text = bare(text)
    if _TWO.search(text):
        return None
    if found := parse_section(text):
        return found
    if found := parse_events(text, today):
        return replace(found, otherwise=_by_patterns(text, today))
    return _by_patterns(text, today)


def _by_patterns(text: str, today: date | None) -> CatalogueQuestion | None:
    # "Which articles quote Ada": a verb, and no document.
    marked = _marked(_quoting().sub(r"\1\2 quoted ", text) if " quote" in text else text)
    lower = marked.text.lower()
    for pattern in PATTERNS:
        match = compiled(pattern).fullmatch(marked.text) if pattern.may_match(lower) else None
        if match and (found := _taken_apart(pattern, match, marked, today)):
            return found
    return None


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_alternatives(SINGULAR)})\b", re.I)


@cache
def _time() -> re.Pattern[str]:
    return re.compile(rf"\b{periods.WHEN}", re.I)


@cache
def _any_mark() -> re.Pattern[str]:
    return re.compile(r"\x01(\d+)\x02|\x03(\d+)\x04")


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _quoting() -> re.Pattern[str]:
    return re.compile(rf"\b({_alternatives(SINGULAR)})((?: that| which)?) quotes? (?=\S)", re.I)


def _marked(text: str) -> _Marked:
    written: list[str] = []

    def mark(around: tuple[str, str], match: re.Match[str]) -> str:
        written.append(match.group())
        return f"{around[0]}{len(written) - 1}{around[1]}"

    # A quoted title is no place to look for either.
    pieces = re.split(r'("[^"]*")', text)
    for i in range(0, len(pieces), 2):
        timed = pieces[i]
        if _MAY_BE_TIME.search(timed):
            timed = _time().sub(lambda match: mark(TIME, match), timed)
        pieces[i] = _noun().sub(lambda match: mark(NOUN, match), timed)
    return _Marked("".join(pieces), tuple(written))


def _taken_apart(
    pattern: Pattern, match: re.Match[str], marked: _Marked, today: date | None
) -> CatalogueQuestion | None:
    groups = match.groupdict()
    noun, typed, certain = "document", "", bool(groups.get("definite"))
    if groups.get("noun"):
        typed = marked.written[int(groups["noun"])].lower()
        noun = SINGULAR[typed]
        certain = certain or typed != noun
        certain = certain or noun == "minutes"
        if "generic" in groups and (typed == noun or noun not in GENERIC_NOUNS):
            return None
    whole = marked.restored(groups.get("whole"))
    if whole and (noun not in PART_NOUNS or TIME[0] in groups["whole"]):
        return None
    if (whole or noun in ONLY_PARTS) and pattern.relation is None:
        return None  # parts are found by what they say, not counted or dated
    modifiers = tuple(marked.restored(groups.get("modifiers")).lower().split())
    if any(word in NO_MODIFIERS for word in modifiers):
        return None
    topic = marked.restored(groups.get("topic"))
    vague = _VAGUE.search(topic) and not names_a_document(topic)
    if topic and (vague or _ASKS.search(topic)):
        return None
    period: Period | None = None
    if groups.get("when"):
        period = periods.parse(marked.written[int(groups["when"])], today)
        if period is None:
            return None
    if words := groups.get("ahead") or groups.get("overdue"):
        period = periods.ahead(words, today)
    inner = topic
    if topic and period is None and pattern.kind is Kind.SELECT:
        inner, period = _without_time(groups["topic"], marked, today)
    plural = groups.get("noun") is not None and (typed != noun or noun == "minutes")
    asked = marked.restored(match.group())
    if not _satisfied(pattern, topic, noun, period, asked, certain, plural):
        return None
    return CatalogueQuestion(
        kind=pattern.kind,
        topic=unquoted(topic),
        inner=unquoted(inner),
        relation=pattern.relation,
        noun=_IMPLIED.get(pattern.needs, noun) if not groups.get("noun") else noun,
        modifiers=modifiers,
        whole=whole,
        period=period,
        author=unquoted(marked.restored(groups.get("author"))),
        tag=marked.restored(groups.get("tag")).strip("\"'#").lower(),
        language=code(groups.get("language") or "") or "",
        newest=pattern.newest,
        counted=pattern.counted or groups.get("counted") is not None,
        bare=not pattern.first,
        undated=groups.get("undated") is not None,
        changed=groups.get("changed") is not None,
        timed=groups.get("timed") is not None or groups.get("overdue") is not None,
        done=groups.get("done") is not None,
        oldest_first=pattern.oldest_first or " first " in marked.restored(match.group()),
        exact_name=pattern.needs in ("name", "work") and not names_a_document(topic),
        inside="verb" in groups,
        verb=(groups.get("verb") or "").lower(),
    )


def _without_time(topic: str, marked: _Marked, today: date | None) -> tuple[str, Period | None]:
    """A topic without the time at its end, and the time."""
    closing = re.fullmatch(r"(.+?),? \x03(\d+)\x04", topic)
    period = periods.parse(marked.written[int(closing[2])], today) if closing else None
    if closing is None or period is None:
        return marked.restored(topic), None
    return marked.restored(closing[1]), period


def _satisfied(
    pattern: Pattern,
    topic: str,
    noun: str,
    period: Period | None,
    question: str,
    certain: bool,
    plural: bool,
) -> bool:
    """Whether what a pattern needs besides its words is there.

    `certain` is whether the noun is one of certain documents ("the", "my") or a plural.
    """
    match pattern.needs:
        case "name":
            return names_a_document(topic) or is_title(topic)
        case "work":  # only a document of exactly this name is meant: capitals are not needed
            return names_a_document(topic) or is_title(topic, words=1) or is_name(topic)
        case "noun":
            return names_a_document(topic)
        case "time":
            # "What version came out in July 2023?" means one of those that are here.
            certain = certain or (noun in SAME_NOUNS and period is not None and bool(period.since))
            return certain and period is not None
        case "day":
            return period is not None and period.day is not None
        case "stretch" | "release" | "diary":
            return period is not None and period.since is not None and period.until is not None
        case "file":
            return is_file(topic)
        case "version":
            return bool(versions(topic)) and len(topic.split()) <= _FEW_WORDS
        case "release_noun":
            return noun in ("release", "version", "release note")
        case "meeting":
            given = noun in _MEETINGS or (noun == "document" and period is not None)
            return given and (period is None or period.since is not None)
        case "attended":
            return noun in _MEETINGS
        case "many":
            return certain
        case "sent":  # "mail from Ada" is all of it
            return certain or noun in MAILS
        case "dated":  # "mail of 5 December 2024"; "article of 2019" may be a name
            return certain or (period is not None and period.short)
        case "plural":
            return plural
        case "own":  # the last page is one of a book
            return noun not in PART_NOUNS and (noun not in GENERIC_NOUNS or noun in _WHOLES)
        case "mails":
            return noun in MAILS
        case "format":
            return plural and noun in MAILS | ONLY_FORMATS
        case "authored":
            return noun not in (*_MEETINGS, "release", "version", "release note")
        case "whole":
            return certain or noun == "document"
        case "event":
            return noun in EVENT_NOUNS
        case "items":  # "tasks of the kernel" asks what they are
            return bool(_ITEMS.search(question))
        case "mine":  # "what are tasks" asks what they are
            return bool(_MINE.search(question))
    return True
