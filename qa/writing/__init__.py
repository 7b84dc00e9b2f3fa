"""A language model on top, if one is configured: it writes from the evidence, and is checked."""
