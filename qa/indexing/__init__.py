"""Keep an index equal to its folder: update, watch, check, repair."""
