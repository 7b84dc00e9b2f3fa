"""The state of the collection as the screens show it. Only the app changes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from qa.datatypes import DocumentInfo, Filter, Preview, Skipped
from tui.failures import Failure
from tui.pace import Pace


class Phase(Enum):
    """Whether questions can be asked."""

    OPENING = auto()
    NO_INDEX = auto()  # no index yet, or an empty one
    READY = auto()


@dataclass(frozen=True, slots=True)
class State:
    """The state at one moment."""

    phase: Phase = Phase.OPENING
    name: str = ""  # of the collection
    folders: tuple[str, ...] = ()  # and files that it is made of
    warm: bool = False  # the models are loaded
    documents: tuple[DocumentInfo, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    new: int = 0  # files that are not in the index yet
    changed: frozenset[str] = frozenset()  # sources whose file differs from what was indexed
    gone: frozenset[str] = frozenset()  # sources whose file is no longer there
    retained: frozenset[str] = frozenset()  # those of `gone` that an update does not remove
    preview: Preview | None = None
    failure: Failure | None = None  # why the collection can't be opened or listed
    build_failure: Failure | None = None  # why the last update failed
    updating: bool = False
    rebuilding: bool = False
    pace: Pace | None = None
    only: Filter = field(default_factory=Filter)

    @property
    def differences(self) -> int:
        """How many files an update would read or remove."""
        return self.new + len(self.changed) + len(self.gone - self.retained)
