# Everything a newcomer needs; Python 3.11 or newer and make are enough.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test lint format bench docs screenshots vendor clean

# Where Python may not keep what it has compiled, every start compiles five hundred modules anew, which takes a second.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

FEW := select kind, char_start, char_end, text, rule from facts qualify row_number() over (partition by kind order by doc_id, char_start) <= 3

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY) ## set everything up, run the Prefect flow over examples/ and show what came of it
	@$(BIN)/raqam run examples --prefect
	@echo && echo "Tables:" && $(BIN)/raqam tables
	@echo && echo "A few facts:" && $(BIN)/raqam query "$(FEW)"

# Files in their order: those with few tests, which take longest, would otherwise come last and alone.
test: $(READY) ## set everything up and run the whole test suite
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

lint: $(READY) ## check style and types
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: $(READY) ## put the code into its usual shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(READY) ## measure speed, beside the scan for digits and other systems (MB=50: on so many megabytes)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[peers]' || echo "Measuring without the other systems."
	@$(BIN)/python -W ignore -m bench $(MB)

docs: $(READY) ## write anew what README.md and docs/ repeat of the program
	@$(BIN)/python -m docs.generate

screenshots: $(READY) ## take the pictures of the report anew (needs Chromium)
	@$(BIN)/python -m docs.screenshots

vendor: $(READY) ## make the charts' script anew from the vl-convert package
	@$(BIN)/python report/vendor/make.py

clean: ## remove the environment and the caches (a warehouse under data/ stays)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# uv is ten times as fast as pip; where it cannot be had or sees another package index than pip does, pip does it.
$(READY): pyproject.toml hatch_build.py $(wildcard extractors/_*.p[xy][xid])
	@test -n "$(PYTHON)" || { echo "raqam needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Setting up $(VENV) with $(PYTHON) (once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv 2>$(VENV)/uv.log || true
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --editable '.[dev]' 2>>$(VENV)/uv.log \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -c "import flows.cli, flows.pipeline, report"
	@touch $@
