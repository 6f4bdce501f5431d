# Two commands on a bare machine (Python 3.11 to 3.13, make, git): `make demo` and `make test`. All targets may be repeated.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
STAMPS := .venv/stamps
OUT ?= out
JOBS ?= 2

.PHONY: demo setup test lint types floors check docs benchmarks fuzz sbom audit dist lock clean help

help:
	@echo "make demo    set up, analyse the sample, say where the report is"
	@echo "make test    set up, run the tests"
	@echo "make setup   leave the program at $(BIN)/tellings"
	@echo "make check   tests, lint, types and quality floors"
	@echo "make docs    build the documentation into site/, every command in it run; make benchmarks measures its figures anew"
	@echo "make dist    wheel and source archive, built twice and compared; make sbom, make audit: what is inside"

setup: $(STAMPS)/program

demo: setup
	@echo "Reading the sample (33 invented pages from 11 invented outlets) …"
	@$(BIN)/tellings report sample/pages -o $(OUT) --title "Tellings: the sample"
	@echo "Open $(abspath $(OUT))/index.html in a browser."

test: $(STAMPS)/tools
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup --durations=25 --durations-min=2

lint: $(STAMPS)/tools
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports

types: $(STAMPS)/tools
	@$(BIN)/mypy

floors: setup
	@$(BIN)/python benchmarks/floors.py

docs: $(STAMPS)/tools
	@$(BIN)/python docs/references.py && $(BIN)/python benchmarks/results.py
	@rm -rf site && $(BIN)/python -m sphinx -b html -q -W --keep-going -d .cache/doctrees docs site
	@echo "Open $(abspath site)/index.html in a browser."

benchmarks: setup
	@$(BIN)/python benchmarks/floors.py --save && $(BIN)/python benchmarks/results.py

# Needs atheris, in a virtual environment that sees this one; hours.
fuzz:
	@$(PYTHON) fuzz/run.py --all && $(PYTHON) fuzz/run.py --keep && $(PYTHON) fuzz/run.py --table

sbom: $(STAMPS)/tools
	@$(BIN)/python .ci/sbom.py -o sbom.json

audit: $(STAMPS)/tools
	@$(BIN)/python .ci/audit.py $(ADVISORIES)

dist: $(STAMPS)/tools
	@$(BIN)/python .ci/dist.py

check: test lint types floors

$(STAMPS)/venv:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed"; exit 1; }
	@echo "[1/3] Making .venv with $(PYTHON) …"
	@$(PYTHON) -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/program: $(STAMPS)/venv requirements.lock pyproject.toml
	@echo "[2/3] Installing the pinned packages (about 0.9 GB on disk, some minutes the first time) …"
	@$(BIN)/python -m pip install --disable-pip-version-check --no-compile --require-hashes --no-deps -r requirements.lock
	@echo "[3/3] Installing tellings …"
	@$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/tools: $(STAMPS)/program requirements-dev.lock
	@echo "Installing the pinned test tools …"
	@$(BIN)/python -m pip install --disable-pip-version-check --no-compile -q --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

# Needs uv, and the network; run after a change of the dependencies in pyproject.toml.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra web --group build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --group dev --group docs --group build -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv $(OUT) site dist .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
