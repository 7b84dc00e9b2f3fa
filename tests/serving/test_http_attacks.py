"""What foreign pages and hostile programs send to the server on this machine."""

from __future__ import annotations

import base64
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.served import Served, parsed, served

INITIALIZE = json.dumps(
    {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
).encode()
ACCEPT = {"Accept": "application/json, text/event-stream"}
ASK = json.dumps({"question": "why was Turkey removed from F-35?"}).encode()
FOREIGN_HOSTS = [
    "evil.example",
    "evil.example:PORT",
    "localhost.evil.example:PORT",
    "127.0.0.1.evil.example:PORT",
    "0.0.0.0:PORT",
    "169.254.169.254:PORT",
    "[::ffff:8.8.8.8]:PORT",
    "",
    "127.0.0.1",
    "127.0.0.1:1",
    "127.0.0.1:1@evil",
    "127.0.0.1:x.evil.example",
    "127.0.0.1:PORT.evil.example",
    "evil@127.0.0.1:PORT",
]
FOREIGN_ORIGINS = [
    "http://evil.example",
    "null",
    "http://localhost:1",
    "http://127.0.0.1",
    "file://",
    "http://localhost:@evil.example",
    "http://127.0.0.1:PORT.evil.example",
    "http://127.0.0.1:PORT@evil.example",
    "chrome-extension://x",
]


@pytest.fixture(scope="module")
def server(seeds_index: Path) -> Iterator[Served]:
    with served(seeds_index, "--mcp") as running:
        yield running


def asked(server: Served) -> int:
    """How many questions the server has answered or refused so far."""
    text = server.request("GET", "/metrics")[2].decode()
    lines = [line for line in text.splitlines() if line.startswith("qa_answers_total{")]
    return sum(int(line.rpartition(" ")[2]) for line in lines)


def test_mcp_answers_on_its_own_name(server):
    for host in ("127.0.0.1", "localhost", "[::1]", "LOCALHOST"):
        name = {"Host": f"{host}:{server.port}"}
        status, _, body = server.request("POST", "/mcp", INITIALIZE, ACCEPT | name)
        assert (status, json.loads(body)["result"]["serverInfo"]["name"]) == (200, "qa")


@pytest.mark.parametrize("path", ["/mcp", "/v1/ask"])
def test_foreign_hosts_are_refused(server, path):
    before = asked(server)
    for host in FOREIGN_HOSTS:
        name = {"Host": host.replace("PORT", str(server.port))}
        status, headers, _ = server.request("POST", path, ASK, ACCEPT | name)
        assert status in (400, 403, 421), host
        assert "access-control-allow-origin" not in headers
    absent = {"Content-Type": "application/json"}
    assert server.request("POST", path, ASK, absent, bare=True)[0] in (400, 403, 421)
    old = f"POST {path} HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
    assert parsed(server.raw(old.encode()))[0] == 421
    assert asked(server) == before


@pytest.mark.parametrize("path", ["/mcp", "/v1/ask"])
@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
def test_foreign_origins_are_refused(server, path, method):
    before = asked(server)
    for origin in FOREIGN_ORIGINS:
        named = {"Origin": origin.replace("PORT", str(server.port))}
        asks = {"Access-Control-Request-Method": "POST"}
        body = ASK if method == "POST" else None
        status, headers, _ = server.request(method, path, body, ACCEPT | named | asks)
        assert status == 403, origin
        assert not [name for name in headers if name.startswith("access-control-")]
    assert asked(server) == before


def test_the_own_origin_passes_and_gets_no_cors_headers(server):
    own = {"Origin": f"http://localhost:{server.port}"}
    status, headers, _ = server.request("POST", "/v1/ask", ASK, own)
    assert status == 200
    assert not [name for name in headers if name.startswith("access-control-")]


def test_pages_of_other_sites_can_only_link_to_the_empty_page(server):
    for site in ("cross-site", "same-site"):
        sent = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}
        assert server.request("GET", "/?q=waiver", None, sent)[0] == 403
        assert server.request("GET", "/v1/documents/" + "0" * 32, None, sent)[0] == 403
        assert server.request("GET", "/", None, sent)[0] == 200


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json-evil",
        "text/plain, application/json",
        "",
    ],
)
def test_types_that_foreign_forms_can_send_are_refused(server, kind):
    before = asked(server)
    for path in ("/v1/ask", "/mcp"):
        assert server.request("POST", path, ASK, {"Content-Type": kind})[0] == 415
    bare = {"Host": f"127.0.0.1:{server.port}"}
    assert server.request("POST", "/v1/ask", ASK, bare, bare=True)[0] == 415
    assert asked(server) == before


def test_nothing_is_asked_by_get(server):
    before = asked(server)
    assert server.request("GET", "/v1/ask?question=waiver")[0] == 405
    assert server.request("GET", "/mcp")[0] == 405
    for path in ("/ask?q=waiver", "/reindex", "/v1/reindex", "/docs"):
        assert server.request("GET", path)[0] == 404
    assert asked(server) == before


def test_large_bodies_are_refused_with_and_without_a_length(server):
    assert server.request("POST", "/v1/ask", None, {"Content-Length": str(5 << 20)} | {
        "Content-Type": "application/json"})[0] == 413  # fmt: skip
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    head = (
        f"POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head)
        try:
            for _ in range(5):
                connection.sendall(chunk)
        except OSError:
            pass  # answered and closed before all was sent
        assert connection.recv(65536).startswith(b"HTTP/1.1 413")


def test_slow_clients_are_cut_off_and_hold_nobody_up(server):
    host = f"Host: 127.0.0.1:{server.port}\r\n"
    starts = [
        f"POST /v1/ask HTTP/1.1\r\n{host}Content-Type: application/json\r\n"
        "Content-Length: 10\r\n\r\n123456789",
        f"GET /health HTTP/1.1\r\n{host}X: ",
        "",
    ]  # fmt: skip
    started = time.monotonic()
    connections = [socket.create_connection(("127.0.0.1", server.port)) for _ in starts]
    for connection, start in zip(connections, starts, strict=True):
        connection.sendall(start.encode())
    assert server.post("/v1/ask", {"question": "waiver"})[0] == 200
    for connection in connections:
        connection.settimeout(30)
        while connection.recv(65536):
            pass
        connection.close()
    assert time.monotonic() - started < 30


BAD_BODIES = [
    b"{",
    b"",
    b"[" * 100_000,
    b"[]",
    b'{"question": "\\ud800"}',
    b'{"question": "a\\u0000b"}',
    b'{"question": {}}',
    b'{"question": "x", "top": 1e999}',
    b'{"question": "x", "top": -1}',
    b'{"question": "x", "top": 1000000000}',
    b'{"question": "x", "top": true}',
    b'{"question": "x", "top": 2.5}',
    b'{"question": "x", "threshold": NaN}',
    b'{"question": "x", "top": ' + b"9" * 6000 + b"}",
    b'{"question": "x", "question": "y"}',
    b'{"question": "x", "k": 3}',
    b'{"question": "x", "since": "2024-13-01"}',
    b'{"question": "x", "since": "2024-01-02", "until": "2024-01-01"}',
    b'{"question": "x", "in": "not a list"}',
    b'{"question": "   "}',
    b"\xff\xfe{}",
    b'{"question": "' + b"x" * (1 << 20) + b'"}',
]


@pytest.mark.parametrize("body", BAD_BODIES, ids=lambda body: body[:24].decode("latin-1"))
def test_bad_bodies_are_errors_that_say_what_is_wrong(server, body):
    status, headers, answer = server.request("POST", "/v1/ask", body)
    assert status == 400
    assert headers["content-type"] == "application/json"
    error = json.loads(answer)["error"]
    assert error["type"] == "UsageError"
    assert b"Traceback" not in answer
    assert len(answer) < 1_000


NO_DOCUMENTS = [
    "file:///etc/passwd",
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/",
    "..%252f",
    "....//",
    "%2fetc%2fpasswd",
    "C:%5cx",
    "doc%00.md",
    "0" * 32,
    "0" * 4,
]


@pytest.mark.parametrize("name", NO_DOCUMENTS)
def test_documents_are_named_by_id_only(server, name):
    for folder in ("/documents/", "/v1/documents/"):
        status, _, body = server.request("GET", folder + name)
        assert status == 404
        assert b"root:" not in body


@pytest.mark.parametrize("name", ["/etc/passwd", "../../etc/passwd", "C:\\x", "\\\\host\\x", "~/x"])
def test_names_that_lead_out_of_the_collection_name_no_document(server, name):
    assert server.post("/v1/show", {"document": name})[0] == 404
    assert server.post("/v1/search", {"query": "waiver", "documents": [name]})[0] == 404
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": "show", "arguments": {"document": name}}}  # fmt: skip
    status, _, body = server.request("POST", "/mcp", json.dumps(call).encode(), ACCEPT)
    assert status == 200
    assert json.loads(body)["result"]["isError"] is True


def test_requests_that_two_servers_would_read_differently_are_refused(server):
    host = f"Host: 127.0.0.1:{server.port}\r\n"
    for head in (
        f"POST /v1/ask HTTP/1.1\r\n{host}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}",
        f"GET /health HTTP/1.1\n{host}\n\n",
        f"GET /health HTTP/1.1\r\n{host}X: a\nY: b\r\n\r\n",
        f"GET /health HTTP/1.1\r\n{host}X: {'a' * 100_000}\r\n\r\n",
        f"GET http://evil/ HTTP/1.1\r\n{host}\r\n",
        f"GET /health HTTP/1.1\r\n{host}{host}\r\n",
    ):
        answer = server.raw(head.encode(), 20)
        assert parsed(answer)[0] in (400, 421, 431), head[:60]
        assert b"connection: close" in answer.lower()
    both = (
        f"POST /v1/ask HTTP/1.1\r\n{host}Content-Type: application/json\r\n"
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"
    )
    assert parsed(server.raw(both.encode(), 20))[0] == 400
    assert server.request("GET", "/health")[0] == 200


def test_a_server_with_a_token_wants_it(seeds_index):
    token = "correct-horse-battery"
    with served(seeds_index, "--allow-host", "papers.lan", QA_TOKEN=token) as server:
        assert server.request("GET", "/health")[0] == 200
        assert server.request("GET", "/")[0] == 401
        for wrong in ("Bearer", "Bearer wrong", f"Bearer {token}x", f"Token {token}", "Basic !"):
            assert server.post("/v1/status", {}, Authorization=wrong)[0] == 401
        named = {"Authorization": f"Bearer {token}", "Host": f"papers.lan:{server.port}"}
        status, state = server.post("/v1/status", {}, **named)
        assert (status, state["documents"]) == (200, 2)
        assert "index" not in state  # no path of this machine
        basic = {"Authorization": "Basic " + base64.b64encode(f"x:{token}".encode()).decode()}
        assert server.request("GET", "/", None, basic)[0] == 200
