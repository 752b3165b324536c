# Two commands for a newcomer: `make run` and `make test`. Each does its own set-up.
.DEFAULT_GOAL := help
.PHONY: help run test setup check format bench soak clean
PORT ?= 8000
TESTS ?=
WORKERS ?= 2
export PORT
# Without compiled files each process would take ten times as long to start; they are git's to ignore and clean's to remove.
unexport PYTHONDONTWRITEBYTECODE

help: ## List the targets
	@echo "make TARGET, where TARGET is one of:"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Set up, start everything and serve on 127.0.0.1 (PORT=8000) until Ctrl-C
	@tools/setup runtime
	@exec .venv/bin/hasila run

test: ## Run all tests against a real PostgreSQL (TESTS=path for some of them)
	@tools/setup dev
	@.venv/bin/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

setup: ## Make .venv with everything for development, and fetch the fonts
	@tools/setup dev

check: ## Check format, lint, types, import contracts, translations, law snapshots and docs
	@tools/setup dev
	@tools/check

format: ## Write the sources in the house's format
	@tools/setup dev
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench: ## Measure, as docs/benchmarks.md says
	@tools/setup bench
	@.venv/bin/python -m benchmarks

soak: ## Properties on ten times the examples; a million acts while processes are killed at random, then counted
	@tools/setup bench
	@HASILA_SLOW=1 .venv/bin/python -m pytest -q $$(grep -rl --include='test_*.py' '@given' tests src)
	@.venv/bin/python -m benchmarks.soak
	@.venv/bin/python -m benchmarks.faults

clean: ## Remove what set-up made; the data too with DATA=1
	@if [ -n "$(DATA)" ] && [ -x .venv/bin/python ]; then .venv/bin/python -m hasila.project.remove; fi
	@rm -rf .venv node_modules build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
	@find locale -name '*.mo' -delete 2>/dev/null || true
