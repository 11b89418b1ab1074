# make run: creates everything and serves on port 8000.  make test: creates everything and tests.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test test-slow test-all spark check format lock openapi clean

run: $(VENV)/.serve
	$(BIN)/onrecord serve --port $(PORT)

test: $(VENV)/.test check
	$(BIN)/python -m pytest -m "not slow" --numprocesses auto --maxprocesses 4 --dist loadfile

test-slow: $(VENV)/.test
	$(BIN)/python -m pytest -m slow

# The suite once for each Python that is here, in an environment of its own. `make test-all PYTHONS="..."` names others.
PYTHONS ?= python3.11 python3.12 python3.13
test-all:
	@for python in $(PYTHONS); do \
		if "$$python" --version >/dev/null 2>&1; then \
			echo "== $$("$$python" --version)" && \
			$(MAKE) test PYTHON="$$python" VENV=".venv-$$(basename "$$python")" || exit 1; \
		else \
			echo "== $$python is not here: left out"; \
		fi; \
	done

# What the tests of archives on Spark need beside a Java runtime: 450 MB, so the others do without.
spark: $(VENV)/.spark

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

openapi: $(VENV)/.serve
	$(BIN)/onrecord openapi --output openapi.yaml

# Locks for every platform and Python from 3.11 on. Packages come from the registry that pip is set up with.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade
lock: $(VENV)/.test
	$(LOCK) requirements/build.in -o requirements/build.txt
	$(LOCK) pyproject.toml --extra postgresql --extra files -o requirements/serve.txt
	$(LOCK) pyproject.toml --extra postgresql --extra files --extra mcp --extra parquet --extra archives --extra tracing --extra test -o requirements/test.txt
	$(LOCK) pyproject.toml --extra spark -c requirements/test.txt -o requirements/spark.txt
	$(LOCK) pyproject.toml --extra train -o requirements/train.txt
	$(LOCK) requirements/fuzz.in -o requirements/fuzz.txt
	$(LOCK) requirements/clients.in -o requirements/clients.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.serve: $(VENV)/bin/python requirements/build.txt requirements/serve.txt pyproject.toml
	$(PIP) --require-hashes -r requirements/build.txt -r requirements/serve.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.test: $(VENV)/.serve requirements/test.txt
	$(PIP) --require-hashes -r requirements/test.txt
	touch $@

$(VENV)/.spark: $(VENV)/.test requirements/spark.txt
	$(PIP) --require-hashes -r requirements/spark.txt
	touch $@
