"""An article beside the conversation, or over it where there is little room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qa.datatypes import DocumentInfo, Evidence
from qa.render import phrases
from qa.render.sanitize import visible_line
from tui import article_layout, content, glyphs
from tui.backend import Article
from tui.widgets.article_view import ArticleView


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A document, and what to look at in it."""

    document: DocumentInfo
    evidence: Evidence | None = None


class SourcePane(Vertical):
    """Title, date and path on top, the article below; n and p go through the cited places."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,right", "step(1)", "Next", id="source.next"),
        Binding("p,left", "step(-1)", "Previous", id="source.previous"),
        Binding("o", "open_file", "Open file", id="source.open"),
        Binding("y", "copy", "Copy", id="source.copy"),
        Binding("escape,q", "close", "Close", id="source.close"),
    ]

    @dataclass
    class Wanted(Message):
        """The article of a stop is to be fetched."""

        place: CitedPlace

    @dataclass
    class FileWanted(Message):
        """The file is to be opened at a line, or at the page of an offset."""

        article: Article
        line: int
        offset: int  # of the document

    @dataclass
    class CopyWanted(Message):
        """A text is to be copied."""

        text: str

    class Closed(Message):
        """The pane is no longer needed."""

    def __init__(self) -> None:
        super().__init__(id="source-pane")
        self._places: Sequence[CitedPlace] = ()
        self._at = 0
        self._article: Article | None = None
        self._line = 1
        self._offset = 0
        self._cited: Evidence | None = None

    def compose(self) -> ComposeResult:
        """Place, note, text. The title stands in the frame, and how to get back."""
        yield Static("", markup=False, id="article-place")
        yield Static("", markup=False, id="article-note")
        yield ArticleView()

    @property
    def view(self) -> ArticleView:
        """The text."""
        return self.query_one(ArticleView)

    @property
    def current_place(self) -> CitedPlace | None:
        """Where the walk is."""
        return self._places[self._at] if self._places else None

    def show_places(self, stops: Sequence[CitedPlace], at: int) -> None:
        """Show the article of one of several cited places."""
        self._places, self._at = stops, at
        self._article = None
        self.post_message(self.Wanted(stops[at]))

    def show(self, found: Article, changed: str) -> None:
        """Show the article of this stop; `changed` says what became of its file since."""
        here = self.current_place
        if here is None:
            return
        note, evidence = changed, None
        if here.evidence:
            evidence = article_layout.locate(here.evidence, found.document)
            if evidence is None:
                note = "The quoted words are no longer in the document as it is indexed now."
            elif evidence is not here.evidence:
                note = "The document has changed since; the quoted words stand here now."
        place = article_layout.passage_of(evidence, found.passages) if evidence else None
        self._article = found
        self._line = (evidence.line if evidence else None) or 1
        self._cited = evidence
        self._offset = article_layout.proof_of(evidence)[0] if evidence else 0
        self._head(found)
        self._note(f"{glyphs.WARNING} {note}" if note else "")
        self.view.show(
            article_layout.show(found.document.text, evidence, place, found.document.blocks)
        )

    def _frame(self) -> None:
        """The title; how to get back, and which of the cited places this is."""
        here = self.current_place
        if here is None:
            return
        self.refresh_bindings()  # where n and p lead
        count = len(self._places)
        way = f"Esc back{glyphs.DOT}{self._at + 1} of {count}" if count > 1 else "Esc back"
        title = visible_line(here.document.title) or visible_line(here.document.source)
        if not self.screen.has_class("-reading"):  # a preview, which needs no way back
            self.border_title, self.border_subtitle = Content(title), None
        elif self.screen.has_class("-narrow"):  # where the frame has no lower edge
            self.border_title, self.border_subtitle = Content(f"{way}{glyphs.DOT}{title}"), None
        else:
            self.border_title, self.border_subtitle = Content(title), Content(way)

    def on_resize(self) -> None:
        """The frame has other edges now."""
        self._frame()

    def fail(self, message: str) -> None:
        """Show why there is no article."""
        self._article = None
        self._frame()
        self.query_one("#article-place", Static).update("")  # not that of the article before
        self._note(message)
        self.view.show(article_layout.show(""))

    def show_none(self, why: str) -> None:
        """Show no article, and why."""
        self._places, self._at = (), 0
        self.border_title = self.border_subtitle = None
        self.fail(why)

    def _head(self, found: Article) -> None:
        self._frame()
        about = phrases.headline(found.document)[1:]
        if found.document.language != "en":  # the chat's own needs no word
            about += phrases.language(found.document)
        place = self.query_one("#article-place", Static)
        width = place.content_size.width or self.app.size.width
        text = content.fitted([*about, self._where(found)], width)
        place.update(Content("\n".join(text)))

    def _where(self, found: Article) -> str:
        """The path, with the line, page or row of what is cited."""
        cited = self._cited
        if cited is None:
            return phrases.place(found.path, ())
        return phrases.place(found.path, (cited.line,), (cited.place,))

    def _note(self, text: str) -> None:
        note = self.query_one("#article-note", Static)
        note.update(content.line(text))
        note.display = bool(text)

    def can_step(self, by: int) -> bool:
        """Whether there is a next or a previous citation."""
        return 0 <= self._at + by < len(self._places)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if action == "step":
            return self.can_step(int(str(parameters[0])))
        if action in ("open_file", "copy"):
            return self._article is not None
        return True

    def action_step(self, by: int) -> None:
        """Go to the next or the previous citation."""
        if self.can_step(by):
            self._at += by
            self.post_message(self.Wanted(self._places[self._at]))

    def action_open_file(self) -> None:
        """Open the file outside."""
        if self._article:
            self.post_message(self.FileWanted(self._article, self._line, self._offset))

    def action_copy(self) -> None:
        """Copy the quote with its place, else the place."""
        here, found = self.current_place, self._article
        if here is None or found is None:
            return
        where = f"{content.headline(here.document)}, {self._where(found)}"
        quoted = f"{content.line(here.evidence.text).plain}\n" if here.evidence else ""
        self.post_message(self.CopyWanted(f"{quoted}{where}\n"))

    def action_close(self) -> None:
        """Go back."""
        self.post_message(self.Closed())
