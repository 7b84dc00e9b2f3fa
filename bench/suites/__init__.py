"""What is measured: each module is a benchmark or one part of it."""
