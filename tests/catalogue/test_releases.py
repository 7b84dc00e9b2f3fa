"""Releases that are sections of a changelog: by number, by date, by what they brought."""

from __future__ import annotations

import pytest

from qa.catalogue.releases import release_heading
from qa.datatypes import Block, BlockKind


def _blocks(*lines: tuple[int, str]) -> tuple[str, tuple[Block, ...]]:
    """A text of headings with levels 1 to 3, and items (level 0), each below the one above it."""
    blocks: list[Block] = []
    above: dict[int, int] = {}
    at = 0
    for level, line in lines:
        kind = BlockKind.HEADING if level else BlockKind.LIST_ITEM
        nearest = [above[n] for n in sorted(above) if not level or n < level]
        blocks.append(Block(at, at + len(line), kind, nearest[-1] if nearest else -1, level))
        if level:
            above = {n: number for n, number in above.items() if n < level}
            above[level] = len(blocks) - 1
        at += len(line) + 1
    return "\n".join(line for _, line in lines), tuple(blocks)


@pytest.mark.parametrize(
    ("heading", "version"),
    [
        ("CHANGES FROM 3.2 TO 3.2a", (3, 2, 1)),
        ("CHANGES FROM 2.5 TO 2.6, 05 October 2017", (2, 6)),
        ("Changes between 1.1.1k and 1.1.1l [24 Aug 2021]", (1, 1, 1, 12)),
        ("2.0b1", None),
    ],
)
def test_a_release_is_what_was_changed_to(heading, version):
    assert release_heading(heading) == version


@pytest.fixture
def changes(collection):
    text, blocks = _blocks(
        (1, "Changes of Velo"),
        (2, "[2.10.0] - 2024-08-14"),
        (3, "Added"),
        (0, "- Export of maps."),
        (3, "Removed"),
        (0, "- Support for the old bell."),
        (2, "[2.9.1] - 2024-06-30"),
        (3, "Fixed"),
        (0, "- Stumble when the saddle is empty."),
        (2, "2.9.0"),
        (0, "- First saddle."),
    )
    collection.add("CHANGELOG.md", text, "Changes of Velo", blocks=blocks)
    collection.add("notes/market.txt", "The market of version 7.1 opens in the morning.")
    return collection


def test_releases_of_a_year_are_listed_with_what_they_brought(changes):
    answer = changes.ask("what was released in 2024")
    assert [piece.text.splitlines()[0] for piece in answer.evidence] == [
        "[2.10.0] - 2024-08-14",
        "[2.9.1] - 2024-06-30",
    ]
    assert answer.notes == ("2 releases.",)
    assert changes.ask("what was released in 2020") is None


@pytest.mark.parametrize("question", ["latest version", "What is the latest release?"])
def test_the_latest_is_that_with_the_highest_number(changes, question):
    (piece,) = changes.ask(question).evidence
    assert piece.text.startswith("[2.10.0] - 2024-08-14\nAdded\n- Export of maps.")


def test_the_latest_of_one_program_among_several(changes):
    text, blocks = _blocks((1, "Bell: release notes"), (2, "3.1 (2024-02-01)"), (0, "- Rings."))
    changes.add("releases/bell.md", text, "Bell: release notes", blocks=blocks)
    changes.add("policy-v9.2.md", "Leave is 27 days.", "Leave policy")
    (piece,) = changes.ask("latest version of Velo").evidence
    assert piece.text.startswith("[2.10.0] - 2024-08-14")
    (piece,) = changes.ask("what is the latest release of the bell?").evidence
    assert piece.text.startswith("3.1 (2024-02-01)")
    # Of several programs none is the newest, and of another one nothing is known.
    assert changes.ask("latest version") is None
    assert changes.ask("latest version of the saddle") is None


def test_a_program_that_most_documents_speak_of_has_its_own_releases(changes):
    for program, version in (("velo", "1.5"), ("bell", "1.6")):
        text, blocks = _blocks((1, "Changelog"), (2, version), (0, f"- Of the {program}."))
        changes.add(f"{program}/CHANGELOG.md", text, "Changelog", blocks=blocks)
        changes.add(f"{program}/use.md", "The bell of a velo rings.", "Use")
    changes.add("more.md", "Velo and bell", "More")
    (piece,) = changes.ask("what changed in velo 1.5?").evidence
    assert piece.text == "1.5\n- Of the velo."
    assert changes.ask("what changed in velo 1.6?") is None
    # That of the folder above is of all of them.
    assert changes.ask("what changed in velo 2.9.1?").evidence[0].text.startswith("[2.9.1]")


def test_the_date_of_a_release_stands_in_its_heading(changes):
    (piece,) = changes.ask("when was 2.9.1 released?").evidence
    document = changes.store.document("CHANGELOG.md")
    assert document.text[slice(*piece.span)] == "2024-06-30"
    assert piece.line == 7
    # Without a date in its heading, or without such a release, the catalogue knows nothing.
    assert changes.ask("when was 2.9.0 released?") is None
    assert changes.ask("when was 9.2.1 released?") is None


def test_the_release_that_fixed_it_not_one_that_removed_it(changes):
    (piece,) = changes.ask("which version fixed the stumble?").evidence
    assert piece.text == "- Stumble when the saddle is empty."
    assert piece.headings[-2:] == ("[2.9.1] - 2024-06-30", "Fixed")
    (piece,) = changes.ask("which version removed the old bell?").evidence
    assert piece.headings[-2:] == ("[2.10.0] - 2024-08-14", "Removed")
    assert changes.ask("which version added the old bell?") is None


@pytest.mark.parametrize(
    ("heading", "version"),
    [
        ("[1.2.0] - 2024-05-01", (1, 2, 0)),
        ("v0.9 (2020-09-21)", (0, 9)),
        ("Velo 3.1.2, released on 5 May 2024", (3, 1, 2)),
        ("Version 10.0.1", (10, 0, 1)),
        ("Unreleased", None),
        ("2024-05-01", None),
        ("Moving the whole of your data to 3.0 without any loss", None),
    ],
)
def test_headings_of_releases(heading, version):
    assert release_heading(heading) == version


def test_what_a_release_brought_stands_in_its_section(changes):
    (piece,) = changes.ask("what changed in 2.9.1?").evidence
    assert piece.text == "[2.9.1] - 2024-06-30\nFixed\n- Stumble when the saddle is empty."
    (piece,) = changes.ask("what was removed in velo 2.10?").evidence
    assert piece.text == "Removed\n- Support for the old bell."
    (piece,) = changes.ask("what's new in 2.9").evidence  # which is 2.9.0, and not 2.9.1
    assert piece.text == "2.9.0\n- First saddle."
    assert changes.ask("what changed in version 3.1 of Velo") is None
    assert changes.ask("what changed in 2.10 of the market") is None


def test_a_changelog_is_that_of_the_readme_beside_it(collection):
    for name, program in (("one", "Velo"), ("two", "Bell")):
        text, blocks = _blocks((1, "Changelog"), (2, "1.2.0"), (0, f"- {program} is new."))
        collection.add(f"{name}/CHANGELOG.md", text, f"{name} CHANGELOG", blocks=blocks)
        collection.add(f"{name}/README.md", f"{program} moves.", program)
    (piece,) = collection.ask("latest version of Velo").evidence
    assert "Velo is new" in piece.text
    (piece,) = collection.ask("what changed in 1.2 of the bell").evidence
    assert "Bell is new" in piece.text
    assert len(collection.ask("what changed in 1.2").evidence) == 2


def test_a_letter_is_part_of_a_version(collection):
    text, blocks = _blocks(
        (1, "CHANGES FROM 3.2 TO 3.2a"),
        (0, "* Stops."),
        (1, "CHANGES FROM 3.1 TO 3.2"),
        (0, "* Runs."),
    )
    collection.add("bell/CHANGES", text, "bell CHANGES", blocks=blocks)
    (piece,) = collection.ask("what's new in bell 3.2a").evidence
    assert piece.text.endswith("* Stops.")
    (piece,) = collection.ask("what's new in bell 3.2").evidence
    assert piece.text.endswith("* Runs.")
