"""A question with what came of it: sentences and sources, a refusal, a failure, or waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Static

from qa.datatypes import Answer, Evidence, Source
from qa.render import phrases
from tui import content, glyphs
from tui.conversations import Turn
from tui.widgets.quote import Quote

_LONGEST = 4_000  # characters of a question that are shown: pasted books are refused anyway


def _cut(question: str) -> str:
    return question if len(question) <= _LONGEST else f"{question[:_LONGEST]} {glyphs.WAITING}"


class WidthFitted(Static):
    """Content that is made for the width there is."""

    def __init__(self, make: Callable[[int], Content], classes: str) -> None:
        super().__init__("", markup=False, classes=classes)
        self._make = make

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as it takes."""
        return self._make(width).get_height({}, width)

    def render(self) -> Content:
        """Make it for this width."""
        return self._make(self.content_size.width)


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
        elif turn.failure:
            message = content.line(turn.failure.message)
            yield Vertical(
                Static(Content.assemble((f"{glyphs.FAILED} ", "bold"), message), classes="message"),
                Static(content.line(turn.failure.hint), classes="quiet"),
                classes="result failure",
            )
        else:
            said = "cancelled" if turn.cancelled else f"{self._waiting} {glyphs.WAITING}"
            yield Static(Content(said), markup=False, classes="result quiet waiting")

    def _answer(self, answer: Answer) -> Vertical:
        quotes = [Quote(each, at) for at, each in enumerate(answer.evidence)]
        return Vertical(
            Vertical(*quotes, classes="quotes"),
            Vertical(*map(SourceLine, answer.sources), classes="sources"),
            WidthFitted(partial(content.footer, answer, self.turn.question), "quiet"),
            classes="result answer",
        )

    def _refusal(self, answer: Answer) -> Vertical:
        said = Content.assemble((f"{glyphs.REFUSED} ", "bold"), (phrases.REFUSAL, "bold"))
        shown = [Static(said, markup=False, classes="message")]
        if nowhere := phrases.nowhere(answer.missing_terms):
            shown.append(Static(Content(nowhere), markup=False, classes="nowhere"))
        folded: list[Vertical] = []
        if answer.misses:
            misses = [Quote(each, at) for at, each in enumerate(answer.misses)]
            count = len(misses)
            label = (
                "What came nearest" if count == 1 else f"The {count} sentences that came nearest"
            )
            folded.append(
                Vertical(
                    Fold(label),
                    Vertical(*misses, classes="quotes"),
                    Vertical(*map(SourceLine, answer.sources), classes="sources"),
                    classes="misses",
                )
            )
        footer = WidthFitted(partial(content.footer, answer, self.turn.question), "quiet")
        return Vertical(*shown, *folded, footer, classes="result refusal")
