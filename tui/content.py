"""Text of others as content for the screen: every control character visible, nothing markup."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from textual.content import Content
from textual.style import Style

from qa.datatypes import Answer, DocumentInfo, Filter, Source
from qa.render import phrases
from qa.render.sanitize import visible, visible_line
from tui.glyphs import DOT

CITE, MUTED, SPAN = "$qa-cite", "$qa-muted", "bold underline $qa-span"


def shown(text: str) -> Content:
    """Text that may have several lines."""
    return Content(visible(text).replace("\t", "    "))


def line(text: str, style: str = "") -> Content:
    """Text on one line."""
    return Content.styled(visible_line(text), style)


def source(cited: Source, width: int) -> Content:
    """A cited document: on one line where its title has room there, else on two.

    The title gives way, the place never does.
    """
    title, *about = phrases.headline(cited.document)
    number = f"[{cited.number}] "
    if cited.also_in:
        about.append(f"also in {len(cited.also_in)} more")
    place = phrases.place(cited.path, cited.lines, cited.places)
    rest = DOT.join([*about, place])
    room = width - len(number) - Content(DOT + rest).cell_length
    if room >= min(40, Content(title).cell_length):
        shown = Content.assemble((number, CITE), _fitting(title, room), (DOT + rest, MUTED))
    else:
        title = _fitting(title, max(8, width - len(number)))
        indent = "\n" + " " * len(number)
        below = "".join(indent + each for each in fitted([*about, place], width - len(number)))
        shown = Content.assemble((number, CITE), title, (below, MUTED))
    return shown.stylize(Style.from_meta({"@click": "open"}), 0, len(number) - 1)


def fitted(parts: list[str], width: int) -> list[str]:
    """Lay short texts out side by side as far as they fit, in as many lines as it takes."""
    lines: list[str] = []
    for each in parts:
        if lines and Content(lines[-1] + DOT + each).cell_length <= width:
            lines[-1] += DOT + each
        else:
            lines.append(each)
    return lines


def footer(answer: Answer, width: int) -> Content:
    """How sure it is, how much was searched, and how long that took."""
    parts: list[str] = []
    if sure := phrases.sureness(answer):
        parts.append(sure)
    passages = phrases.counted(answer.searched_passages, "passage")
    parts.append(f"{passages} of {phrases.counted(answer.searched_documents, 'document')} searched")
    total = next((t.milliseconds for t in answer.timings if t.stage == "total"), None)
    if total is not None:
        parts.append(f"{total / 1000:.2f} s")
    return Content.styled("\n".join(fitted(parts, width)), MUTED)


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
