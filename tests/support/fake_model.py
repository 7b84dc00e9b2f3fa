"""A language model on loopback that writes what a test says, and misbehaves as it says."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
Reply = Callable[[socket.socket], None]


class FakeModel:
    """The server: `address` to configure, `asked` the bodies of requests, `heads` their heads."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/v1"
        self.asked: list[dict[str, Any]] = []
        self.heads: list[str] = []
        self.release = threading.Event()  # ends what stalls


def event(text: str, reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": reason}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


def streaming(*pieces: str, done: bool = True) -> Reply:
    """Writes pieces one after the other; without `done` the connection dies behind them."""

    def reply(connection: socket.socket) -> None:
        connection.sendall(HEAD + b": a comment\n\n")
        for piece in pieces:
            connection.sendall(event(piece))
        if done:
            connection.sendall(event("", "stop") + b"data: [DONE]\n\n")

    return reply


def sending(data: bytes) -> Reply:
    return lambda connection: connection.sendall(data)


@contextmanager
def fake_model(*replies: Reply) -> Iterator[FakeModel]:
    """Serve; each request gets the next of `replies`, the last one again and again."""
    listening = socket.create_server(("127.0.0.1", 0))
    model = FakeModel(listening.getsockname()[1])
    left: list[Reply] = list(replies)

    def answer(connection: socket.socket, reply: Reply) -> None:
        with connection:
            try:
                data = b""
                while b"\r\n\r\n" not in data:
                    data += _received(connection)
                head, _, body = data.partition(b"\r\n\r\n")
                length = next(
                    int(line.split(b":")[1])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length:")
                )
                while len(body) < length:
                    body += _received(connection)
                model.heads.append(head.decode("latin-1"))
                model.asked.append(json.loads(body))
                reply(connection)
            except OSError:
                return  # the client has gone, as it should from some

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            reply = left.pop(0) if len(left) > 1 else left[0]
            threading.Thread(target=answer, args=(connection, reply), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.release.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _received(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionResetError
    return data


def prompts(model: FakeModel) -> Sequence[str]:
    """What the model was shown, one text for each request."""
    return ["\n".join(each["content"] for each in body["messages"]) for body in model.asked]
