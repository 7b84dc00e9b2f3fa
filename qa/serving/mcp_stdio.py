"""MCP over stdin and stdout, where whatever was read gets its answer.

The SDK drops what it is working on as soon as the client closes stdin, so that `echo ... | qa mcp`
says nothing, and passes over lines that are no message. Here the end of stdin waits for the
answers, and such a line gets the error that JSON-RPC has for it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any

import anyio
import mcp_types as types
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from pydantic import ValidationError

_PATIENCE = 60.0  # seconds that the last answers may take


@asynccontextmanager
async def lasting_stdio() -> AsyncIterator[tuple[Messages, Replies]]:
    """Streams for `Server.run`, as `stdio_server` has them."""
    async with stdio_server() as (reading, writing):
        messages = Messages(reading, writing)
        yield messages, Replies(writing, messages)


class _Stream:
    """What both streams do alike: they are closed with the one below."""

    def __init__(self, below: Any) -> None:
        self._below = below

    async def aclose(self) -> None:
        await self._below.aclose()

    async def __aenter__(self) -> Any:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        await self.aclose()


class Messages(_Stream):
    """What the client sends; ends when stdin has ended and every request is answered."""

    def __init__(self, reading: Any, writing: Any) -> None:
        super().__init__(reading)
        self._writing = writing
        self._open: set[types.RequestId] = set()
        self._idle = anyio.Event()

    @property
    def last_context(self) -> Any:
        """The context variables of the sender, which the SDK asks for."""
        return self._below.last_context

    async def receive(self) -> SessionMessage:
        """The next message. Raises anyio.EndOfStream when there will be none."""
        while True:
            try:
                item = await self._below.receive()
            except anyio.EndOfStream:
                await self._answered()
                raise
            if isinstance(item, SessionMessage):
                self._note(item.message)
                return item
            await self._writing.send(SessionMessage(_refusal(item)))

    def answered(self, identifier: types.RequestId | None) -> None:
        """A request needs no answer any more."""
        if identifier is not None:
            self._open.discard(identifier)
        if not self._open:
            self._idle.set()

    def __aiter__(self) -> Messages:
        return self

    async def __anext__(self) -> SessionMessage:
        try:
            return await self.receive()
        except anyio.EndOfStream:
            raise StopAsyncIteration from None

    def _note(self, message: types.JSONRPCMessage) -> None:
        if isinstance(message, types.JSONRPCRequest):
            self._open.add(message.id)
        elif getattr(message, "method", "") == "notifications/cancelled":  # may stay unanswered
            self.answered((getattr(message, "params", None) or {}).get("requestId"))

    async def _answered(self) -> None:
        self._idle = anyio.Event()
        self.answered(None)
        with anyio.move_on_after(_PATIENCE):
            await self._idle.wait()


def _refusal(error: Exception) -> types.JSONRPCError:
    """What the protocol has for a line that could not be read."""
    said = error.errors() if isinstance(error, ValidationError) else []
    # Where a field of the message itself is missing, pydantic shows the whole message.
    whole = [each["input"] for each in said if each["type"] == "missing" and len(each["loc"]) == 2]
    found = next((each.get("id") for each in whole if isinstance(each, dict)), None)
    identifier = found if isinstance(found, int | str) and not isinstance(found, bool) else None
    if said and said[0]["type"] != "json_invalid":
        data = types.ErrorData(code=types.INVALID_REQUEST, message="This is no JSON-RPC message.")
    else:
        data = types.ErrorData(code=types.PARSE_ERROR, message="This line is no JSON.")
    return types.JSONRPCError(jsonrpc="2.0", id=identifier, error=data)


class Replies(_Stream):
    """What the server sends."""

    def __init__(self, writing: Any, messages: Messages) -> None:
        super().__init__(writing)
        self._messages = messages

    async def send(self, item: SessionMessage) -> None:
        """Send a message; an answer closes its request."""
        await self._below.send(item)
        if isinstance(item.message, types.JSONRPCResponse | types.JSONRPCError):
            self._messages.answered(item.message.id)
