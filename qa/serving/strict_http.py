"""HTTP/1.1 of uvicorn, without what it lets pass: slow or long headers, bare line feeds."""

from __future__ import annotations

import asyncio
import re

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_SECONDS = 15.0  # from the first byte of a request, or of the connection
HEADER_LIMIT = 32 * 1024  # bytes of the request line and all headers
STOP_SECONDS = 0.5  # for a request that is on its way when the server stops
_BARE_LINE_FEED = re.compile(rb"(?<!\r)\n")


class StrictProtocol(H11Protocol):
    """One connection. See the module."""

    _deadline: asyncio.TimerHandle | None = None
    _end: asyncio.TimerHandle | None = None
    _head = b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, with a deadline for the first request."""
        super().connection_made(transport)
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._stop_waiting()
        if self._end is not None:
            self._end.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Close once what was asked is answered; who has just connected may still ask.

        uvicorn closes an idle connection at once, under a request that is on its way: its client
        would get no byte instead of being told that the server stops.
        """
        if self.cycle is None or self.cycle.response_complete:
            self._end = self.loop.call_later(STOP_SECONDS, super().shutdown)
        else:
            super().shutdown()

    def data_received(self, data: bytes) -> None:
        """Take what was sent; refuse headers whose lines end without a carriage return."""
        if self.conn.their_state is h11.IDLE:
            if self._deadline is None:
                self._wait_for_headers()
            head, end, _ = (self._head + data).partition(b"\r\n\r\n")
            self._head = b"" if end else head
            # h11 looks at its own limit only while headers are incomplete.
            if len(head) > HEADER_LIMIT or _BARE_LINE_FEED.search(head):
                self._stop_waiting()
                self.send_400_response("Invalid HTTP request received.")
                return
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()

    def _wait_for_headers(self) -> None:
        self._deadline = self.loop.call_later(HEADER_SECONDS, self._too_slow)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._deadline = None
        if self.conn.their_state is h11.IDLE:
            self.transport.close()
