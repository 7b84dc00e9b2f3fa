"""The timeline: dated evidence in order, opened at the words."""

from __future__ import annotations

from dataclasses import replace

from tests.support.fake_backend import DAMAGED, TURKEY, dated
from tests.support.pilot import ask, screen_text, until
from tui.screens.timeline import TimelineScreen


async def timeline(pilot) -> TimelineScreen:
    await pilot.press("f8")
    await until(pilot, lambda: isinstance(pilot.app.screen, TimelineScreen))
    return pilot.app.screen


async def test_the_evidence_stands_in_order_of_date_and_opens_at_the_words(app, fake):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        screen = await timeline(pilot)
        await until(pilot, lambda: screen.grid.rows)
        assert fake.fake.asked[-1][0] == TURKEY  # of the answer in focus
        lines = screen_text(app).splitlines()
        first = next(at for at, line in enumerate(lines) if "2018-07-02" in line)
        assert "He asked Cavusoglu" in lines[first]
        assert "Batteries of the S-400" in lines[first + 1]
        assert "2019-10-25" in lines[first + 1]
        assert "1 document without a date left out." in " ".join(screen_text(app).split())
        await pilot.press("down", "enter")
        pane = screen.pane
        await until(pilot, lambda: pane.view.evidence_line)
        assert "Batteries of the S-400" in screen_text(app)
        assert "2 of 2" in screen_text(app)
        await pilot.press("p")  # the entry before
        await until(pilot, lambda: "1 of 2" in screen_text(app))
        await until(pilot, lambda: "NATO interoperable systems" in screen_text(app))
        await pilot.press("escape")
        assert app.focused is screen.grid
        await pilot.press("escape")
        assert app.screen is app.chat


async def test_what_stands_in_the_box_is_its_topic_and_can_be_changed(app, fake):
    async with app.run_test(size=(140, 30)) as pilot:
        await until(pilot, lambda: app.state.warm)
        app.chat.prompt.text = "the S-400"
        screen = await timeline(pilot)
        await until(pilot, lambda: screen.grid.rows)
        assert fake.fake.asked[-1] == ("the S-400", None)
        await until(pilot, lambda: screen.pane.view.evidence_line)  # the preview, at the words
        fake.fake.dated = lambda question: replace(dated(question), entries=(), undated=0)
        await pilot.press("slash", *" and India", "enter")
        await until(pilot, lambda: "No dated documents about it." in screen_text(app))
        assert fake.fake.asked[-1][0] == "the S-400 and India"
        fake.fake.fails["timeline"] = DAMAGED
        await pilot.press("exclamation_mark", "enter")
        await until(pilot, lambda: "is damaged" in screen_text(app))
        await pilot.press("escape")
        assert app.chat.prompt.text == "the S-400"


async def test_without_a_topic_it_asks_for_one(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.state.warm)
        screen = await timeline(pilot)
        await until(pilot, lambda: "Type a topic or a question" in screen_text(app))
        await pilot.press(*"snv", "enter")  # letters that are keys of the table
        await until(pilot, lambda: screen.grid.rows)
        assert screen.line.value == "snv"


async def test_the_timeline_of_the_seeds(seeds_backend):
    from tui.app import build

    app = build(backend=seeds_backend, watching=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.warm)
        app.chat.prompt.text = "Turkey and the S-400"
        screen = await timeline(pilot)
        await until(pilot, lambda: screen.grid.rows)
        assert [str(each.published) for each in screen.grid.rows] == ["2019-10-25"]
        await pilot.press("enter")
        await until(pilot, lambda: screen.pane.view.evidence_line is not None)
        assert "S-400" in screen.grid.rows[0].text
