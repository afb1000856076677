# whosays: `make ask Q="how many crew died?"` and `make test` set up a fresh machine by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Downloading is the slow part of a set-up; the stamp makes it happen once per change of pyproject.toml.
STAMP := $(VENV)/.installed
HOME_DIR := .whosays
Q ?= how many crew died?
# The question reaches the shell through the environment and as it was typed, quotation marks and dollar signs too.
override Q := $(value Q)
export Q

.DEFAULT_GOAL := help
.PHONY: help setup ask test lint eval tables eval-sets eval-public bench campaign scale train train-claims

help: ## Show the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(STAMP) ## Create .venv and install everything

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "whosays needs Python 3.11 or newer; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up .venv (once; a few minutes) ..." >&2
	@$(PYTHON) -m venv $(VENV)
	@# torch first and by itself: a range that an installed CPU build satisfies pulls no CUDA packages afterwards.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "torch>=2.6,<2.14"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test,train]"
	@# pip compiles what it copies; a checkout would be compiled at every start where PYTHONDONTWRITEBYTECODE is set.
	@$(BIN)/python -m compileall -q bot corpus index
	@touch $(STAMP)

ask: $(STAMP) ## Answer Q="…" from the bundled articles
	@WHOSAYS_HOME="$${WHOSAYS_HOME:-$(HOME_DIR)}" $(BIN)/whosays ask "$$Q"

lint: $(STAMP) ## Check style and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

test: $(STAMP) lint ## Check style and types, run every test and the evaluation floors
	@$(BIN)/python -m pytest -q -n 2
	@$(MAKE) --no-print-directory eval

eval: $(STAMP) ## Score the committed question sets against their floors
	@$(MAKE) --no-print-directory eval-sets FLOORS=floors-reader.json
	@$(MAKE) --no-print-directory eval-sets FLOORS=floors.json OPTIONS=--no-models
	@# Forty public records (MIT): two passages that contradict each other.
	@$(BIN)/python -m benchmarks.public wikicontradict --data tests/data/public --floors tests/data/public/floors.json --processes 1

# Our own sets, by default with the trained reader; OPTIONS=--no-models by rules alone.
eval-sets: $(STAMP)
	@echo "whosays evaluate $(OPTIONS)"
	@$(BIN)/whosays evaluate $(OPTIONS) tests/data/seeds_gold.jsonl --floors tests/data/$(FLOORS)
	@$(BIN)/whosays evaluate $(OPTIONS) tests/data/events/*/questions.jsonl --corpus tests/data/events --floors tests/data/events/$(FLOORS)
	@# Held out: nobody looks into these while mending anything.
	@$(BIN)/whosays evaluate $(OPTIONS) tests/data/events/frozen/*/questions.jsonl --corpus tests/data/events/frozen --floors tests/data/events/frozen/$(FLOORS)

tables: $(STAMP) ## Score our sets beside simpler systems and put the tables into the documents
	@$(BIN)/python -m benchmarks.tables --write

eval-public: $(STAMP) ## Measure on public test sets (WHOSAYS_DATA) and put the table into docs/evaluation.md
	@$(BIN)/python -m benchmarks.public --readme

bench: $(STAMP) ## Measure speed, as ratios against a baseline in one run
	@$(BIN)/python -m benchmarks.speed

campaign: $(STAMP) ## Run the long fault campaigns and put their figures into README.md
	@$(BIN)/python -m benchmarks.campaign --readme

scale: $(STAMP) ## Measure 1,000 to 30,000 made-up articles and put the table into README.md
	@$(BIN)/python -m benchmarks.scale --readme

train: $(STAMP) ## Train, export and measure the reader (hours on one core; the data folder is WHOSAYS_DATA)
	@$(BIN)/python -m training.reader
	@$(BIN)/python -m training.export_reader
	@$(BIN)/python -m training.reader_mining
	@$(BIN)/python -m training.reader --run reader-2 --start reader
	@$(BIN)/python -m training.reader --run reader-3 --start reader-2 --mined reader-2 --seed 2 --share 8 --rate 7e-5
	@$(BIN)/python -m training.export_reader --run reader-3 --average reader-2 --to bot/models/reader
	@$(BIN)/python -m training.evaluate_reader --run reader-3 --average reader-2 --card
	@$(BIN)/python -m training.answer_odds --write

train-claims: $(STAMP) ## Train, export and measure the comparer of answers, which does not ship
	@$(BIN)/python -m training.claims --name claims-b --tokens 4.5 --made 0.55 --seed 1
	@$(BIN)/python -m training.claims_export claims-b
	@$(BIN)/python -m training.claims_eval --calibrate claims-b
	@$(BIN)/python -m training.claims_export claims-b
