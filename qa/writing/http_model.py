"""A model behind an OpenAI-compatible address: Ollama, llama.cpp, and others, streamed.

The standard library's client: it follows no redirect, uses no proxy and checks certificates. What
comes is limited in size and in time, whatever the server does. Streams are server-sent events
(WHATWG HTML, 9.2), each a JSON object of the chat completions API.
"""

from __future__ import annotations

import json
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Event, Timer
from typing import Any
from urllib.parse import urlsplit

from qa.errors import UsageError, WriterError
from qa.version import __version__
from qa.writing.models import Prompt
from qa.writing.settings import WriterSettings

IDLE_SECONDS = 120.0  # without a byte: a model is loaded from disk before its first word
WHOLE_SECONDS = 300.0
_CONNECT_SECONDS = 10.0
_MOST_BYTES = 4 << 20  # of a whole response
_LONGEST_LINE = 256 << 10
_MOST_WORDS = 1_000  # tokens that are asked for
_REASONS = {
    401: "The key is missing or wrong.",
    403: "The key is missing or wrong.",
    404: "The address or the name of the model is wrong.",
    429: "It takes no more questions for now.",
}


@dataclass(frozen=True, slots=True)
class HttpModel:
    """A model as `WriterSettings` name it."""

    settings: WriterSettings
    idle_seconds: float = IDLE_SECONDS
    whole_seconds: float = WHOLE_SECONDS

    @property
    def name(self) -> str:
        """What it is called."""
        return self.settings.model

    @property
    def place(self) -> str:
        """Its host, with the port where there is one."""
        return self.settings.place

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """Yield the text piece by piece.

        Raises WriterError when nobody answers, for an answer that is none, and when the stream
        stalls, ends early or is too long; UsageError when the key's variable is not set.
        """
        key = _key(self.settings)
        connection = self._connection()
        sockets: list[socket.socket] = []  # the connection forgets its own with the last request
        with self._limited(connection, sockets) as expired:
            try:
                connection.connect()
                sockets.append(connection.sock)
                with closing(self._asked(connection, prompt, key)) as response:
                    self._check(response)
                    yield from _pieces(response)
            except (OSError, HTTPException, WriterError) as error:
                if expired.is_set():  # whatever the end that came of it looks like
                    raise self._failure(f"took longer than {self.whole_seconds:g} s") from error
                if isinstance(error, WriterError):
                    raise
                if isinstance(error, TimeoutError):
                    raise self._failure(f"sent nothing for {self.idle_seconds:g} s") from error
                if isinstance(error, ssl.SSLError):
                    raise self._failure("has no valid certificate") from error
                raise self._failure("can't be reached, or closed the connection") from error

    def _connection(self) -> HTTPConnection:
        parts = urlsplit(self.settings.address)
        host = parts.hostname or ""
        if parts.scheme == "https":
            safe = ssl.create_default_context()
            return HTTPSConnection(host, parts.port, timeout=_CONNECT_SECONDS, context=safe)
        return HTTPConnection(host, parts.port, timeout=_CONNECT_SECONDS)

    @contextmanager
    def _limited(self, connection: HTTPConnection, sockets: list[socket.socket]) -> Iterator[Event]:
        """Close the connection after `whole_seconds`, also one that sends a byte at a time."""
        expired = Event()

        def end() -> None:
            expired.set()
            for each in sockets:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

        timer = Timer(self.whole_seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield expired
        finally:
            timer.cancel()
            connection.close()

    def _asked(self, connection: HTTPConnection, prompt: Prompt, key: str) -> HTTPResponse:
        """What comes back to a prompt, whatever it is."""
        connection.sock.settimeout(self.idle_seconds)
        headers = {
            "Content-Type": "application/json",
            "Accept": "text/event-stream",
            "User-Agent": f"qa/{__version__}",
        }
        if key:
            headers["Authorization"] = f"Bearer {key}"
        path = urlsplit(self.settings.address).path.rstrip("/") + "/chat/completions"
        connection.request("POST", path, json.dumps(self._body(prompt)).encode(), headers)
        return connection.getresponse()

    def _check(self, response: HTTPResponse) -> None:
        """Raise WriterError for a response that holds no text."""
        if 300 <= response.status < 400:
            raise self._failure("leads to another address, which is not followed")
        if response.status != 200:
            reason = _REASONS.get(response.status, "")
            raise self._failure(f"refused with status {response.status}", reason)

    def _body(self, prompt: Prompt) -> dict[str, Any]:
        return {
            "model": self.settings.model,
            "messages": [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ],
            "stream": True,
            "temperature": 0,
            "max_tokens": _MOST_WORDS,
        }

    def _failure(self, what: str, reason: str = "") -> WriterError:
        message = f"The model {self.name} at {self.place} {what}."
        return WriterError(f"{message} {reason}".strip())


def _key(settings: WriterSettings) -> str:
    """The key from its variable, "" where none is needed. Raises UsageError."""
    if not settings.key_variable:
        return ""
    key = os.environ.get(settings.key_variable, "").strip()
    if not key or not key.isascii() or not key.isprintable():
        raise UsageError(
            f"${settings.key_variable} holds no key for {settings.place}.", "Set the variable."
        )
    return key


def _pieces(response: HTTPResponse) -> Iterator[str]:
    """The pieces of text in a response. Raises WriterError when it is none or ends early."""
    kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    if kind == "application/json":  # a server that doesn't stream
        data = response.read(_MOST_BYTES + 1)
        yield _checked(_parsed(data), "message")[0]
        return
    if kind != "text/event-stream":
        raise WriterError("The address doesn't answer as a language model does.")
    read = 0
    finished = False
    while line := response.readline(_LONGEST_LINE):
        read += len(line)
        if read > _MOST_BYTES or len(line) == _LONGEST_LINE:
            raise WriterError("The model sends more than an answer can be.")
        name, _, value = line.strip().partition(b":")
        if name != b"data":
            continue
        if value.strip() == b"[DONE]":
            return
        piece, reason = _checked(_parsed(value), "delta")
        if piece:
            yield piece
        if reason == "length":
            raise WriterError("The model reached its limit of words.")
        finished = finished or bool(reason)
    if not finished:
        raise WriterError("The connection ended before the model did.")


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise WriterError("The address doesn't answer as a language model does.") from error


def _checked(event: Any, kind: str) -> tuple[str, str]:
    """The text and the reason to end in one event; `kind` is "delta", or "message" for a whole."""
    if isinstance(event, dict) and event.get("error"):
        raise WriterError("The model failed while it wrote.")
    try:
        choices = event["choices"]
        if not choices:  # such as an event that only counts tokens
            return "", ""
        choice = choices[0]
        piece, reason = (choice.get(kind) or {}).get("content"), choice.get("finish_reason")
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise WriterError("The address doesn't answer as a language model does.") from error
    return piece if isinstance(piece, str) else "", reason if isinstance(reason, str) else ""
