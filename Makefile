# Recipes end in one process (exec), so that Ctrl-C and signals reach it and nothing is left behind.
SETUP_RUN := sh config/setup.sh requirements.txt requirements-trial.txt
SETUP_DEV := sh config/setup.sh requirements-dev.txt
VENV_PYTHON := .venv/bin/python
APP :=
RUN_FLAGS :=
# The program and its measures; the tests hold themselves to account by failing.
PACKAGES = $(filter-out tests,$(patsubst %/,%,$(dir $(wildcard */__init__.py))))
LOCK_FLAGS :=
# Each command starts many processes: what one of them has compiled, the next need not compile again.
unexport PYTHONDONTWRITEBYTECODE
# Modules stay whole on one worker, until the other has nothing left to do.
PYTEST_FLAGS := -n 2 --dist worksteal
MARKERS :=
COMPILE = $(VENV_PYTHON) -m uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-annotate $(LOCK_FLAGS)

help:
	@echo "make run     the intranet on http://127.0.0.1:8000 with a demonstration town (PORT=8001 make run)"
	@echo "make demo    the same, with the whole town grown before the first page (some minutes)"
	@echo "make today   the same, with a new town dated from today (the data of before are set aside)"
	@echo "make dev     the same, with debug pages and reload"
	@echo "make test    every test: unit, races, browser (set-up included; PYTEST_FLAGS='-n 0 tests/rooms';"
	@echo "             MARKERS='not slow' leaves out the fuzzers, the upgrades, the backups, the growth)"
	@echo "make lint    style, templates, types"
	@echo "make bench   measured claims (make bench APP=pages, weight, rooms, mail, load, faults)"
	@echo "make lock    pin the requirements again (LOCK_FLAGS=--upgrade to move them)"

run:
	@RUN_STARTED_AT=$$(date +%s.%N); export RUN_STARTED_AT; $(SETUP_RUN) && exec $(VENV_PYTHON) -m config.run $(RUN_FLAGS)

demo: export WHOLE_TOWN = true
demo: run

today: RUN_FLAGS := --today
today: run

dev:
	@RUN_STARTED_AT=$$(date +%s.%N); export RUN_STARTED_AT; $(SETUP_RUN) && exec $(VENV_PYTHON) -m config.run --dev

test:
	@$(SETUP_DEV)
	@sh config/test_packages.sh
	@exec $(VENV_PYTHON) -m pytest $(PYTEST_FLAGS) $(if $(MARKERS),-m '$(MARKERS)')

lint: export TRIAL = true
lint: export DATABASE_URL = postgres://nobody@127.0.0.1/unused
lint:
	@$(SETUP_DEV)
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	find . -name '*.html' -not -path './.*' | xargs -r .venv/bin/djade --check
	$(VENV_PYTHON) -m mypy $(PACKAGES) deploy/*.py

bench:
	@$(SETUP_DEV)
	@sh config/test_packages.sh
	@exec $(VENV_PYTHON) -m benchmarks $(APP)

# Development uses the very versions of a town: all files are read from the same choice.
lock:
	@$(SETUP_DEV)
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --group trial -o requirements-trial.txt
	$(COMPILE) --group ldap -o requirements-ldap.txt
	$(COMPILE) pyproject.toml --group dev -o requirements-dev.txt

.PHONY: help run demo today dev test lint bench lock
.DEFAULT_GOAL := help
