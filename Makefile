# Two commands do the main job: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python

.PHONY: demo test proofs fuzz fuzz-demo build check docs lint types floors bench lock clean

demo: $(VENV)/.demo  ## Run a broker's day against the mock exchange.
	@$(PY) -m tests.demo

test: $(VENV)/.dev  ## Run every test that fits ten minutes.
	$(PY) -m pytest -n 2 --dist worksteal

proofs: $(VENV)/.dev  ## Run the long proofs in full.
	OKX_BROKER_PROOFS=full $(PY) -m pytest -m proof

# SEED=7 for another run.
fuzz: $(VENV)/.dev  ## Fuzz the mock with the whole contract, at length.
	OKX_BROKER_PROOFS=full OKX_FUZZ_SEED=$(SEED) $(PY) -m pytest tests/contract

fuzz-demo: $(VENV)/.dev  ## Fuzz reads of OKX's demo environment; says what it needs.
	@$(PY) -m tests.contract.demo

build: $(VENV)/.dev  ## Generate generated/okx_v5 from spec/.
	$(PY) -m generator build

check: $(VENV)/.dev  ## Fail when the generated tree differs from the spec.
	$(PY) -m generator check

docs: $(VENV)/.dev  ## Build the documentation site; `okx-broker docs` shows it.
	$(PY) -m generator reference

lint: $(VENV)/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/.dev
	$(PY) -m mypy
	$(VENV)/bin/pyright

floors: $(VENV)/.dev
	$(VENV)/bin/lint-imports

bench: $(VENV)/.dev  ## CPU per call against the bare floor; speed and size of the mock; what stored users cost; reports and tables of rebates.
	$(PY) -m tests.bench
	$(PY) -m tests.bench.mock
	$(PY) -m tests.bench.oauth
	$(PY) -m tests.bench.rebates

# Lock files carry names, versions and hashes, and no package host.
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet
lock:
	$(LOCK) --extra mock --group demo -o requirements/demo.txt
	$(LOCK) --extra mock --group dev -o requirements/dev.txt

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: requirements/demo.txt pyproject.toml | $(VENV)/bin/python
	@test -e $(VENV)/.dev || $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/demo.txt
	@test -e $(VENV)/.dev || $(PY) -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@ $(VENV)/.demo

clean:
	rm -rf $(VENV) dist build overlays/okx_broker/site .mypy_cache .ruff_cache .pytest_cache .hypothesis
