"""Addresses of objects, as people write them, and their places among paths."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qa.errors import UsageError
from qa.objects.addresses import (
    as_place,
    bucket_and_key,
    is_object,
    named,
    odd,
    shown,
    there,
)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("s3://papers/news", "s3://papers/news"),
        ("s3://papers/news/", "s3://papers/news"),
        ("s3://papers", "s3://papers"),
        (Path("s3://papers/news"), "s3://papers/news"),  # a Path loses a slash
        ("s3://papers/the news/é.txt", "s3://papers/the news/é.txt"),
    ],
)
def test_an_address_is_an_absolute_path_and_shown_as_it_was(typed, address):
    place = named(typed)
    assert is_object(place)
    assert os.path.abspath(place) == os.path.realpath(place) == str(place)
    assert shown(place) == address


@pytest.mark.parametrize(
    "typed",
    [
        "s3://",
        "s3://../etc",
        "s3://papers/../x",
        "s3://papers/a/./b",
        "s3://pa?ers/x",
        "s3://p/\x1bx",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(UsageError, match="no address in object storage"):
        named(typed)


def test_a_name_that_no_bucket_can_have_is_said_to_be_the_reason():
    with pytest.raises(UsageError, match="the name of a bucket") as refused:
        named("s3://ab/prefix")
    assert "3 to 63" in (refused.value.hint or "")


def test_other_paths_stay_as_they_are():
    for path in ("notes", "/s3/notes", "./s3:/notes", "~/s3:"):
        assert named(path) == Path(path)
        assert not is_object(named(path))
        assert shown(path) == path
    assert not there("/no/such/folder")
    assert there(named("s3://papers/news"))


def test_bucket_key_and_pattern():
    assert bucket_and_key(named("s3://papers/news/2024")) == ("papers", "news/2024")
    assert bucket_and_key(named("s3://papers")) == ("papers", "")
    assert as_place("s3://papers/*/a.txt") == "/s3:/papers/*/a.txt"
    assert as_place("news/*") == "news/*"


@pytest.mark.parametrize(
    "key", ["/a", "a//b", "a/", "../a", "a/./b", "a\x00b", "a\x1b[1m", "a\nb", ""]
)
def test_keys_that_are_no_paths(key):
    assert odd(key)


@pytest.mark.parametrize("key", ["a", "a b/ü.txt", "a..b/c", "%2e%2e/a", "a\\..\\b"])
def test_keys_that_are(key):
    assert not odd(key)
