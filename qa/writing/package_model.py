"""A model of the package `llm` (https://llm.datasette.io), which people set up for themselves.

Its plugins may ask a server anywhere, so it counts as one on another machine.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from queue import Empty, Queue
from threading import Thread
from typing import Any

from qa.errors import UsageError, WriterError
from qa.writing.http_model import IDLE_SECONDS, WHOLE_SECONDS
from qa.writing.models import Prompt
from qa.writing.settings import PACKAGE


@dataclass(frozen=True, slots=True)
class PackageModel:
    """A model by the name that `llm` has for it."""

    name: str
    idle_seconds: float = IDLE_SECONDS
    whole_seconds: float = WHOLE_SECONDS

    @property
    def place(self) -> str:
        """Whose it is."""
        return f"package {PACKAGE}"

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """Yield the text piece by piece.

        Raises UsageError when the package or the model isn't there, WriterError for everything
        that the package raises and for silence.
        """
        model = self._model()
        pieces: Queue[str | Exception | None] = Queue(maxsize=1_000)

        def ask() -> None:
            try:
                for piece in model.prompt(prompt.user, system=prompt.system, stream=True):
                    pieces.put(str(piece), timeout=self.whole_seconds)
                pieces.put(None)
            except Exception as error:  # noqa: BLE001 - plugins raise anything
                pieces.put(error)

        # A daemon: nothing can end a plugin that hangs.
        Thread(target=ask, name="qa-writer", daemon=True).start()
        deadline = time.monotonic() + self.whole_seconds
        while True:
            left = deadline - time.monotonic()
            try:
                piece = pieces.get(timeout=max(0.0, min(self.idle_seconds, left)))
            except Empty:
                raise WriterError(f"The model {self.name} took too long.") from None
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise WriterError(f"The model {self.name} failed: {piece}.") from piece
            yield piece

    def _model(self) -> Any:
        try:
            package = import_module(PACKAGE)  # some 300 ms
        except ImportError as error:
            raise UsageError(
                "This model needs the package 'llm', which is not installed.",
                "Install it with: pip install 'qa[llm]'.",
            ) from error
        try:
            return package.get_model(self.name)
        except Exception as error:  # its own errors share no base
            raise UsageError(
                f"The package 'llm' has no model '{self.name}'.", "'llm models' lists them."
            ) from error
