"""Hits to what a reader makes of them: evidence, confidence, an answer or a refusal."""
