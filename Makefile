# `make` alone tells what there is. Needs Python 3.11 or newer; everything else goes into .venv.
PYTHON ?= python3
PORT ?= 8765
ARGS ?=
WORKERS ?= $(if $(ARGS),0,2)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install --no-compile -c constraints.txt
BENCHES := $(filter-out bench/torture%,$(wildcard bench/*.py))
TORTURES := $(wildcard bench/torture*.py)
# Where nothing is kept compiled, each start compiles all of it again: it takes three times as long.
unexport PYTHONDONTWRITEBYTECODE
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))

.DEFAULT_GOAL := help
.PHONY: help demo install test check format bench torture clean
.DELETE_ON_ERROR:

help: ## tell what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile
	@echo 'Variables: PORT=0 (demo: any free port), PYTHON=python3.12, ARGS="…" (for pytest), WORKERS=4 (processes of tests)'

demo: .venv/offline.stamp ## a small Slack in your browser: no account, no key
	@$(BIN)/baton demo --port $(PORT)

install: .venv/offline.stamp ## Baton itself, into .venv, for a Slack of your own

test: .venv/dev.stamp ## all tests; make test ARGS="-k cards -x" runs some
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: .venv/dev.stamp ## lint, format, types, and which room imports which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev.stamp ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/dev.stamp ## measure; every script in bench/
	@for each in $(BENCHES); do echo "== $$each"; PYTHONPATH=. $(BIN)/python $$each || exit 1; done

torture: .venv/dev.stamp ## kill, race, break the wire and the disk, in full (over an hour); make test does a little of it
	@for each in $(TORTURES); do echo "== $$each"; PYTHONPATH=. $(BIN)/python $$each || exit 1; done

clean: ## take away .venv and everything that was made
	rm -rf .venv .demo .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist

# The stamps remember what was installed, so that the second start is fast.
.venv/offline.stamp: pyproject.toml constraints.txt
	$(call install,.[offline])
	@touch $@

.venv/dev.stamp: pyproject.toml constraints.txt
	$(call install,.[offline$(comma)mcp$(comma)evaluate$(comma)dev])
	@touch .venv/offline.stamp $@

comma := ,
define install
	@$(PYTHON) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
	  echo 'Baton needs Python 3.11 or newer; $(PYTHON) is '"$$($(PYTHON) -V 2>&1)"'. Another one: make $(or $(MAKECMDGOALS),demo) PYTHON=python3.12'; \
	  exit 1; }
	@echo 'Installing, once …'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) --editable '$(1)'
endef
