"""The few signs the screens use, each with one meaning. None is wider than one cell."""

from __future__ import annotations

ASKED = "›"  # a question
EVIDENCE = "▌"  # beside the line of an article that a quote stands in
PASSAGE = "│"  # beside the lines of its passage
QUOTED = "▏"  # before words that somebody else said
BULLET = "• "  # before an item of a list that shows no mark of its own
LISTED = "·"  # a document or conversation to go on with
OPENED, CLOSED = "▾", "▸"  # a list that can be folded
CHOSEN, NOT_CHOSEN = "●", "·"  # a document that questions are restricted to
PINNED = "◆"  # a conversation that stands first
UP, DOWN = "▴", "▾"  # order of a column
SURE, UNSURE = "●", "○"  # how strong an answer is, out of three
TIME = "◷"  # documents of a time are preferred
MEANT = "↳"  # what a line was taken for
REFUSED = "○"  # not in the documents
WARNING = "▲"
FAILED = "✕"
DONE = "✓"
WAITING = "…"
DOT = " · "
FULL, REST = "━", "─"  # how far something is
