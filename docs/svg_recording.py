"""Frames of a terminal as one animated SVG: no script, no fonts, nothing loaded from elsewhere.

A row is drawn once for all the time that it looks the same, and shown and hidden by SMIL, which
browsers also play in an <img>. A viewer without animation shows the frame chosen as the poster.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme

CELL, LINE, SIZE = 8.4, 19, 14  # pixels: width and height of a cell, of the font
_MARGIN = 14
_FONT = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a row in one style: from column `x`, over `cells` columns."""

    x: int
    cells: int
    text: str
    colour: str
    ground: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


Row = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands on the screen, and for how many seconds."""

    rows: tuple[Row, ...]
    seconds: float


def row(segments: Iterable[Segment], theme: TerminalTheme) -> Row:
    """A line of a terminal as spans; neighbours that look the same are one."""
    spans: list[Span] = []
    x = 0
    for segment in segments:
        style, cells = segment.style or Style.null(), segment.cell_length
        colour, ground = _colours(style, theme)
        made = Span(
            x, cells, segment.text, colour, ground,
            bool(style.bold), bool(style.italic), bool(style.underline),
        )  # fmt: skip
        before = spans[-1] if spans else None
        if before and _look(before) == _look(made):
            text = before.text + made.text
            spans[-1] = Span(before.x, before.cells + cells, text, *_look(made))
        elif cells:
            spans.append(made)
        x += cells
    return tuple(spans)


def animated(frames: Sequence[Frame], *, ground: str, label: str, poster: int) -> str:
    """The frames, shown one after the other for ever; `poster` is the number of a frame."""
    width = max(span.x + span.cells for frame in frames for each in frame.rows for span in each)
    height = max(len(frame.rows) for frame in frames)
    total = sum(frame.seconds for frame in frames)
    shown: dict[tuple[int, Row], list[tuple[float, float]]] = {}
    at = 0.0
    for frame in frames:
        for y, each in enumerate(frame.rows):
            times = shown.setdefault((y, each), [])
            if times and abs(times[-1][1] - at) < 1e-9:
                times[-1] = (times[-1][0], at + frame.seconds)
            else:
                times.append((at, at + frame.seconds))
        at += frame.seconds
    names: dict[str, str] = {}
    drawn = [
        _row(y, each, ground, names, _times(times, total), frames[poster].rows[y] == each)
        for (y, each), times in shown.items()
    ]
    w, h = round(width * CELL + 2 * _MARGIN), height * LINE + 2 * _MARGIN
    styles = "".join(f".{name}{{{rule}}}" for rule, name in names.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" role="img"'
        f' aria-label="{escape(label)}">\n<title>{escape(label)}</title>\n'
        f"<style>text{{font:{SIZE}px {_FONT};white-space:pre}}{styles}</style>\n"
        f'<rect width="{w}" height="{h}" rx="8" fill="{ground}"/>\n'
        + "".join(each for each in drawn if each)
        + "</svg>\n"
    )


def _times(times: list[tuple[float, float]], total: float) -> str:
    """When a row is seen, as the element that animates it; "" for always."""
    if times == [(0.0, total)] or abs(times[0][1] - times[0][0] - total) < 1e-9:
        return ""
    moments: list[tuple[float, str]] = []
    for start, end in times:
        moments += [(start, "visible"), (end, "hidden")]
    if moments[0][0] > 0:
        moments.insert(0, (0.0, "hidden"))
    moments = [each for each in moments if each[0] < total - 1e-9]
    keys = ";".join(f"{at / total:.5f}".rstrip("0").rstrip(".") for at, _ in moments)
    values = ";".join(value for _, value in moments)
    return (
        f'<animate attributeName="visibility" calcMode="discrete" dur="{total:.2f}s"'
        f' repeatCount="indefinite" keyTimes="{keys}" values="{values}"/>'
    )


def _row(
    y: int, spans: Row, ground: str, names: dict[str, str], animation: str, on_poster: bool
) -> str:
    top = _MARGIN + y * LINE
    parts: list[str] = []
    for span in spans:
        left = _MARGIN + span.x * CELL
        if span.ground != ground:
            parts.append(
                f'<rect x="{left:.1f}" y="{top}" width="{span.cells * CELL:.1f}"'
                f' height="{LINE}" fill="{span.ground}"/>'
            )
        text = span.text.rstrip(" ")
        blank = len(text) - len(text.lstrip(" "))
        text = text.lstrip(" ")
        if not text:
            continue
        cells = span.cells - blank - (len(span.text) - len(span.text.rstrip(" ")))
        name = names.setdefault(_rule(span), f"s{len(names)}")
        parts.append(
            f'<text class="{name}" x="{left + blank * CELL:.1f}" y="{top + SIZE}"'
            f' textLength="{cells * CELL:.1f}">{escape(text, quote=False)}</text>'
        )
    if not parts:
        return ""
    hidden = ' visibility="hidden"' if animation and not on_poster else ""
    return f"<g{hidden}>{''.join(parts)}{animation}</g>\n"


def _rule(span: Span) -> str:
    rule = f"fill:{span.colour}"
    rule += ";font-weight:bold" if span.bold else ""
    rule += ";font-style:italic" if span.italic else ""
    return rule + (";text-decoration:underline" if span.underline else "")


def _look(span: Span) -> tuple[str, str, bool, bool, bool]:
    return span.colour, span.ground, span.bold, span.italic, span.underline


def _colours(style: Style, theme: TerminalTheme) -> tuple[str, str]:
    front = style.color.get_truecolor(theme) if style.color else theme.foreground_color
    back = (
        style.bgcolor.get_truecolor(theme, foreground=False)
        if style.bgcolor
        else theme.background_color
    )
    if style.reverse:
        front, back = back, front
    return front.hex, back.hex
