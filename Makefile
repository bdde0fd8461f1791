# `make run` and `make test` are all that a new user needs; each installs what is missing first.
SHELL := /bin/bash
.DEFAULT_GOAL := help
FOVEA := .build/release/fovea

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: setup build ## Install, build and start Fovea with a demo project on http://localhost:8000
	@FOVEA_LOG_LEVEL=$${FOVEA_LOG_LEVEL:-warning} exec $(FOVEA) serve --demo

setup: ## Install what building and running need
	@scripts/setup run

setup-test: ## Install what the tests need as well
	@scripts/setup test

build: web ## The program, release
	@swift build -c release --product fovea

web: ## The user interface into web/dist
	@scripts/web-build

test: setup-test ## Every test: Swift, web, trainer, browser; with a real PostgreSQL, S3 server and browser
	@scripts/test

bench: setup-test build ## Measure against the peers; writes Benchmarks/RESULTS.md
	@scripts/bench

fuzz: setup-test ## Feed every reader made-up bytes for an hour (MINUTES=60)
	@scripts/fuzz $(or $(MINUTES),60)

format: setup-test ## Rewrite the sources in the house style
	@swift format --in-place --recursive --parallel Sources Tests Benchmarks Package.swift
	@.venv/bin/ruff check --fix -q . && .venv/bin/ruff format -q .
	@scripts/web-format

lint: setup-test lint-swift lint-python ## Complain about style
	@scripts/web-check

lint-swift:
	@swift format lint --strict --recursive --parallel Sources Tests Benchmarks Package.swift

lint-python:
	@.venv/bin/ruff check -q . && .venv/bin/ruff format --check -q .

clean: ## Forget builds (not data)
	@rm -rf .build web/dist web/node_modules

.PHONY: help run setup setup-test build web test bench fuzz format lint lint-swift lint-python clean
