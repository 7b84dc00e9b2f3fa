"""The welcome: finds ways to begin in the background, and follows what is chosen there."""

from __future__ import annotations

import time
from functools import partial

from textual import on
from textual.worker import get_current_worker

from qa.datatypes import Answer, BlockKind, DocumentInfo, Strength
from tui import starters
from tui.messages import RecentFound, StartersFound
from tui.screens.finding import FindingScreen
from tui.state import Phase, State
from tui.widgets.offers import NewestDocument, RecentConversation, SuggestedQuestion
from tui.widgets.source_pane import CitedPlace
from tui.widgets.welcome import Openings, Welcome

# What a first question is not to be answered with: a byline, an entry of a table of contents.
_SILENT = frozenset({BlockKind.META, BlockKind.CONTENTS, BlockKind.BOILERPLATE, BlockKind.HEADING})
_PAUSE = 0.1  # seconds between two looks whether somebody still types


class BeginningScreen(FindingScreen):
    """Has a welcome. What it looks for waits while a question is typed and ends when it is sent."""

    openings = Openings()  # what the welcome offers
    _looked_for: tuple[tuple[DocumentInfo, ...], bool] | None = None  # and with the models

    async def show_welcome(self, state: State) -> None:
        """Show the welcome, and look for what it is to offer."""
        self.view.set_class(bool(self.query(Welcome)), "-empty")
        for welcome in self.query(Welcome):
            await welcome.show(state, self.openings)
        if state.phase is not Phase.READY or self.conversation.turns:
            return
        before = self._looked_for
        same = before is not None and before[0] is state.documents
        if same and before and before[1] == state.warm:
            return
        if not same:
            self.openings = Openings(None, self.openings.recent)
            self.look_for_recent()
        self._looked_for = (state.documents, state.warm)
        work = partial(self._finding, state.documents, state.warm)
        self.run_worker(work, thread=True, group="starters", exclusive=True, exit_on_error=False)

    async def begin(self) -> None:
        """Show what a new conversation begins with."""
        await self.view.mount(Welcome())
        if self.openings.starters is None:  # the search ended when a question was asked
            self._looked_for = None
        self.look_for_recent()
        await self.show_welcome(self.qa.state)

    def look_for_recent(self) -> None:
        """Look which conversations can be continued."""
        index = self.qa.backend.index

        def looking() -> None:
            found = self.qa.user_data.conversations.recent(index)
            self.post_message(RecentFound(found))

        self.run_worker(looking, thread=True, group="recent", exit_on_error=False)

    def _finding(self, documents: tuple[DocumentInfo, ...], warm: bool) -> None:
        index, saved = self.qa.backend.index, self.qa.user_data.starters
        signature = starters.signature(documents)
        found = saved.load(index, signature)
        if found is None and warm:
            try:
                found = starters.find(documents, partial(self._answers_well, documents))
            except Exception:  # noqa: BLE001 - whatever is wrong, a question of the person shows it
                self.post_message(StartersFound((), documents))
                return
            if found is not None:
                self.qa.user_data.save_starters(index, signature, found)
        if found is not None:
            self.post_message(StartersFound(found, documents))

    def _answers_well(self, documents: tuple[DocumentInfo, ...], question: str) -> bool | None:
        """Whether an answer is strong; None when nobody needs to know any more."""
        worker, typing = get_current_worker(), False
        while True:
            if worker.is_cancelled or self.conversation.turns or not self.is_attached:
                return None
            if self.qa.state.documents is not documents or self.qa.state.updating:
                return None
            if not self.prompt.text and not typing:
                break
            typing = bool(self.prompt.text)  # a box that was just emptied may have been sent
            time.sleep(_PAUSE)
        answer = self.qa.backend.try_question(question)
        return answer.strength is Strength.STRONG and _says_something(answer)

    @on(StartersFound)
    async def _starters_found(self, event: StartersFound) -> None:
        if event.documents is self.qa.state.documents:
            self.openings = Openings(event.questions, self.openings.recent)
            await self.show_welcome(self.qa.state)

    @on(RecentFound)
    async def _recent_found(self, event: RecentFound) -> None:
        self.openings = Openings(self.openings.starters, event.recent)
        await self.show_welcome(self.qa.state)

    @on(SuggestedQuestion.Chosen)
    async def _suggestion_chosen(self, event: SuggestedQuestion.Chosen) -> None:
        self.set_focus(self.prompt)
        await self.ask(event.question)

    @on(NewestDocument.Chosen)
    def _document_chosen(self, event: NewestDocument.Chosen) -> None:
        self.read([CitedPlace(event.document)])

    @on(RecentConversation.Chosen)
    def _recent_chosen(self, event: RecentConversation.Chosen) -> None:
        self.qa.load_conversation(event.identifier)


def _says_something(answer: Answer) -> bool:
    """Whether an answer quotes more first than bylines, dates, headings and contents."""
    if not answer.answered:
        return False
    kinds = answer.evidence[0].kinds
    return not kinds or not _SILENT.issuperset(kinds)
