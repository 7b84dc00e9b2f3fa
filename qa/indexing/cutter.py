"""How files are read and cut, in this process or in a worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.documents.at_hand import at_hand
from qa.documents.cutting import CutFile, cut_file
from qa.documents.found_file import FoundFile
from qa.documents.loaders.ocr import OFF, Ocr
from qa.documents.loaders.recogniser import Recogniser
from qa.documents.passages import PassageSettings
from qa.errors import DocumentError
from qa.indexing.file_signatures import file_state, unread_state
from qa.store.store import FileState

Result = CutFile | DocumentError
Cut = tuple[FoundFile, FileState, Result]  # a file, its state from before it was read, and what is


@dataclass(frozen=True, slots=True)
class Cutter:
    """How files are cut: settings, the counter of tokens, and the file that it counts with.

    Without a `tokenizer` file everything is done in this process. `ocr` is for pages that are
    pictures.
    """

    settings: PassageSettings
    count: Callable[[Sequence[str]], Sequence[int]]
    tokenizer: Path | None
    ocr: Ocr = OFF

    def here(self, item: FoundFile, *, contained: bool = True) -> Result:
        """Read and cut a file in this process; see `cut_file`."""
        try:
            return cut_file(
                item.path,
                item.source,
                self.settings,
                self.count,
                contained=contained,
                recogniser=Recogniser(self.ocr),
            )
        except DocumentError as error:
            return error


def cut_at_hand(item: FoundFile, cut: Callable[[FoundFile], Result]) -> Cut:
    """Have a file cut, once it is where it can be opened. Raises StorageError."""
    try:
        with at_hand(item) as file:
            state = file_state(file)  # before reading: later changes are noticed
            return item, state, cut(file)
    except DocumentError as error:
        return item, unread_state(item), error
