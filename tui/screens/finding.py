"""Finding words in the chat and in articles, and copying, editing and widening answers."""

from __future__ import annotations

from textual import on
from textual.reactive import reactive
from textual.widget import Widget

from tui import content
from tui.conversations import Turn
from tui.screens.asking import AskingScreen
from tui.widgets.article_view import ArticleView
from tui.widgets.conversation import ConversationView
from tui.widgets.find_bar import FindBar
from tui.widgets.quote import Quote
from tui.widgets.turn import TurnView


class FindingScreen(AskingScreen):
    """Has a line to find with, and commands for the answer that has the focus."""

    command_keys = reactive(False, bindings=True)  # letters and digits are commands
    _find_target: ArticleView | ConversationView | None = None
    _find_from_box = False

    @property
    def topic(self) -> str:
        """What is typed, else the question of the current answer as it was understood."""
        if typed := self.prompt.text.strip():
            return typed
        view = self.view.current()
        if view is None:
            return ""
        return view.turn.answer.question if view.turn.answer else view.turn.question

    def answer_to_focus(self) -> Widget | None:
        """The first place that takes the focus: of the current turn, else of the newest it has."""
        current = self.view.current()
        for each in [*([current] if current else []), *reversed(self.view.views()), self.view]:
            if inside := each.query(".focusable"):
                return inside.first(Widget)
        return None

    def action_copy_answer(self) -> None:
        """Copy the answer that has the focus, else the newest, with its sources."""
        from tui import export  # not before the first picture

        view = self.view.current_answer()
        if view and view.turn.answer:
            self.qa.copy(export.as_text(view.turn.answer))

    def quote_here(self) -> tuple[TurnView, Quote] | None:
        """The quote that has the focus, else the first of the current answer."""
        view = self.view.current_answer()
        quotes = list(view.query(Quote)) if view else []
        if view is None or not quotes:
            return None
        return view, next((each for each in quotes if each.has_focus), quotes[0])

    def action_copy_quote(self) -> None:
        """Copy the sentence that has the focus, else the first, with its citation."""
        from tui import export  # not before the first picture

        if found := self.quote_here():
            view, quote = found
            if view.turn.answer:
                self.qa.copy(export.one_as_text(view.turn.answer, quote.evidence))

    def action_edit(self) -> None:
        """Put the question that has the focus, else the newest, into the box."""
        if view := self.view.current():
            self.prompt.put(view.turn.question)
            self.set_focus(self.prompt)

    async def action_more(self) -> None:
        """Ask again for more evidence."""
        if view := self.view.current_answer():
            self.set_focus(self.prompt)
            await self.ask_again(view.turn, more=True)

    def dated_turn(self) -> Turn | None:
        """The current question, if documents of its time were preferred, or no longer are."""
        view = self.view.current_answer()
        answer = view.turn.answer if view else None
        if view is None or answer is None:
            return None
        return view.turn if not view.turn.dates or content.preferred_time(answer) else None

    async def action_all_dates(self) -> None:
        """Ask again with no documents preferred for their dates; once more, with them preferred."""
        if turn := self.dated_turn():
            self.set_focus(self.prompt)
            await self.ask_again(turn, dates=not turn.dates)

    # Finding.

    def action_find(self) -> None:
        """Find in the article when it has the focus or covers the chat, else in the chat."""
        focused = self.focused
        in_article = self.reading and (
            not self.view.region.height or (focused is not None and self.pane in focused.ancestors)
        )
        self._find_target = self.pane.view if in_article else self.view
        self._find_from_box = not self.command_keys
        bar = self.query_one(FindBar)
        bar.open()
        self._find(bar.text)

    @on(FindBar.Changed)
    def _find_changed(self, event: FindBar.Changed) -> None:
        self._find(event.text)

    def _find(self, text: str) -> None:
        if self._find_target:
            count = self._find_target.find_text(text)
            self.query_one(FindBar).show_count(min(1, count), count)

    @on(FindBar.Stepped)
    def _find_stepped(self, event: FindBar.Stepped) -> None:
        self.step_match(0 if event.done and not self._find_from_box else event.by)
        if event.done and not self._find_from_box:
            self._leave_find_bar()

    def step_match(self, by: int) -> None:
        """Go to another match."""
        if self._find_target:
            self.query_one(FindBar).show_count(*self._find_target.step_match(by))

    @on(FindBar.Closed)
    def _find_closed(self) -> None:
        self._leave_find_bar()
        self.query_one(FindBar).display = False

    def _leave_find_bar(self) -> None:
        """Go to what was found; letters are commands there."""
        target = self._find_target
        match = self.view.match_focus() if target is self.view else target
        self.set_focus(match or self.answer_to_focus() or self.prompt)
        self.command_keys = self.focused is not self.prompt
