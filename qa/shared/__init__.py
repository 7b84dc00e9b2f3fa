"""Collections in Lance tables, which many machines build and ask: `lance:PATH`, `s3://...`."""
