"""The command line. The console script `qa` is `qa.cli:run`; `main` does the same and returns."""

try:
    from qa.cli.run import main, run
except KeyboardInterrupt:  # a tenth of a second in which Ctrl-C must not show a traceback
    raise SystemExit(130) from None

__all__ = ["main", "run"]
