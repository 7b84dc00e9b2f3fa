"""Which model writes, and that nothing is sent before the user has allowed it."""

from __future__ import annotations

import json
import stat
import sys

import pytest

from qa.errors import UsageError, WriterNotAllowed
from qa.writing import settings
from qa.writing.settings import WriterSettings


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config"


@pytest.mark.parametrize(
    ("typed", "address", "local"),
    [
        ("127.0.0.1:11434", "http://127.0.0.1:11434/v1", True),
        ("localhost:8080/v1/", "http://localhost:8080/v1", True),
        ("http://[::1]:8080/v1/chat/completions", "http://[::1]:8080/v1", True),
        ("api.example.org/v1", "https://api.example.org/v1", False),
        ("http://192.168.1.5:11434/v1", "http://192.168.1.5:11434/v1", False),
        ("http://127.0.0.1.example.org/v1", "http://127.0.0.1.example.org/v1", False),
        ("llm", "llm", False),
    ],
)
def test_addresses_are_completed_and_only_loopback_is_this_machine(typed, address, local):
    found = settings.checked(typed, "small")
    assert (found.address, found.local) == (address, local)


@pytest.mark.parametrize(
    "typed",
    ["ftp://127.0.0.1/v1", "http://", "", "http://me:secret@127.0.0.1/v1", "http://a/v1?x=1",
     "http://127.0.0.1:99999/v1", "http://127.0.0.1/v1\nHost: x", "file:///etc/passwd"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(UsageError, match="no address"):
        settings.checked(typed, "small")


def test_a_key_is_never_stored_nor_sent_in_the_clear():
    with pytest.raises(UsageError, match="environment variable"):
        settings.checked("127.0.0.1:1", "small", "sk-secret-1")
    with pytest.raises(UsageError, match="without encryption"):
        settings.checked("http://example.org/v1", "small", "KEY")


def test_settings_are_private_and_come_back(folder):
    assert settings.load() is None
    chosen = settings.checked("https://api.example.org/v1", "small", "KEY")
    settings.save(chosen)
    assert settings.load() == chosen
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / "writer.json").stat().st_mode) == 0o600
    (folder / "writer.json").write_text(json.dumps({"address": 5}), "utf-8")
    with pytest.raises(UsageError, match="damaged"):
        settings.load()


def test_consent_is_for_one_model_at_one_address_and_can_be_revoked():
    chosen = WriterSettings("https://api.example.org/v1", "small")
    with pytest.raises(WriterNotAllowed, match=r"sent to api\.example\.org, for the model small"):
        settings.require_allowed(chosen)
    settings.allow_sending(chosen)
    settings.require_allowed(chosen)
    for other in (
        WriterSettings("https://api.example.org/v1", "large"),
        WriterSettings("https://api.example.com/v1", "small"),
        WriterSettings("llm", "small"),
    ):
        assert not settings.may_send(other)
    settings.forget(chosen)
    assert not settings.may_send(chosen)


def test_a_model_on_this_machine_needs_no_consent():
    assert settings.may_send(settings.checked("127.0.0.1:11434", "small"))
