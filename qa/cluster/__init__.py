"""Many machines: files are read, cut and encoded by the workers of a Ray cluster."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.datatypes import Progress
    from qa.indexing.executor import Executor


def executor_at(
    address: str | None, progress: Callable[[Progress], None] | None
) -> AbstractContextManager[Executor | None]:
    """The cluster at `address`, "local" for one started on this machine; None for none at all.

    Raises UsageError when the address is invalid, or Ray is not installed.
    """
    if address is None:
        return nullcontext()
    from qa.cluster.ray_executor import RayExecutor  # Ray itself comes later, if at all

    return RayExecutor(address, progress)
