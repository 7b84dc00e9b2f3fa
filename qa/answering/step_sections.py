"""Steps that are sections of their own: "Step 1: Get your statement", "Step 2: Open ..."."""

from __future__ import annotations

import re

from qa.answering.excerpts import merged, taken, word_count
from qa.answering.outline import Outline
from qa.answering.units import MOST, Unit
from qa.datatypes import BlockKind

_STEP = re.compile(r"\W*(?:step|stage)\s*\d{1,2}\b", re.IGNORECASE)


def with_steps(outline: Outline, unit: Unit) -> Unit:
    """A unit above sections that are steps, with what these steps are called.

    What stands in them is another unit: whoever asks for the whole wants to see all steps.
    """
    head = outline.heading_over(outline.blocks[outline.at(unit.start)].parent)
    steps = [
        j
        for j in outline.children.get(head, ())
        if outline.blocks[j].kind is BlockKind.HEADING and _STEP.match(outline.block_text(j))
    ]
    if len(steps) < 2 or outline.blocks[steps[0]].start < unit.end:
        return unit
    shown = taken(outline, steps, MOST - word_count(outline, unit.parts))
    if len(shown) < 2:
        return unit
    proof = shown[0][0], shown[-1][1]
    return Unit(merged(outline, [*unit.parts, *shown]), proof, BlockKind.STEP, True, unit.coded)
