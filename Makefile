# Each target does its own set-up in .venv; needed are git, make and Python 3.11 or newer with venv.

ifeq ($(OS),Windows_NT)
PYTHON ?= py -3
BIN := .venv/Scripts
else
PYTHON ?= python3
BIN := .venv/bin
endif

READY := .venv/.ready
RUN := $(BIN)/python

.PHONY: help demo test test-slow faults lint messages tree docs pictures format bench

help:
	@echo "make demo      see an approval, a refusal and a paid month"
	@echo "make test      the tests, with the branch coverage of core"
	@echo "make test-slow the few that take long: cron, a busy register (CI runs them with the others)"
	@echo "make faults    the long runs of kills, power cuts, flips and fuzzing (some minutes)"
	@echo "make lint      style, types, and the catalogues of texts"
	@echo "make messages  gather the texts and compile the catalogues"
	@echo "make tree      write down commands and options for shell completion"
	@echo "make docs      write the reference pages, the man page, and what comes out in every document"
	@echo "make pictures  draw the pictures of the README"
	@echo "make format    let ruff lay out the code"
	@echo "make bench     what bvt costs, as ratios measured in one run"

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	$(RUN) -c "import pathlib; pathlib.Path('$(READY)').touch()"

demo: $(READY)
	$(RUN) -m bvt_cli demo

test: $(READY)
	$(RUN) -m pytest -q -n auto -m "$(if $(CI),,not slow and )not faults" --cov --cov-report=term --cov-fail-under=100

test-slow: $(READY)
	$(RUN) -m pytest -q -n auto -m "slow and not faults"

faults: $(READY)
	$(RUN) -m pytest -q -n auto -m faults tests/faults

lint: $(READY)
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(RUN) tools/messages.py --check
	$(RUN) tools/tree.py --check

messages: $(READY)
	$(RUN) tools/messages.py

tree: $(READY)
	$(RUN) tools/tree.py

docs: $(READY)
	$(RUN) tools/docs.py

pictures: $(READY)
	$(RUN) tools/pictures.py

format: $(READY)
	$(RUN) -m ruff format .
	$(RUN) -m ruff check --fix .

bench: $(READY)
	$(RUN) bench/run.py
