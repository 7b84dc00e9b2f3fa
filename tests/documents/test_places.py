"""Where in a file something stands: page, row, message, second."""

import pytest

from qa.datatypes import Document, Place, PlaceKind
from qa.datatypes.places import named, page_of, places_of, several

BUDGET = (
    Place(0, PlaceKind.SHEET, 1, "Budget"),
    Place(0, PlaceKind.ROW, 2),
    Place(10, PlaceKind.ROW, 3),
    Place(20, PlaceKind.SHEET, 2, "Plan"),
    Place(30, PlaceKind.ROW, 7),
)


@pytest.mark.parametrize(
    ("offset", "name"),
    [
        (0, "sheet Budget, row 2"),
        (9, "sheet Budget, row 2"),
        (19, "sheet Budget, row 3"),
        (20, "sheet Plan"),  # a row of another sheet has ended
        (99, "sheet Plan, row 7"),
    ],
)
def test_an_offset_stands_in_the_places_that_began_before_it(offset, name):
    document = Document("b.xlsx", "B", "x" * 100, (), places=BUDGET, lines=None)
    assert named(document.place_at(offset)) == name
    assert document.line(offset) is None


def test_before_the_first_place_there_is_none():
    document = Document("b.pdf", "B", "x" * 9, (), places=(Place(5, PlaceKind.PAGE, 1),))
    assert document.place_at(4) == ()


def test_an_outer_place_ends_the_inner_ones_only():
    places = (
        Place(0, PlaceKind.CHAPTER, 1, "One"),
        Place(0, PlaceKind.PAGE, 1),
        Place(0, PlaceKind.ROW, 1),
        Place(5, PlaceKind.PAGE, 2),
    )
    document = Document("b", "B", "x" * 9, (), places=places)
    assert named(document.place_at(6)) == "chapter 1: One, page 2"


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (Place(0, PlaceKind.PAGE, 3), "page 3"),
        (Place(0, PlaceKind.SLIDE, 7, "Next steps"), "slide 7"),
        (Place(0, PlaceKind.SHEET, 2), "sheet 2"),
        (Place(0, PlaceKind.MESSAGE, 4, "Re: storage bits"), "message 4: Re: storage bits"),
        (Place(0, PlaceKind.MESSAGE, 4), "message 4"),
        (Place(0, PlaceKind.SECOND, 751), "at 12:31"),
        (Place(0, PlaceKind.SECOND, 9), "at 0:09"),
        (Place(0, PlaceKind.SECOND, 3723), "at 1:02:03"),
        (Place(0, PlaceKind.CELL, 5), "cell 5"),
    ],
)
def test_places_are_named_as_people_name_them(place, name):
    assert place.name == name


def test_several_places_share_what_is_outside_of_them():
    document = Document("b.xlsx", "B", "x" * 100, (), places=BUDGET)
    places = places_of(document.place_at(at) for at in (35, 12, 2, 13, 22))
    assert several(places) == "sheet Budget, row 2; row 3; sheet Plan; row 7"
    assert page_of(places[0]) is None
    assert page_of((Place(4, PlaceKind.PAGE, 12),)) == 12
