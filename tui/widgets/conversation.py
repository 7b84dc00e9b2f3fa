"""The turns so far, newest at the bottom and in view."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui import content, glyphs
from tui.conversations import Turn
from tui.widgets.fitted import WidthFitted
from tui.widgets.quote import Quote
from tui.widgets.turn import TurnView

MOUNTED = 40  # turns shown at once; older ones are one key away


class EarlierTurns(Static, can_focus=True):
    """Stands above the turns that are not shown yet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "show", "Show earlier questions", id="earlier.show"),
    ]

    class Wanted(Message):
        """Earlier turns are wanted."""

    def on_click(self) -> None:
        """Clicking is as good as Enter."""
        self.action_show()

    def action_show(self) -> None:
        """Ask for them."""
        self.post_message(self.Wanted())


class ConversationView(VerticalScroll, can_focus=False):
    """Shows turns; finds the one that has the focus. Other widths move nothing out of view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "Next sentence", show=False, id="chat.next"),
        Binding("up", "step(-1)", "Sentence before", show=False, id="chat.previous"),
        Binding("ctrl+home", "scroll_home", "To the top", show=False, id="chat.top"),
        Binding("ctrl+end", "scroll_end", "To the end", show=False, id="chat.end"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._width = 0
        self._top: tuple[TurnView, float] | None = None  # what is first seen; None: the newest
        self._kept: Quote | None = None  # its article is open: it is not to leave the screen
        self._matches: list[Widget] = []
        self._match = 0

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Remember what is in view, unless it moved because the lines are others now."""
        super().watch_scroll_y(old_value, new_value)
        if self.size.width == self._width:
            self._top = None if self.is_vertical_scroll_end else self._first_seen()

    def _first_seen(self) -> tuple[TurnView, float] | None:
        for view in self.views():
            below = self.scroll_y - view.virtual_region.y
            if below < view.virtual_region.height:
                return view, max(0.0, below)
        return None

    def on_resize(self) -> None:
        """Show what was in view before."""
        if self.size.width != self._width:
            self.call_after_refresh(self._show_again)

    def _show_again(self) -> None:
        self._width = self.size.width
        if self._kept and self._kept.is_attached:
            self._show_kept()
        elif self._top and self._top[0].is_mounted:
            view, below = self._top
            at = view.virtual_region.y + min(below, max(0, view.virtual_region.height - 1))
            self.scroll_to(y=at, animate=False, immediate=True)
        elif views := self.views():
            self.scroll_to_widget(views[-1], top=True, animate=False, force=True, immediate=True)

    def keep_in_view(self, quote: Quote | None) -> None:
        """Keep a quote in view, whatever becomes of the width, until None is given."""
        self._kept = quote
        if quote:
            # Twice: the first layout without the article's width still lies ahead.
            self.call_after_refresh(lambda: self.call_after_refresh(self._show_kept))

    def _show_kept(self) -> None:
        quote = self._kept
        view = (
            next((each for each in quote.ancestors if isinstance(each, TurnView)), None)
            if quote
            else None
        )
        if quote is None or view is None or not quote.is_attached:
            return  # the conversation is another by now
        # From the question on, where that leaves the quote in view; else the quote first.
        below = quote.virtual_region_with_margin.bottom - view.virtual_region.y
        turn_fits = below <= self.scrollable_content_region.height
        shown = view if turn_fits else quote
        self.scroll_to_widget(shown, top=True, animate=False, force=True, immediate=True)

    # Finding.

    def find_text(self, text: str) -> int:
        """Mark what holds `text`; return how many places do."""
        wanted = text.strip().casefold()
        self._matches = []
        for widget in self.query(Static):
            content = widget.render() if isinstance(widget, WidthFitted) else widget.visual
            plain = content.plain if isinstance(content, Content) else ""
            found = bool(wanted) and wanted in " ".join(plain.split()).casefold()
            if found and widget.region.height:
                self._matches.append(widget)
        self._match = 0
        self._show_match()
        return len(self._matches)

    def step_match(self, by: int) -> tuple[int, int]:
        """Go to another place; return its number from 1, and how many there are."""
        if not self._matches:
            return 0, 0
        self._match = (self._match + by) % len(self._matches)
        self._show_match()
        return self._match + 1, len(self._matches)

    def match_focus(self) -> Widget | None:
        """The found place, if it takes the focus."""
        match = self._matches[self._match] if self._matches else None
        return match if match and match.focusable else None

    def _show_match(self) -> None:
        for widget in self.query(".-found"):
            widget.remove_class("-found")
        if self._matches:
            match = self._matches[self._match]
            match.add_class("-found")
            self.scroll_to_widget(match, animate=False, immediate=True)

    def views(self) -> list[TurnView]:
        """The turns that are on the screen."""
        return list(self.query_children(TurnView))

    def view_of(self, turn: Turn) -> TurnView | None:
        """The view of a turn, if it is on the screen."""
        return next((view for view in self.views() if view.turn is turn), None)

    def current(self) -> TurnView | None:
        """The turn that has the focus, else the newest."""
        focused = self.screen.focused
        while focused is not None and focused is not self:
            if isinstance(focused, TurnView):
                return focused
            focused = focused.parent  # type: ignore[assignment]
        views = self.views()
        return views[-1] if views else None

    def current_answer(self) -> TurnView | None:
        """The turn that has the focus, else the newest, leaving out replies and failures."""
        current = self.current()
        if current is None or current is not self.views()[-1] or current.has_focus_within:
            return current
        kept = [each for each in self.views() if each.turn.answer or not each.turn.done]
        return kept[-1] if kept else current

    async def show(self, turns: list[Turn], restricted: dict[int, str]) -> None:
        """Show a whole conversation; `restricted` says by position what a turn was asked of."""
        first = max(0, len(turns) - MOUNTED)
        await self.remove_children()
        await self._mount_turns(turns, first, len(turns), restricted)
        self.call_after_refresh(self.scroll_end, animate=False)

    async def add(self, turn: Turn, restricted: str) -> TurnView:
        """Put a new turn at the end."""
        view = TurnView(turn, restricted)
        await self.mount(view)
        self.bring_into_view(view)
        return view

    async def show_earlier(self, turns: list[Turn], restricted: dict[int, str]) -> None:
        """Show the turns before those on the screen."""
        shown = len(self.views())
        last = len(turns) - shown
        await self.remove_children(EarlierTurns)
        await self._mount_turns(turns, max(0, last - MOUNTED), last, restricted, at=0)

    async def _mount_turns(
        self,
        turns: list[Turn],
        first: int,
        last: int,
        restricted: dict[int, str],
        at: int | None = None,
    ) -> None:
        views: list[Static | TurnView] = []
        if first:
            text = f"{glyphs.CLOSED} {first} earlier questions"
            views.append(
                EarlierTurns(Content.styled(text, content.MUTED), classes="focusable quiet")
            )
        views += [TurnView(turns[i], restricted.get(i, "")) for i in range(first, last)]
        if at is None:
            await self.mount_all(views)
        else:
            await self.mount_all(views, before=at if self.children else None)

    def bring_into_view(self, view: TurnView) -> None:
        """Scroll so that the turn's question is at the top, or its end at the bottom."""
        self.call_after_refresh(self.scroll_to_widget, view, top=True, animate=False, force=True)

    def action_step(self, by: int) -> None:
        """Move the focus among what can be opened; from the last of it down into the box."""
        places = [each for each in self.screen.focus_chain if each.has_class("focusable")]
        focused = self.screen.focused
        at = places.index(focused) + by if focused in places else 0
        if at >= len(places):
            self.screen.focus_next()
        elif at < 0:
            self.scroll_home(animate=False)
        else:
            self.screen.set_focus(places[at])
