"""Documents in object storage: addresses, what lies there, and copies to read."""
