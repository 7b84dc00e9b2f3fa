"""What an answer quotes, compared with the files as they are now."""

from __future__ import annotations

from textual import on

from qa.datatypes import Answer, CheckedAnswer, QuoteState
from qa.render import phrases
from tui import glyphs
from tui.failures import explain
from tui.messages import Notice, QuotesChecked
from tui.screens.beginning import BeginningScreen

_OTHERWISE = {
    QuoteState.MOVED: "in another place",
    QuoteState.CHANGED: "changed",
    QuoteState.GONE: "gone",
}


class CheckingScreen(BeginningScreen):
    """Checks the quotes of the answer that has the focus, else of the newest."""

    def action_check(self) -> None:
        """Compare what the current answer quotes with the files."""
        view = self.view.current_answer()
        if view is None or view.turn.answer is None:
            return
        turn, answer = view.turn, view.turn.answer

        def checking() -> None:
            try:
                found = self.qa.backend.check(answer)
            except Exception as error:  # noqa: BLE001 - a message, whatever it was
                failure = explain(error)
                self.app.post_message(Notice(f"{failure.message} {failure.hint}", failure=True))
            else:
                self.post_message(QuotesChecked(turn, answer, found))

        self.run_worker(checking, thread=True, group="check", exit_on_error=False)

    @on(QuotesChecked)
    async def _checked(self, event: QuotesChecked) -> None:
        view = self.view.view_of(event.turn)
        if view and event.turn.answer is event.answer:
            await view.show_check(check_words(event.answer, event.checked))


def check_words(answer: Answer, checked: CheckedAnswer) -> str:
    """What a check found, as one sentence with a sign in front."""
    total, good = len(checked.quotes), checked.count(QuoteState.VERBATIM)
    if good == total:
        quotes = "The quote stands in its file" if total == 1 else (
            f"All {total} quotes stand in their files"
        )  # fmt: skip
        return f"{glyphs.DONE} {quotes}, word for word."
    others = [
        f"{count} {words}" for state, words in _OTHERWISE.items() if (count := checked.count(state))
    ]
    what = phrases.counted(total, "quote")
    which = {
        f"[{quote.citation}]" for quote in checked.quotes if quote.state is not QuoteState.VERBATIM
    }
    known = [f"[{source.number}]" for source in answer.sources if f"[{source.number}]" in which]
    return f"{glyphs.WARNING} Of {what} {', '.join(others)}: see {', '.join(known)}."
