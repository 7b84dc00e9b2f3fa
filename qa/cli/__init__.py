"""The command line. The console script `qa` is `qa.cli:run`; `main` does the same and returns."""

from qa.cli.run import main, run

__all__ = ["main", "run"]
