"""A question asked of an index that is built first where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from qa.cli.output import on_terminal, warn
from qa.errors import IndexLocked, IndexNotFound, IndexUnwritable, QaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.engine import Engine

Result = TypeVar("Result")


def up_to_date(engine: Engine, ask: Callable[[], Result]) -> Result:
    """Build an index that is missing, then ask, which looks at the files itself."""
    failure: QaError | None = None
    warnings: list[str] = []
    if engine.empty():
        from qa.cli.progress import progress
        from qa.render.phrases import counted

        try:
            with progress() as report:
                # A person waits for an answer, a script for the best one; neither for OCR.
                done = engine.sync(progress=report, quick=on_terminal(), recognise=False)
            warnings += done.warnings
            if done.skipped and done.added + done.changed:
                warnings.append(f"{counted(len(done.skipped), 'file')} skipped; see 'qa status'.")
        except (IndexLocked, IndexUnwritable) as error:
            failure = error
    from qa.cli.progress import late_progress

    try:
        with late_progress() as report:
            engine.progress = report
            result = ask()
    except IndexNotFound as error:
        raise failure or error from None
    finally:
        engine.progress = None
    if failure:
        warnings.append(f"{failure.message} The answer is from the index as it was.")
    warn(*warnings, *engine.warnings)
    return result
