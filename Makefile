# `make repro`: the pipeline. `make test`: the tests. Each sets up all it needs.

PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Without bytecode the MOSTLY AI SDK takes 26 CPU seconds to import instead of 10.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup repro gate test lint lock
.DELETE_ON_ERROR:

## setup: make the environment in .venv from requirements.lock
setup: .venv/installed

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	  { echo "error: $(PYTHON) is not Python 3.11 to 3.13; name one: make PYTHON=python3.12" >&2; exit 1; }
	@command -v uv >/dev/null || test -x .uv/bin/uv || \
	  { $(PYTHON) -m venv .uv && .uv/bin/pip install --quiet uv; }
	@PATH="$(CURDIR)/.uv/bin:$$PATH"; test -d .venv || uv venv --quiet --python $(PYTHON) .venv; \
	  VIRTUAL_ENV=.venv uv pip sync --quiet requirements.lock
	@touch $@

## repro: run the pipeline on the data set in params.yaml; on `stdlib` where it is out of reach
repro: setup
	@if dvc status --quiet fetch || python -m stages.fetch --check; then dvc repro; \
	  else echo "running the same pipeline on the embedded data set: fetch.dataset=stdlib" >&2; \
	  dvc exp run --set-param fetch.dataset=stdlib; fi

## gate: fail when the verdict is worse than the limits in params.yaml
gate: setup
	@python -m stages.gate

## test: all tests; T= takes arguments for pytest, for example T='-m "not slow"'
test: setup
	python -m pytest $(T)

## lint: style, formatting and types
lint: setup
	ruff check .
	ruff format --check .
	mypy

## lock: pin every dependency anew in requirements.lock
lock: setup
	@PATH="$(CURDIR)/.uv/bin:$$PATH"; uv pip compile --quiet --upgrade --universal \
	  --generate-hashes --extra dev pyproject.toml --output-file requirements.lock
