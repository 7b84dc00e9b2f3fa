"""Checked sentences and quotes as text and Markdown."""

from __future__ import annotations

import dataclasses

from qa.render.checked_markdown import as_markdown
from qa.render.checked_text import as_text
from qa.render.terminal import Look
from tests.support import fake_engine as fake

DRAFT = """\
verbatim    NATO allies have been at loggerheads over the system.
            seeds/a.txt:3
            seeds/a.txt:3
            seeds/a.txt:3
            and at least 2 other places

same words  nato ALLIES
            seeds/a.txt:3  other spacing, upper and lower case, in a longer sentence
            NATO allies have been at loggerheads over the system.

absent      Jane removed Turkey
            seeds/a.txt:4  nearest, 75% of the words
            [-Jane-] {+Washington+} removed Turkey

absent      Jane
            seeds/a.txt:4  nearest, 10% of the words
            Washington removed Turkey

absent      Zebras
            nothing has these words

5 sentences checked against 2 documents: 1 verbatim, 1 same words, 3 absent.
"""
QUOTES = """\
verbatim    [1] seeds/a.txt:3

moved       [2] seeds/a.txt:3, now line 5

moved       [3] seeds/a.txt:3, now seeds/b.txt:3

changed     [4] seeds/a.txt:3, now line 4
            [-Jane-] {+Washington+} removed Turkey

gone        [5] seeds/a.txt:3
            NATO allies have been at loggerheads over the system.
            seeds/a.txt:4  nearest, 75% of the words
            [-Jane-] {+Washington+} removed Turkey

5 quotes: 1 verbatim, 2 moved, 1 changed, 1 gone.
"""


def test_a_draft_as_text():
    assert as_text(fake.checked_draft(), Look(), str) == DRAFT


def test_a_file_without_lines_and_pages_is_named_alone():
    draft = fake.checked_draft()
    first, *rest = draft.sentences
    where = dataclasses.replace(first.occurrences[0], line=None, place=())
    first = dataclasses.replace(first, occurrences=(where,))
    shown = as_text(dataclasses.replace(draft, sentences=(first, *rest)), Look(), str)
    assert shown.splitlines()[1] == "            seeds/a.txt"


def test_quotes_as_text():
    assert as_text(fake.checked_answer(), Look(), str) == QUOTES


def test_a_draft_as_markdown():
    lines = as_markdown(fake.checked_draft()).splitlines()
    assert lines[0].startswith("5 sentences checked")
    assert "- **verbatim**: NATO allies have been at loggerheads over the system." in lines
    assert lines.count("    - `seeds/a.txt:3`") == 3
    near = "    - `seeds/a.txt:4` (nearest, 75% of the words): "
    assert near + r"\[-Jane-\] {+Washington+} removed Turkey" in lines


def test_quotes_as_markdown():
    lines = as_markdown(fake.checked_answer()).splitlines()
    assert r"- **moved**: \[3\] `seeds/a.txt:3, now seeds/b.txt:3`" in lines


def test_text_of_others_steers_nothing():
    odd = "a\x1b]0;x\x07\u202eb`[x](y)"
    for found in (fake.checked_draft(odd), fake.checked_answer(odd)):
        for shown in (as_text(found, Look(color=True, links=True), str), as_markdown(found)):
            assert "\u202e" not in shown
            assert "\x07" not in shown
            assert "\x1b]0;" not in shown
