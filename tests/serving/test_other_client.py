"""Every tool by a client in another language: the command line of the reference inspector.

    npm install --prefix DIR @modelcontextprotocol/inspector
    QA_MCP_INSPECTOR=DIR/node_modules/@modelcontextprotocol/inspector pytest tests/serving

Skipped where it is not installed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.builders import ROOT, environment
from tests.support.served import served

INSPECTOR = os.environ.get("QA_MCP_INSPECTOR", "")
ARTICLE = "000_f06a268188dc6e39.txt"
CALLS: dict[str, tuple[dict[str, str], str]] = {
    "ask": ({"question": "why was Turkey removed from F-35?"}, "removed Turkey from its F-35"),
    "search": ({"query": "S-400", "top": "2"}, "S-400"),
    "similar": ({"document": ARTICLE}, "related"),
    "show": ({"document": ARTICLE, "line": "14"}, "Batteries of the S-400 began arriving"),
    "verify_quote": ({"quote": "removed Turkey from its F-35 program"}, "word by word"),
    "list_documents": ({"limit": "1"}, "1 of 2 documents"),
    "status": ({}, "2 documents"),
}

pytestmark = pytest.mark.skipif(
    not INSPECTOR or shutil.which("node") is None, reason="needs node and QA_MCP_INSPECTOR"
)


def inspected(target: Sequence[str], *options: str) -> Any:
    """What the inspector prints for one request to a server: an address, or a command."""
    done = subprocess.run(
        ["node", f"{INSPECTOR}/cli/build/cli.js", "--cli", *target, *options],
        capture_output=True, text=True, timeout=120, cwd=ROOT,
        env=environment() | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    return json.loads(done.stdout[done.stdout.index("{") :])


def called(target: Sequence[str], tool: str) -> None:
    arguments, expected = CALLS[tool]
    given = [part for pair in arguments.items() for part in ("--tool-arg", "=".join(pair))]
    result = inspected(target, "--method", "tools/call", "--tool-name", tool, *given)
    assert not result.get("isError"), result
    assert expected in result["content"][0]["text"]
    assert isinstance(result["structuredContent"], dict)


def everything(target: Sequence[str]) -> None:
    tools = inspected(target, "--method", "tools/list")["tools"]
    assert [each["name"] for each in tools] == list(CALLS)
    for tool in CALLS:
        called(target, tool)
    (prompt,) = inspected(target, "--method", "prompts/list")["prompts"]
    assert prompt["name"] == "answer_from_quotes"
    resources = inspected(target, "--method", "resources/list")["resources"]
    assert len(resources) == 2


def test_the_reference_inspector_uses_every_tool_over_http(seeds_index: Path) -> None:
    with served(seeds_index, "--mcp") as server:
        everything([f"http://127.0.0.1:{server.port}/mcp", "--transport", "http"])


def test_the_reference_inspector_speaks_stdio(seeds_index: Path) -> None:
    target = [sys.executable, "-m", "qa", "mcp", "--index", str(seeds_index)]
    called(target, "ask")
