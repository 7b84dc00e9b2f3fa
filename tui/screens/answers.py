"""Opening what an answer cites: by its number, at a sentence, or from its line of the sources."""

from __future__ import annotations

from textual import on

from tui.screens.reading import ReadingScreen
from tui.widgets.conversation import ConversationView
from tui.widgets.prompt import Prompt
from tui.widgets.quote import Quote
from tui.widgets.source_pane import CitedPlace, SourcePane
from tui.widgets.turn import Fold, SourceLine, TurnView


class CitingScreen(ReadingScreen):
    """Shows answers, and beside them the articles they quote."""

    def __init__(self) -> None:
        super().__init__()
        self._read_view: TurnView | None = None  # whose article is open

    @property
    def view(self) -> ConversationView:
        """The turns."""
        return self.query_one(ConversationView)

    @property
    def prompt(self) -> Prompt:
        """The box."""
        return self.query_one(Prompt)

    @on(Quote.Opened)
    def _quote_opened(self, event: Quote.Opened) -> None:
        if view := _turn_of(event.quote):
            self._open(view, event.quote.place)

    @on(SourceLine.Opened)
    def _source_opened(self, event: SourceLine.Opened) -> None:
        if view := _turn_of(event.line):
            self.open_number(event.line.source.number, view)

    def cites(self, number: int, view: TurnView | None) -> bool:
        """Whether an answer has a source of this number."""
        return bool(view and any(each.citation == number for each in view.quotes))

    def open_number(self, number: int, view: TurnView) -> None:
        """Open the first sentence from a source; again, the next one from it."""
        places = [at for at, each in enumerate(view.quotes) if each.citation == number]
        if not places:
            return
        here = self.pane.current_place
        now_at = [at for at in places if self.reading and here and here.evidence is view.quotes[at]]
        at = places[(places.index(now_at[0]) + 1) % len(places)] if now_at else places[0]
        self._open(view, at)

    def _open(self, view: TurnView, at: int) -> None:
        answer = view.turn.answer
        if answer:
            self._read_view = view
            documents = {source.number: source.document for source in answer.sources}
            cited = [each for each in view.quotes if each.citation in documents]
            places = [CitedPlace(documents[each.citation], each) for each in cited]
            for fold in view.query(Fold):
                fold.open()  # what is read is marked there
            self.read(places, cited.index(view.quotes[at]))

    @on(SourcePane.Wanted)
    def _mark_quote(self, event: SourcePane.Wanted) -> None:
        """Mark the quote whose article is open, and keep it in view beside the article."""
        current = None
        for quote in self.view.query(Quote):
            of_turn = self._read_view is not None and self._read_view in quote.ancestors
            marked = of_turn and quote.evidence is event.place.evidence
            quote.set_class(marked, "-current")
            current = quote if marked else current
        self.view.keep_in_view(current)

    def close_article(self) -> None:
        """Give its place back."""
        for quote in self.view.query(Quote):
            quote.remove_class("-current")
        self._read_view = None
        self.view.keep_in_view(None)
        super().close_article()


def _turn_of(widget: Quote | SourceLine) -> TurnView | None:
    return next((each for each in widget.ancestors if isinstance(each, TurnView)), None)
