"""Who may ask a server what: checked before anything else is looked at.

A page of another site can send requests to a server on this machine, under a name of its own that
leads here (DNS rebinding) or from the browser of whoever uses it. So the names in Host and Origin
must be this server's, exactly and with the port; bodies must be of a type that no foreign page can
send unasked; and a server that other machines reach needs a token.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.errors import UsageError
from qa.render.json_writer import error as error_json

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 2 * 1024 * 1024  # bytes
BODY_SECONDS = 10.0  # for the whole body
_SHORTEST_TOKEN = 16  # characters


@dataclass(frozen=True, slots=True)
class Access:
    """The names a server has, as `name:port`, lower case, and the token it wants."""

    hosts: frozenset[str]
    token: str | None = None

    @property
    def origins(self) -> frozenset[str]:
        """What a browser that shows a page of this server says where a request is from."""
        return frozenset(f"{scheme}://{host}" for host in self.hosts for scheme in _SCHEMES)


_SCHEMES = ("http", "https")  # https: behind a proxy that ends TLS


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def access(host: str, port: int, names: Iterable[str] = (), token: str | None = None) -> Access:
    """Return who may ask a server at `host` and `port` that is also reached as `names`.

    Raises UsageError where the server would be open to others without a token, where the token is
    short, and where nothing says under which name the server is reached.
    """
    if token is not None and (len(token) < _SHORTEST_TOKEN or not token.isascii()):
        raise UsageError(
            f"The token is shorter than {_SHORTEST_TOKEN} ASCII characters.",
            "Make one with: python -c 'import secrets; print(secrets.token_urlsafe())'.",
        )
    chosen = [name.lower() for name in names]
    if is_loopback(host):
        chosen += ["127.0.0.1", "localhost", "[::1]"]
    else:
        if token is None:
            raise UsageError(
                f"A server at {host} is open to other machines and needs a token.",
                "Put one into $QA_TOKEN or a file for --token-file, or serve 127.0.0.1.",
            )
        address = f"[{host}]" if ":" in host else host
        if not _unspecified(host):
            chosen.append(address.lower())
        elif not chosen:
            raise UsageError(
                f"{host} is no name to reach a server by.", "Add it with --allow-host NAME."
            )
    hosts = {name if _has_port(name) else f"{name}:{port}" for name in chosen}
    if port == 80:  # which browsers leave out
        hosts |= {name.removesuffix(":80") for name in hosts}
    return Access(frozenset(hosts), token)


def _unspecified(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _has_port(name: str) -> bool:
    return ":" in name.rpartition("]")[2]


class Guard:
    """ASGI middleware that answers what may not pass, and reads bodies within their limits."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        body = b""
        if refusal is None:
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    body = await _body(scope, receive)
            except TimeoutError:
                refusal = (408, "The body took too long.")
            except _TooLarge:
                refusal = (413, f"The body has more than {BODY_LIMIT:,} bytes.")
            except _Gone:
                return
        if refusal is not None:
            await _answer(send, *refusal)
            return
        sent = False

        async def replay() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return the status and the message for what may not pass."""
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name, []).append(value)
        if not scope["raw_path"].startswith(b"/"):
            return 400, "The target is no path."
        if b"content-length" in headers and b"transfer-encoding" in headers:
            return 400, "The length of the body is given twice."
        hosts = headers.get(b"host", [])
        if len(hosts) != 1 or hosts[0].decode("latin-1").lower() not in self._access.hosts:
            return 421, "The Host is none of this server's names."
        for origin in headers.get(b"origin", []):
            if origin.decode("latin-1").lower() not in self._access.origins:
                return 403, "The Origin is another site."
        home = scope["method"] == "GET" and scope["path"] == "/" and not scope["query_string"]
        sites = headers.get(b"sec-fetch-site", [])
        if not home and any(site not in (b"same-origin", b"none") for site in sites):
            return 403, "The request is from a page of another site."
        if self._access.token is not None and scope["path"] != "/health":
            given = headers.get(b"authorization", [b""])
            if len(given) != 1 or not _matches(given[0], self._access.token):
                return 401, "The token is missing or wrong."
        if scope["method"] not in ("GET", "HEAD", "OPTIONS", "DELETE"):
            kinds = [each.split(b";")[0].strip() for each in headers.get(b"content-type", [])]
            if [each.lower() for each in kinds] != [b"application/json"]:
                return 415, "The Content-Type is not application/json."
        length = headers.get(b"content-length", [b"0"])[0]
        if length.isdigit() and int(length) > BODY_LIMIT:
            return 413, f"The body has more than {BODY_LIMIT:,} bytes."
        return None


class _TooLarge(Exception):
    pass


class _Gone(Exception):
    pass


async def _body(scope: Scope, receive: Receive) -> bytes:
    if scope["method"] in ("GET", "HEAD") and not any(
        name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"]
    ):
        return b""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _Gone
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT:
            raise _TooLarge
        if not message.get("more_body", False):
            return bytes(body)


def _matches(given: bytes, token: str) -> bool:
    """Whether a header Authorization holds the token: as Bearer, or as the password of Basic.

    Browsers ask for the password of Basic themselves.
    """
    scheme, _, value = given.partition(b" ")
    value = value.strip()
    if scheme.lower() == b"basic":
        try:
            value = base64.b64decode(value, validate=True).partition(b":")[2]
        except ValueError:
            return False
    elif scheme.lower() != b"bearer":
        return False
    return hmac.compare_digest(value, token.encode())


async def _answer(send: Send, status: int, message: str) -> None:
    hints = {
        401: "Send it as 'Authorization: Bearer TOKEN'.",
        403: "Open the address that 'qa serve' printed.",
        415: "Send JSON.",
        421: "Open the address that 'qa serve' printed, or allow a name with --allow-host.",
    }
    body = error_json("Refused", message, hints.get(status, "")).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    if status == 401:
        headers.append((b"www-authenticate", b'Basic realm="qa", charset="UTF-8"'))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
