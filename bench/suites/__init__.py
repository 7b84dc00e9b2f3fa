"""What is measured: each module a benchmark or one part of it. Upper layer of ."""
