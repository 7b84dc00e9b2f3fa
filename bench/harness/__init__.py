"""Collections indexed and asked for benchmarks: caches, processes, judges."""
