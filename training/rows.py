"""The columns of an example: numbers that name tokens of questions, titles and contexts."""

from __future__ import annotations

COLUMNS = (
    "question",  # number in the corpus
    "above",  # likewise, the title with the headings; -1 without
    "context",
    "a0",  # the runs [a0, b0) and [a1, b1) of the context's tokens are shown; the second may be
    "b0",  # empty
    "a1",
    "b1",
    "start",  # of the answer, inclusive, in tokens of the context; -1 without
    "end",
    "first",  # of the evidence, likewise
    "last",
    "label",  # 1 answers, 0 doesn't, -1 unknown: learned from a teacher only
    "flags",
    "group",  # rows of one group are about one question, more or less
)
SPAN, EVIDENCE, CLAIM = 1, 2, 4  # flags: what is learned from a row beside its label
MAX_QUESTION = 64  # tokens
MAX_ABOVE = 40
MAX_TOKENS = 288  # of a row
