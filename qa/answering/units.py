"""From a sentence that proves to the unit of its document that is shown.

What answers is shown whole, and short: a paragraph or the sentences of it that belong together, a
line that ends in ":" with its list, steps or code, an item with the line that leads in to it, a row
with the names of its columns, a question with its answer, a quotation with who said it. A heading
is never shown alone but with the text below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.answering import excerpts
from qa.answering.excerpts import SHORT, WHOLE, cut, lines, merged, taken, trimmed, word_count
from qa.answering.outline import ITEMS, Outline, Stretch
from qa.datatypes import BlockKind

AIM = 95  # words of a unit of prose
MOST = 110  # words of a list, of steps, of code with what leads in to it
_LEAD = 30  # words of a lead-in that is shown whole
_REPLIES = 8  # paragraphs below a question that are looked at, until there is no room

# A sentence that begins like this leans on the one before it.
_LEANS = re.compile(
    r"[\"'“‘(]*(?:This|That|These|Those|They|Them|Their|It|Its|He|She|His|Her|Such|Both|Neither"
    r"|However|But|So|Therefore|Thus|Hence|Instead|Otherwise|Then|Also|Moreover|Furthermore"
    r"|Nevertheless|Still|Yet|And|Or|No|Yes|Not|There|Here|The (?:former|latter|same|other)"
    r"|For (?:example|instance|this|that)|In (?:this|that|these|those|contrast|addition|fact)"
    r"|As a result|On the other hand|That's|It's|They're)\b"
)
# What a paragraph that hangs from it is not understood without.
_SAID_BELOW = frozenset({BlockKind.META, BlockKind.PARAGRAPH, BlockKind.QUESTION})
_NO_NEIGHBOURS = frozenset({BlockKind.TABLE, BlockKind.META, BlockKind.BOILERPLATE})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question wants to see whole."""

    items: bool = False  # a list
    steps: bool = False  # how to do something
    rows: bool = False  # a table of which one row has the most or the least
    asked: Callable[[str], frozenset[str]] | None = None  # the question's words in a text


@dataclass(frozen=True, slots=True)
class Unit:
    """Stretches of a document that are shown as one piece of evidence, and what in them proves."""

    parts: tuple[Stretch, ...]  # ascending, none overlapping
    proof: Stretch
    kind: BlockKind  # of the block that proves
    listed: bool = False  # several items, steps or rows
    coded: bool = False  # holds code

    @property
    def start(self) -> int:
        """Where its first part begins."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Where its last part ends."""
        return self.parts[-1][1]

    def text(self, document: str) -> str:
        """Its words as they stand in the document, each part on lines of its own."""
        return "\n".join(document[a:b] for a, b in self.parts)


def unit_at(
    outline: Outline, sentence: Stretch, sentences: Sequence[Stretch], wanted: Wanted = Wanted()
) -> Unit | None:
    """The unit that `sentence` belongs to; None where nothing there could prove anything.

    `sentences` are those of the passage around it, in order.
    """
    i = outline.at(sentence[0])
    if i < 0:
        return None
    kind = outline.blocks[i].kind
    if kind in (BlockKind.HEADING, BlockKind.QUESTION):
        return _below(outline, i, wanted)
    if kind is BlockKind.CONTENTS:
        return None
    if kind is BlockKind.CODE:
        step = outline.blocks[i].parent
        if wanted.steps and step >= 0 and outline.blocks[step].kind is BlockKind.STEP:
            return _item(outline, step, outline.stretch(step), wanted)
        return _code(outline, i, sentence)
    if kind in ITEMS:
        return _item(outline, i, sentence, wanted)
    if kind is BlockKind.TABLE:
        return _row(outline, i, sentence, wanted)
    if outline.leads_in(i) and _introduces(outline, i, sentence):
        return _led(outline, i)
    return _prose(outline, i, sentence, sentences)


def _below(outline: Outline, i: int, wanted: Wanted) -> Unit | None:
    """What a heading or a question stands above."""
    j = outline.next_content(i)
    if j < 0:
        return None
    unit = unit_at(outline, outline.first_sentence(j), (), wanted)
    if unit and outline.blocks[i].kind is BlockKind.QUESTION and unit.start > outline.blocks[i].end:
        return Unit((outline.stretch(i), *unit.parts), unit.proof, unit.kind, unit.listed)
    return unit


def _introduces(outline: Outline, i: int, sentence: Stretch) -> bool:
    """Whether the sentence is the one that leads in to what hangs from its block."""
    return sentence[1] >= outline.last_sentence(i)[1] - 1


def _led(outline: Outline, i: int) -> Unit:
    """A lead-in with as much of what follows it as there is room for."""
    lead = _lead(outline, i)
    room = MOST - word_count(outline, [lead])
    shown = taken(outline, list(outline.below(i)), room)
    if not shown:  # a first line of code or an item longer than there is room for
        shown = [cut(outline, next(iter(outline.below(i))), room)]
    first = outline.blocks[outline.children[i][0]]
    parts = merged(outline, [lead, *shown])
    listed = len(shown) > 1 and first.kind in (*ITEMS, BlockKind.TABLE)
    return Unit(parts, (lead[0], parts[-1][1]), first.kind, listed, outline.any_code(i))


def _item(outline: Outline, i: int, sentence: Stretch, wanted: Wanted) -> Unit:
    """An item with its lead-in and what hangs from it, or the whole list where that is wanted."""
    block = outline.blocks[i]
    run = outline.siblings(i)
    lead = [_lead(outline, block.parent)] if _has_lead(outline, i) else []
    whole = [j for item in run for j in (item, *outline.below(item))]
    words = outline.words(*whole) + word_count(outline, lead)
    all_wanted = wanted.items or (wanted.steps and block.kind is BlockKind.STEP)
    if len(run) > 1 and (words <= AIM or all_wanted):
        lead += [] if all_wanted else outline.described(i, AIM)
        room = MOST - word_count(outline, lead)
        shown = taken(outline, whole, room)
        if wanted.items and outline.stretch(i) not in shown:  # a long list from where it is found
            shown = taken(outline, excerpts.ending_with(outline, whole, i, room), room) or shown
        if outline.stretch(i) in shown or (shown and all_wanted):
            parts = merged(outline, [*lead, *shown])
            proof = (shown[0][0], shown[-1][1]) if all_wanted else _own(outline, i)
            return Unit(parts, proof, block.kind, True, outline.any_code(i))
    own = taken(outline, [i, *outline.below(i)], MOST - word_count(outline, lead))
    lead += outline.described(i, AIM)
    parts = merged(outline, [*lead, *(own or [cut(outline, i, MOST, sentence)])])
    return Unit(parts, _own(outline, i), block.kind, False, outline.any_code(i))


def _own(outline: Outline, i: int) -> Stretch:
    """An item with all that hangs from it."""
    return outline.blocks[i].start, max(
        (outline.blocks[j].end for j in outline.below(i)), default=outline.blocks[i].end
    )


def _row(outline: Outline, i: int, sentence: Stretch, wanted: Wanted) -> Unit:
    """A row; all rows where a list is wanted, or the most of them all, and there is room."""
    run = outline.siblings(i)
    alike = _rows_alike(outline, run, wanted) if wanted.items else []
    run = run if not alike else alike if i in alike else [i]
    if (wanted.items or wanted.rows) and len(run) > 1 and outline.words(*run) <= MOST:
        parts = merged(outline, [outline.stretch(j) for j in run])
        return Unit(parts, (parts[0][0], parts[-1][1]), BlockKind.TABLE, True)
    own = [outline.stretch(i)]
    if outline.words(i) > MOST:
        own = [cut(outline, i, AIM, sentence)]
    return Unit(tuple(own), own[0], BlockKind.TABLE)


def _rows_alike(outline: Outline, run: Sequence[int], wanted: Wanted) -> list[int]:
    """The rows that hold more of the question than the others do: "which invoices are open?"."""
    if wanted.asked is None or not 2 < len(run) <= 200:
        return []
    held = {j: wanted.asked(outline.block_text(j)) for j in run}
    most = max(held.values(), key=len)
    alike = [j for j in run if held[j] == most]
    apart = all(held[j] < most for j in run if held[j] != most)
    return alike if apart and 1 < len(alike) < len(run) else []


def names_one_row(outline: Outline, at: int, share: Callable[[str], float]) -> bool:
    """Whether a question names one row of the small table that the offset `at` is in.

    `share` gives how much of the question a text holds: "the minimum order at Lenz" is looked up in
    the row of Lenz, while all rows of "the cheapest plan" hold as much of it.
    """
    i = outline.at(at)
    if i < 0 or outline.blocks[i].kind is not BlockKind.TABLE:
        return False
    run = outline.siblings(i)
    if outline.words(*run) > MOST:
        return False
    shares = [share(outline.block_text(j)) for j in run]
    return len(run) > 1 and shares.count(max(shares)) == 1


def _code(outline: Outline, i: int, sentence: Stretch) -> Unit:
    """Code with the line that leads in to it; long code from the line that was found."""
    block = outline.blocks[i]
    lead = [_lead(outline, block.parent)] if _has_lead(outline, i) else []
    own = outline.stretch(i)
    if outline.block_text(i).count("\n") >= WHOLE or outline.words(i) > MOST:
        own = lines(outline, i, sentence)
    parts = merged(outline, [*lead, own])
    return Unit(parts, (parts[0][0] if len(parts) == 1 else own[0], own[1]), BlockKind.CODE,
                False, True)  # fmt: skip


def _prose(outline: Outline, i: int, sentence: Stretch, sentences: Sequence[Stretch]) -> Unit:
    """A paragraph, or the sentences around the one that proves."""
    block = outline.blocks[i]
    kind = block.kind
    if kind in _NO_NEIGHBOURS:
        return Unit((trimmed(outline, sentence),), sentence, kind)
    own = [s for s in sentences if block.start <= s[0] and s[1] <= block.end] or [sentence]
    words = outline.words(i)
    by = [_lead(outline, block.parent)] if _belongs(outline, i) else []
    by += [outline.stretch(j) for j in outline.properties(i)]
    if words <= AIM + 10:
        parts = [outline.stretch(i)]
        if pair := excerpts.announced(outline, i, MOST, sentence):
            parts = pair
        elif words < SHORT or _LEANS.match(outline.text, sentence[0]):
            parts = _with_neighbours(outline, i, sentence)
        parts += [outline.stretch(j) for j in outline.children.get(i, ())
                  if outline.blocks[j].kind is BlockKind.SIGNATURE]  # fmt: skip
        return Unit(merged(outline, [*by, *parts]), sentence, kind)
    at = next((n for n, s in enumerate(own) if s[0] <= sentence[0] < s[1]), 0)
    first = last = at
    count = word_count(outline, [own[at]])

    def take(n: int) -> bool:
        nonlocal count
        if not 0 <= n < len(own):
            return False
        more = word_count(outline, [own[n]])
        if count + more > AIM:
            return False
        count += more
        return True

    # What stands before a sentence explains it as often as what stands after.
    if take(first - 1):
        first -= 1
    grown = True
    while grown:
        grown = False
        if take(last + 1):
            last, grown = last + 1, True
        if take(first - 1):
            first, grown = first - 1, True
    return Unit(merged(outline, [*by, (own[first][0], own[last][1])]), sentence, kind)


def _with_neighbours(outline: Outline, i: int, sentence: Stretch) -> list[Stretch]:
    """A short paragraph with the paragraphs beside it that it belongs to."""
    kind = outline.blocks[i].kind
    run = outline.children.get(outline.blocks[i].parent, [i])
    at = run.index(i)
    chosen, words = [i], outline.words(i)
    parent = outline.blocks[i].parent
    leans = bool(_LEANS.match(outline.text, sentence[0]))
    order: Sequence[int] = (at - 1, at + 1) if leans else (at + 1, at - 1)
    if parent >= 0 and outline.blocks[parent].kind is BlockKind.QUESTION:
        order = range(at + 1, at + 1 + _REPLIES)
    for n in order:
        if not 0 <= n < len(run):
            continue
        other = run[n]
        adjacent = min(abs(other - j) for j in chosen) == 1 and outline.blocks[other].kind is kind
        more = outline.words(other)
        if adjacent and words + more <= AIM and not outline.opens(other):
            chosen.append(other)
            words += more
    return [outline.stretch(j) for j in sorted(chosen)]


def _belongs(outline: Outline, i: int) -> bool:
    """Whether a block hangs from the line that says whose words it has, or what it is that it says.

    So it is in mail, below the term of a definition, and below the question that it answers.
    """
    parent = outline.blocks[i].parent
    return parent >= 0 and outline.blocks[parent].kind in _SAID_BELOW


def _has_lead(outline: Outline, i: int) -> bool:
    parent = outline.blocks[i].parent
    return parent >= 0 and outline.blocks[parent].kind is not BlockKind.HEADING


def _lead(outline: Outline, i: int) -> Stretch:
    """A block that leads in: whole if short, else its last sentence."""
    return outline.stretch(i) if outline.words(i) <= _LEAD else outline.last_sentence(i)
