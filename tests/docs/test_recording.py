"""The animated SVG of a session: what is seen when, and that it loads nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme

DOCS = Path(__file__).parents[2] / "docs"
THEME = TerminalTheme((0, 0, 0), (255, 255, 255), [(0, 0, 0)] * 8)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def recording(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS))
    import svg_recording

    yield svg_recording
    sys.modules.pop("svg_recording", None)


def test_a_row_is_shown_while_it_stands_there(recording):
    def row(text: str):
        return recording.row([Segment(text)], THEME)

    frames = [
        recording.Frame((row("same"), row("one")), 1.0),
        recording.Frame((row("same"), row("two")), 2.0),
        recording.Frame((row("same"), row("one")), 1.0),
    ]
    picture = recording.animated(frames, ground="#000000", label="A & B", poster=1)
    root = ElementTree.fromstring(picture)
    found = {}
    for group in root.iter(f"{SVG}g"):
        times = group.find(f"{SVG}animate")
        (text,) = group.iter(f"{SVG}text")
        keys = {} if times is None else dict(
            zip(times.get("keyTimes").split(";"), times.get("values").split(";"), strict=True)
        )  # fmt: skip
        found[text.text] = (group.get("visibility"), keys)
    assert found["same"] == (None, {})
    assert found["one"] == ("hidden", {"0": "visible", "0.25": "hidden", "0.75": "visible"})
    assert found["two"] == (None, {"0": "hidden", "0.25": "visible", "0.75": "hidden"})


def test_looks_and_hostile_text(recording):
    segments = [
        Segment("  <b>", Style(bold=True)),
        Segment("&", Style(bold=True)),
        Segment(" x ", Style(reverse=True)),
    ]
    made = recording.row(segments, THEME)
    assert [(each.x, each.cells, each.text) for each in made] == [(0, 6, "  <b>&"), (6, 3, " x ")]
    assert (made[1].colour, made[1].ground) == ("#000000", "#ffffff")
    frames = [recording.Frame((made,), 1.0)]
    root = ElementTree.fromstring(recording.animated(frames, ground="#000000", label="x", poster=0))
    assert [each.text for each in root.iter(f"{SVG}text")] == ["<b>&", "x"]


def test_the_recording_is_small_and_loads_nothing():
    path = DOCS / "pictures" / "session.svg"
    assert path.stat().st_size < 400_000
    root = ElementTree.parse(path).getroot()
    assert {each.tag.removeprefix(SVG) for each in root.iter()} == {
        "svg", "title", "style", "rect", "g", "text", "animate",
    }  # fmt: skip
    assert not [name for each in root.iter() for name in each.attrib if "href" in name]
