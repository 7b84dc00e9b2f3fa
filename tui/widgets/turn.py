"""A question with its outcome: evidence and sources, a refusal, a failure, or waiting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qa.datatypes import Answer, Evidence, Source
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
    """A cited document."""

    @dataclass
    class Opened(Message):
        """Its article is wanted."""

        line: SourceLine

    def __init__(self, source: Source) -> None:
        super().__init__(partial(content.source, source), "source")
        self.source = source

    def action_open(self) -> None:
        """Ask for the article."""
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
        asked = Content.assemble(
            (f"{glyphs.ASKED} ", content.CITE), content.shown(_cut(self.turn.question))
        )
        yield Static(asked, markup=False, classes="question")
        if self._restricted:
            yield Static(content.line(f"only {self._restricted}", content.MUTED), classes="quiet")
        yield from self._result()

    async def show(self) -> None:
        """Bring the view up to what the turn holds now."""
        with self.app.batch_update():
            await self.remove_children(".result")
            await self.mount_all(self._result())

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
        return Vertical(
            *self._understood(answer),
            Vertical(*self._quotes(answer), classes="quotes"),
            Vertical(*map(SourceLine, answer.sources), classes="sources"),
            *self._below(answer),
            classes="result answer",
        )

    def _refusal(self, answer: Answer) -> Vertical:
        reason = phrases.refusal(replace(answer, missing_terms=()))
        first = Content.assemble((f"{glyphs.REFUSED} ", "bold"), (reason, "bold"))
        shown = [*self._understood(answer), Static(first, markup=False, classes="message")]
        if nowhere := phrases.nowhere(answer.missing_terms):
            shown.append(Static(Content(nowhere), markup=False, classes="nowhere"))
        folded: list[Vertical] = []
        if answer.misses:
            count = len(answer.misses)
            label = "What came nearest" if count == 1 else f"The {count} places that came nearest"
            folded.append(
                Vertical(
                    Fold(label),
                    Vertical(*self._quotes(answer), classes="quotes"),
                    Vertical(*map(SourceLine, answer.sources), classes="sources"),
                    classes="misses",
                )
            )
        return Vertical(*shown, *folded, *self._below(answer), classes="result refusal")

    def _quotes(self, answer: Answer) -> list[Quote]:
        documents = {each.number: each.document for each in answer.sources}
        quotes: list[Quote] = []
        for at, each in enumerate(answer.evidence or answer.misses):
            document = documents.get(each.citation)
            headings = phrases.below_title(document, each.headings) if document else ()
            before = quotes[-1].evidence if quotes else None
            repeated = before and (before.citation, before.headings) == (
                each.citation,
                each.headings,
            )
            quotes.append(Quote(each, at, () if repeated else headings))
        return quotes

    def _understood(self, answer: Answer) -> list[Static]:
        """What was searched for, where that is not what was typed."""
        lines = phrases.understood(answer)
        if visible_line(answer.question) != visible_line(self.turn.question):
            lines.insert(0, f"taken as: {visible_line(answer.question)}")
        return [Static(Content(line), markup=False, classes="quiet understood") for line in lines]

    def _below(self, answer: Answer) -> list[Static]:
        """Notes for people, then how sure it is and how much was searched."""
        notes = [f"{glyphs.WARNING} {visible_line(note)}" for note in answer.notes]
        if answer.answered and answer.missing_terms:
            notes.append(phrases.nowhere(answer.missing_terms, "your documents"))
        return [
            *(Static(Content(note), markup=False, classes="note") for note in notes),
            WidthFitted(partial(content.footer, answer), "quiet"),
        ]
