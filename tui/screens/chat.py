"""The chat: what people see first and most."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from tui import content
from tui.conversations import Conversation, Turn, now
from tui.failures import explain
from tui.messages import Answered, AskFailed
from tui.question_queue import QuestionQueue
from tui.screens.answers import CitingScreen
from tui.state import Phase, State
from tui.widgets.bars import FilterChip, TitleBar, UpdateBar
from tui.widgets.conversation import ConversationView, EarlierTurns
from tui.widgets.footer import KeyFooter
from tui.widgets.prompt import Prompt
from tui.widgets.source_pane import SourcePane
from tui.widgets.welcome import BuildButton, SuggestedQuestion, Welcome


class ChatScreen(CitingScreen):
    """Questions go one by one: while one is answered the others wait where they can be seen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Cancel or go back", show=False, id="chat.back"),
        Binding("y", "copy_answer", "Copy answer", id="chat.copy"),
        Binding("slash", "type", "Type a question", show=False, id="chat.type"),
    ]

    def __init__(self, conversation: Conversation) -> None:
        super().__init__()
        self.conversation = conversation
        self._queue = QuestionQueue()

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield TitleBar()
        with Horizontal(id="body"):
            with Vertical(id="main"):
                with ConversationView():
                    yield Welcome()
                with Vertical(id="ask"):
                    yield FilterChip()
                    yield Prompt(self.qa.user_data.history)
            yield SourcePane()
        yield UpdateBar()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Type right away."""
        self.prompt.focus()

    async def show_state(self, state: State) -> None:
        """Show what the app knows of the collection."""
        self.query_one(TitleBar).show(state)
        self.query_one(UpdateBar).show(state)
        self.query_one(FilterChip).show(state)
        for welcome in self.query(Welcome):
            await welcome.show(state)
        if (
            (build := self.query(BuildButton))
            and not self.prompt.text
            and self.focused is self.prompt
        ):
            self.set_focus(build.first())  # the one thing to do: Enter does it
        await self._next()

    # Asking.

    @on(Prompt.Asked)
    @on(SuggestedQuestion.Chosen)
    async def _asked(self, event: Prompt.Asked | SuggestedQuestion.Chosen) -> None:
        await self.ask(event.question)

    async def ask(self, question: str) -> None:
        """Ask a question, now or when those before it are answered."""
        await self.query(Welcome).remove()
        self.qa.user_data.add_to_history(question)
        turn = Turn(question, self.qa.state.only, asked=now())
        self.conversation.turns.append(turn)
        self._queue.add(turn)
        await self.view.add(turn, self._restricted(turn))
        await self._next()

    async def _next(self) -> None:
        if not self._must_wait() and (turn := self._queue.next()):
            work = partial(self._asking, turn)
            self.run_worker(work, thread=True, group="ask", exit_on_error=False)
        if self._queue.current and (view := self.view.view_of(self._queue.current)):
            warm = self.qa.state.warm
            await view.wait_for("searching" if warm else "loading the models")
        for turn in self._queue.waiting:
            if view := self.view.view_of(turn):
                what = "waits for the index" if self._must_wait() else "waits its turn"
                await view.wait_for(what)

    def _must_wait(self) -> bool:
        state = self.qa.state
        return state.updating and (state.phase is Phase.NO_INDEX or self.qa.blocked)

    def _asking(self, turn: Turn) -> None:
        try:
            answer = self.qa.backend.ask(turn.question, turn.only)
        except Exception as error:  # noqa: BLE001 - a message in the chat, whatever it was
            self.post_message(AskFailed(turn, explain(error)))
        else:
            self.post_message(Answered(turn, answer))

    @on(Answered)
    async def _answered(self, event: Answered) -> None:
        if not event.turn.cancelled:
            event.turn.answer = event.answer
        await self._ended(event.turn)

    @on(AskFailed)
    async def _ask_failed(self, event: AskFailed) -> None:
        turn = event.turn
        if event.failure.locked and self.qa.state.updating and not turn.cancelled:
            # Our own update has the index; the question is asked again when it is done.
            self.qa.blocked = True
            self._queue.put_back(turn)
            await self._next()
            return
        if not turn.cancelled:
            turn.failure = event.failure
        await self._ended(turn)

    async def _ended(self, turn: Turn) -> None:
        self._queue.remove(turn)
        if turn in self.conversation.turns:
            self.qa.user_data.save_conversation(self.conversation)
            if (view := self.view.view_of(turn)) and not turn.cancelled:
                await view.show()
                self.view.bring_into_view(view)
                self.number_newest()
        await self._next()

    async def _cancel(self, turn: Turn) -> None:
        turn.cancelled = True
        self._queue.remove(turn)
        if view := self.view.view_of(turn):
            await view.show()
        self.qa.user_data.save_conversation(self.conversation)
        await self._next()

    def _restricted(self, turn: Turn) -> str:
        titles = {}
        if len(turn.only.sources) == 1:
            titles = {each.source: each.title for each in self.qa.state.documents}
        return content.restriction(turn.only, titles)

    # Conversations.

    async def open_conversation(self, conversation: Conversation) -> None:
        """Show another conversation, or a new one."""
        if unfinished := self._queue.clear():
            for turn in unfinished:
                turn.cancelled = True
            self.qa.user_data.save_conversation(self.conversation)
        self.conversation = conversation
        self.remove_class("-reading")
        if conversation.turns:
            await self.view.show(conversation.turns, self._restrictions())
        else:
            await self.view.remove_children()
            welcome = Welcome()
            await self.view.mount(welcome)
            await welcome.show(self.qa.state)
        self.number_newest()
        self.prompt.focus()

    def _restrictions(self) -> dict[int, str]:
        turns = enumerate(self.conversation.turns)
        return {i: self._restricted(turn) for i, turn in turns if turn.only}

    @on(EarlierTurns.Wanted)
    async def _earlier(self) -> None:
        await self.view.show_earlier(self.conversation.turns, self._restrictions())

    def focus_after_reading(self) -> None:
        """Go on typing."""
        self.prompt.focus()

    # Keys.

    async def action_back(self) -> None:
        """Cancel the question, else close the article, else stop the update, else move."""
        if newest := self._queue.newest:
            await self._cancel(newest)
        elif self.reading:
            self.close_article()
        elif self.qa.state.updating:
            self.qa.action_stop_update()
        elif self.focused is self.prompt and (stops := self.view.query(".focusable")):
            current = self.view.current()
            inside = list(current.query(".focusable")) if current else []
            (inside or list(stops))[0].focus()
        else:
            self.prompt.focus()

    def action_type(self) -> None:
        """Go to the box."""
        self.prompt.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """There is nothing to copy before there is an answer."""
        if action != "copy_answer":
            return True
        view = self.view.current() if self.is_mounted else None
        return bool(view and view.turn.answer)

    def action_copy_answer(self) -> None:
        """Copy the answer that has the focus, else the newest, with its sources."""
        from tui import export  # not before the first picture

        view = self.view.current()
        if view and view.turn.answer:
            self.qa.copy(export.as_text(view.turn.answer))

    @on(BuildButton.Pressed)
    def _build(self) -> None:
        self.qa.action_update()

    @on(Welcome.FolderChosen)
    def _folder(self, event: Welcome.FolderChosen) -> None:
        self.qa.index_folder(event.folder)

    @on(FilterChip.Cleared)
    def _cleared(self) -> None:
        self.qa.action_ask_all()
