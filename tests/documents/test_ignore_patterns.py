"""Patterns of .gitignore: what they name, and that none of them takes long."""

import time

import pytest

from qa.documents.ignore_patterns import ignored, parse

CASES = [
    ("*.txt", "a.txt", True), ("*.txt", "sub/a.txt", True), ("*.txt", "a.md", False),
    ("/a.txt", "a.txt", True), ("/a.txt", "sub/a.txt", False),
    ("sub/a.txt", "sub/a.txt", True), ("sub/a.txt", "x/sub/a.txt", False),
    ("old/", "old/", True), ("old/", "old", False), ("old/", "x/old/", True),
    ("**/old", "a/b/old", True), ("**/old", "old", True),
    ("a/**", "a/b", True), ("a/**", "a/b/c", True), ("a/**", "a/", False),
    ("a/**/z", "a/z", True), ("a/**/z", "a/b/c/z", True), ("a/**/z", "b/z", False),
    ("a?c", "abc", True), ("a?c", "a/c", False), ("a*c", "ab/c", False),
    ("[a-c]x", "bx", True), ("[!a-c]x", "bx", False), ("[]x]", "]", True),
    ("[[:digit:]]", "7", True),
    (r"\#odd", "#odd", True), (r"\!odd", "!odd", True), ("a ", "a", True), (r"a\ ", "a ", True),
    ("# remark", "# remark", False), ("spéc", "spéc", True), ("[z-a]", "m", False),
    ("[", "[", True),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "path", "named"), CASES)
def test_what_a_pattern_names(pattern: str, path: str, named: bool) -> None:
    assert bool(ignored(parse([pattern]), path)) is named


def test_the_last_pattern_decides() -> None:
    patterns = parse(["*.txt", "!keep.txt", "sub/keep.txt"])
    assert ignored(patterns, "a.txt") is True
    assert ignored(patterns, "keep.txt") is False
    assert ignored(patterns, "sub/keep.txt") is True
    assert ignored(patterns, "a.md") is None


def test_what_is_no_pattern_is_an_error() -> None:
    for line in ("!", "/", "a\\"):
        with pytest.raises(ValueError, match="is no pattern"):
            parse([line])


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 100 + "b", "a" * 250),
        ("**/a/" * 100 + "b", "a/" * 500 + "c"),
        ("**/*a*a*a*b/" * 20 + "x", ("a" * 100 + "/") * 40 + "y"),
        ("[" * 5_000, "[" * 200),
    ],
)
def test_no_pattern_takes_long(pattern: str, path: str) -> None:
    began = time.process_time()
    ignored(parse([pattern]), path)
    assert time.process_time() - began < 5  # measured: below 0.3 s; as a regular expression, years
