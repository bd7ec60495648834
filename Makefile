# `make help` lists what can be typed. Everything made goes to .venv, results/ and Numba's cache; run twice, it is quick.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

AREA ?= 420111001
OUT ?= results/luonan

# Debian packages: installed where root has apt-get, else false, and the recipe says what to type.
apt = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing Debian packages: $(1)" \
	&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(1) >/dev/null; }

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install run test lint format browser city bench effects pins clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r target what; do \
		printf 'make %-9s %s\n' "$$target" "$$what"; done

run: $(INSTALLED) ## install what is missing, simulate a year of one street of Wuhan, say where the report is
	@$(BIN)/huying run baseline --area $(AREA) --days 365 --out $(OUT)

test: $(INSTALLED) browser lint ## install what is missing, then linters, types, layers and tests
	@echo "Tests (pytest)"
	@$(BIN)/pytest -n 2

lint: $(INSTALLED) ## style, types, declared dependencies, layers
	@echo "Style (ruff)"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "Types (mypy)"
	@$(BIN)/mypy
	@echo "Dependencies (deptry)"
	@$(BIN)/deptry sim
	@echo "Layers (import-linter)"
	@$(BIN)/lint-imports --no-logo

format: $(INSTALLED) ## put the code into its usual form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

install: $(INSTALLED) ## make .venv with pinned dependencies and the package
	@echo "huying and its pinned dependencies are in $(VENV)"

# The extra `classroom` is declared and pinned; nothing uses it yet, so it is not installed here.
$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Installing huying and its pinned dependencies into $(VENV) (a minute or two, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[study,cluster,dev]'
	@touch $@

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(call apt,python3-venv) || { \
		echo "Python's venv module is incomplete; as root: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

browser: ## Chromium and a Chinese font for the tests that open a page (Debian packages; needs root)
	@{ command -v chromium && fc-list :lang=zh | grep .; } >/dev/null 2>&1 || $(call apt,chromium fontconfig fonts-noto-cjk) || \
		echo "No Chromium or Chinese font here and no way to install them: tests that open a page will say that they were skipped (as root: apt-get install chromium fontconfig fonts-noto-cjk)."

city: $(INSTALLED) ## simulate a year of the whole city, 12.3 million residents
	@$(BIN)/huying run baseline --area 420100 --days 365 --out results/city

bench: $(INSTALLED) ## measure speed and memory, and the ratio to plain Mesa
	@$(BIN)/huying bench --out bench.json

effects: $(INSTALLED) ## the effect of each lever alone and left out of a bundle: table, figure, docs/effects.md; goes on where it stopped
	@$(BIN)/huying effects --area $(AREA) --lang en --out results/reference --docs docs/effects.md

pins: $(INSTALLED) ## resolve every dependency anew and write constraints.txt
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --quiet --all-extras --python-version 3.11 --upgrade --no-header \
		--no-emit-index-url --output-file constraints.txt
	@echo "constraints.txt is renewed: run make test, and note changed results in CHANGELOG.md"

clean: ## remove .venv and what the linters and tests keep
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
