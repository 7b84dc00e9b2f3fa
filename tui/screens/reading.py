"""What screens share that have an article beside what they show."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import SuspendNotSupported
from textual.events import Key
from textual.screen import Screen
from textual.widget import Widget

from qa.datatypes import DocumentInfo
from qa.datatypes.places import page_of
from qa.errors import QaError, UsageError
from tui.app_protocol import ChatApp, chat_app, was_closed
from tui.failures import explain
from tui.messages import ArticleFailed, ArticleLoaded
from tui.state import State
from tui.widgets.source_pane import CitedPlace, SourcePane

if TYPE_CHECKING:
    from tui.backend import Article


class ReadingScreen(Screen[None]):
    """Opens articles in its pane: beside the rest when wide, instead of it when narrow."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as Textual has it

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes or None)
        self._ticket = 0
        self._focus_before: Widget | None = None  # what had the focus before an article was opened

    @property
    def qa(self) -> ChatApp:
        """The app as screens see it."""
        return chat_app(self.app)

    @property
    def pane(self) -> SourcePane:
        """The article."""
        return self.query_one(SourcePane)

    @property
    def reading(self) -> bool:
        """Whether an article is open."""
        return self.has_class("-reading")

    def on_mount(self) -> None:
        """Follow the state of the collection."""
        if was_closed(self):
            return
        self.qa.changed.subscribe(self, self.show_state)
        self.call_next(self.show_state, self.qa.state)

    def direct(self, key: Key) -> None:
        """Give the focus to the field that a key types into, before the key is on its way.

        Later it is too late for quick typing: the keys after it would go to what has the focus now.
        """

    async def show_state(self, state: State) -> None:
        """Show what the app knows."""

    def read(self, places: Sequence[CitedPlace], at: int = 0) -> None:
        """Open the article of one of `places`."""
        if not self.reading:
            self._focus_before = self.focused
        self.add_class("-reading")
        self.pane.show_places(places, at)
        # Not before the pane has a place on the screen: what is hidden takes no focus.
        self.call_after_refresh(self.pane.view.focus)

    def close_article(self) -> None:
        """Give its place back."""
        self.remove_class("-reading")
        before = self._focus_before
        if before is not None and before.is_mounted and before.focusable:
            self.set_focus(before)
        else:
            self.focus_after_reading()

    def focus_after_reading(self) -> None:
        """Choose where the focus goes when what had it is gone."""

    def forget_fetched(self) -> None:
        """Don't show the article that is on its way."""
        self._ticket += 1

    @on(SourcePane.Wanted)
    def _fetch(self, event: SourcePane.Wanted) -> None:
        self._ticket += 1
        work = partial(self._fetching, event.place.document, self._ticket)
        self.run_worker(work, thread=True, group="fetch", exit_on_error=False)

    def _fetching(self, document: DocumentInfo, ticket: int) -> None:
        try:
            found = self.qa.backend.read(document)
        except Exception as error:  # noqa: BLE001 - shown in the pane, whatever it was
            self.post_message(ArticleFailed(explain(error), ticket))
        else:
            self.post_message(ArticleLoaded(found, ticket))

    @on(ArticleLoaded)
    def _fetched(self, event: ArticleLoaded) -> None:
        if event.ticket == self._ticket:
            self.pane.show(event.article, self.qa.file_note(event.article.document.source))

    @on(ArticleFailed)
    def _fetch_failed(self, event: ArticleFailed) -> None:
        if event.ticket == self._ticket:
            self.pane.fail(f"{event.failure.message} {event.failure.hint}")

    @on(SourcePane.Closed)
    def _pane_closed(self) -> None:
        self.close_article()

    @on(SourcePane.CopyWanted)
    def _copy(self, event: SourcePane.CopyWanted) -> None:
        self.qa.copy(event.text)

    def _viewing(self, file: Path, page: int | None) -> None:
        from tui import external_editor  # not before the first picture

        try:
            external_editor.view(file, page)
        except (QaError, OSError) as error:
            self.app.call_from_thread(self.qa.show_failure, explain(error))

    @on(SourcePane.FileWanted)
    def _open_file(self, event: SourcePane.FileWanted) -> None:
        try:
            self._open_outside(event.article, event.line, event.offset)
        except (QaError, OSError) as error:
            self.qa.show_failure(explain(error))

    def _open_outside(self, article: Article, line: int, offset: int) -> None:
        import subprocess

        from tui import external_editor  # not before the first picture

        if self.app.is_web:
            raise UsageError("Files can't be opened in a browser.", f"It is {article.path}.")
        if article.path.startswith("s3://"):
            raise UsageError(
                "It lies in object storage, where no program opens it.", f"It is {article.path}."
            )
        if not article.file.exists():
            raise UsageError(f"{article.path} is no longer there.", "Press F5 to update the index.")
        page = page_of(article.document.place_at(offset))
        # A file without lines is no text that an editor shows.
        lined = article.document.lines is not None
        command = external_editor.editor(article.file, line) if lined else None
        if command is None:
            work = partial(self._viewing, article.file, page)
            self.run_worker(work, thread=True, group="view", exit_on_error=False)
            return
        try:
            with self.app.suspend():
                subprocess.run(command, check=False)
        except SuspendNotSupported:
            raise UsageError(
                "This terminal can't be lent to an editor.", f"Open {article.path} yourself."
            ) from None
        self.app.refresh()
