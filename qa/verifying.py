"""Sentences and answers checked against the documents, once the index is up to date with them.

That something stands nowhere is a claim about every document: all files are looked at before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from qa.datatypes import Answer, Filter
from qa.looking import looked_at
from qa.objects.addresses import shown
from qa.session import Session

if TYPE_CHECKING:
    from qa.config import Locations
    from qa.datatypes import CheckedAnswer, CheckedDraft, WrittenSentence
    from qa.indexing.cutter import Cutter
    from qa.indexing.freshness import Freshness
    from qa.search.hybrid import Retriever
    from qa.verification.current_files import CurrentFiles


class Verifying:
    """Checks against one collection, whose open index is the session's: `Engine.verify`.

    The arguments are those of `qa.asking.Asking`; `grounded` makes a filter that was typed one for
    the store.
    """

    def __init__(
        self,
        session: Session,
        locations: Locations,
        named: Callable[[], tuple[Path, ...] | None],
        path_of: Callable[[str], str],
        grounded: Callable[[Filter | None], Filter | None],
    ) -> None:
        self._session = session
        self._locations = locations
        self._named = named
        self._path_of = path_of
        self._grounded = grounded

    @overload
    def __call__(
        self, what: str, *, fresh: bool = True, only: Filter | None = None, whole: bool = False
    ) -> CheckedDraft: ...

    @overload
    def __call__(
        self, what: Answer | Mapping[str, Any], *, fresh: bool = True
    ) -> CheckedAnswer: ...

    def __call__(
        self,
        what: str | Answer | Mapping[str, Any],
        *,
        fresh: bool = True,
        only: Filter | None = None,
        whole: bool = False,
    ) -> CheckedDraft | CheckedAnswer:
        """Check the sentences of a text, or the quotes of an answer, against the documents.

        An answer may also be the JSON that `qa ask --json` printed, read by `json.load`. The files
        are looked at first, all of them, and small changes applied to the index; quotes are
        compared with the files themselves. Without `fresh` the index is taken as it is. A text is
        looked for in the documents that `only` leaves, `whole` or (default) sentence by sentence.
        Raises UsageError for a text without words or longer than `MAX_DRAFT`, and for what is no
        answer; IndexNotFound, IndexMismatch, IndexDamaged.
        """
        if isinstance(what, str):
            return self._draft(what, fresh, self._grounded(only), whole)
        return self._answer(what, fresh=fresh)

    def _draft(self, text: str, fresh: bool, only: Filter | None, whole: bool) -> CheckedDraft:
        from qa.datatypes import CheckedDraft
        from qa.verification.places import Places
        from qa.verification.sentences import checked

        with self._opened(fresh) as (retriever, files, state):
            places = Places(retriever, files, only)
            documents, passages = places.searched()
            found = checked(text, places, whole=whole)
        return CheckedDraft(found, documents, passages, retriever.fingerprint, state.notes)

    def written(self, text: str, answer: Answer) -> tuple[WrittenSentence, ...]:
        """Check what somebody wrote from the evidence of an answer, sentence by sentence.

        Each names the sources it rests on by their numbers, such as [1], and is supported when
        their evidence says the same, in other words perhaps; many that are true are not seen to be.
        `Engine.verify` looks for sentences word by word. Raises ReaderDamaged.
        """
        from qa.verification.support import Supporting
        from qa.verification.written import checked_writing

        return tuple(checked_writing(text, answer, Supporting(self._session.reader()())))

    def _answer(self, answer: Answer | Mapping[str, Any], *, fresh: bool) -> CheckedAnswer:
        from qa.datatypes import CheckedAnswer
        from qa.indexing.diff import stored_paths
        from qa.verification.places import Places
        from qa.verification.quotes import Checker
        from qa.verification.receipts import quotes_of

        quoted = quotes_of(answer)
        with self._opened(fresh) as (retriever, files, state):
            checker = Checker(files, Places(retriever, files))
            quotes = tuple(checker.check(each) for each in quoted.quotes)
            before = {each.source: each.file_sha256 for each in quoted.quotes if each.file_sha256}
            changed = [
                self._path_of(source)
                for source, sha256 in before.items()
                if files.file_sha256(source) != sha256
            ]
            notes = list(state.notes)
            stored = stored_paths(retriever.store)
            if quoted.collection and stored and {*quoted.collection} != {*map(shown, stored[1])}:
                named = ", ".join(quoted.collection)
                notes.append(f"The answer is from another collection: {named}.")
        return CheckedAnswer(quoted.question, quotes, tuple(changed), tuple(notes))

    @contextmanager
    def _opened(self, fresh: bool) -> Iterator[tuple[Retriever, CurrentFiles, Freshness]]:
        """The index, the files and how they differ, in one transaction."""
        from qa.verification.current_files import CurrentFiles

        state = looked_at(self._session, self._locations, self._named, fresh=fresh)
        retriever = self._session.retriever()
        files = CurrentFiles(
            retriever.store,
            state.root,
            self._path_of,
            lambda: _cutter(retriever),
            gone=state.gone,
            lost=state.lost,
        )
        with retriever.store.snapshot():
            yield retriever, files, state


def _cutter(retriever: Retriever) -> Cutter:
    """How the files of an index are cut."""
    from qa.indexing.cutter import Cutter
    from qa.indexing.recognition import of_index
    from qa.store.index_settings import recut, settings_of

    settings = recut(settings_of(retriever.store))
    encoder = retriever.encoder
    ocr = of_index(retriever.store)
    return Cutter(settings.passages, encoder.count_tokens, encoder.tokenizer_file, ocr)
