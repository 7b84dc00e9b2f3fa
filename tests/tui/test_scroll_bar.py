"""The scroll bar of tables looks as Textual's and moves what it belongs to."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.scrollbar import ScrollBar

from tui.widgets.grid import Column, Grid
from tui.widgets.scroll_bar import PlainScrollBar


class Host(App[None]):
    """A table of numbers."""

    CSS = "Grid { overflow-y: scroll; }"

    def compose(self) -> ComposeResult:
        yield Grid([Column("Number", str, int)], id="numbers")


def seen(segment: Segment) -> tuple[object, ...]:
    """What a person sees, and what a click does."""
    style = segment.style or Style()
    drawn = bool(segment.text.strip()) or style.reverse
    ground = None if style.reverse and not segment.text.strip() else style.bgcolor
    return segment.text, style.color if drawn else None, ground, style.reverse, style.meta


@pytest.mark.parametrize(
    ("rows", "cursor"), [(200, 0), (200, 77), (200, 199), (25, 12), (3, 0), (0, 0)]
)
async def test_it_looks_as_textual_s(rows, cursor):
    app = Host()
    async with app.run_test(size=(40, 20)) as pilot:
        grid = app.query_one(Grid)
        grid.show(list(range(rows)))
        grid.cursor = cursor
        await pilot.pause()
        bar = grid.vertical_scrollbar
        assert isinstance(bar, PlainScrollBar)
        whole = Region(0, 0, *bar.size)
        assert bar.size.height == 20
        ours, theirs = bar.render_lines(whole), ScrollBar.render_lines(bar, whole)
        assert [each.text for each in ours] == [each.text for each in theirs]
        for mine, other in zip(ours, theirs, strict=True):
            assert list(map(seen, mine)) == list(map(seen, other))
        assert bar.render_lines(Region(0, 7, 1, 2))[0].text == ours[7].text[:1]


async def test_a_click_scrolls():
    app = Host()
    async with app.run_test(size=(40, 20)) as pilot:
        grid = app.query_one(Grid)
        grid.show(list(range(200)))
        await pilot.pause()
        await pilot.click(grid.vertical_scrollbar, offset=(0, 18))
        await pilot.pause(0.5)
        assert grid.scroll_y > 0
