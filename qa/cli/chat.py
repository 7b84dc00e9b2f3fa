"""Opening the chat, with no more loaded than it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from pathlib import Path


def open_chat(index: Path | str | None) -> ExitCode:
    """Open the chat with an index in a folder or a shared one, or that of the current folder."""
    import gc
    import os

    gc.disable()  # a tenth of the imports would be looking for garbage; the chat enables it
    from qa.library import shared_address
    from tui.start import run  # 200 ms, for Textual

    index = index or shared_address(os.environ.get("QA_INDEX"))
    return ExitCode.ERROR if run(index) else ExitCode.OK
