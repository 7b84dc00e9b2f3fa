"""Steps that are sections are named below what stands above them."""

from __future__ import annotations

from qa.answering.outline import Outline
from qa.answering.step_sections import with_steps
from qa.answering.units import Unit, Wanted, unit_at
from qa.documents.loaders import markdown
from qa.documents.sentences import split

PAGE = (
    "# Sending a boat to the yard\n\nThe yard takes boats of any length from October on.\n\n"
    "## Step 1: Book a place\n\nWrite to Ida before August.\n\n## Step 2: Empty the tanks\n\n"
    "Pump them out at the north pier.\n\n## Prices\n\nThe first week is free.\n"
)


def shown(text: str, words: str) -> str:
    document = markdown.load(text.encode(), "note.md")
    outline = Outline(document)
    sentences = [(s.start, s.end) for s in split(document)]
    (sentence,) = [s for s in sentences if s[0] <= document.text.index(words) < s[1]]
    unit = unit_at(outline, sentence, sentences, Wanted(steps=True))
    assert unit
    found: Unit = with_steps(outline, unit)
    assert found.proof[0] >= found.start
    return found.text(document.text)


def test_what_stands_above_the_steps_has_their_names() -> None:
    assert shown(PAGE, "any length") == (
        "The yard takes boats of any length from October on.\n"
        "Step 1: Book a place\nStep 2: Empty the tanks"
    )


def test_a_step_and_what_has_none_stay_as_they_are() -> None:
    assert shown(PAGE, "before August") == "Write to Ida before August."
    assert shown(PAGE, "first week") == "The first week is free."
    chapters = PAGE.replace("Step 1: ", "1. ").replace("Step 2: ", "2. ")
    assert shown(chapters, "any length") == "The yard takes boats of any length from October on."
