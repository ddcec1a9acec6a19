# Thin names for what `python3 -m grader.bootstrap` and .venv do; nothing here is needed to use the grader.
.PHONY: setup check test conformance docs

setup:
	python3 -m grader.bootstrap setup

check: setup  ## style, types and import contracts, under a minute
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports

test:
	python3 -m grader.bootstrap test

conformance: setup  ## every sandbox level that this machine has
	.venv/bin/pytest -q tests/conformance

docs: setup  ## renew the generated pages, then run every example in them
	PYTHONPATH=. .venv/bin/python docs/generate.py
	.venv/bin/pytest -q tests/test_docs.py
