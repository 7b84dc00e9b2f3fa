"""A question with its outcome: evidence and sources, a refusal, a failure, or waiting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from qa.datatypes import Answer, Evidence, Refusal, Source, Strength
from qa.render import phrases
from qa.render.sanitize import visible_line
from tui import content, glyphs
from tui.conversations import Turn
from tui.widgets.fitted import WidthFitted
from tui.widgets.quote import Quote

_LONGEST, _MOST_LINES = 600, 8  # characters and lines of a question that are shown


def _cut(question: str) -> str:
    """The beginning of a question; whoever pastes a book is not to lose the answer for it."""
    lines = question.split("\n")
    short = "\n".join(lines[:_MOST_LINES])[:_LONGEST]
    if short == question:
        return question
    return f"{short} {glyphs.WAITING} ({len(question):,} characters)"


class SourceLine(WidthFitted):
    """A cited document. A click anywhere on it opens its article."""

    @dataclass
    class Opened(Message):
        """Its article is wanted."""

        line: SourceLine

    def __init__(self, source: Source) -> None:
        super().__init__(partial(content.source, source), "source")
        self.source = source

    def on_click(self) -> None:
        """Ask for the article, unless the mouse was selecting text."""
        if not self.screen.get_selected_text():
            self.post_message(self.Opened(self))


class Fold(Static, can_focus=True):
    """A line that shows and hides what is below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "fold", "Show or hide", id="fold.toggle"),
    ]

    def __init__(self, label: str) -> None:
        super().__init__("", markup=False, classes="fold focusable")
        self.label = label
        self.opened = False

    def render(self) -> Content:
        """Show which way it goes."""
        sign = glyphs.OPENED if self.opened else glyphs.CLOSED
        return Content(f"{sign} {self.label}")

    def on_click(self) -> None:
        """Clicking is as good as Enter."""
        self.action_fold()

    def open(self) -> None:
        """Show the block that follows."""
        if not self.opened:
            self.action_fold()

    def action_fold(self) -> None:
        """Show or hide the block that follows."""
        self.opened = not self.opened
        if self.parent:
            self.parent.set_class(self.opened, "-opened")
        self.refresh()


class AskAgain(Static, can_focus=True):
    """Offers to ask a question again that failed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Ask again", id="again.ask"),
    ]

    @dataclass
    class Chosen(Message):
        """It is to be asked again."""

        turn: Turn

    def __init__(self, turn: Turn) -> None:
        label = Content.assemble((f"{glyphs.ASKED} ", content.CITE), "Ask again")
        super().__init__(label, markup=False, classes="again focusable")
        self.turn = turn

    def on_click(self) -> None:
        """Clicking is as good as Enter."""
        self.action_choose()

    def action_choose(self) -> None:
        """Ask again."""
        self.post_message(self.Chosen(self.turn))


class TurnView(Vertical):
    """One turn on the screen. `show` is called again when something came of it."""

    def __init__(self, turn: Turn, restricted: str = "") -> None:
        super().__init__(classes="turn")
        self.turn = turn
        self._restricted = restricted
        self._waiting = "searching"

    @property
    def quotes(self) -> tuple[Evidence, ...]:
        """The sentences that can be opened, in their order."""
        answer = self.turn.answer
        return (answer.evidence or answer.misses) if answer else ()

    def compose(self) -> ComposeResult:
        """The question, then what is known."""
        with Horizontal(classes="question"):
            yield Static(glyphs.ASKED, classes="sign")
            yield Static(content.shown(_cut(self.turn.question)), markup=False, classes="asked")
        if self._restricted:
            yield Static(content.line(f"only {self._restricted}", content.MUTED), classes="quiet")
        yield from self._result()

    async def show(self) -> None:
        """Bring the view up to what the turn holds now."""
        with self.app.batch_update():
            await self.remove_children(".result")
            await self.mount_all(self._result())

    async def show_check(self, words: str) -> None:
        """Show what a check of the quotes found, below the sources."""
        await self.query(".checked").remove()
        for sources in self.query(".sources").results(Vertical):
            await sources.mount(Static(content.line(words), markup=False, classes="checked"))

    async def wait_for(self, what: str) -> None:
        """Say what the question waits for."""
        if not self.turn.done and self._waiting != what:
            self._waiting = what
            await self.show()

    def _result(self) -> ComposeResult:
        turn = self.turn
        if turn.answer and turn.answer.answered:
            yield self._answer(turn.answer)
        elif turn.answer:
            yield self._refusal(turn.answer)
        elif turn.reply:
            yield Static(content.shown(turn.reply.text), markup=False, classes="result reply")
        elif turn.failure:
            message = content.line(turn.failure.message)
            yield Vertical(
                Static(Content.assemble((f"{glyphs.FAILED} ", "bold"), message), classes="message"),
                Static(content.line(turn.failure.hint), classes="quiet"),
                AskAgain(turn),
                classes="result failure",
            )
        else:
            status = "cancelled" if turn.cancelled else f"{self._waiting} {glyphs.WAITING}"
            yield Static(Content(status), markup=False, classes="result quiet waiting")

    def _answer(self, answer: Answer) -> Vertical:
        weak = " -weak" if answer.strength is Strength.WEAK else ""
        return Vertical(
            *self._above(answer),
            *self._written(answer),
            Vertical(*self._quotes(answer), classes="quotes"),
            Vertical(*map(SourceLine, answer.sources), classes="sources"),
            *self._below(answer),
            classes=f"result answer{weak}",
        )

    def _written(self, answer: Answer) -> list[Static]:
        """What a language model wrote, where one was asked."""
        if answer.written is None:
            return []
        from tui.written_content import written_content  # 2 ms, before anything was asked

        return [Static(written_content(answer.written), markup=False, classes="written")]

    def _refusal(self, answer: Answer) -> Vertical:
        reason = phrases.refusal(replace(answer, missing_terms=()))
        first = Content.assemble((f"{glyphs.REFUSED} ", "bold"), (reason, "bold"))
        shown: list[Widget] = [*self._above(answer), Static(first, markup=False, classes="message")]
        if nowhere := phrases.nowhere(answer.missing_terms):
            shown.append(Static(Content(nowhere), markup=False, classes="nowhere"))
        if answer.said:
            shown.append(self._said(answer))
        if answer.misses:
            shown.append(self._nearest(answer))
        else:
            shown[-1].add_class("-last")
        return Vertical(*shown, *self._below(answer), classes="result refusal")

    def _nearest(self, answer: Answer) -> Vertical:
        """What came nearest. Where it may be the answer after all it is shown at once."""
        count = len(answer.misses)
        fold = Fold("What came nearest" if count == 1 else f"The {count} places that came nearest")
        fold.opened = answer.refusal is Refusal.NO_CLEAR_ANSWER
        return Vertical(
            fold,
            Vertical(*self._quotes(answer), classes="quotes"),
            Vertical(*map(SourceLine, answer.sources), classes="sources"),
            classes="misses -opened" if fold.opened else "misses",
        )

    def _quotes(self, answer: Answer) -> list[Quote]:
        documents = {each.number: each.document for each in answer.sources}
        units = answer.evidence or answer.misses
        quotes: list[Quote] = []
        for at, each in enumerate(units):
            document = documents.get(each.citation)
            headings = phrases.below_title(document, each.headings) if document else ()
            before = quotes[-1].evidence if quotes else None
            repeated = before and (before.citation, before.headings) == (
                each.citation,
                each.headings,
            )
            goes_on = at + 1 < len(units) and phrases.shares_citation(each, units[at + 1])
            quotes.append(Quote(each, at, () if repeated else headings, numbered=not goes_on))
        return quotes

    def _above(self, answer: Answer) -> list[Static]:
        """What was searched for, where that is not what was typed; then how sure the answer is."""
        lines = [f"{glyphs.MEANT} {line}" for line in phrases.understood(answer)]
        if visible_line(answer.question) != visible_line(self.turn.question):
            lines.insert(0, f"{glyphs.MEANT} taken as: {visible_line(answer.question)}")
        if not self.turn.dates:
            lines.append(f"{glyphs.TIME} all dates alike{glyphs.DOT}Alt+D prefers its time again")
        elif words := content.preferred_time(answer):
            lines.append(f"{glyphs.TIME} preferring {words}{glyphs.DOT}Alt+D looks at all dates")
        found = [Static(Content(line), markup=False, classes="quiet understood") for line in lines]
        if sure := content.confidence(answer):
            found.append(Static(sure, markup=False, classes="confidence"))
        if answer.answered and answer.said:
            found.append(self._said(answer))
        if answer.differing:
            found.append(WidthFitted(partial(content.differing, answer), "quiet differing"))
        if found:
            found[-1].add_class("-last")
        return found

    @staticmethod
    def _said(answer: Answer) -> Static:
        """What answers by itself: how many there are, that there is none."""
        lines = "\n".join(map(visible_line, answer.said))
        return Static(Content(lines), markup=False, classes="said")

    def _below(self, answer: Answer) -> list[Static]:
        """Notes for people, then how much was searched."""
        notes = [f"{glyphs.WARNING} {note}" for note in content.notes(answer)]
        if answer.answered and answer.missing_terms:
            notes.append(phrases.nowhere(answer.missing_terms, "your documents"))
        return [
            *(Static(Content(note), markup=False, classes="note") for note in notes),
            WidthFitted(partial(content.searched, answer), "quiet"),
        ]
