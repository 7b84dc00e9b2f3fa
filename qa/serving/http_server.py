"""A socket, the application and uvicorn: run until a signal, then stop without losing an answer."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from qa.async_engine import AsyncEngine
from qa.engine import open as open_engine
from qa.errors import UsageError
from qa.serving.access import access
from qa.serving.answers import Answers
from qa.serving.engines import Engines
from qa.serving.strict_http import HEADER_LIMIT, StrictProtocol
from qa.serving.web import application

_CONNECTIONS = 1_000
_STOP_SECONDS = 4  # for what is being answered when the signal comes


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve: the index, the address, and who may ask."""

    index: Path | str | None  # or the address of a shared collection
    host: str = "127.0.0.1"
    port: int = 8765  # 0: any that is free
    names: Sequence[str] = ()  # further names of the server, with or without a port
    token: str | None = None
    workers: int = 1
    mcp: bool = False
    name: str = "documents"  # of the collection, for people and in the addresses of resources


def serve(how: Serving, started: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; `started` is called with the address once it listens.

    Raises UsageError when the address can't be used or needs a token.
    """
    # Before the socket is opened: a server that is refused was never reachable.
    access(how.host, how.port or 1, how.names, how.token)
    listening = _listen(how.host, how.port)
    port: int = listening.getsockname()[1]
    allowed = access(how.host, port, how.names, how.token)
    engines = Engines([AsyncEngine(open_engine(how.index)) for _ in range(how.workers)])
    answers = Answers(engines, AsyncEngine(open_engine(how.index)))
    extension = None
    if how.mcp:
        from qa.serving.mcp_server import http_extension  # some 400 ms

        extension = http_extension(answers, how.name)
    app = application(answers, allowed, f"Asked: {how.name}.", extension)
    logging.getLogger("uvicorn.error").addHandler(logging.StreamHandler(sys.stderr))
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    config = uvicorn.Config(
        app,
        http=StrictProtocol,
        loop="asyncio",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=_STOP_SECONDS,
        h11_max_incomplete_event_size=HEADER_LIMIT,
    )
    address = f"[{how.host}]" if ":" in how.host else how.host
    started(f"http://{address}:{port}/")
    asyncio.run(_Server(config, engines).serve(sockets=[listening]))


class _Server(uvicorn.Server):
    """Stops at a signal without passing it on, and refuses at once the questions that wait."""

    def __init__(self, config: uvicorn.Config, engines: Engines) -> None:
        super().__init__(config)
        self._engines = engines

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()

        def stop(*_: object) -> None:
            self.should_exit = True
            loop.call_soon_threadsafe(self._engines.stop)

        before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # where it would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(512)
    except OSError as error:
        listening.close()
        raise UsageError(
            f"{host}:{port} can't be used: {error.strerror}.", "Choose another with --port."
        ) from error
    return listening
