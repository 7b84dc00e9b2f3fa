"""Text to vectors: models found, compiled, checked and run."""
