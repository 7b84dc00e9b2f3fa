"""A model behind an address: what it streams, and what it may not do to us."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from qa.errors import UsageError, WriterError
from qa.writing.http_model import HttpModel
from qa.writing.models import Prompt
from qa.writing.settings import WriterSettings
from tests.support.fake_model import HEAD, FakeModel, event, fake_model, sending, streaming

PROMPT = Prompt("Be brief.", "What ground the rye?")


def model_at(server: FakeModel, **limits: float) -> HttpModel:
    return HttpModel(WriterSettings(server.address, "small"), **limits)


def text(model: HttpModel) -> str:
    return "".join(model.stream(PROMPT))


def test_pieces_are_joined_in_order_and_the_prompt_is_sent_once():
    with fake_model(streaming("The mill ", "ground ", "rye. [1]")) as server:
        assert text(model_at(server)) == "The mill ground rye. [1]"
    (asked,) = server.asked
    assert asked["model"] == "small"
    assert asked["stream"] is True
    assert asked["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What ground the rye?"},
    ]
    assert server.heads[0].startswith("POST /v1/chat/completions HTTP/1.1\r\n")
    assert "authorization" not in server.heads[0].lower()


def test_chunked_streams_and_whole_answers_are_read_as_well():
    body = event("The mill.") + b"data: [DONE]\n\n"
    cut = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (body[:7], body[7:30], body[30:]))
    chunked = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n" + cut + b"0\r\n\r\n"
    )
    whole = json.dumps({"choices": [{"message": {"content": "All at once."}}]}).encode()
    plain = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + whole
    with fake_model(sending(chunked), sending(plain)) as server:
        assert text(model_at(server)) == "The mill."
        assert text(model_at(server)) == "All at once."


def test_a_stream_that_dies_says_so_after_what_it_sent():
    with fake_model(streaming("The mill ground", done=False)) as server:
        pieces = model_at(server).stream(PROMPT)
        assert next(pieces) == "The mill ground"
        with pytest.raises(WriterError, match="ended before the model did"):
            next(pieces)


@pytest.mark.parametrize(
    ("idle", "whole", "message"),
    [(0.2, 30.0, r"sent nothing for 0\.2 s"), (30.0, 0.4, r"took longer than 0\.4 s")],
)
def test_a_model_that_stalls_is_left(idle, whole, message):
    with fake_model(lambda _: server.release.wait(20)) as server:
        started = time.monotonic()
        with pytest.raises(WriterError, match=message):
            text(model_at(server, idle_seconds=idle, whole_seconds=whole))
        assert time.monotonic() - started < 5


def test_one_byte_at_a_time_does_not_hold_us_for_ever():
    def drip(connection):
        connection.sendall(HEAD + b"data: ")
        while not server.release.wait(0.05):
            connection.sendall(b"x")

    with fake_model(drip) as server:
        started = time.monotonic()
        with pytest.raises(WriterError, match=r"took longer than 0\.5 s"):
            text(model_at(server, idle_seconds=10.0, whole_seconds=0.5))
        assert time.monotonic() - started < 5


def test_a_redirect_is_not_followed():
    with fake_model(streaming("Elsewhere.")) as other:
        there = other.address.encode()
        moved = b"HTTP/1.1 307 Moved\r\nLocation: " + there + b"\r\nContent-Length: 0\r\n\r\n"
        with (
            fake_model(sending(moved)) as server,
            pytest.raises(WriterError, match="leads to another address"),
        ):
            text(model_at(server))
    assert other.asked == []


def page(body: bytes, status: bytes = b"200 OK", kind: bytes = b"text/event-stream") -> bytes:
    return b"HTTP/1.1 %s\r\nContent-Type: %s\r\n\r\n%s" % (status, kind, body)


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (page(b"<h1>Router</h1>", kind=b"text/html"), "doesn't answer as a language model"),
        (page(b"data: {}\n\n"), "doesn't answer as a language model"),
        (page(b"data: " + b"[" * 50_000 + b"\n\n"), "doesn't answer as a language model"),
        (page(b"data: " + b"x" * 300_000), "more than an answer can be"),
        (page(b": wait\n" * 700_000), "more than an answer can be"),
        (page(b'data: {"error": {"message": "out of memory"}}\n\n'), "failed while it wrote"),
        (page(event("The", "length")), "limit of words"),
        (page(b"", b"401 Unauthorized"), "The key is missing or wrong"),
        (page(b"", b"404 Not Found"), "the name of the model is wrong"),
        (page(b"", b"500 Oops"), "status 500"),
        (b"SSH-2.0-OpenSSH\r\n", "closed the connection"),
        (b"", "closed the connection"),
    ],
)
def test_what_is_no_answer_is_an_error_with_a_hint(reply, message):
    with fake_model(sending(reply)) as server, pytest.raises(WriterError, match=message) as caught:
        text(model_at(server))
    assert caught.value.hint


def test_nobody_there_is_an_error():
    with fake_model(streaming("")) as server:
        gone = model_at(server)
    with pytest.raises(WriterError, match="can't be reached"):
        text(gone)


def test_a_certificate_that_nobody_vouches_for_is_refused():
    with fake_model(streaming("x")) as server:
        model = model_at(server)
        settings = replace(model.settings, address=server.address.replace("http:", "https:"))
        with pytest.raises(WriterError):
            text(replace(model, settings=settings))
    assert server.asked == []


def test_the_key_comes_from_its_variable_alone(monkeypatch):
    with fake_model(streaming("Yes.")) as server:
        settings = WriterSettings(server.address, "small", "MILL_KEY")
        monkeypatch.delenv("MILL_KEY", raising=False)
        with pytest.raises(UsageError, match="MILL_KEY"):
            text(HttpModel(settings))
        assert server.asked == []
        monkeypatch.setenv("MILL_KEY", "rye")
        text(HttpModel(settings))
    assert "Authorization: Bearer rye" in server.heads[0]
