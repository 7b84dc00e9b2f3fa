"""Public data sets in one shape."""
