"""What is said of an index: progress, reports, states and checks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qa.datatypes.documents import Skipped


class Noticed(StrEnum):
    """What was seen to change."""

    FILES = "files"  # in the folder of documents
    INDEX = "index"  # somebody has written to it


class Verdict(StrEnum):
    """What a check found."""

    GOOD = "good"
    NOTE = "note"  # worth knowing, and not wrong: files that changed since, for example
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many files a folder holds that can be read, counted by their names alone."""

    files: int
    kinds: tuple[tuple[str, int], ...]  # suffix in lower case and number, the most first
    skipped: int  # that can't be read
    whole: bool  # False when there was no time to count them all


@dataclass(frozen=True, slots=True)
class Extent:
    """How much there is to index in a folder: the files that can be read, as far as counted."""

    folder: str
    place: str  # what it is, where it is more than one of documents: "your home folder"
    files: int
    bytes: int
    whole: bool  # False when there was no time to count them all

    @property
    def unusual(self) -> bool:
        """Whether people seldom mean to index it: all of a disk, of the home folder, very much."""
        return bool(self.place) or self.files > 100_000 or self.bytes > 50_000_000_000

    @property
    def sentence(self) -> str:
        """What it would take to index it, at the 80 files a second of docs/benchmarks.md."""
        least = "" if self.whole else "at least "
        minutes = -(-self.files // (80 * 60)) or 1
        hours = f"{minutes // 60:,} hours"
        took = hours if minutes >= 120 else f"{minutes} minute{'' if minutes == 1 else 's'}"
        files = f"{self.files:,} file{'' if self.files == 1 else 's'}"
        return (
            f"{self.folder} {f'is {self.place} and ' if self.place else ''}holds {least}"
            f"{files} that can be read, {self.bytes / 1e9:,.1f} GB:"
            f" {least}about {took} until they can be asked."
        )


@dataclass(frozen=True, slots=True)
class NamedCollection:
    """A collection in the user's data folder, for a list of them."""

    name: str
    paths: tuple[str, ...]
    missing: tuple[str, ...]  # those of `paths` that are not there
    documents: int | None  # None when there is no index yet, or it can't be read
    passages: int | None
    last_sync: str | None  # ISO 8601, UTC
    index: str
    problem: str | None = None  # why the index can't be read, in words for people


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job is. `total` is 0 while unknown."""

    # "updating" (before a question), "reading", "compiling", "starting" (the workers of a cluster),
    # "embedding", "indexing"; "ready" once, when documents can be asked by their words, and
    # "refining" while their vectors are made
    stage: str
    done: int
    total: int
    unit: str  # "files", "passages", "documents"


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What making the index equal to the folder changed."""

    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    documents: int  # in the index afterwards
    passages: int
    seconds: float
    warnings: tuple[str, ...] = ()
    moved: int = 0  # to another path, with the same contents
    held: int = 0  # gone, but so many at once that they are kept
    waiting: int = 0  # passages without a vector: found by their words alone until the next run


@dataclass(frozen=True, slots=True)
class Preview:
    """What there is to index, before anything is."""

    collection: tuple[str, ...]  # folders and files; empty when nothing names them
    files: int  # that can be read, as far as their names tell
    skipped: int
    titles: tuple[str, ...]  # of the first documents
    formats: tuple[str, ...]  # suffixes of files that can be read


@dataclass(frozen=True, slots=True)
class Clusters:
    """How very many vectors lie: in lists, `probes` of which are looked at for a question."""

    lists: int
    probes: int
    trained: int  # how many vectors there were when the lists were made
    recall: float | None  # of the ten nearest to held-out questions; None when not measured
    questions: int  # that it was measured with


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a collection and its index."""

    index: str
    collection: tuple[str, ...]  # the folders and files that make it up
    documents: int
    passages: int
    skipped: tuple[Skipped, ...]
    bytes: int  # on disk, all files of the index
    encoder: str
    fingerprint: str
    last_sync: str | None  # ISO 8601, UTC
    new: tuple[str, ...] = ()  # sources on disk and not in the index
    changed: tuple[str, ...] = ()  # sources whose file differs from what was indexed
    gone: tuple[str, ...] = ()  # sources in the index whose file is no longer there
    held: tuple[str, ...] = ()  # those of `gone` that an update keeps, being so many at once
    files: int | None = None  # on disk, those that can't be read included; None when not scanned
    clusters: Clusters | None = None  # None where a search looks at every vector
    guessed: tuple[Skipped, ...] = ()  # indexed, with the encoding that was guessed as reason
    sparse: tuple[Skipped, ...] = ()  # indexed, with little text for their size
    recognised: tuple[Skipped, ...] = ()  # indexed, with pages that were read by OCR
    unrecognised: tuple[Skipped, ...] = ()  # indexed, with pages that are pictures, and not read
    waiting: int = 0  # passages without a vector: found by their words alone
    indexed: int | None = None  # files; there are more documents, where a file holds several


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what was found, in words for people."""

    name: str
    verdict: Verdict
    detail: str
    items: tuple[str, ...] = ()  # the sources it is about, where it is about some


@dataclass(frozen=True, slots=True)
class Checkup:
    """Whether everything that the index says is true."""

    checks: tuple[Check, ...]
    repaired: tuple[str, ...] = ()  # what was done, in words for people

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return all(check.verdict is not Verdict.WRONG for check in self.checks)
