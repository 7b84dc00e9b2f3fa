"""Words, numbers and places as the text and Markdown writers both show them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from qa.datatypes import Refusal
from qa.datatypes.places import lines_of, places_of, several
from qa.languages import name
from qa.render.sanitize import visible, visible_line
from qa.wording import counted as counted
from qa.wording import day_in_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from qa.datatypes import (
        Answer,
        DifferingAnswer,
        Document,
        DocumentInfo,
        Evidence,
        Hit,
        Place,
        SideScore,
        Source,
    )

REFUSAL = "Not in your documents."
NO_CLEAR_ANSWER = "No clear answer in your documents."
HEADINGS_APART = " › "
NOTHING = "Nothing found."
_DIGITS, _LONG_NUMBER = re.compile(r"\d+"), 16
_SAME_TIME = timedelta(days=31)  # between documents that speak of one time
_LONGEST = 48  # characters of an answer, a title or a word in a line of several
_PICTURES = {ord("\t"): "␉", ord("\n"): "␊"}


def headline(document: DocumentInfo | Document) -> list[str]:
    """Return title, agency (else author) and date: those that are known, each safe to show."""
    published = document.published.isoformat() if document.published else ""
    title = visible_line(document.title) or visible_line(document.source)
    who = visible_line(document.agency or "") or visible_line(document.author or "")
    return [part for part in (title, who, published) if part]


def description(document: DocumentInfo | Document) -> list[str]:
    """Return the headline, with where the date was found, and the language.

    `2024-05-02 (file name)`, `German`.
    """
    parts = headline(document)
    if document.published and document.date_origin:
        parts[-1] += f" ({document.date_origin.value})"
    return parts + language(document)


def by_number(text: str) -> str:
    """Return a key that sorts texts as people number them: `Chapter 2` before `Chapter 10`."""
    return _DIGITS.sub(lambda digits: digits[0].zfill(_LONG_NUMBER), text.casefold())


def local_time(when: str | None) -> str:
    """Return a time in ISO 8601 as the clock here shows it: `2026-11-27 21:54`; "" for none."""
    try:
        return f"{datetime.fromisoformat(when or '').astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return ""


def language(document: DocumentInfo | Document) -> list[str]:
    """Return the name of the language as a list of one; an empty one where it is not known."""
    return [name(document.language)] if document.language else []


def place(path: str, lines: Iterable[int | None], places: Sequence[tuple[Place, ...]] = ()) -> str:
    """Return `path:15,17` or `path, page 3; page 7` as citations read, safe to show."""
    numbers = ",".join(str(line) for line in lines if line is not None)
    shown = f"{file_name(path)}:{numbers}" if numbers else file_name(path)
    return ", ".join(filter(None, (shown, visible_line(several(places)))))


def file_name(path: str) -> str:
    """Return a path safe to show in one line, its spaces as they are: it is there to be copied."""
    return visible(path).translate(_PICTURES)


def shares_citation(evidence: Evidence, after: Evidence) -> bool:
    """Whether two units stand side by side in one line of one document: one [n] serves both."""
    return (
        len(evidence.parts) < 2 > len(after.parts)
        and evidence.citation == after.citation
        and (evidence.line, evidence.place) == (after.line, after.place)
        and 0 <= after.start - evidence.end <= 3
    )


def thirds(evidence: Evidence) -> tuple[str, str, str]:
    """Return the text of a unit cut into what is before, in and after the answer span."""
    from qa.render.units import offset_in_text

    if evidence.span is None:
        return evidence.text, "", ""
    low, high = (offset_in_text(evidence, offset) for offset in evidence.span)
    return evidence.text[:low], evidence.text[low:high], evidence.text[high:]


def title_path(document: DocumentInfo, headings: Sequence[str]) -> str:
    """Return the title and the headings below it, as `Title › Section`, safe to show."""
    title, *_ = headline(document)
    return HEADINGS_APART.join([title, *below_title(document, headings)])


def hit_headline(hit: Hit) -> list[str]:
    """Return the title with the headings above a passage, agency (else author) and date."""
    headings = hit.passage.heading.split(HEADINGS_APART) if hit.passage.heading else ()
    _, *about = headline(hit.document)
    return [title_path(hit.document, headings), *about]


def below_title(document: DocumentInfo, headings: Sequence[str]) -> list[str]:
    """Return headings safe to show, without a first one that only repeats the title."""
    shown = [line for line in map(visible_line, headings) if line]
    if shown and shown[0].casefold() == visible_line(document.title).casefold():
        del shown[0]
    return shown


class Section(NamedTuple):
    """Where a source is cited under one path of headings."""

    headings: tuple[str, ...]
    lines: tuple[int, ...]
    places: tuple[tuple[Place, ...], ...]


def sections(answer: Answer, source: Source) -> list[Section]:
    """Return the heading paths under which a source is cited, each with its places in the file."""
    quotes: dict[tuple[str, ...], list[Evidence]] = {}
    for quote in answer.evidence or answer.misses:
        if quote.citation == source.number:
            path = tuple(below_title(source.document, quote.headings))
            quotes.setdefault(path, []).append(quote)
    if len(quotes) < 2:
        return [Section(next(iter(quotes), ()), source.lines, source.places)]
    return [
        Section(path, lines_of(q.line for q in found), places_of(q.place for q in found))
        for path, found in quotes.items()
    ]


def headings_apart(section: Section) -> str:
    """Return the headings of a section, without those that its places name as well."""
    steps = [step for place in section.places for step in place]
    named = {step.label for step in steps if step.name.endswith(step.label)}
    return HEADINGS_APART.join(each for each in section.headings if each not in named)


def sureness(answer: Answer) -> str:
    """Return how sure an answer is, in a word and a number; "" for a refusal."""
    if not answer.answered or answer.confidence is None or answer.strength is None:
        return ""
    return f"Evidence: {answer.strength} ({answer.confidence:.0%})"


def caveats(answer: Answer) -> str:
    """Return how sure an answer is and which words of its question no document has, or ""."""
    if not answer.answered:
        return ""
    where = "the documents asked" if answer.restricted else "your documents"
    missing = nowhere(answer.missing_terms, where)
    sure = sureness(answer)
    return f"{sure}. {missing}" if sure and missing else sure or missing


def differing(answer: Answer) -> str:
    """Return what sources say that contradict each other, with their dates, newest first; or "".

    `Sources differ: 14 (AP, 3 May 2019) · 12 (Reuters, 2 May 2019, and 2 others)`. Days that are
    far apart may both be true of their time, so the words say of which: `40 (as of 1 June 2018)`.
    """
    return " · ".join(differing_sides(answer))


def differing_sides(answer: Answer) -> list[str]:
    """Return the parts of `differing`, one for each side."""
    days = [each.document.published for each in answer.differing]
    known = [day for day in days if day]
    apart = len(known) == len(days) and len(days) > 1 and max(known) - min(known) > _SAME_TIME
    called = [_called(each.document) for each in answer.differing]
    alike = len(set(called)) < len(called)  # then they are named by their files
    sides = [_one_side(each, apart, alike) for each in answer.differing]
    return [f"Sources differ: {sides[0]}", *sides[1:]] if sides else []


def _called(document: DocumentInfo) -> tuple[str, object]:
    return (visible_line(document.agency or "") or headline(document)[0], document.published)


def _one_side(side: DifferingAnswer, apart: bool, by_file: bool) -> str:
    yes = {True: "yes", False: "no", None: _cut(visible_line(side.words))}[side.yes]
    document = side.document
    about = [file_name(document.source) if by_file else _cut(_called(document)[0])]
    if day := document.published:
        about.append(f"{'as of ' if apart else ''}{day_in_words(day)}")
    if others := len(side.also_in):
        about.append(f"and {counted(others, 'other')}")
    return f"{yes} ({', '.join(about)})"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def refusal(answer: Answer) -> str:
    """Return the sentences of a refusal: what was searched of how much, and what stands nowhere.

    A claim about documents that were not read is never made.
    """
    if answer.not_searched and answer.restricted:
        files = f"{counted(answer.not_searched, 'file')} that may be among those asked"
        start = (
            f"No answer in {_these(answer)}; {files} {_are(answer.not_searched)} not indexed yet."
        )
    elif answer.not_searched:
        total = answer.searched_documents + answer.not_searched
        if answer.searched_documents:
            others = "others are" if answer.not_searched > 1 else "other is"
            start = f"No answer in {answer.searched_documents:,} of {counted(total, 'document')}; "
            start += f"the {others} not indexed yet."
        else:
            start = f"No answer: of {counted(total, 'document')} none is indexed yet."
    elif answer.restricted:
        unclear = answer.refusal is Refusal.NO_CLEAR_ANSWER
        start = f"{'No clear answer' if unclear else 'Not'} in {_these(answer)}."
    elif answer.refusal is Refusal.NO_CLEAR_ANSWER:
        start = NO_CLEAR_ANSWER
    else:
        start = REFUSAL
    return " ".join(filter(None, (start, nowhere(answer.missing_terms))))


def _these(answer: Answer) -> str:
    """Return the documents that a restricted question was asked of, for a sentence."""
    these = counted(answer.searched_documents, "document")
    return f"these {these}" if answer.searched_documents > 1 else f"the {these} asked"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def understood(answer: Answer) -> list[str]:
    """Return what was searched for instead of the question, where something else was."""
    lines: list[str] = []
    if answer.interpretation is not None and answer.interpretation != answer.question:
        lines.append(f"taken as: {visible_line(answer.interpretation)}")
    if answer.corrections:
        words = " ".join(visible_line(searched) for _, searched in answer.corrections)
        lines.append(f"searched for: {words}")
    return lines


def within(source: str, files: Collection[str]) -> bool:
    """Whether a document is one of these files, or stands in one of them."""
    parts = source.split("/")
    return any("/".join(parts[:end]) in files for end in range(len(parts), 0, -1))


def nowhere(terms: Sequence[str], where: str = "them") -> str:
    """Return the sentence that names the words found nowhere, or ""."""
    if not terms:
        return ""
    return f"Nowhere in {where}: " + ", ".join(f'"{_cut(visible_line(t))}"' for t in terms) + "."


def side(score: SideScore | None) -> str:
    """Return one side's score and rank for people."""
    return f"{score.score:.3f} (#{score.rank})" if score else "-"
