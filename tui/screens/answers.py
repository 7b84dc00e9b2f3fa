"""Opening what an answer cites: by its number, at a sentence, or from its line of the sources."""

from __future__ import annotations

from textual import events, on

from tui.screens.reading import ReadingScreen
from tui.widgets.conversation import ConversationView
from tui.widgets.prompt import Prompt
from tui.widgets.quote import Quote
from tui.widgets.source_pane import CitedPlace
from tui.widgets.turn import SourceLine, TurnView


class CitingScreen(ReadingScreen):
    """Shows answers, and beside them the articles they quote."""

    @property
    def view(self) -> ConversationView:
        """The turns."""
        return self.query_one(ConversationView)

    @property
    def prompt(self) -> Prompt:
        """The box."""
        return self.query_one(Prompt)

    def number_newest(self) -> None:
        """Let digits in the empty box open the sources of the newest answer."""
        newest = self.view.views()[-1:]
        cited = [each.citation for view in newest for each in view.quotes]
        self.prompt.numbers = max(cited, default=0)

    @on(Quote.Opened)
    def _quote_opened(self, event: Quote.Opened) -> None:
        if view := _turn_of(event.quote):
            self._read(view, event.quote.place)

    @on(SourceLine.Opened)
    def _source_opened(self, event: SourceLine.Opened) -> None:
        if view := _turn_of(event.line):
            self.open_number(event.line.source.number, view)

    @on(Prompt.Numbered)
    def _numbered(self, event: Prompt.Numbered) -> None:
        views = self.view.views()
        if views:
            self.open_number(event.number, views[-1])

    def on_key(self, event: events.Key) -> None:
        """A digit opens that source of the answer that has the focus."""
        if event.key.isdecimal() and (view := self.view.current()):
            self.open_number(int(event.key), view)
            event.stop()

    def open_number(self, number: int, view: TurnView) -> None:
        """Open the first sentence from a source; again, the next one from it."""
        places = [at for at, each in enumerate(view.quotes) if each.citation == number]
        if not places:
            return
        here = self.pane.current_place
        now_at = [at for at in places if self.reading and here and here.evidence is view.quotes[at]]
        at = places[(places.index(now_at[0]) + 1) % len(places)] if now_at else places[0]
        self._read(view, at)

    def _read(self, view: TurnView, at: int) -> None:
        answer = view.turn.answer
        if answer:
            documents = {source.number: source.document for source in answer.sources}
            cited = [each for each in view.quotes if each.citation in documents]
            stops = [CitedPlace(documents[each.citation], each) for each in cited]
            self.read(stops, cited.index(view.quotes[at]))


def _turn_of(widget: Quote | SourceLine) -> TurnView | None:
    return next((each for each in widget.ancestors if isinstance(each, TurnView)), None)
