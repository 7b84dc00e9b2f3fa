"""Patterns that are compiled late are right ones, and do what compiled ones do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import qa
from qa.patterns import lazy_pattern

_ROOT = Path(qa.__file__).parent


def _modules() -> list[str]:
    """The modules that have such patterns."""
    files = [each for each in _ROOT.rglob("*.py") if each.name != "patterns.py"]
    with_some = [each for each in files if "lazy_pattern(" in each.read_text("utf-8")]
    return sorted(
        ".".join(each.relative_to(_ROOT.parent).with_suffix("").parts) for each in with_some
    )


def _patterns(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for each in value:
            yield from _patterns(each)
    elif type(value).__module__ == "qa.patterns":
        yield value


@pytest.mark.parametrize("module", _modules())
def test_every_pattern_can_be_compiled(module: str) -> None:
    found = list(_patterns(vars(import_module(module))))
    assert found
    for each in found:
        assert isinstance(each.flags, int)


def test_it_does_what_a_compiled_one_does() -> None:
    late, early = lazy_pattern(r"(?P<day>\d+)[a-z]", re.I), re.compile(r"(?P<day>\d+)[a-z]", re.I)
    assert [m["day"] for m in late.finditer("1a 22B")] == ["1", "22"]
    assert late.sub("-", "1a b") == early.sub("-", "1a b")
    assert (late.pattern, late.flags, late.groups) == (early.pattern, early.flags, early.groups)
    assert lazy_pattern(rb"\d").findall(b"1 2") == [b"1", b"2"]


def test_nothing_is_compiled_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    real = re.compile
    monkeypatch.setattr(re, "compile", lambda *a: compiled.append(a) or real(*a))
    late = lazy_pattern("x+")
    assert not compiled
    assert late.match("xx")
    assert late.search("ax")
    assert late.match("x")
    assert compiled == [("x+", 0)]
    with pytest.raises(re.error):
        lazy_pattern("(").match("")
