"""Many machines: files are read, cut and encoded by the workers of a Ray cluster."""
