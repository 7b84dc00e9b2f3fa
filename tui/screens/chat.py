"""The chat: what people see first and most."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from tui import text
from tui.conversations import Conversation, Turn, now
from tui.failures import explain
from tui.messages import Answered, AskFailed
from tui.screens.reading import ReadingScreen
from tui.state import Phase, State
from tui.widgets.bars import Chip, Heading, UpdateBar
from tui.widgets.conversation import ConversationView, Earlier
from tui.widgets.keys import Keys
from tui.widgets.prompt import Prompt
from tui.widgets.quote import Quote
from tui.widgets.source_pane import SourcePane, Stop
from tui.widgets.turn import SourceLine, TurnView
from tui.widgets.welcome import Build, Starter, Welcome


class ChatScreen(ReadingScreen):
    """Questions go one by one: while one is answered the others wait where they can be seen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Cancel or go back", show=False, id="chat.back"),
        Binding("y", "copy_answer", "Copy answer", id="chat.copy"),
        Binding("slash", "type", "Type a question", show=False, id="chat.type"),
    ]

    def __init__(self, conversation: Conversation) -> None:
        super().__init__()
        self.conversation = conversation
        self._waiting: deque[Turn] = deque()
        self._asked_now: Turn | None = None

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield Heading()
        with Horizontal(id="body"):
            with Vertical(id="main"):
                with ConversationView():
                    yield Welcome()
                with Vertical(id="ask"):
                    yield Chip()
                    yield Prompt(self.qa.history)
            yield SourcePane()
        yield UpdateBar()
        yield Keys()

    @property
    def view(self) -> ConversationView:
        """The turns."""
        return self.query_one(ConversationView)

    @property
    def prompt(self) -> Prompt:
        """The box."""
        return self.query_one(Prompt)

    def on_mount(self) -> None:
        """Type right away."""
        self.prompt.focus()

    async def show_state(self, state: State) -> None:
        """Show what the app knows of the collection."""
        self.query_one(Heading).show(state)
        self.query_one(UpdateBar).show(state)
        self.query_one(Chip).show(state)
        for welcome in self.query(Welcome):
            await welcome.show(state)
        if (build := self.query(Build)) and not self.prompt.text and self.focused is self.prompt:
            build.first().focus()  # the one thing to do: Enter does it
        await self._next()

    # Asking.

    @on(Prompt.Asked)
    @on(Starter.Chosen)
    async def _asked(self, event: Prompt.Asked | Starter.Chosen) -> None:
        await self.ask(event.question)

    async def ask(self, question: str) -> None:
        """Ask a question, now or when those before it are answered."""
        await self.query(Welcome).remove()
        self.qa.remember(question)
        turn = Turn(question, self.qa.state.only, asked=now())
        self.conversation.turns.append(turn)
        self._waiting.append(turn)
        await self.view.add(turn, self._restricted(turn))
        await self._next()

    async def _next(self) -> None:
        if self._asked_now is None and self._waiting and not self._must_wait():
            self._asked_now = self._waiting.popleft()
            work = partial(self._asking, self._asked_now)
            self.run_worker(work, thread=True, group="ask", exit_on_error=False)
        if self._asked_now and (view := self.view.view_of(self._asked_now)):
            warm = self.qa.state.warm
            await view.wait_for("searching" if warm else "loading the models")
        for turn in self._waiting:
            if view := self.view.view_of(turn):
                what = "waits for the index" if self._must_wait() else "waits its turn"
                await view.wait_for(what)

    def _must_wait(self) -> bool:
        state = self.qa.state
        return state.updating and (state.phase is Phase.MISSING or self.qa.blocked)

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
            self._asked_now = None
            self._waiting.appendleft(turn)
            await self._next()
            return
        if not turn.cancelled:
            turn.failure = event.failure
        await self._ended(turn)

    async def _ended(self, turn: Turn) -> None:
        if self._asked_now is turn:
            self._asked_now = None
        if turn in self.conversation.turns:
            self.qa.keep(self.conversation)
            if (view := self.view.view_of(turn)) and not turn.cancelled:
                await view.show()
                self.view.bring_into_view(view)
                self._number()
        await self._next()

    def _number(self) -> None:
        """Let digits open the sources of the newest answer."""
        newest = self.view.views()[-1:]
        cited = [each.citation for view in newest for each in view.quotes]
        self.prompt.numbers = max(cited, default=0)

    async def _cancel(self, turn: Turn) -> None:
        turn.cancelled = True
        if turn in self._waiting:
            self._waiting.remove(turn)
        if self._asked_now is turn:
            self._asked_now = None
        if view := self.view.view_of(turn):
            await view.show()
        self.qa.keep(self.conversation)
        await self._next()

    def _restricted(self, turn: Turn) -> str:
        titles = {}
        if len(turn.only.sources) == 1:
            titles = {each.source: each.title for each in self.qa.state.documents}
        return text.restriction(turn.only, titles)

    # Conversations.

    async def open_conversation(self, conversation: Conversation) -> None:
        """Show another conversation, or a new one."""
        unfinished = [*self._waiting, *([self._asked_now] if self._asked_now else [])]
        for turn in unfinished:
            turn.cancelled = True
        if unfinished:
            self.qa.keep(self.conversation)
        self._waiting.clear()
        self._asked_now = None
        self.conversation = conversation
        self.remove_class("-reading")
        if conversation.turns:
            await self.view.show(conversation.turns, self._restrictions())
        else:
            await self.view.remove_children()
            welcome = Welcome()
            await self.view.mount(welcome)
            await welcome.show(self.qa.state)
        self._number()
        self.prompt.focus()

    def _restrictions(self) -> dict[int, str]:
        turns = enumerate(self.conversation.turns)
        return {i: self._restricted(turn) for i, turn in turns if turn.only}

    @on(Earlier.Wanted)
    async def _earlier(self) -> None:
        await self.view.show_earlier(self.conversation.turns, self._restrictions())

    # Reading.

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
        here = self.pane.stop_now
        now_at = [at for at in places if self.reading and here and here.evidence is view.quotes[at]]
        at = places[(places.index(now_at[0]) + 1) % len(places)] if now_at else places[0]
        self._read(view, at)

    def _read(self, view: TurnView, at: int) -> None:
        answer = view.turn.answer
        if answer:
            documents = {source.number: source.document for source in answer.sources}
            cited = [each for each in view.quotes if each.citation in documents]
            stops = [Stop(documents[each.citation], each) for each in cited]
            self.read(stops, cited.index(view.quotes[at]))

    def focus_after_reading(self) -> None:
        """Go on typing."""
        self.prompt.focus()

    # Keys.

    async def action_back(self) -> None:
        """Cancel the question, else close the article, else stop the update, else move."""
        if self._waiting or self._asked_now:
            newest = self._waiting[-1] if self._waiting else self._asked_now
            if newest:
                await self._cancel(newest)
        elif self.reading:
            self.close_article()
        elif self.qa.state.updating:
            self.qa.action_stop_update()
        elif self.focused is self.prompt and (stops := self.view.query(".stop")):
            current = self.view.current()
            inside = list(current.query(".stop")) if current else []
            (inside or list(stops))[0].focus()
        else:
            self.prompt.focus()

    def action_type(self) -> None:
        """Go to the box."""
        self.prompt.focus()

    def action_copy_answer(self) -> None:
        """Copy the answer that has the focus, else the newest, with its sources."""
        from tui import export  # not before the first picture

        view = self.view.current()
        if view and view.turn.answer:
            self.qa.copy(export.as_text(view.turn.answer))

    @on(Build.Pressed)
    def _build(self) -> None:
        self.qa.action_update()

    @on(Welcome.FolderChosen)
    def _folder(self, event: Welcome.FolderChosen) -> None:
        self.qa.use_folder(event.folder)

    @on(Chip.Cleared)
    def _cleared(self) -> None:
        self.qa.action_ask_all()


def _turn_of(widget: Quote | SourceLine) -> TurnView | None:
    return next((each for each in widget.ancestors if isinstance(each, TurnView)), None)
