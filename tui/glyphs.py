"""The few signs the screens use, each with one meaning. None is wider than one cell."""

from __future__ import annotations

ASKED = "›"  # a question
EVIDENCE = "┃"  # beside the line of an article that a quote stands in
PASSAGE = "│"  # beside the lines of its passage
OPENED, CLOSED = "▾", "▸"  # a list that can be folded
CHOSEN, NOT_CHOSEN = "●", "·"  # a document that questions are restricted to
PINNED = "◆"  # a conversation that stands first
UP, DOWN = "▴", "▾"  # order of a column
REFUSED = "○"  # not in the documents
WARNING = "▲"
FAILED = "✕"
DONE = "✓"
WAITING = "…"
DOT = " · "
FULL, REST = "━", "─"  # how far something is
