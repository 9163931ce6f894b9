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

.PHONY: help demo test test-slow test-encrypted faults lint messages tree docs pictures format bench lock bounds sbom

help:
	@echo "make demo      see an approval, a refusal and a paid month"
	@echo "make test      the tests, with the branch coverage of core"
	@echo "make test-slow the few that take long: cron, a busy register, three simulated years (CI runs them too)"
	@echo "make test-encrypted  the tests of the commands once more, on encrypted registers"
	@echo "make faults    the long runs of kills, power cuts, flips and fuzzing (half an hour)"
	@echo "make lint      style, types, and the catalogues of texts"
	@echo "make messages  gather the texts and compile the catalogues"
	@echo "make tree      write down commands and options for shell completion"
	@echo "make docs      write the reference pages, the man page, and what comes out in every document"
	@echo "make pictures  draw the pictures of the README"
	@echo "make format    let ruff lay out the code"
	@echo "make lock      write down anew the exact versions the tests and a service install"
	@echo "make bounds    the tests with the oldest versions pyproject.toml allows"
	@echo "make sbom      what bvt consists of, as a CycloneDX document"
	@echo "make bench     what bvt costs, as ratios measured in one run"

PIP := -m pip --quiet --disable-pip-version-check
LOCKED := tools/locked

$(READY): pyproject.toml $(LOCKED)/test.txt
	$(PYTHON) -m venv .venv
	$(RUN) $(PIP) install --require-hashes --requirement $(LOCKED)/test.txt
	$(RUN) $(PIP) install --no-deps --no-build-isolation --editable .
	$(RUN) -c "import pathlib; pathlib.Path('$(READY)').touch()"

demo: $(READY)
	$(RUN) -m bvt_cli demo

test: $(READY)
	$(RUN) -m pytest -q -n auto -m "not slow and not faults" --ignore=tests/core
	$(RUN) -m pytest -q -n auto tests/core --cov --cov-report=term --cov-fail-under=100

test-slow: $(READY)
	$(RUN) -m pytest -q -n auto -m "slow and not faults"

test-encrypted: $(READY)
	$(RUN) -m pytest -q -n auto --encrypted -m "not slow and not faults" tests/commands

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

# What the tests run with (test.txt) and what a service installs, with all extras (run.txt), to the last byte.
COMPILE := -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade
lock: $(READY)
	$(PYTHON) -m venv build/lock
	build/lock/bin/python $(PIP) install uv
	build/lock/bin/python $(COMPILE) --extra test --output-file $(LOCKED)/test.txt pyproject.toml
	build/lock/bin/python $(COMPILE) --constraint $(LOCKED)/test.txt --extra pdf --extra xlsx --extra backup \
		--extra encrypted --output-file $(LOCKED)/run.txt pyproject.toml

# The oldest versions of what pyproject.toml names, in an environment of their own.
bounds:
	$(PYTHON) -m venv build/bounds
	build/bounds/bin/python $(PIP) install uv
	build/bounds/bin/python -m uv pip install --quiet --python build/bounds/bin/python --resolution lowest-direct \
		--editable ".[test]"
	build/bounds/bin/python -m pytest -q -n auto -m "not slow and not faults"

sbom: $(READY)
	rm -rf build/sbom
	$(PYTHON) -m venv --without-pip build/sbom/bvt
	$(PYTHON) -m venv build/sbom/tool
	build/sbom/tool/bin/python $(PIP) install "cyclonedx-bom>=7,<8"
	$(RUN) -m hatchling build -t wheel -d build/sbom/dist
	$(RUN) $(PIP) --python build/sbom/bvt install --require-hashes --requirement $(LOCKED)/run.txt
	$(RUN) $(PIP) --python build/sbom/bvt install --no-deps build/sbom/dist/*.whl
	build/sbom/tool/bin/cyclonedx-py environment build/sbom/bvt/bin/python --output-reproducible \
		--output-format JSON --output-file build/bvt.cdx.json
	@echo "build/bvt.cdx.json: what bvt consists of, in CycloneDX"
