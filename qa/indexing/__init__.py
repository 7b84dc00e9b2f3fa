"""A folder and its index made equal; watched, checked, repaired."""
