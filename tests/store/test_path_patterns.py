"""Patterns of paths: what they mean, and that nothing typed makes them slow."""

from __future__ import annotations

import random
import time

import pytest

from qa.errors import UsageError
from qa.store.path_patterns import (
    MAX_LENGTH,
    MAX_PATTERNS,
    compiled,
    escaped,
    leads_into,
    literal_start,
)

TREE = [
    "a.md",
    "b.txt",
    "2024/a.md",
    "2024/notes-1.md",
    "2024/05/a.md",
    "2024/05/deep/notes-2.txt",
    "2025/a.md",
    "old/2024/c.md",
    "odd [1]*.md",
    "x2024/d.md",
]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("a.md", ["a.md", "2024/a.md", "2024/05/a.md", "2025/a.md"]),  # a name at any depth
        ("/a.md", ["a.md"]),
        ("2024", [*TREE[2:6], "old/2024/c.md"]),
        ("2024/", [*TREE[2:6], "old/2024/c.md"]),
        ("/2024", TREE[2:6]),
        ("2024/*", TREE[2:6]),  # what lies in a folder that matches is meant too
        ("2024/*.md", ["2024/a.md", "2024/notes-1.md"]),
        ("2024/**/*.md", ["2024/a.md", "2024/notes-1.md", "2024/05/a.md"]),
        ("**/deep/*", ["2024/05/deep/notes-2.txt"]),
        ("**/2024/**", [*TREE[2:6], "old/2024/c.md"]),
        ("2024/**", TREE[2:6]),
        ("**", TREE),
        ("notes-?.*", ["2024/notes-1.md", "2024/05/deep/notes-2.txt"]),
        ("202[5-9]/*", ["2025/a.md"]),
        ("202[!4]/*", ["2025/a.md"]),
        ("odd [[]1][*].md", ["odd [1]*.md"]),
        ("A.md", []),
        ("2024/a", []),
        ("024/*", []),
        ("*[", []),
        ("a.md/", []),
        ("./2024/05/a.md", ["2024/05/a.md"]),
    ],
)
def test_what_a_pattern_means(pattern, found):
    matches = compiled([pattern])
    assert [source for source in TREE if matches(source)] == found


def test_one_of_several_is_enough():
    matches = compiled(["/b.txt", "2025"])
    assert [source for source in TREE if matches(source)] == ["b.txt", "2025/a.md"]


def test_an_escaped_path_is_just_that_path():
    for source in TREE:
        matches = compiled([f"/{escaped(source)}"])
        assert [each for each in TREE if matches(each)] == [source]


@pytest.mark.parametrize(
    ("pattern", "start"),
    [("2024/05/*.md", "2024/05"), ("/a.md", "a.md"), ("a.md", ""), ("**/a", ""), ("20?4/b", "")],
)
def test_where_an_index_can_be_entered(pattern, start):
    assert literal_start(pattern) == start


@pytest.mark.parametrize("pattern", ["", "/", "///", "a\0b", "x" * (MAX_LENGTH + 1)])
def test_patterns_that_are_refused(pattern):
    with pytest.raises(UsageError):
        compiled([pattern])


@pytest.mark.parametrize(
    ("pattern", "folder", "may"),
    [
        ("*.md", "old.zip", True),  # at any depth
        ("/*.md", "old.zip", False),
        ("old.zip/*.md", "old.zip", True),
        ("new.zip/*.md", "old.zip", False),
        ("*.zip/notes/*", "old.zip", True),
        ("2024/*.md", "2024/old.zip", False),
        ("2024/*/*.md", "2024/old.zip", True),
        ("2024/**/*.md", "2024/old.zip", True),
        ("2023/**/*.md", "2024/old.zip", False),
        ("2023/**/*.md", "old.zip", False),
        ("2024/old.zip/a/b", "2024/old.zip", True),
        ("**/b", "2024/old.zip", True),
    ],
)
def test_what_may_lie_in_a_file_that_holds_several(pattern, folder, may):
    assert leads_into(pattern, folder) == may


def test_too_many_are_refused():
    compiled(["a"] * MAX_PATTERNS)
    with pytest.raises(UsageError, match="At most 64"):
        compiled(["a"] * (MAX_PATTERNS + 1))


def by_definition(pattern: list[str], names: list[str]) -> bool:
    """Whether the names of a path match those of a pattern, or the first of them do."""
    if not pattern:
        return True
    if pattern[0] == "**":
        return any(by_definition(pattern[1:], names[at:]) for at in range(len(names) + 1))
    return bool(names) and one(pattern[0], names[0]) and by_definition(pattern[1:], names[1:])


def one(pattern: str, name: str) -> bool:
    if not pattern:
        return not name
    if pattern[0] == "*":
        return any(one(pattern[1:], name[at:]) for at in range(len(name) + 1))
    return bool(name) and pattern[0] in ("?", name[0]) and one(pattern[1:], name[1:])


def test_random_patterns_mean_what_the_definition_says():
    choose = random.Random(3)
    met = {True: 0, False: 0}
    for _ in range(4_000):
        names = ["".join(choose.choices("ab", k=choose.randint(1, 4))) for _ in range(3)]
        parts = ["".join(choose.choices("ab*?", (3, 3, 2, 1), k=choose.randint(1, 4)))
                 for _ in range(choose.randint(1, 3))]  # fmt: skip
        parts.insert(choose.randint(0, len(parts)), "**")
        parts = [part if set(part) != {"*"} else "**" for part in parts]
        if parts[-1] == "**":
            parts.append("*")
        wanted = by_definition(parts, names)
        assert compiled(["/" + "/".join(parts)])("/".join(names)) == wanted, (parts, names)
        met[wanted] += 1
    assert min(met.values()) > 400


@pytest.mark.parametrize(
    ("pattern", "source"),
    [
        ("*a" * 400 + "b", "a" * 4_000),
        ("/".join(["**/*a*"] * 100) + "/b", "/".join(["aaaa"] * 1_000)),
        ("?" * 900, "a" * 4_000),
        ("[a-z]*" * 160, "a" * 4_000 + "/" + "A" * 4_000),
    ],
)
def test_no_pattern_is_slow(pattern, source):
    started = time.perf_counter()
    compiled([pattern])(source)
    assert time.perf_counter() - started < 0.5
