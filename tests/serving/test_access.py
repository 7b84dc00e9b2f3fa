from __future__ import annotations

import pytest

from qa.errors import UsageError
from qa.serving.access import access, is_loopback

TOKEN = "0123456789abcdef"


def test_loopback_has_three_names_with_the_port():
    assert access("127.0.0.1", 8765).hosts == {
        "127.0.0.1:8765", "localhost:8765", "[::1]:8765",
    }  # fmt: skip
    assert "http://localhost:8765" in access("localhost", 8765).origins
    assert "localhost" in access("::1", 80).hosts


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_other_addresses_need_a_token(host):
    with pytest.raises(UsageError, match="needs a token"):
        access(host, 8765, ["papers.lan"])
    with pytest.raises(UsageError, match="shorter than 16"):
        access(host, 8765, ["papers.lan"], "short")


def test_an_address_that_is_none_needs_a_name():
    for host in ("0.0.0.0", "::"):
        with pytest.raises(UsageError, match="--allow-host"):
            access(host, 8765, (), TOKEN)
    assert access("0.0.0.0", 8765, ["Papers.LAN", "x.org:443"], TOKEN).hosts == {
        "papers.lan:8765", "x.org:443",
    }  # fmt: skip
    assert access("192.168.1.5", 8765, (), TOKEN).hosts == {"192.168.1.5:8765"}


def test_what_only_looks_like_loopback_is_not():
    for host in ("127.0.0.1.evil.example", "localhost.evil", "10.0.0.1", "::ffff:8.8.8.8"):
        assert not is_loopback(host)
    for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost"):
        assert is_loopback(host)
