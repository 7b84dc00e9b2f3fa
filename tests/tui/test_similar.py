"""The documents like one, from the library."""

from __future__ import annotations

from tests.support.fake_backend import DAMAGED
from tests.support.pilot import screen_text, until
from tui.screens.library import LibraryScreen
from tui.screens.similar import SimilarScreen


async def similar(pilot) -> SimilarScreen:
    """What is like the first document of the library."""
    await until(pilot, lambda: pilot.app.state.name)
    await pilot.press("f2")
    await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))
    await until(pilot, lambda: pilot.app.screen.documents.rows)
    await pilot.press("down", "l")
    await until(pilot, lambda: isinstance(pilot.app.screen, SimilarScreen))
    return pilot.app.screen


async def test_they_are_listed_with_how_alike_they_are_and_open_at_the_passage(app):
    async with app.run_test(size=(100, 26)) as pilot:
        screen = await similar(pilot)
        await until(pilot, lambda: screen.grid.rows)
        shown = screen_text(app)
        assert "about the same (61%)" in shown
        assert "1 document like " in shown
        assert "(like line 3): " in " ".join(shown.split())
        await pilot.press("enter")
        await until(pilot, lambda: screen.pane.view.evidence_line)
        await pilot.press("escape")
        assert app.focused is screen.grid
        await pilot.press(*"zzz")
        await until(pilot, lambda: not screen.grid.rows)
        await pilot.press("escape")
        assert isinstance(app.screen, LibraryScreen)


async def test_a_failure_is_said(app, fake):
    fake.fake.fails["similar"] = DAMAGED
    async with app.run_test(size=(80, 24)) as pilot:
        await similar(pilot)
        await until(pilot, lambda: "is damaged" in screen_text(app))
