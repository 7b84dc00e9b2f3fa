"""Every error this project raises on purpose, in one tree.

    QaError
    ├── UsageError                  the question or an option is invalid           exit 2
    │   ├── DocumentNotFound        no document has the name that was given
    │   └── NotShared               what only a collection of this machine can do
    ├── CollectionError             the folder of documents
    │   ├── CollectionNotFound      no such folder, or nothing in it to index
    │   ├── StorageError            object storage that documents are in can't be read now
    │   └── DocumentError           one file could not be read; reported as skipped
    ├── StoreError                  what is on disk under the index folder
    │   ├── IndexNotFound           there is no index yet
    │   ├── IndexMismatch           built with another model or other chunking
    │   ├── IndexDamaged            fails a check; the message names the file
    │   ├── IndexLocked             another process is writing
    │   ├── IndexUnwritable         permissions, read-only disk, disk full
    │   └── ScaleMissing            object storage or Lance without the extra `scale`
    ├── EncoderError                the embedding model
    │   ├── ModelNotFound           not installed, not a folder, hash differs
    │   ├── ModelRefused            its files could run code or lead elsewhere
    │   └── ModelUnfaithful         the compiled model disagrees with the original
    ├── ClusterError                the machines of a Ray cluster can't be used
    ├── Untrusted                   files of somebody else ask for what nobody allowed
    │   └── FolderUntrusted         ... for a folder (a CollectionNotFound as well)
    ├── WriterError                 the language model can't be reached, refuses or stops
    │   └── WriterNotAllowed        nobody has allowed to send it anything
    ├── ServerBusy                  too many questions wait, or the server stops
    ├── ReaderDamaged               the reader's weights are not those of this version
    └── VerbatimError               a quote differs from the text it claims to be

Each error carries a `hint`: one sentence saying what to do next.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Mapping


class QaError(Exception):
    """Base of all deliberate errors: a message for people and what to do next."""

    default_hint = "Run the command with --help to see what it expects."

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint if hint is not None else self.default_hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}"


class UsageError(QaError):
    """A question or an option that is invalid."""


class DocumentNotFound(UsageError):
    """No document has the name, path or id that was given."""

    default_hint = "Use its path, or a part of its file name or title; 'qa list' shows paths."


class NotShared(UsageError):
    """What was asked for can be done with a collection on this machine only."""

    default_hint = "Copy it to this machine first: 'qa copy FROM TO'."


class CollectionError(QaError):
    """Something is wrong with the folder of documents."""

    default_hint = "Check the folder with 'qa status'."


class CollectionNotFound(CollectionError):
    """No such folder, or nothing in it that could be indexed."""

    default_hint = "Put documents into the folder, then run 'qa index FOLDER'."


class StorageError(CollectionError):
    """The object storage that documents are in can't be reached, or refuses; nothing is lost."""

    default_hint = (
        "Set AWS_REGION or AWS_ENDPOINT_URL and the credentials in the environment, and run it "
        "again: what was indexed stays."
    )


class DocumentError(CollectionError):
    """One file could not be turned into a document; it is reported as skipped."""

    default_hint = "The file is skipped; 'qa status' lists every skipped file."


class StoreError(QaError):
    """Something is wrong with the files under the index folder."""

    default_hint = "Rebuild it with 'qa index --rebuild'."


class IndexNotFound(StoreError):
    """There is no index where one was expected."""

    default_hint = "Build one with 'qa index FOLDER'; 'qa index .' takes the folder you are in."


class IndexMismatch(StoreError):
    """The index was built with other settings than those now in force."""


class IndexDamaged(StoreError):
    """A file of the index fails its check."""


class IndexLocked(StoreError):
    """Another process is writing to the index."""

    default_hint = "Wait for it to finish, or stop it, then try again."


class IndexUnwritable(StoreError):
    """The index folder can't be written: permissions, a read-only disk, a full disk."""

    default_hint = "Free some space or choose another folder with --index DIR."
    _hints: ClassVar[Mapping[int | None, str]] = {
        **dict.fromkeys(
            (errno.EACCES, errno.EPERM),
            "Change its rights, or choose another folder with --index DIR.",
        ),
        **dict.fromkeys(
            (errno.EEXIST, errno.ENOTDIR),
            "A file or a broken link has that name: choose another folder with --index DIR.",
        ),
        errno.EROFS: "Choose a folder on a disk that can be written to with --index DIR.",
    }

    @classmethod
    def because(cls, refused: str, error: OSError) -> Self:
        """The error that says what was `refused`, and what to do about the system's reason."""
        return cls(f"{refused}: {error.strerror or error}.", cls._hints.get(error.errno))


class ScaleMissing(StoreError):
    """Object storage and collections in Lance tables need packages that are not installed."""

    default_hint = "Install what it needs with: pip install 'qa[scale]'."


class EncoderError(QaError):
    """Something is wrong with the embedding model."""

    default_hint = "Reinstall the project with 'pip install .', or set another model."


class ModelNotFound(EncoderError):
    """The model is not installed, not a folder, or its hash differs."""


class ModelRefused(EncoderError):
    """The model's files could run code or lead out of its folder; it is not loaded."""

    default_hint = "Use another model."


class ModelUnfaithful(EncoderError):
    """The compiled model's vectors disagree with the original's."""


class ClusterError(QaError):
    """The machines that an index is built with can't be reached or can't do it."""

    default_hint = "Run it again: what was committed stays, and it goes on from there."


class Untrusted(QaError):
    """A `qa.toml` or an index asks for a model or a folder that the user has not allowed."""

    default_hint = "Look at what it asks for with 'qa trust', and allow it there if it is right."


class FolderUntrusted(Untrusted, CollectionNotFound):
    """The folder that an index names is not beside it, and the user has not allowed it."""

    default_hint = Untrusted.default_hint


class ReaderDamaged(QaError):
    """The reader's or the ranker's weights in the package are missing or of another version."""

    default_hint = "Install qa again; in a clone 'git checkout qa/weights' brings the file back."


class ServerBusy(QaError):
    """A server has too many questions waiting, is stopping, or took too long to answer."""

    default_hint = "Ask again in some seconds."


class WriterError(QaError):
    """The language model that writes can't be reached, refuses, or sends what is no answer."""

    default_hint = "Check it with 'qa writer'; without --write the quotes answer."


class WriterNotAllowed(WriterError):
    """The model is not on this machine, and the user has not allowed to send it anything."""

    default_hint = "Allow it with 'qa writer --allow'."


class VerbatimError(QaError):
    """A quote is not the text it claims to be; nothing is shown rather than a wrong quote."""

    default_hint = "Rebuild the index with 'qa index --rebuild' and report this as a bug."
