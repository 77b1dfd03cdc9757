# trendkit: `make` alone lists what can be made.
.DEFAULT_GOAL := help
.PHONY: help report test check docs docs-check lab world bench scoreboard lock format clean

PYTHON    ?= python3
DATA      ?=
WORKSPACE ?= workspace
UV        := 0.13.9
BIN       := .venv/bin
INSTALL    = UV_COMPILE_BYTECODE=1 $(BIN)/uv pip install --quiet --python $(BIN)/python

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

report: .venv/core  ## write the trend report: on the embedded synthetic world, or on DATA=<folder or mapping>
	@$(BIN)/trendkit report $(if $(DATA),'$(DATA)' --mappings benchmarks/mappings) --workspace '$(WORKSPACE)'

test: .venv/dev  ## run the whole test suite
	@$(BIN)/pytest -n auto

check: .venv/dev  ## format, lint, types, layers, generated docs
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache > /dev/null || $(BIN)/lint-imports --no-cache
	@$(MAKE) --no-print-directory docs-check

docs: .venv/dev  ## write the generated parts of the docs again
	@$(BIN)/python docs/generate.py

docs-check: .venv/dev
	@$(BIN)/python docs/generate.py --check

lab: .venv/lab  ## open JupyterLab on the tutorials and the embedded world
	@$(BIN)/trendkit world '$(WORKSPACE)/world'
	@$(BIN)/jupyter lab --notebook-dir=notebooks/tutorials

world: .venv/core  ## build the embedded synthetic world
	@$(BIN)/trendkit world '$(WORKSPACE)/world'

bench: .venv/dev  ## measure speed against a plain scan of the same columns
	@$(BIN)/python benchmarks/bench.py

scoreboard: .venv/dev  ## measure the quality of every detector: docs/scoreboard.md
	@$(BIN)/python benchmarks/scoreboard.py

lock: .venv/uv  ## write the lock files again
	@for extra in core dev lab; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --custom-compile-command 'make lock' --output-file lock/$$extra.txt \
	    $$([ $$extra = core ] || echo --extra $$extra --constraint lock/core.txt) pyproject.toml || exit 1; \
	done

format: .venv/dev  ## format and fix what can be fixed
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --quiet --fix .

clean:  ## remove what was made (the environment, the workspace, caches)
	@rm -rf .venv workspace build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/uv:
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv==$(UV)'
	@touch $@

.venv/core .venv/dev .venv/lab: .venv/%: lock/%.txt pyproject.toml | .venv/uv
	@echo "Installing what trendkit needs ($*)" >&2
	@$(INSTALL) --require-hashes --requirement lock/$*.txt
	@$(INSTALL) --no-deps --editable .
	@touch $@
