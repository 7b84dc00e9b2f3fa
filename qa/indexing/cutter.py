"""How files are read and cut, in this process or in a worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.documents.cutting import CutFile, cut_file
from qa.documents.loaders.ocr import OFF, Ocr
from qa.documents.loaders.recogniser import Recogniser
from qa.documents.passages import PassageSettings
from qa.documents.scan import FoundFile
from qa.errors import DocumentError

Result = CutFile | DocumentError


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
