# Every command a person or the CI runs. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help demo test install dev test-fast test-long browser lint style types contracts templates \
	format messages catalogues run jobs bench bench-matching mutants guards requirements clean
.SILENT:

BIN = .venv/bin
ARGS =

# Images of containers often set it: each of the processes would then compile the libraries anew, four seconds every time.
export PYTHONDONTWRITEBYTECODE =

help:  ## Show these lines
	awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# -- The two commands ---------------------------------------------------------------------------------------------------

demo: export DATA_DIR := $(or $(DATA_DIR),var/demo)
demo: export PORT := $(or $(PORT),8000)
demo: install  ## Set up, then run the demonstration (PORT=8000 DATA_DIR=var/demo)
	test -e "$$DATA_DIR/alize.sqlite" || $(BIN)/alize demo load
	$(BIN)/alize demo run

test: dev  ## Set up, then run all tests but the long ones (ARGS="-k ledger")
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder -m "not long" $(ARGS); result=$$?; $(MAKE) --no-print-directory chromium; exit $$result

# -- Set-up -------------------------------------------------------------------------------------------------------------

install:  ## Make .venv with what running needs
	sh requirements/install base
	$(MAKE) --no-print-directory catalogues

dev:  ## Make .venv with what testing needs as well
	sh requirements/install dev
	$(MAKE) --no-print-directory catalogues

# -- Tests --------------------------------------------------------------------------------------------------------------

test-fast: dev  ## The tests that need neither browser nor races
	$(BIN)/pytest -m "not browser and not concurrent and not long" $(ARGS)

test-long: dev  ## Every test, the long runs too
	$(BIN)/pytest --timeout=3600 $(ARGS); result=$$?; $(MAKE) --no-print-directory chromium; exit $$result

browser: dev  ## The tests in a browser alone
	$(BIN)/pytest -m browser $(ARGS); result=$$?; $(MAKE) --no-print-directory chromium; exit $$result

.PHONY: chromium
chromium:
	for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	printf '\n%s\n%s\n' 'The browser tests were skipped: no Chromium on this machine.' \
		'Install it and run the tests again (on Debian or Ubuntu: apt-get install chromium).'

mutants: dev  ## Change the rules and the matching, one thing at a time: which change does no test see? (ARGS="matching.words.*")
	$(BIN)/mutmut run $(ARGS)

guards: dev  ## Take each guard away in turn, in a copy: which test does not see it? (minutes)
	$(BIN)/python tests/guards/take_away.py $(ARGS)

# -- Checks of the code -------------------------------------------------------------------------------------------------

lint: style types contracts templates  ## Style, types, import directions, templates

style: dev
	$(BIN)/ruff check . && $(BIN)/ruff format --quiet --check .

types: dev
	$(BIN)/mypy

contracts: dev
	$(BIN)/lint-imports

templates: dev
	$(BIN)/djlint webapp/templates --lint --profile=jinja --quiet --extension=html

format: dev  ## Put the code in its form
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

# -- Languages ----------------------------------------------------------------------------------------------------------

po_files = $(wildcard webapp/translations/*/LC_MESSAGES/*.po)

messages: dev  ## Collect the French sentences and update the catalogues
	$(BIN)/python -m webapp.translations.catalogues
	$(MAKE) --no-print-directory catalogues

catalogues: $(po_files:.po=.mo)

%.mo: %.po
	$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@

# -- Parts on their own -------------------------------------------------------------------------------------------------

run: export DATA_DIR := $(or $(DATA_DIR),var/demo)
run: export PORT := $(or $(PORT),8000)
run: install  ## The web pages alone, reloaded at each change
	$(BIN)/alize run --debug --port $$PORT

jobs: export DATA_DIR := $(or $(DATA_DIR),var/demo)
jobs: install  ## The jobs process alone
	$(BIN)/python -m jobs

bench: dev  ## Server times of the desk's pages, and of a ranking among 1,000 offers
	$(BIN)/python -m benchmarks.desk $(ARGS)

# One thread, whatever the machine offers: what is compared is the work.
bench-matching: export OMP_NUM_THREADS = 1
bench-matching: export OPENBLAS_NUM_THREADS = 1
bench-matching: export MKL_NUM_THREADS = 1
bench-matching:  ## The matching and its peers (MATCHING_BENCH=folder of collections; else the own one)
	sh requirements/install bench
	.venv-bench/bin/python -m benchmarks.quality $(if $(MATCHING_BENCH),--data "$(MATCHING_BENCH)") $(ARGS)

requirements: dev  ## Pin the newest versions that the .in files allow
	for name in boot base test dev bench; do $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header \
		--output-file requirements/$$name.txt requirements/$$name.in || exit 1; done

clean:  ## Forget what was made: the environment, caches, the demonstration
	rm -rf .venv .venv-bench var build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis mutants
