"""Which model writes, in a file of the user's configuration folder; and who allowed to ask it.

Only the user's own settings name a model. Nothing that comes with a folder or an index does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from qa.errors import UsageError, WriterNotAllowed
from qa.files import make_folder, read_json, write_json
from qa.trust import Claim, allow, config_folder, revoke, untrusted
from qa.writing.models import is_loopback

FILE_NAME = "writer.json"
PACKAGE = "llm"  # in place of an address: the model is one of the package `llm`
_SHORT_NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class WriterSettings:
    """A model: its name and the address of an OpenAI-compatible server, or `PACKAGE`.

    `key_variable` is the environment variable that holds the key, empty where none is needed.
    """

    address: str
    model: str
    key_variable: str = ""

    @property
    def local(self) -> bool:
        """Whether what is sent stays on this machine, as far as the address tells."""
        return self.address != PACKAGE and is_loopback(urlsplit(self.address).hostname or "")

    @property
    def place(self) -> str:
        """Whose the model is, for people: a host with its port, or the package."""
        return f"package {PACKAGE}" if self.address == PACKAGE else urlsplit(self.address).netloc

    @property
    def claim(self) -> Claim:
        """What a user allows: to send questions and quotes there, for this model."""
        return Claim("", "writer", f"{self.model} at {self.address}")


def checked(address: str, model: str, key_variable: str = "") -> WriterSettings:
    """Settings as somebody typed them, the address in full. Raises UsageError."""
    model = model.strip()
    if not model or not model.isprintable() or len(model) > 200:
        raise UsageError("The model has no name.", "Name it with --model, such as llama3.2.")
    if key_variable and not _SHORT_NAME.fullmatch(key_variable):
        raise UsageError(
            "The key is read from an environment variable.",
            "Give the name of the variable, not the key itself.",
        )
    if address == PACKAGE:
        return WriterSettings(PACKAGE, model)
    settings = WriterSettings(_full(address), model, key_variable)
    if key_variable and not settings.local and settings.address.startswith("http:"):
        raise UsageError(
            "A key would be sent without encryption.", "Use an address that begins with https."
        )
    return settings


def _full(address: str) -> str:
    """An address such as 127.0.0.1:11434 with its scheme and its path. Raises UsageError."""
    written = address.strip()
    if "://" not in written:
        host = urlsplit(f"//{written}").hostname or ""
        written = f"{'http' if is_loopback(host) else 'https'}://{written}"
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    bad = parts.username is not None or parts.query or parts.fragment or port == 0
    ascii_only = written.isascii() and written.isprintable() and " " not in written
    if parts.scheme not in ("http", "https") or not parts.hostname or bad or not ascii_only:
        raise UsageError(
            f"{address} is no address of a server.",
            "Give one such as http://127.0.0.1:11434/v1 or https://api.example.org/v1.",
        )
    whole = written.rstrip("/").removesuffix("/chat/completions")
    return whole if parts.path.strip("/") else f"{whole}/v1"


def load(folder: Path | None = None) -> WriterSettings | None:
    """The model that is configured; None for none.

    Raises UsageError when the file holds something else.
    """
    stored = read_json((folder or config_folder()) / FILE_NAME)
    if stored is None:
        return None
    values = [stored.get(name, "") for name in ("address", "model", "key_variable")]
    if not all(isinstance(each, str) for each in values):
        raise UsageError(f"{FILE_NAME} is damaged.", "Set the model again with 'qa writer'.")
    return checked(*values)


def save(settings: WriterSettings, folder: Path | None = None) -> None:
    """Make `settings` those that count. Raises IndexUnwritable."""
    folder = folder or config_folder()
    make_folder(folder)
    write_json(
        folder / FILE_NAME,
        {
            "address": settings.address,
            "model": settings.model,
            "key_variable": settings.key_variable,
        },
    )


def forget(settings: WriterSettings, folder: Path | None = None) -> None:
    """Remove the configured model and what was allowed for it."""
    revoke([settings.claim])
    ((folder or config_folder()) / FILE_NAME).unlink(missing_ok=True)


def may_send(settings: WriterSettings) -> bool:
    """Whether the model is on this machine, or the user has allowed to send it something."""
    return settings.local or not untrusted([settings.claim])


def allow_sending(settings: WriterSettings) -> None:
    """Remember that the user allows it. Raises IndexUnwritable."""
    allow([settings.claim])


def require_allowed(settings: WriterSettings) -> None:
    """Raise WriterNotAllowed unless questions and quotes may be sent to the model."""
    if not may_send(settings):
        raise WriterNotAllowed(f"{what_is_sent(settings)} You have not allowed that.")


def what_is_sent(settings: WriterSettings) -> str:
    """To whom what is sent, as a sentence."""
    plain = settings.address.startswith("http:")
    return (
        f"The question and the quotes that answer it would be sent to {settings.place}, "
        f"for the model {settings.model}{', without encryption' if plain else ''}."
    )
