"""Opening the chat, with no more loaded than it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from pathlib import Path


def open_chat(index: Path | str | None) -> ExitCode:
    """Open the chat with the index in a folder, or with what belongs to the current folder.

    Raises NotShared for the address of a shared collection.
    """
    import gc
    import os

    if isinstance(index, str) or os.environ.get("QA_INDEX", "").startswith(("lance:", "s3:")):
        from qa.errors import NotShared

        raise NotShared(
            "The chat looks at files, which a shared collection has not.",
            "Ask with qa ask, or in a browser with qa serve.",
        )

    gc.disable()  # a tenth of the imports would be looking for garbage; the chat enables it
    from tui.start import run  # 200 ms, for Textual

    return ExitCode.ERROR if run(index) else ExitCode.OK
