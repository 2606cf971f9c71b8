# `make repro`: the pipeline. `make test`: the tests. Each sets up all it needs.

PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Without bytecode the MOSTLY AI SDK takes 26 CPU seconds to import instead of 10.
unexport PYTHONDONTWRITEBYTECODE
# Threads that wait for each other spin: where the cores are shared, two made the generator's
# training 6 to 8 times slower than one. Where they are not: make repro OMP_NUM_THREADS=8
export OMP_NUM_THREADS ?= 1

# What a user gives reaches the shell by the environment, as it is: no sign in it is a command.
GIVEN = BASE LADDER N OUT PYTHON ROUNDS ROWS S SEEDS T TARGET
$(foreach name,$(GIVEN),$(eval override $(name) := $$(value $(name))))
export $(GIVEN)

PAGE = $(firstword $(wildcard data/report-full.html plots/report.html))

.PHONY: setup wheel repro resolve open gate sweep repair compare show status review synthesizers test bench bench-scale plots-page lint lock
.DELETE_ON_ERROR:

## setup: make the environment in .venv from requirements.lock, and `fake-or-real` in it
# One at a time: whoever comes second waits, and finds it done.
ALONE = import fcntl, subprocess, sys; lock = open(".setup.lock", "w"); fcntl.flock(lock, 2); \
  sys.exit(subprocess.call(sys.argv[1:]))
setup:
	@"$$PYTHON" -c '$(ALONE)' $(MAKE) --no-print-directory .venv/installed

.venv/installed: requirements.lock pyproject.toml
	@"$$PYTHON" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	  { echo "error: $$PYTHON is not Python 3.11 to 3.13; name one: make PYTHON=python3.12" >&2; exit 1; }
	@command -v uv >/dev/null || test -x .uv/bin/uv || \
	  { "$$PYTHON" -m venv .uv && .uv/bin/pip install --quiet uv; }
	@PATH="$$PWD/.uv/bin:$$PATH"; \
	  test -x .venv/bin/python || uv venv --quiet --clear --python "$$PYTHON" .venv; \
	  VIRTUAL_ENV=.venv uv pip sync --quiet requirements.lock && \
	  VIRTUAL_ENV=.venv uv pip install --quiet --no-deps --editable .
	@touch $@

## wheel: build the library, which judges two tables without the pipeline, in dist/
wheel: setup
	@uv build --quiet --wheel

## repro: run the pipeline on the data set in params.yaml; on `stdlib` where it is out of reach
# An interrupted DVC may leave its file of locks empty, and then refuses to begin.
repro: setup
	@python -m stages.params
	@test -s .dvc/tmp/rwlock || rm -f .dvc/tmp/rwlock
	@dvc status --quiet fetch || python -m stages.fetch --check; case $$? in \
	  0) dvc repro;; \
	  3) echo "running the same pipeline on the embedded data set: fetch.dataset=stdlib" >&2; \
	     dvc exp run --set-param fetch.dataset=stdlib;; \
	  *) exit 1;; esac

## open: the report's path; where there is a desktop, its page
open:
	@test -n '$(PAGE)' || { echo 'error: there is no report yet; make one: make repro' >&2; exit 1; }
	@echo "$$PWD/$(PAGE)"
	@if test "$$(uname)" = Darwin; then open '$(PAGE)'; \
	  elif test -n "$$DISPLAY$$WAYLAND_DISPLAY" && command -v xdg-open >/dev/null; then xdg-open '$(PAGE)'; fi

## gate: fail when the verdict is worse than the limits in params.yaml
gate: setup
	@python -m team.gate

## sweep: an experiment for each combination of parameters, for example
##        S='generator.sample_size=500,1000 discriminator.name=lightgbm,tutorial' SEEDS=3
sweep: setup
	@python -m team.sweep "$$S" $${SEEDS:+--seeds "$$SEEDS"}

## repair: try known repairs of what gives the rows away, one after the other, and keep those that
##         surely help: ROUNDS=3 TARGET=column
repair: setup
	@python -m team.repair $${ROUNDS:+--rounds "$$ROUNDS"} $${TARGET:+--target "$$TARGET"}

## compare: this commit and all its experiments, or those in N=, as a table and a picture
compare: setup
	@set -f; python -m team.compare $$N

## show: the table of `make compare` alone, without writing anything
show: setup
	@set -f; python -m team.compare --show $$N

## review: what this branch changes since it left BASE=, and whether that is more than noise
review: setup
	@python -m team.review "$${BASE:-origin/main}"

## status: fail when the committed results are older than the committed code and parameters
status: setup
	@python -m team.status

## resolve: after a merge conflict in them, the results of HEAD (or of BASE=) whole, to be made anew
resolve: setup
	@python -m team.resolve "$${BASE:-HEAD}"

## test: the quick tests; T= takes arguments for pytest, for example T='-m slow tests/team'
test: setup
	PYTEST_ADDOPTS="$$T" python -m pytest --numprocesses auto --dist loadfile

## synthesizers: compare all of them on two data sets, in docs/synthesizers.*; takes half an hour
synthesizers: setup
	python -m tests.benchmarks.synthesizers

## bench: every discriminator on each table of some folders; goes on where it stopped:
##        LADDER=folder:folder OUT=bench.csv SEEDS=3 ROWS=5000
bench: setup
	@python -m tests.benchmarks.ladder "$$LADDER" "$$OUT" $${SEEDS:+--seeds "$$SEEDS"} $${ROWS:+--rows "$$ROWS"}

## bench-scale: what each stage, and judge, costs on tables of more and more rows; goes on where it
##        stopped: OUT=data/scale.csv ROWS='10000 1000000'
bench-scale: setup
	@set -f; python -m tests.benchmarks.scale "$${OUT:-data/scale.csv}" $${ROWS:+--rows $$ROWS}

## plots-page: make .dvc/plots_page.html, DVC's page of plots without its CDN; needs npm
plots-page: setup
	@python -m team.upkeep.make_plots_page

## lint: style, formatting and types
lint: setup
	ruff check .
	ruff format --check .
	mypy

## lock: pin every dependency anew, in requirements.lock and for each synthesizer with its own
WORKERS = $(patsubst %.py,%.lock,$(shell grep -l '^# /// script' fake_or_real/synthesizers/*/worker.py))
COMPILE = uv pip compile --quiet --upgrade --universal --generate-hashes \
  --custom-compile-command 'make lock'
lock: setup $(WORKERS)
	@$(COMPILE) --python-version 3.11 --extra dev --extra pipeline pyproject.toml --output-file requirements.lock

.PHONY: $(WORKERS)
$(WORKERS): %.lock: %.py setup
	@$(COMPILE) --no-config $< --output-file $@
