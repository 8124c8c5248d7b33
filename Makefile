# Directriz: from published plans to linked tables. `make` lists what there is to do.
# Everything runs in .venv, made on first use with the versions of constraints.txt; nothing else is needed beforehand
# than Python 3.11 or newer and make.

PYTHON ?= python3
VENV ?= .venv
JOBS ?=

BIN := $(VENV)/bin
DIRECTRIZ := $(BIN)/python -m pipeline
WITH_JOBS := $(if $(JOBS),--jobs $(JOBS))
# The mark of a finished installation carries the sum of what it was made from: it is made anew when that changes,
# whatever the clock says, and pip is never asked while it does not.
MARK := $(VENV)/installed-$(shell cat pyproject.toml constraints.txt | cksum | tr ' ' '-')

.DEFAULT_GOAL := help
.PHONY: help all ingest read rebuild clean normalise link publish check evaluate test lint golden notebooks benchmark \
	docs constraints install tidy

help: ## list the targets
	@echo "make TARGET [JOBS=N] [PYTHON=python3.12]"
	@echo
	@awk -F ':[^#]*## ' '/^[a-z]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

all: $(MARK) ## bring every table in output/ up to date
	@$(DIRECTRIZ) all $(WITH_JOBS)

ingest: $(MARK) ## stage 1: check that every document has the hash of the manifest
	@$(DIRECTRIZ) ingest $(WITH_JOBS)

read: $(MARK) ## stage 2: read documents into printed lines
	@$(DIRECTRIZ) read $(WITH_JOBS)

rebuild: $(MARK) ## stage 3: make actions, directives and other records
	@$(DIRECTRIZ) rebuild $(WITH_JOBS)

clean: $(MARK) ## stage 4: separate amendments, repair OCR damage (to delete what was made: make tidy)
	@$(DIRECTRIZ) clean $(WITH_JOBS)

normalise: $(MARK) ## stage 5: find agencies, split indicators, read percentages
	@$(DIRECTRIZ) normalise $(WITH_JOBS)

link: $(MARK) ## stage 6: link actions to the directives that they carry out
	@$(DIRECTRIZ) link $(WITH_JOBS)

publish: $(MARK) ## stage 7: write tables, data package and build.json into output/
	@$(DIRECTRIZ) publish $(WITH_JOBS)

check: $(MARK) ## list everything that would stop a run
	@$(DIRECTRIZ) check

evaluate: $(MARK) ## score links, tables and OCR repair against hand-checked answers
	@$(DIRECTRIZ) evaluate

test: $(MARK) ## run the tests
	@$(BIN)/python -m pytest

lint: $(MARK) ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

golden: $(MARK) ## write the expectations of tests/golden/ anew; read the diff before you commit it
	@$(BIN)/python -m pytest tests --golden

notebooks: $(MARK) ## execute the notebooks; the results are in interim/notebooks/
	@$(BIN)/python notebooks/execute.py

benchmark: $(MARK) ## time the whole run, cold and warm; measure OCR repair
	@$(BIN)/python -m benchmarks.pipeline
	@$(BIN)/python -m benchmarks.ocr_repair

docs: $(MARK) ## write the generated pages of docs/ anew
	@$(BIN)/python -m directriz.publish.dictionary docs/data-dictionary.md
	@$(BIN)/python docs/draw_example.py

constraints: ## write constraints.txt anew with the newest versions that fit together
	@rm -rf $(VENV)-new && $(PYTHON) -m venv $(VENV)-new
	@$(VENV)-new/bin/python -m pip install --quiet --only-binary :all: --no-binary directriz -e ".[ocr,cluster,test,notebooks,benchmarks]"
	@sed '/^[^#]/d' constraints.txt > $(VENV)-new/constraints.txt
	@$(VENV)-new/bin/python -m pip freeze --all --exclude pip --exclude directriz | LC_ALL=C sort -f >> $(VENV)-new/constraints.txt
	@mv $(VENV)-new/constraints.txt constraints.txt && rm -rf $(VENV)-new

install: $(MARK) ## make .venv (every other target does it by itself)

tidy: ## delete what the stages left in interim/ and the tools' caches; raw/, output/ and .venv stay
	@find interim -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
	@find pipeline tests benchmarks notebooks docs -name __pycache__ -type d -exec rm -rf {} +

$(MARK):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Directriz needs Python 3.11 or newer and $(PYTHON) is %d.%d: make PYTHON=..." % sys.version_info[:2])'
	@echo "installing into $(VENV), once" >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --only-binary :all: --no-binary directriz \
		--constraint constraints.txt --editable ".[ocr,cluster,test,notebooks,benchmarks]"
	@rm -f $(VENV)/installed-* && touch $@
