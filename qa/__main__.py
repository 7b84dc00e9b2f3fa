"""`python -m qa` does what `qa` does."""

from __future__ import annotations

from qa.cli import run

if __name__ == "__main__":
    run()
