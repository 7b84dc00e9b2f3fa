"""Text of others as content for the screen: every control character visible, nothing markup."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from textual.content import Content
from textual.style import Style

from qa.datatypes import Answer, DocumentInfo, Evidence, Filter, Source
from qa.render import phrases
from qa.render.layout import flow
from qa.render.sanitize import visible, visible_line
from tui.glyphs import DOT

CITE, MUTED, SPAN = "$qa-cite", "$qa-muted", "bold underline $qa-span"


def shown(text: str) -> Content:
    """Text that may have several lines."""
    return Content(visible(text).replace("\t", "    "))


def line(text: str, style: str = "") -> Content:
    """Text on one line."""
    return Content.styled(visible_line(text), style)


def quote(evidence: Evidence) -> Content:
    """A quoted sentence with its span marked and its number, which can be clicked."""
    before, span, after = (flow(part) for part in phrases.thirds(evidence))
    number = f"[{evidence.citation}]"
    text = Content.assemble(before.lstrip(), (span, SPAN), after.rstrip(), "\u00a0", (number, CITE))
    at = len(text) - len(number)
    return text.stylize(Style.from_meta({"@click": "open"}), at, len(text))


def source(cited: Source, width: int) -> Content:
    """A cited document: on one line where its title has room there, else on two.

    The title gives way, the place never does.
    """
    title, *about = phrases.headline(cited.document)
    number = f"[{cited.number}] "
    if cited.also_in:
        about.append(f"also in {len(cited.also_in)} more")
    place = phrases.place(cited.path, cited.lines)
    rest = DOT.join([*about, place])
    room = width - len(number) - Content(DOT + rest).cell_length
    if room >= min(40, Content(title).cell_length):
        told = Content.assemble((number, CITE), _fitting(title, room), (DOT + rest, MUTED))
    else:
        title = _fitting(title, max(8, width - len(number)))
        indent = "\n" + " " * len(number)
        below = "".join(indent + each for each in fitted([*about, place], width - len(number)))
        told = Content.assemble((number, CITE), title, (below, MUTED))
    return told.stylize(Style.from_meta({"@click": "open"}), 0, len(number) - 1)


def fitted(said: list[str], width: int) -> list[str]:
    """What is said, side by side as far as it fits, in as many lines as it takes."""
    lines: list[str] = []
    for each in said:
        if lines and Content(lines[-1] + DOT + each).cell_length <= width:
            lines[-1] += DOT + each
        else:
            lines.append(each)
    return lines


def footer(answer: Answer, typed: str, width: int) -> Content:
    """How sure, over how much, how long, and what was understood when that is something else."""
    said: list[str] = []
    if sure := phrases.sureness(answer):
        said.append(sure)
    passages = phrases.counted(answer.searched_passages, "passage")
    said.append(f"{passages} of {phrases.counted(answer.searched_documents, 'document')} searched")
    total = next((t.milliseconds for t in answer.timings if t.stage == "total"), None)
    if total is not None:
        said.append(f"{total / 1000:.2f} s")
    if visible_line(answer.question) != visible_line(typed):
        said.append(f"taken as “{visible_line(answer.question)}”")
    return Content.styled("\n".join(fitted(said, width)), MUTED)


def headline(document: DocumentInfo) -> str:
    """Title, who and when on one line."""
    return DOT.join(phrases.headline(document))


def restriction(only: Filter, titles: dict[str, str]) -> str:
    """What questions are restricted to, in words; `titles` by source."""
    said: list[str] = []
    if len(only.sources) == 1:
        said.append(visible_line(titles.get(only.sources[0], only.sources[0])))
    elif only.sources:
        said.append(phrases.counted(len(only.sources), "document"))
    if only.since and only.until:
        said.append(f"{only.since} to {only.until}")
    elif only.since:
        said.append(f"since {only.since}")
    elif only.until:
        said.append(f"until {only.until}")
    return DOT.join(said)


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
