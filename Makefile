# Every command of the project. Needs Python 3.11 or newer and make; fetches the rest into this folder.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
export RASA_TELEMETRY_ENABLED = false
export TF_CPP_MIN_LOG_LEVEL = 3
export PYTHONPATH = $(CURDIR)

# uv from the PATH, or one of our own under var/uv.
UV := $(shell command -v uv 2>/dev/null || echo $(CURDIR)/var/uv/bin/uv)
# A Python that pyenv holds counts as present; otherwise uv fetches one.
pyenv_python = $(firstword $(wildcard $(HOME)/.pyenv/versions/$(1).*/bin/python3))
# The first of these interpreters that runs (a pyenv shim may stand on the PATH and not run).
runs = $(firstword $(foreach p,$(1),$(shell $(p) -c 'print("$(p)")' 2>/dev/null)))
PYTHON_MAIN := $(or $(call runs,python3.12 python3.11 $(call pyenv_python,3.12) $(call pyenv_python,3.11)),3.12)
PYTHON_BOT := $(or $(call runs,python3.10 $(call pyenv_python,3.10)),3.10)

RUN := .venv/bin/python
BOT := bot/.venv/bin/python -W ignore  # the libraries of 2022 warn at every import
MODEL := var/models/ringback.tar.gz
MODEL_SOURCES := config.yml bot/uv.lock $(shell find bot/data bot/domain bot/components bot/language -type f -not -name '*.pyc' 2>/dev/null)

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

setup: .venv/.done bot/.venv/.done ## fetch uv, both interpreters where missing, and both environments

$(CURDIR)/var/uv/bin/uv:
	$(PYTHON) -m venv var/uv
	var/uv/bin/pip install --quiet --disable-pip-version-check uv

UV_READY := $(if $(findstring $(CURDIR),$(UV)),$(UV))

.venv/.done: pyproject.toml uv.lock | $(UV_READY)
	$(UV) sync --frozen --compile-bytecode --python $(PYTHON_MAIN)
	@touch $@

bot/.venv/.done: bot/pyproject.toml bot/uv.lock | $(UV_READY)
	cd bot && $(UV) sync --frozen --compile-bytecode --python $(PYTHON_BOT)
	@touch $@

train: $(MODEL) ## train the dialogue model where its data changed

$(MODEL): $(MODEL_SOURCES) | bot/.venv/.done
	$(BOT) -m rasa train --config config.yml --domain bot/domain --data bot/data --out var/models --fixed-model-name ringback --quiet
	@touch $@

demo: setup train ## run everything with a simulated telephone, until Ctrl-C
	@exec $(RUN) -m cli.app up

BY ?= 7d
advance: .venv/.done ## move the demo's clock forward: make advance BY=7d
	@$(RUN) -m cli.app clock advance $(BY)

check: .venv/.done ## lint, types, import rules, words: under a minute
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	.venv/bin/lint-imports
	$(RUN) -m cli.app content check

test: setup train check ## everything that CI runs
	$(BOT) -m rasa data validate --config config.yml --domain bot/domain --data bot/data --fail-on-warnings --quiet
	ACTIONS_PORT=5055 $(BOT) -m rasa test core --model $(MODEL) --stories bot/tests --out var/results --fail-on-prediction-errors --quiet
	$(BOT) -m unittest discover -s bot/tests/unit -t .
	$(RUN) -m pytest

bench: setup train ## print one JSON line for each figure, beside a stock Rasa project
	@$(RUN) -m benchmarks

.PHONY: help setup train demo advance check test bench
