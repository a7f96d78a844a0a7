# Every goal does its own set-up: a virtual environment in .venv and the package in it.
PYTHON ?= python3
BIN := .venv/bin
BASE := .venv/ready-base
READY := .venv/ready
READY_BENCH := .venv/ready-bench
READY_FUZZ := .venv/ready-fuzz

# The tests start the program many times. Where a machine says that Python is to keep nothing
# compiled, each start would compile all of it, and the tests take twice as long.
test test-long check: export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test check format lint types layers prose translations bench docs schemas messages clean

demo: $(BASE)
	@$(BIN)/python -m samples.demo

test: $(READY)
	$(BIN)/pytest -n auto --dist worksteal -rs

# The tests that repeat, each many more times than in `make test`: 300 kills of the program at random
# instants, a fault at each call that a command makes to the file system, every property with more
# examples, every window and every paper, studies with a planted effect; and a minute of fuzzing (on
# Linux).
test-long: $(READY_FUZZ)
	LONG=1 $(BIN)/pytest -n auto --dist worksteal -k "kill or test_faults or hypothesis or every_width or another_sheet or planted"
	$(BIN)/python -m tests.fuzzing

check: format lint types layers prose translations test

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports --no-logo

# Spelling by an American dictionary, and the phrases of docs/style.md.
prose: $(READY)
	$(BIN)/codespell README.md CONTRIBUTING.md CHANGELOG.md docs annotator samples bench tests
	$(BIN)/python -m docs.style_check

# What is not translated yet, in each language, and whether the compiled catalogs are current.
translations: $(READY)
	$(BIN)/python -m docs.messages --check

# After a change of a text on a page, or of a translation.
messages: $(READY)
	$(BIN)/python -m docs.messages

bench: $(READY_BENCH)
	$(BIN)/python -m bench

schemas: $(READY)
	@$(BIN)/python -m docs.schemas docs/reference/schemas
	@$(BIN)/python -m docs.formats_page docs/reference/formats.md
	@$(BIN)/python -m docs.measures_page
	@$(BIN)/python -m docs.codebook_page
	@$(BIN)/python -m docs.commands_page
	@$(BIN)/python -m docs.keys_page
	@$(BIN)/python -m docs.rules_version

docs: $(READY)
	$(BIN)/python -m docs.pictures
	$(BIN)/python -m docs.class_pictures
	$(BIN)/python -m docs.start_pictures
	$(BIN)/python -m docs.annotator_pictures
	$(BIN)/python docs/transcripts.py

# What the program itself needs: enough to try it.
$(BASE): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(READY): $(BASE)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

$(READY_BENCH): $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,bench]'
	@touch $@

$(READY_FUZZ): $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,fuzz]'
	@touch $@

clean:
	rm -rf .venv
