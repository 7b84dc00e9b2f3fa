"""The command line. The console script `qa` is `qa.cli:main`."""

from qa.cli.run import main

__all__ = ["main"]
