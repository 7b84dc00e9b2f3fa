"""Every tool, resource and prompt by the client of the SDK, over stdio and over HTTP."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from tests.support.builders import ROOT, environment
from tests.support.served import served

# The SDK leaves streams of its own to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

Use = Callable[[ClientSession], Awaitable[None]]
ARTICLE = "000_f06a268188dc6e39.txt"


CLIENT = {"protocolVersion": "2025-06-18", "capabilities": {},
          "clientInfo": {"name": "test", "version": "1"}}  # fmt: skip
HELLO = (
    json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": CLIENT}),
    json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
)


def call(identifier: int, tool: str, **arguments: Any) -> str:
    """A line that calls a tool."""
    params = {"name": tool, "arguments": arguments}
    request = {"jsonrpc": "2.0", "id": identifier, "method": "tools/call", "params": params}
    return json.dumps(request)


def command(index: Path) -> list[str]:
    return ["-m", "qa", "mcp", "--index", str(index)]


def over_stdio(index: Path, use: Use) -> None:
    async def main() -> None:
        server = StdioServerParameters(
            command=sys.executable, args=command(index), env=environment(), cwd=index.parent
        )
        async with (
            stdio_client(server) as (reading, writing),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            await use(session)

    asyncio.run(asyncio.wait_for(main(), 120))


def over_http(index: Path, use: Use) -> None:
    async def main(port: int) -> None:
        async with (
            streamable_http_client(f"http://127.0.0.1:{port}/mcp") as (reading, writing),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            await use(session)

    with served(index, "--mcp") as server:
        asyncio.run(asyncio.wait_for(main(server.port), 120))


async def called(session: ClientSession, tool: str, **arguments: Any) -> tuple[str, Any]:
    result = await session.call_tool(tool, arguments)
    assert not result.is_error, result.content
    (content,) = result.content
    assert json.dumps(result.structured_content)
    return content.text, result.structured_content


async def refused(session: ClientSession, tool: str, **arguments: Any) -> str:
    result = await session.call_tool(tool, arguments)
    assert result.is_error
    return result.content[0].text


async def every_tool(session: ClientSession) -> None:
    tools = (await session.list_tools()).tools
    names = ["ask", "search", "show", "verify_quote", "list_documents", "similar", "status"]
    assert [tool.name for tool in tools] == names
    assert all(tool.annotations.read_only_hint for tool in tools)

    text, answer = await called(session, "ask", question="why was Turkey removed from F-35?")
    assert text.startswith("Evidence: ")
    assert "removed Turkey from its F-35 program" in text
    assert f"({ARTICLE}:18)" in text
    assert answer["answered"] is True
    assert answer["evidence"][0]["line"] == 18
    assert answer["searched"]["documents"] == 2
    assert len(text) < 3_000

    text, answer = await called(session, "ask", question="Who won the 2018 World Cup?")
    assert text.startswith("Not in your documents.")
    assert (answer["answered"], answer["refusal"]) == (False, "not_in_documents")

    _, page = await called(session, "search", query="S-400", top=2)
    _, second = await called(session, "search", query="S-400", top=2, offset=2)
    assert ([hit["rank"] for hit in page["hits"]], page["more"]) == ([1, 2], True)
    assert [hit["rank"] for hit in second["hits"]] == [3, 4]

    text, shown = await called(session, "show", document=ARTICLE, line=14, context=0)
    assert [line["line"] for line in shown["lines"]] == [14]
    assert shown["lines"][0]["text"].startswith("Batteries of the S-400 began arriving")
    assert "   14  Batteries of the S-400" in text

    quote = "removed  Turkey\nfrom its F-35 program"
    text, check = await called(session, "verify_quote", quote=quote)
    assert text == f"The quote stands word by word in {ARTICLE}:18."
    (found,) = check["sentences"]
    assert found["state"] == "same_words"
    assert found["occurrences"][0]["differences"] == ["spacing"]
    assert found["occurrences"][0]["text"] == "removed Turkey from its F-35 program"
    text, check = await called(session, "verify_quote", quote="REMOVED turkey from its F-35")
    assert text == f"The same words stand in {ARTICLE}:18, written differently (case)."
    text, check = await called(
        session, "verify_quote", quote="removed Turkey from its F-16 program"
    )
    (found,) = check["sentences"]
    assert found["state"] == "absent"
    assert found["nearest"]["occurrence"]["document"]["source"] == ARTICLE
    assert 0 < found["nearest"]["similarity"] < 1
    other = (await called(session, "list_documents"))[1]["documents"][1]["source"]
    for quote in ("removed Turkey from its F-35 program", "the S-400"):
        _, check = await called(session, "verify_quote", quote=quote, document=other)
        assert check["searched"]["documents"] == 1
        for found in check["sentences"]:
            assert all(x["document"]["source"] == other for x in found["occurrences"])
    _, check = await called(session, "verify_quote", quote="in July. He", document=ARTICLE)
    assert len(check["sentences"]) == 1

    _, listed = await called(session, "list_documents", limit=1, agencies=["Reuters"])
    assert [each["source"] for each in listed["documents"]] == [ARTICLE]
    text, like = await called(session, "similar", document=ARTICLE)
    assert [each["likeness"] for each in like["similar"]] == ["related"]
    assert " · related (" in text
    assert "No document matches" in await refused(session, "similar", document="nosuch")
    text, state = await called(session, "status")
    assert state["documents"] == 2
    assert text.startswith("2 documents, ")

    assert "no parameter 'k'" in await refused(session, "ask", question="why?", k=3)
    assert "no tool 'index'" in await refused(session, "index")
    assert "No document matches" in await refused(session, "show", document="../../etc/passwd")


async def every_resource_and_prompt(session: ClientSession) -> None:
    resources = (await session.list_resources()).resources
    assert resources[0].name == ARTICLE
    (contents,) = (await session.read_resource(resources[0].uri)).contents
    assert "removed Turkey from its F-35 program" in contents.text
    base = resources[0].uri.rpartition("/")[0]
    (template,) = (await session.list_resource_templates()).resource_templates
    assert template.uri_template == base + "/{+path}"
    for address in (
        "file:///etc/passwd",
        f"{base}/../../etc/passwd",
        f"{base}/..%2f..%2fetc%2fpasswd",
        f"{base}/%2fetc%2fpasswd",
        f"{base}/",
        f"{base}x/{ARTICLE}",
    ):
        with pytest.raises(MCPError, match="There is no document"):
            await session.read_resource(address)
    prompts = (await session.list_prompts()).prompts
    assert [each.name for each in prompts] == ["answer_from_quotes"]
    prompt = await session.get_prompt("answer_from_quotes", {"question": "Who {asked}?"})
    assert "Answer this question from my documents only: Who {asked}?" in (
        prompt.messages[0].content.text
    )
    with pytest.raises(MCPError):
        await session.get_prompt("answer_from_quotes", {})


def test_every_tool_over_stdio(seeds_index):
    over_stdio(seeds_index, every_tool)


def test_resources_and_prompts_over_stdio(seeds_index):
    over_stdio(seeds_index, every_resource_and_prompt)


def test_every_tool_over_http(seeds_index):
    over_http(seeds_index, every_tool)


def test_the_process_ends_when_stdin_ends_and_prints_only_the_protocol(seeds_index):
    """Also what libraries print, and lines that are no JSON, leave stdout to the protocol."""
    code = (
        "import sys, qa.serving.operations as o; old = o.perform\n"
        "def loud(*a, **k):\n    print('a parser prints'); return old(*a, **k)\n"
        "import qa.serving.answers as m; m.perform = loud\n"
        "from qa.cli import run; sys.argv[1:] = sys.argv[2:]; run()"
    )
    lines = [*HELLO, "no JSON", call(2, "status")]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *command(seeds_index)[1:]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=seeds_index.parent,
        env=environment() | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.write("\n".join(lines) + "\n")
    process.stdin.flush()
    answered = []
    while {1, 2} - {each.get("id") for each in answered}:
        answered.append(json.loads(process.stdout.readline()))
    started = time.monotonic()
    process.stdin.close()
    assert process.wait(10) == 0
    assert time.monotonic() - started < 5
    for line in process.stdout.read().splitlines():
        assert json.loads(line)["jsonrpc"] == "2.0"
    assert "a parser prints" in process.stderr.read()
    process.stdout.close()
    process.stderr.close()


def test_whatever_was_sent_before_stdin_ended_is_answered(seeds_index):
    """As in `cat requests | qa mcp`; a line that is no message gets the error of JSON-RPC."""
    questions = [call(n, "ask", question=f"Why was Turkey removed? {n}") for n in range(2, 6)]
    cancelled = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 99}}
    wrong = '{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": []}'
    lines = [*HELLO, "no JSON", wrong, *questions, json.dumps(cancelled)]
    done = subprocess.run(
        [sys.executable, *command(seeds_index)],
        input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=60,
        cwd=seeds_index.parent, env=environment(),
    )  # fmt: skip
    assert done.returncode == 0
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert {each["id"] for each in replies if "result" in each} == {1, 2, 3, 4, 5}
    refused = [each for each in replies if "error" in each]
    assert [(each["id"], each["error"]["code"]) for each in refused] == [
        (None, -32700),
        (7, -32600),
    ]
