# Toukanblon: `make run` on a fresh machine is enough. `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
ENVIRONMENT ?= development
export PORT ENVIRONMENT

VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app app.factory:create_app
# Of what is installed a tenth is imported: it is compiled then, the rest never.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --python-version 3.11
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard app/translations/*/LC_MESSAGES/*.po))
FILE_BY_FILE := --dist loadfile --no-loadscope-reorder
SOURCES := app config.py wsgi.py scripts tests migrations bench

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

# --- set up -----------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(BIN)/python
	$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	$(INSTALL) -r requirements-dev.txt
	@touch $@

%.mo: %.po | $(VENV)/.runtime
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ \
		--locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))

.PHONY: setup
setup: $(VENV)/.dev build  ## Install everything that development needs

.PHONY: build
build: $(VENV)/.runtime $(CATALOGUES)  ## Build styles, scripts and catalogues where they changed
	@$(BIN)/python scripts/build_front.py

# --- run --------------------------------------------------------------------------------------

.PHONY: run
run: build database $(if $(filter production,$(ENVIRONMENT)),,demo)  ## Install, fill and serve on PORT (8000), with the worker
	@$(BIN)/python scripts/run.py

.PHONY: database
database: $(VENV)/.runtime  ## Bring the database up to date and import the public record
	@mkdir -p var
	@$(FLASK) db upgrade
	@$(FLASK) record import app/record/mali.yaml

.PHONY: demo
demo: database  ## Open the demonstration room and print its address and accounts
	@test "$$ENVIRONMENT" != production || { echo "The demonstration never runs in production." >&2; exit 1; }
	@$(FLASK) demo

.PHONY: worker
worker: $(VENV)/.runtime  ## Run the worker alone: mail and periodic tasks
	@$(FLASK) worker

.PHONY: shell
shell: $(VENV)/.runtime  ## Open a Python shell inside the application
	@$(FLASK) shell

# --- check and test ---------------------------------------------------------------------------

.PHONY: lint
lint: setup  ## Check style, types, templates and imports: twenty seconds
	@$(MAKE) --no-print-directory --jobs 2 --output-sync types style

.PHONY: types
types: setup
	$(BIN)/mypy

.PHONY: style
style: setup
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint app/templates --lint --quiet

.PHONY: check
check: lint  ## Run every check, and the tests without PostgreSQL, browsers and servers: four minutes
	$(BIN)/pytest -q -n 2 $(FILE_BY_FILE) -m "not postgres and not live and not browser and not faults"

.PHONY: test
test: programs lint  ## Run every check, then every test: what a check finds is not waited for
	@$(MAKE) --no-print-directory tests

# On two cores a third worker computes while others wait for a server, a browser, a clock.
.PHONY: tests
tests: setup
	$(BIN)/pytest -n 3 $(FILE_BY_FILE)

.PHONY: programs
programs: $(VENV)/.dev
	@$(BIN)/python -m tests.services

.PHONY: format
format: $(VENV)/.dev  ## Put imports and layout in order
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

# --- keep -------------------------------------------------------------------------------------

.PHONY: translations
translations: $(VENV)/.runtime  ## Collect the sentences of the source into the catalogues
	@$(BIN)/python scripts/translations.py

.PHONY: lock
lock: $(VENV)/.dev  ## Lock the dependencies again; `make lock UPGRADE=--upgrade` takes newer ones
	$(COMPILE) $(UPGRADE) requirements.in -o requirements.txt
	$(COMPILE) $(UPGRADE) requirements-dev.in -o requirements-dev.txt

.PHONY: clean
clean:  ## Remove what can be built again; the data in var/ stays
	rm -rf $(VENV) node_modules app/static/dist app/static/.dist-new $(CATALOGUES)
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache test-results
	find app tests scripts migrations -name __pycache__ -type d -prune -exec rm -rf {} +
