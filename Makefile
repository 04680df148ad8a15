# Everything runs in a virtual environment of its own; `make demo` and `make test` set it up.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Some tests wait for a server, a browser, or another worker: one more than there are cores.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PYTEST := $(BIN)/pytest --numprocesses $(WORKERS) --dist worksteal
DEMO := demo-output
GRAPH := --graph $(DEMO)/graph
GOLD := ../shared/gold
# What is imported is compiled once, whatever the environment says: the tests begin hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo serve test coverage lint docs links corpus benchmark evaluation clean
.DEFAULT_GOAL := help

help:  ## List the targets.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The packages are compiled as they are imported, which is a small part of them.
$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --editable . --group dev
	@touch $@

demo: $(READY)  ## Build the bundled graph and ask it the questions it is for.
	$(BIN)/procedura build $(GRAPH)
	$(BIN)/procedura validate $(GRAPH)
	$(BIN)/procedura search "kidney stone" --limit 8 $(GRAPH)
	$(BIN)/procedura alternatives CPT:50436 --limit 5 $(GRAPH)
	$(BIN)/procedura query lookup/treating -p condition="kidney stone" $(GRAPH)
	$(BIN)/procedura similar CPT:50436 --limit 5 $(GRAPH)
	$(BIN)/procedura export --format turtle -o $(DEMO)/procedura.ttl $(GRAPH)
	@ls -l $(DEMO)/procedura.ttl

serve: $(READY)  ## Serve the bundled graph at http://127.0.0.1:8000/.
	$(BIN)/procedura serve $(GRAPH)

test: $(READY)  ## Run all tests.
	$(PYTEST)

coverage: $(READY)  ## Run all tests, and list the files of which they run less than all lines.
	$(PYTEST) --cov --cov-report term-missing:skip-covered

lint: $(READY)  ## Check style, types and layers.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(READY)  ## Build the manual into build/manual; a link that leads nowhere is an error.
	$(BIN)/sphinx-build -W -n --keep-going -q docs build/manual

links: $(READY)  ## Ask every address outside that the manual names; needs the network.
	$(BIN)/sphinx-build -q -b linkcheck docs build/links

corpus: $(READY)  ## Write docs/reference/corpus.md anew (SOURCES=... checks the MeSH headings again, too).
	$(BIN)/python tools/corpus.py $(SOURCES)

benchmark: $(READY)  ## Write docs/performance.md anew, from SOURCES=../shared/sources; half an hour, 2 cores.
	$(BIN)/python -m benchmarks $(or $(SOURCES),../shared/sources)

evaluation: $(READY)  ## Write docs/explanation/evaluation.md anew (SOURCES=... judges similar codes, too).
	$(BIN)/procedura evaluate $(GOLD)/*.tsv $(if $(SOURCES),$(SOURCES)/ccs/*.csv) \
		--format markdown --date $$(date +%F) $(GRAPH) > $(VENV)/evaluation.md
	mv $(VENV)/evaluation.md docs/explanation/evaluation.md

clean:  ## Remove what the other targets made.
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache .coverage*
