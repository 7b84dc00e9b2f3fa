"""`qa serve` as a process of its own on a free port of loopback, and raw requests to it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.builders import ROOT, environment


class Served(NamedTuple):
    process: subprocess.Popen[str]
    port: int

    def raw(self, data: bytes, seconds: float = 90) -> bytes:
        """What the server sends back until it closes, or nothing has come for `seconds`."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(data)
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
            return received

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        *,
        bare: bool = False,
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers by lower-case name, and body. `bare`: only the headers given."""
        sent: dict[str, str] = {} if bare else {"Host": f"127.0.0.1:{self.port}"}
        if body is not None and not bare:
            sent["Content-Type"] = "application/json"
        sent |= headers or {}
        if body is not None:
            sent.setdefault("Content-Length", str(len(body)))
        sent["Connection"] = "close"
        head = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        whole = f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + (body or b"")
        return parsed(self.raw(whole))

    def post(self, path: str, values: Any, **headers: str) -> tuple[int, Any]:
        status, _, body = self.request("POST", path, json.dumps(values).encode(), headers)
        return status, json.loads(body)


def parsed(received: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    return int(first.split()[1]), headers, body


@contextmanager
def served(index: Path | str, *options: str, **variables: str) -> Iterator[Served]:
    """Start the server and stop it again; its errors are shown when a test fails.

    `index` is a folder, or the address of a shared collection.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "qa", "serve", "--index", str(index), "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=index.parent if isinstance(index, Path) else None,
        env=environment() | {"PYTHONPATH": str(ROOT)} | variables,
    )
    try:
        assert process.stderr
        line = process.stderr.readline()
        assert "serving http://" in line, line + process.stderr.read()
        yield Served(process, int(line.rstrip().rstrip("/").rpartition(":")[2]))
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
        sys.stderr.write(err)
        assert out == ""
        assert "Traceback" not in err
        assert isinstance(index, str) or os.path.isdir(index)
