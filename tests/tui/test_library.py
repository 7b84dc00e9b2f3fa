"""The documents: filtered, sorted, read, chosen; the table that shows many thousands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from rich.cells import cell_len

from qa.datatypes import DocumentInfo, Filter
from qa.render.sanitize import visible_line
from tests.support.fake_backend import TURKEY, FakeBackend, documents, info
from tests.support.pilot import ask, screen_text, until
from tui.app import build
from tui.screens.dates import read_day
from tui.screens.facets import FacetsScreen
from tui.screens.library import LibraryScreen, restriction
from tui.state import Phase
from tui.widgets.footer import KeyFooter


async def library(pilot) -> LibraryScreen:
    await until(pilot, lambda: pilot.app.state.name)
    await pilot.press("f2")
    await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))
    screen = pilot.app.screen
    await until(pilot, lambda: len(screen.documents.rows) == len(pilot.app.state.documents))
    return screen


async def test_the_seeds_are_listed(seeds_backend):
    app = build(backend=seeds_backend, watching=False)
    async with app.run_test(size=(140, 30)) as pilot:
        await library(pilot)
        await pilot.press("alt+v")  # without a preview there is room for every column
        await until(pilot, lambda: "Indexed" in screen_text(app))
        shown = screen_text(app)
        for info in app.state.documents:
            assert info.title[:30] in shown
            assert f"{info.words:,}" in shown
            assert info.indexed_at is not None
            assert info.indexed_at[:10] in shown
        assert "2019-10-25" in shown
        assert "2 of 2 documents" in shown


async def test_typing_filters_and_enter_reads(app):
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await library(pilot)
        await pilot.press(*"penta")
        assert [each.title[:12] for each in screen.documents.rows] == ["The Pentagon"]
        assert "1 of 2 documents" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "Under the current sanctions law" in screen_text(app))
        assert screen.reading
        await pilot.press("escape")
        assert not screen.reading
        await pilot.press("escape")
        assert app.screen is app.chat


async def test_up_and_down_leave_the_box_for_the_table(app):
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await library(pilot)
        await pilot.press("down")
        assert app.focused is screen.documents
        assert screen.documents.cursor == 0  # the first row, not the second
        await pilot.press("down")
        assert screen.documents.cursor == 1
        await pilot.press("slash", "z", "z")
        assert not screen.documents.rows


async def test_sorting_by_each_column(app):
    async with app.run_test(size=(140, 30)) as pilot:
        screen = await library(pilot)
        grid = screen.documents
        await pilot.press("down", "v")  # without the preview there is room for every column
        first = grid.rows[0].title
        await pilot.press("s")
        assert grid.rows[-1].title == first  # the other way round
        await pilot.click(grid, offset=(grid.size.width - 60, 0))
        assert grid.sorted_by not in (0,)
        grid.sort(3)
        assert [each.words for each in grid.rows] == sorted(each.words for each in grid.rows)
        grid.sort(3)
        assert grid.rows[0].words > grid.rows[1].words


async def test_columns_that_are_empty_give_their_room_to_the_title(app, fake):
    fake.fake.held = tuple(
        replace(each, title=f"{each.title} and more of its title", author=None, agency=None,
                published=None)
        for each in documents()
    )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await library(pilot)
        await until(pilot, lambda: "Words" in screen_text(app))
        header, first, *_ = screen_text(app).splitlines()[4:]
        assert header.split() == ["Title", "▴", "Words"]
        assert len(first.rsplit("  ", 1)[0].strip()) > 60  # 32 beside the two empty ones
        await pilot.press("down")
        seen = []
        for _ in range(4):
            await pilot.press("s")
            seen.append((screen.documents.sorted_by, screen.documents.downwards))
        assert seen == [(0, True), (3, False), (3, True), (0, False)]  # by those that are shown


async def test_choosing_documents_restricts_questions(app, fake):
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await library(pilot)
        await pilot.press("down", "up", "space")
        assert "1 chosen" in screen_text(app)
        assert "● " in screen_text(app)
        chosen = screen.documents.rows[0].source
        await pilot.press("r")
        await until(pilot, lambda: app.screen is app.chat)
        assert app.state.only == Filter((chosen,))
        await ask(pilot, TURKEY)
        assert fake.fake.asked[-1][1] == Filter((chosen,))


async def test_dates_restrict_questions(app, fake):
    async with app.run_test(size=(120, 30)) as pilot:
        await library(pilot)
        await pilot.press("down", "d")
        await pilot.press(*"2020", "tab", *"2019", "enter")
        assert "comes after the last" in screen_text(app)
        until_box = app.screen.query_one("#until")
        until_box.value = "soon"
        await pilot.press("enter")
        assert "That is no date" in screen_text(app)
        until_box.value = "2021"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        assert app.state.only == Filter((), date(2020, 1, 1), date(2021, 12, 31))
        assert "only 2020-01-01 to 2021-12-31" in screen_text(app)
        await pilot.press("escape")
        await ask(pilot, TURKEY)
        assert fake.fake.asked[-1][1] == app.state.only


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-2", date(2020, 2, 1), date(2020, 2, 29)),
        (" 2019-10-25 ", date(2019, 10, 25), date(2019, 10, 25)),
        ("", None, None),
    ],
)
def test_days_as_people_write_them(typed, first, last):
    assert read_day(typed, last=False) == first
    assert read_day(typed, last=True) == last


@pytest.mark.parametrize("typed", ["19", "2019-13", "2019-02-30", "0000", "yesterday", "2019-"])
def test_what_is_no_day(typed):
    with pytest.raises(ValueError):  # noqa: PT011 - Python's own words differ
        read_day(typed, last=True)


async def test_skipped_files_with_their_reasons(app):
    async with app.run_test(size=(120, 30)) as pilot:
        await library(pilot)
        await pilot.press("f3")
        shown = screen_text(app)
        assert "scan.bin" in shown
        assert "Files of this kind can't be read: .bin." in shown
        assert "1 file skipped" in shown
        await pilot.press("f3")
        assert "The Pentagon" in screen_text(app)


async def test_many_thousands_of_rows():
    one = info(documents()[0])
    many = FakeBackend()
    rows = tuple(
        replace(one, id=f"{i:012}", source=f"{i}.txt", title=f"Report {i:05}", words=i)
        for i in range(28_072)
    )
    many.fake.documents = lambda: rows
    app = build(backend=many, watching=False)
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await library(pilot)
        grid = screen.documents
        await pilot.press("down", "end")
        assert grid.row is not None
        assert grid.row.title == "Report 28071"
        assert "Report 28071" in screen_text(app)
        await pilot.press("pageup", "home")
        assert "Report 00000" in screen_text(app)
        await pilot.press("slash", *"28071")
        assert "1 of 28,072 documents" in screen_text(app)
        assert app.state.phase is Phase.READY


def shelves(count: int) -> FakeBackend:
    """Many documents, in the titles of which numbers are written out."""
    one = replace(info(documents()[0]), published=None)  # its digits would be found, too
    many = FakeBackend()
    rows = tuple(
        replace(one, id=f"{i:012}", source=f"{i}.txt", title=f"Report {i:05}") for i in range(count)
    )
    many.fake.documents = lambda: rows
    return many


async def test_a_key_in_the_filter_draws_the_rows_in_view_once_and_moves_nothing(monkeypatch):
    drawn: list[str] = []

    def line(text: str) -> str:
        drawn.append(text)
        return visible_line(text)

    app = build(backend=shelves(28_072), watching=False)
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await library(pilot)
        await pilot.pause(0.3)  # the preview of the first row
        layouts: list[object] = []
        screen.screen_layout_refresh_signal.subscribe(screen, layouts.append, immediate=True)
        monkeypatch.setattr("tui.screens.library.visible_line", line)
        for key, left in (("1", 20_000), ("7", 2_500), ("3", 250)):
            drawn.clear()
            layouts.clear()
            screen.line.insert_text_at_cursor(key)
            assert len(screen.documents.rows) < left  # at once, not after a message
            assert not layouts
            await pilot.pause()
            titles = [each for each in drawn if each.startswith("Report")]
            assert 0 < len(titles) <= screen.documents.size.height
            assert len(set(titles)) == len(titles)
        drawn.clear()
        screen.documents.refresh()
        await pilot.pause()
        assert not drawn  # the same rows again


async def test_the_end_of_a_long_filter_is_seen(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await library(pilot)
        await pilot.press(*"0123456789" * 9, "end")
        assert screen.line.scroll_x > 0
        assert "56789" in screen_text(app)
        assert screen.line.value == "0123456789" * 9


async def test_the_scroll_bar_has_its_place_when_nothing_is_left(shelf_app):
    async with shelf_app.run_test(size=(120, 30)) as pilot:
        screen = await library(pilot)
        width = screen.documents.size.width
        await pilot.press(*"zzz")
        assert not screen.documents.rows
        assert screen.documents.size.width == width


async def test_the_preview_is_empty_when_nothing_is_left(app):
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await library(pilot)
        await until(pilot, lambda: "by Dave Majumdar" in screen_text(app))
        await pilot.press(*"zzzz")
        await until(pilot, lambda: "Nothing is left to show" in screen_text(app))
        assert "by Dave Majumdar" not in screen_text(app)
        assert "seeds/002" not in screen_text(app)
        assert screen.pane.border_title is None
        await pilot.press(*["backspace"] * 4)
        await until(pilot, lambda: "by Dave Majumdar" in screen_text(app))
        assert "Nothing is left to show" not in screen_text(app)


async def test_the_preview_is_empty_after_reading_too(app):
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await library(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: screen.reading and screen.pane.view.has_focus)
        await pilot.press(*"zzzz", "escape")
        await until(pilot, lambda: "Nothing is left to show" in screen_text(app))
        assert "Reuters" not in screen_text(app)


async def test_a_key_goes_through_pages_that_a_filter_left():
    app = build(backend=shelves(2_000), watching=False)
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await library(pilot)
        await pilot.press(*"000", "down", "end")  # 00000 to 00099, 01000, 10000, ...
        last = screen.documents.rows[-1].title
        assert last in screen_text(app)
        await pilot.press("slash", "backspace", "down", "end")
        assert screen.documents.rows[-1].title in screen_text(app)


async def test_keys_at_the_bottom_are_not_made_again_when_they_stay_the_same(app):
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await library(pilot)
        await pilot.pause(0.3)
        footer = screen.query_one(KeyFooter)
        before = list(footer.children)
        screen.refresh_bindings()
        await pilot.pause()
        assert before
        assert list(footer.children) == before
        await pilot.press("down")  # in the table others work
        await pilot.pause()
        assert list(footer.children) != before


# Facets, preview, restricting to all that is filtered.


def shelf() -> tuple[DocumentInfo, ...]:
    """Four documents in two folders, of two sources and two years, one without a date."""
    one = info(documents()[0])
    rows = (
        ("2019/a.txt", "Sanctions on Ankara", "Reuters", date(2019, 7, 1)),
        ("2019/b.txt", "A pipeline at sea", "Associated Press", date(2019, 9, 2)),
        ("2020/c.txt", "Sanctions lifted", "Associated Press", date(2020, 1, 3)),
        ("d.txt", "Notes", None, None),
    )
    return tuple(
        replace(one, id=source, source=source, title=title, agency=who, author=None, published=day)
        for source, title, who, day in rows
    )


@pytest.fixture
def shelf_app():
    fake = FakeBackend()
    fake.fake.documents = shelf
    return build(backend=fake, watching=False)


async def test_a_facet_is_chosen_from_a_list_and_typed(shelf_app):
    app = shelf_app
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await library(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, FacetsScreen))
        shown = screen_text(app)
        for line in ("folder  2019", "source  Associated Press", "date    without a date"):
            assert line in shown
        await pilot.press(*"assoc", "enter")
        assert screen.line.value == 'source:"Associated Press"'
        assert "● source  Associated Press" in screen_text(app)
        await pilot.press("escape")
        assert [each.source for each in screen.documents.rows] == ["2019/b.txt", "2020/c.txt"]
        await pilot.press("f4", *"assoc", "enter", "escape")  # lifted
        assert screen.line.value == ""
        await pilot.press(*"date", "colon", *"2019", "space", *"sanct")
        assert [each.source for each in screen.documents.rows] == ["2019/a.txt"]


async def test_one_key_restricts_to_all_that_is_filtered(shelf_app):
    app = shelf_app
    async with app.run_test(size=(120, 30)) as pilot:
        await library(pilot)
        await pilot.press(*"sanctions", "alt+a")
        await until(pilot, lambda: app.screen is app.chat)
        assert app.state.only == Filter(("2019/a.txt", "2020/c.txt"))
        assert "only 2 documents" in screen_text(app)
        await library(pilot)
        await pilot.press(*"folder", "colon", *"2019", "down", "a")  # in the table without Alt
        await until(pilot, lambda: app.screen is app.chat)
        assert app.state.only == Filter(paths=("/2019/",))
        assert "only in 2019/" in screen_text(app)
        await library(pilot)
        await pilot.press("alt+a")  # nothing is filtered
        await until(pilot, lambda: app.screen is app.chat)
        assert app.state.only == Filter()


@pytest.mark.parametrize(
    ("typed", "only"),
    [
        ("folder:2019", Filter(paths=("/2019/",))),
        ("date:2019-07", Filter((), date(2019, 7, 1), date(2019, 7, 31))),
        ("folder:2019 date:2019", Filter((), date(2019, 1, 1), date(2019, 12, 31), ("/2019/",))),
        # What a filter for questions can't say in these words is said by the documents.
        ("date:20", Filter(("2019/a.txt",))),
        ("date:none", Filter(("2019/a.txt",))),
        ("date:2019-13", Filter(("2019/a.txt",))),
        ("folder:2019 sanctions", Filter(("2019/a.txt",))),
        ("source:reuters", Filter(("2019/a.txt",))),
        ("folder:[x]", Filter(("2019/a.txt",))),
    ],
)
def test_what_a_filter_means_for_questions(typed, only):
    assert restriction(typed, shelf()[:1]) == only


async def test_the_article_under_the_cursor_is_seen_without_opening_it(app):
    async with app.run_test(size=(140, 30)) as pilot:
        screen = await library(pilot)
        await until(pilot, lambda: "Under the current sanctions law" in screen_text(app))
        assert not screen.reading
        assert app.focused is screen.line
        await pilot.press("down", "down")
        await until(pilot, lambda: "The United States is still in talks" in screen_text(app))
        assert app.focused is screen.documents
        await pilot.press("v")
        await until(pilot, lambda: "still in talks" not in screen_text(app))
        await pilot.press("v")
        await until(pilot, lambda: "still in talks" in screen_text(app))


async def test_in_a_narrow_terminal_the_article_covers_the_table(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await library(pilot)
        await pilot.press(*"penta", "enter")
        await until(pilot, lambda: "Under the current sanctions law" in screen_text(app))
        await pilot.press("x")  # no key of an article: it filters, where that is seen
        await until(pilot, lambda: "pentax" in screen_text(app))
        assert not screen.reading
        assert app.focused is screen.line


async def test_letters_in_an_article_restrict_nothing(app):
    async with app.run_test(size=(140, 30)) as pilot:
        screen = await library(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: app.focused is screen.pane.view)
        await pilot.press("a")
        assert screen.line.value == "a"
        assert app.state.only == Filter()


async def test_words_are_found_in_an_article_of_the_library(app):
    async with app.run_test(size=(140, 30)) as pilot:
        screen = await library(pilot)
        await pilot.press(*"penta", "enter")
        await until(pilot, lambda: app.focused is screen.pane.view)
        await until(pilot, lambda: "Under the current sanctions law" in screen_text(app))
        await pilot.press("slash", *"turkey")
        await until(pilot, lambda: "1 of " in screen_text(app))
        await pilot.press("enter", "n")
        await until(pilot, lambda: "2 of " in screen_text(app))
        await pilot.press("N")
        await until(pilot, lambda: "1 of " in screen_text(app))
        await pilot.press("escape")
        assert not screen.reading
        assert screen.line.value == "penta"


async def test_numbers_in_titles_sort_as_people_count(app, fake):
    titles = ("Chapter 10", "chapter 2")
    fake.fake.held = tuple(
        replace(each, title=title) for each, title in zip(documents(), titles, strict=False)
    )
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await library(pilot)
        found = [each.title for each in screen.documents.rows]
        assert found == ["chapter 2", "Chapter 10"]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("a.md", "a.md"),
        ("2024/05/notes.md", "…/notes.md"),
        ("資料/会議の記録.md", "…の記録.md"),
    ],
)
def test_a_path_that_is_too_long_keeps_its_end(cell, shown):
    from tui.widgets.grid_lines import Align, _fitted

    assert _fitted(cell, 10, Align.PATH).rstrip() == shown
    assert cell_len(_fitted(cell, 10, Align.PATH)) == 10
