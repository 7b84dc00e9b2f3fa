"""Asking: one question at a time, the others wait where they can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on

import qa
from qa import datatypes
from qa.datatypes import Answer, Reply
from tui import content
from tui.conversations import Conversation, Turn, now
from tui.failures import Failure, explain
from tui.messages import Answered, AskFailed, Written
from tui.question_queue import QuestionQueue
from tui.screens.answers import CitingScreen
from tui.state import Phase
from tui.widgets.turn import AskAgain, TurnView
from tui.widgets.welcome import Welcome

MORE = 3  # pieces of evidence that "more evidence" adds
MOST = 12


class AskingScreen(CitingScreen):
    """Sends questions to the engine and shows what comes back.

    A question asked before there is an index starts its building and waits for it.
    """

    def __init__(self, conversation: Conversation) -> None:
        super().__init__()
        self.conversation = conversation
        self._queue = QuestionQueue()
        self._widened: tuple[Turn, int] | None = None  # for more evidence, and how much it had

    async def ask(self, question: str) -> None:
        """Ask a question, now or when those before it are answered.

        One that is too long goes back into the box, to be shortened.
        """
        if len(question) > qa.MAX_QUESTION:
            self.prompt.put(question)
            self.qa.show_message(
                f"The question has {len(question):,} characters; at most"
                f" {qa.MAX_QUESTION:,} are read."
            )
            return
        self.qa.user_data.add_to_history(question)
        turn = Turn(question, self.qa.state.only, asked=now())
        self.conversation.turns.append(turn)
        self._queue.add(turn)
        await self._show_welcome_or_not()
        await self.view.add(turn, self._restricted(turn))
        self._build_if_needed()
        await self._next()

    async def ask_again(self, turn: Turn, *, more: bool = False, dates: bool | None = None) -> None:
        """Ask a question of the conversation once more, in its place.

        For `more` evidence, or with documents of its time preferred (`dates`) or not.
        """
        if not turn.done:
            return
        turn.dates = turn.dates if dates is None else dates
        self._widened = (turn, _quoted(turn.answer)) if more and turn.answer else None
        turn.top = min(MOST, turn.top + MORE) if more else turn.top
        turn.answer = turn.reply = turn.failure = None
        turn.cancelled = False
        self._queue.add(turn)
        if view := self.view.view_of(turn):
            await view.show()
        self._build_if_needed()
        await self._next()

    @on(AskAgain.Chosen)
    async def _asked_again(self, event: AskAgain.Chosen) -> None:
        self.set_focus(self.prompt)  # the line goes
        await self.ask_again(event.turn)

    def _build_if_needed(self) -> None:
        state = self.qa.state
        can_build = state.preview is not None and state.preview.files > 0
        if state.phase is Phase.NO_INDEX and can_build and not state.updating:
            self.qa.action_update()

    async def _next(self) -> None:
        if not self._must_wait() and (turn := self._queue.next()):
            work = partial(self._asking, turn, self.conversation.before(turn))
            self.run_worker(work, thread=True, group="ask", exit_on_error=False)
        if self._queue.current and (view := self.view.view_of(self._queue.current)):
            warm = self.qa.state.warm
            await view.wait_for("searching" if warm else "loading the models")
        for turn in self._queue.waiting:
            if view := self.view.view_of(turn):
                await view.wait_for(self._reason_to_wait())

    def _must_wait(self) -> bool:
        state = self.qa.state
        if state.phase is Phase.OPENING:
            return state.failure is None
        return state.phase is Phase.NO_INDEX or (state.updating and self.qa.blocked)

    def _reason_to_wait(self) -> str:
        if not self._must_wait():
            return "waits its turn"
        state = self.qa.state
        nothing = state.phase is Phase.NO_INDEX and not state.updating
        return "waits for a folder of documents" if nothing else "waits for the index"

    def _asking(self, turn: Turn, before: Sequence[datatypes.Turn]) -> None:
        try:
            answer = self.qa.backend.ask(
                turn.question, turn.only, turn.top, before, dates=turn.dates
            )
        except Exception as error:  # noqa: BLE001 - a message in the chat, whatever it was
            self.post_message(AskFailed(turn, explain(error)))
        else:
            self.post_message(Answered(turn, answer))
            writes = self.qa.user_data.settings.write
            if writes and not isinstance(answer, Reply) and answer.answered:
                written = self.qa.backend.write(answer, lambda: turn.cancelled)
                self.post_message(Written(turn, written))

    @on(Written)
    async def _written(self, event: Written) -> None:
        turn = event.turn
        if turn.answer and not turn.cancelled:  # nor asked again meanwhile
            turn.answer = event.answer
            if turn in self.conversation.turns:
                self.qa.user_data.save_conversation(self.conversation)
                if view := self.view.view_of(turn):
                    await view.show()

    @on(Answered)
    async def _answered(self, event: Answered) -> None:
        if event.turn.cancelled:
            pass
        elif isinstance(event.answer, Reply):
            event.turn.reply = event.answer
        else:
            event.turn.answer = event.answer
            turn, before = self._widened or (None, 0)
            if turn is event.turn and _quoted(event.answer) <= before:
                self.qa.show_message("There is no more evidence than that.")
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
                self.refresh_bindings()  # now there is something to copy
                self._came(view)
        await self._next()

    def _came(self, view: TurnView) -> None:
        """Show an answer that has come, unless an older one is being read."""
        if not self.reading:
            self.view.bring_into_view(view)

    async def fail_waiting(self, failure: Failure) -> None:
        """Give up on the questions that wait for an index that could not be built."""
        for turn in self._queue.clear():
            turn.failure = failure
            if view := self.view.view_of(turn):
                await view.show()
        self.qa.user_data.save_conversation(self.conversation)

    async def cancel(self, turn: Turn) -> None:
        """Cancel a question."""
        turn.cancelled = True
        self._queue.remove(turn)
        if view := self.view.view_of(turn):
            await view.show()
        self.qa.user_data.save_conversation(self.conversation)
        await self._next()

    async def cancel_newest(self) -> bool:
        """Cancel the question asked last, if one is still unanswered; whether there was one."""
        newest = self._queue.newest
        if newest:
            await self.cancel(newest)
        return newest is not None

    async def _show_welcome_or_not(self) -> None:
        """The welcome stands while no question was asked, and as long as a folder is wanted."""
        state = self.qa.state
        no_files = not (state.preview and state.preview.files)
        wanted = not self.conversation.turns or (
            state.phase is Phase.NO_INDEX and not state.updating and no_files
        )
        if not wanted:
            await self.view.query(Welcome).remove()
            self.view.remove_class("-empty")

    def _restricted(self, turn: Turn) -> str:
        titles = {}
        if len(turn.only.sources) == 1:
            titles = {each.source: each.title for each in self.qa.state.documents}
        return content.restriction(turn.only, titles)


def _quoted(answer: Answer) -> int:
    return len(answer.evidence or answer.misses)
