"""People's own questions asked of their own collection, and what came of them."""
