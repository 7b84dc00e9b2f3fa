"""The docs name what is there: every link, module and command; in plain English."""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from qa.cli.commands import cli

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for pattern in ("*.md", ".github/*.md", "docs/**/*.md", "bench/*.md", "training/*.md",
                    "index/*.md", "qa/weights/*.md")
    for path in ROOT.glob(pattern)
)  # fmt: skip
# Phrases that have a plain word in docs/glossary.md, or none because they say nothing.
DIALECT = re.compile(
    r"\banew\b|\b(?:is|are|was|be|being) told\b|\bmakes? no sense\b|\bnames no form\b"
    r"|\bmade true to\b|\bto be had\b|\bwhole or not at all\b",
    re.IGNORECASE,
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
MODULE_LINK = re.compile(r"\]\(\.\./((?:qa|tui)/[\w/]+\.py)\)")


def prose(page: Path) -> str:
    """A page without its code blocks."""
    return re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchor(heading: str) -> str:
    """The anchor that code hosts give a heading."""
    plain = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    kept = (c for c in plain if c in " -" or unicodedata.category(c)[0] in "LN")
    return "".join(kept).replace(" ", "-")


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), f"{named(page)} links to {target}"
        if fragment and there.suffix == ".md":
            headings = re.findall(r"^#+ +(.+)$", prose(there), flags=re.MULTILINE)
            assert fragment in map(anchor, headings), f"{named(page)} links to {target}"


def modules(*folders: str) -> set[str]:
    """All modules with code; a package's `__init__` is described by its room."""
    return {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "__init__.py"
    }


def test_the_architecture_names_every_module_once() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    count = Counter(MODULE_LINK.findall(text))
    assert set(count) == modules("qa", "tui")
    assert [module for module, times in count.items() if times > 1] == []


def test_the_benchmarks_readme_names_every_module_once() -> None:
    text = (ROOT / "bench" / "README.md").read_text("utf-8")
    count = Counter(f"bench/{name}" for name in LINK.findall(text) if name.endswith(".py"))
    assert set(count) == modules("bench")
    assert [module for module, times in count.items() if times > 1] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_programs_that_pages_name_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    for name in re.findall(r"python -m ((?:bench|training|tests)[\w.]*\w)", text):
        assert importlib.util.find_spec(name), f"{named(page)} names {name}"
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", text)) <= known


def help_texts(command: click.Command, path: str) -> Iterator[tuple[str, str]]:
    with click.Context(command, info_name=path) as context:
        yield path, command.get_help(context)
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                assert found is not None
                yield from help_texts(found, f"{path} {name}")


# Single lines of output quoted in a page are prose too, so code blocks are looked at as well.
@pytest.mark.parametrize(
    ("name", "text"),
    [
        *((named(page), page.read_text("utf-8")) for page in PAGES),
        *(("qa --help" if name == "qa" else f"{name} --help", text)
          for name, text in help_texts(cli, "qa")),
    ],
    ids=lambda value: value if len(value) < 60 else "text",
)  # fmt: skip
def test_the_language_is_plain(name: str, text: str) -> None:
    found = [
        f"{name}:{number}: {match.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        for match in DIALECT.finditer(line)
    ]
    assert found == []


def test_the_dialect_is_recognised() -> None:
    for phrase in ("The index is made anew.", "Whoever asks is told.", "It makes no sense."):
        assert DIALECT.search(phrase)
    assert not DIALECT.search("A new index; tell me; a sense of it.")


def test_numbers_of_decisions_are_in_order() -> None:
    records = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("0*.md"))
    assert [int(name[:4]) for name in records] == list(range(1, len(records) + 1))
    text = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    assert LINK.findall(text) == records
