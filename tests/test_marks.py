"""The marks that tests/conftest.py gives by place name places that are there."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def marks():
    spec = importlib.util.spec_from_file_location("marks", HERE / "conftest.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MARKS = marks()


@pytest.mark.parametrize("place", [*MARKS.SLOW, *MARKS.POSIX_ONLY, *MARKS.MARKED_FOLDERS])
def test_a_marked_place_is_there(place):
    file, _, name = place.partition("::")
    assert (HERE / file).exists()
    assert not name or f"def {name}" in (HERE / file).read_text("utf-8")


@pytest.mark.parametrize(
    ("folder", "name", "expected"),
    [
        ("crash", "test_crash.py::test_accidents", {"crash"}),
        ("tui", "test_chat.py::test_x", {"tui"}),
        ("indexing", "test_sync.py::test_killed_at_any_moment", {"slow"}),
        ("indexing", "test_sync.py::test_a_file_is_added", set()),
        ("bench", "test_scale.py::test_x", {"slow"}),
    ],
)
def test_marks_are_given_by_place(folder, name, expected):
    class Item:
        def __init__(self):
            file, _, self.name = name.partition("::")
            self.path, self.marks = HERE / folder / file, set()

        def add_marker(self, mark):
            self.marks.add(mark)

    item = Item()
    MARKS.pytest_collection_modifyitems([item])
    assert item.marks == expected
