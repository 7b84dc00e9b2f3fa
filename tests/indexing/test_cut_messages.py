"""What a worker read, as a message: whole again on the other side, and refused when damaged."""

import copy
import json
from datetime import date
from typing import Any

import pytest

from qa.datatypes import (
    Block,
    BlockKind,
    DateOrigin,
    Document,
    Passage,
    Place,
    PlaceKind,
    Sentence,
    Skipped,
)
from qa.documents.cutting import CutDocument, CutFile
from qa.indexing.cut_messages import from_message, to_message
from qa.indexing.worker_messages import from_bytes, to_bytes

_DOCUMENT = Document(
    "box.mbox/1",
    "Title \udc80",
    "Title\n\nOne. Two.",
    (Block(0, 5, BlockKind.HEADING, -1, 1), Block(7, 16, BlockKind.STEP, 0, 0)),
    author="A",
    published=date(2024, 5, 2),
    lines=((0, 1), (7, 9)),
    tags=("x",),
    places=(Place(0, PlaceKind.PAGE, 3, "iii"),),
    container="box.mbox",
    date_origin=DateOrigin.BYLINE,
)
_PASSAGES = (
    Passage(0, 11, (Sentence(0, 5, BlockKind.HEADING), Sentence(7, 11, BlockKind.STEP)), True, ""),
    Passage(12, 16, (Sentence(12, 16),), False, "Title"),
)
_FILE = CutFile((CutDocument(_DOCUMENT, _PASSAGES),), (Skipped("box.mbox/2", "Empty."),), "cp1252")


def test_a_file_comes_back_as_it_was():
    assert from_message(from_bytes(to_bytes(to_message(_FILE)))) == _FILE


def _changed(*path: Any, to: Any) -> Any:
    message = copy.deepcopy(json.loads(json.dumps(to_message(_FILE))))
    inner = message
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = to
    return message


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        {},
        _changed("documents", to=[]),  # fewer than there are passages for
        _changed("documents", 0, 0, "title", to=5),
        _changed("documents", 0, 1, 0, to="0"),
        _changed("documents", 0, 1, 2, to="headline"),
        _changed("documents", 0, 1, to=[0, 5, "heading", -1]),  # no level
        _changed("passages", 0, 0, 0, to=None),
        _changed("passages", 0, 0, 2, to=1),
        _changed("passages", 0, 0, 3, to=None),
        _changed("passages", 0, 0, 4, to=[0, 5]),
        _changed("passages", 0, 0, 4, 2, to=["heading"]),
        _changed("passages", 0, 0, to=[0, 5]),
        _changed("file", "doubt", to=1),
    ],
)
def test_what_is_no_file_is_refused(message: Any):
    with pytest.raises(ValueError, match=r"."):
        from_message(message)
