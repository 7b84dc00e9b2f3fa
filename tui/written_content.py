"""What a language model wrote as content: its sentences, those without support struck out."""

from __future__ import annotations

from itertools import groupby

from textual.content import Content

from qa.datatypes import Written
from qa.render import written as phrases
from qa.render.layout import flow
from tui.content import CITE, MUTED

STRUCK = f"strike {MUTED}"
_GLUE = "\u00a0"  # between a sentence and its numbers


def written_content(written: Written) -> Content:
    """The sentences with their citations by paragraph, then who wrote them and what is struck."""
    paragraphs = [
        Content(" ").join(
            Content.assemble(
                (flow(each.text), "" if each.support.supported else STRUCK),
                *((f"{_GLUE}[{number}]", CITE) for number in each.citations),
            )
            for each in group
        )
        for _, group in groupby(written.sentences, key=lambda each: each.paragraph)
    ]
    below = "\n".join((phrases.summary(written), *phrases.reasons(written)))
    return Content("\n").join([*paragraphs, Content.styled(below, MUTED)])
