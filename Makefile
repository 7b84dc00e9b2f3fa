# The commands people need. They work in the clone's own environment, .venv.
.PHONY: help setup test quick lint bench coverage

help:
	@echo "make setup     environment, development tools, commit hooks"
	@echo "make test      the whole test suite (some 15 minutes)"
	@echo "make quick     the tests that need under a minute together"
	@echo "make lint      style, types, layers of imports"
	@echo "make bench     cold start and encoding on this machine, on the two seed articles"
	@echo "make coverage  the tests except the crash tests, with the lines they reach"

setup:
	python3 -m venv .venv
	.venv/bin/pip install -q -e ".[dev]"
	.venv/bin/pre-commit install

test:
	.venv/bin/python -m pytest

quick:
	.venv/bin/python -m pytest -q -m "not slow and not crash and not tui"

lint:
	.ci/run lint

bench:
	.venv/bin/python -m bench.suites.speed --parts cold,encoding

coverage:
	.venv/bin/python -m pytest -q -m "not crash" --cov --cov-report=term:skip-covered --cov-report=html
