"""Text of others as content for the screen: every control character visible, nothing markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from textual.content import Content

from qa.datatypes import Answer, DocumentInfo, Filter, Source, Strength
from qa.render import phrases
from qa.render.layout import break_lines
from qa.render.sanitize import visible, visible_line
from tui import glyphs
from tui.failures import commands_as_keys
from tui.glyphs import DOT
from tui.short_names import shortened

_LEAST_TEXT = 24  # cells of a text before what is said about it is shortened
CITE, MUTED, SPAN = "$qa-cite", "$qa-muted", "bold underline $qa-span"


def shown(text: str) -> Content:
    """Text that may have several lines."""
    return Content(visible(text).replace("\t", "    "))


def line(text: str, style: str = "") -> Content:
    """Text on one line."""
    return Content.styled(visible_line(text), style)


def source(cited: Source, width: int) -> Content:
    """A cited document on two lines: its title; who, when and where.

    The title gives way, the place never does: it takes more lines where it is long.
    """
    title, *about = phrases.headline(cited.document)
    number = f"[{cited.number}] "
    if cited.also_in:
        about.append(f"also in {len(cited.also_in)} more")
    about.append(phrases.place(shortened(cited.path), cited.lines, cited.places))
    room = max(8, width - len(number))
    indent = "\n" + " " * min(len(number), width - room)
    below = [each for text in fitted(about, room) for each in _broken(text, room)]
    return Content.assemble(
        (number, CITE), _fitting(title, room), ("".join(indent + each for each in below), MUTED)
    )


def _broken(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in break_lines(text, width)]


def offer(sign: str, text: str, about: str, width: int) -> Content:
    """One line to choose: what it is, and about it; the first gives way."""
    after = f"{DOT}{about}" if about else ""
    room = width - len(sign) - 1 - Content(after).cell_length
    if room < min(16, len(text)):  # no room for both
        after, room = "", width - len(sign) - 1
    shown = _fitting(visible_line(text), max(1, room))
    return Content.assemble((f"{sign} ", CITE), shown, (after, MUTED))


def ends(text: str | Content, abouts: Sequence[str], width: int) -> Content:
    """A line with a text at its left end, and what is said about it at the right.

    Of `abouts`, the longest first, the one that leaves the text room; else none.
    """
    shown = text if isinstance(text, Content) else Content(visible_line(text))
    least = min(shown.cell_length, _LEAST_TEXT)
    fitting = (each for each in abouts if width - Content(each).cell_length - 2 >= least)
    about = Content(next(fitting, ""))
    room = max(1, width - about.cell_length - (2 if about else 0))
    if shown.cell_length > room:
        shown = shown.truncate(room, ellipsis=True)
    gap = " " * max(0, width - shown.cell_length - about.cell_length)
    return Content.assemble(shown, gap if about else "", (about.plain, MUTED))


def fitted(parts: list[str], width: int) -> list[str]:
    """Lay short texts out side by side as far as they fit, in as many lines as it takes."""
    lines: list[str] = []
    for each in parts:
        if lines and Content(lines[-1] + DOT + each).cell_length <= width:
            lines[-1] += DOT + each
        else:
            lines.append(each)
    return lines


_SIGNS: dict[Strength, tuple[int, str]] = {
    Strength.STRONG: (3, "strong"),
    Strength.LIKELY: (2, "likely"),
    Strength.WEAK: (1, "weak: these may not answer it"),
}


def confidence(answer: Answer) -> Content | None:
    """How sure an answer is: `●●○ likely 64%`. None where nothing measured it."""
    if not answer.answered or answer.confidence is None or answer.strength is None:
        return None
    full, word = _SIGNS[answer.strength]
    style = "$qa-refusal" if answer.strength is Strength.WEAK else "$qa-done"
    signs = glyphs.SURE * full + glyphs.UNSURE * (3 - full)
    return Content.assemble(
        (f"{signs} {word}", f"bold {style}"), (f"  {answer.confidence:.0%}", MUTED)
    )


def differing(answer: Answer, width: int) -> Content:
    """What sources say that contradict each other, no side of it broken where it fits a line."""
    return Content.styled("\n".join(fitted(phrases.differing_sides(answer), width)), MUTED)


def searched(answer: Answer, width: int) -> Content:
    """How much was searched, and how long the answer took."""
    passages = phrases.counted(answer.searched_passages, "passage")
    parts = [f"{passages} of {phrases.counted(answer.searched_documents, 'document')} searched"]
    total = next((t.milliseconds for t in answer.timings if t.stage == "total"), None)
    if total is not None:
        parts.append(f"{total / 1000:.2f} s")
    return Content.styled("\n".join(fitted(parts, width)), MUTED)


_PREFERRED = re.compile(r'"(?P<words>[^"]+)"[^"]*; --no-dates leaves dates aside\.')


def preferred_time(answer: Answer) -> str:
    """The time whose documents were preferred, as the question names it; "" for none."""
    found = next(filter(None, map(_PREFERRED.search, answer.notes)), None)
    return visible_line(found["words"]) if found else ""


def notes(answer: Answer) -> list[str]:
    """Its sentences for people, safe to show, without the one on the preferred time."""
    others = [each for each in answer.remarks if not _PREFERRED.search(each)]
    return [visible_line(_ELSEWHERE.sub(_short, commands_as_keys(each))) for each in others]


_ELSEWHERE = re.compile(r"(?<=^Elsewhere: ).+?(?=(?: and [\d,]+ other documents?)? may answer it)")


def _short(path: re.Match[str]) -> str:
    return shortened(path.group())


def headline(document: DocumentInfo) -> str:
    """Title, who and when on one line."""
    return DOT.join(phrases.headline(document))


def restriction(only: Filter, titles: dict[str, str]) -> str:
    """What questions are restricted to, in words; `titles` by source."""
    parts: list[str] = []
    if len(only.sources) == 1:
        parts.append(visible_line(titles.get(only.sources[0], only.sources[0])))
    elif only.sources:
        parts.append(phrases.counted(len(only.sources), "document"))
    if only.paths:
        parts.append("in " + ", ".join(visible_line(each.lstrip("/")) for each in only.paths))
    if only.since and only.until:
        parts.append(f"{only.since} to {only.until}")
    elif only.since:
        parts.append(f"since {only.since}")
    elif only.until:
        parts.append(f"until {only.until}")
    return DOT.join(parts)


def folder(path: str) -> str:
    """A folder as people say it: from here, or from their home."""
    place = Path(path)
    for base, sign in ((Path.cwd(), ""), (Path.home(), "~/")):
        if place.is_relative_to(base) and place != base:
            return phrases.file_name(f"{sign}{place.relative_to(base)}")
    return phrases.file_name(path)


def day(value: date | str | None) -> str:
    """A date for a column; of a time only the day."""
    return visible_line(str(value)[:10]) if value else ""


def _fitting(text: str, room: int) -> str:
    content = Content(text)
    return text if content.cell_length <= room else content.truncate(room, ellipsis=True).plain
