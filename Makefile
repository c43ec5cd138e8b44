# Everything is set up from uv.lock. Where uv is not installed, it is put into .tools, a private environment.
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
PYTHON ?= python3
# Imports are most of what a command waits for, and take half the time once compiled. Many containers keep Python from
# writing that down; what a run imports is compiled here, in two processes, so that no command does it anew.
unexport PYTHONDONTWRITEBYTECODE
IMPORTED := prefect.server.api.server flows.rerun,flows.server.service,expectations.validation,tasks.pure.report.files

.PHONY: run test lint audit docs sbom bench clean

run: .venv/.ready
	$(UV) run --no-sync hushtag run

test: .venv/.complete
	$(UV) run --no-sync pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder

lint: .venv/.complete
	$(UV) run --no-sync ruff check .
	$(UV) run --no-sync mypy

audit: .venv/.complete
	UV=$(UV) .venv/bin/python .ci/audit.py

# The site, in .site: a folder that is opened as it is.
docs: .venv/.complete
	.venv/bin/python docs/reference.py
	NO_MKDOCS_2_WARNING=1 $(UV) run --quiet --isolated --only-group docs mkdocs build --quiet --strict -f docs/mkdocs.yml

# What running needs, to the last package, as CycloneDX.
sbom: | $(UV)
	$(UV) export --quiet --frozen --no-dev --format cyclonedx1.5 --output-file sbom.json

bench: .venv/.complete
	@for script in bench/*.py; do echo "== $$script"; $(UV) run --no-sync python $$script || exit 1; done

# What running needs. What tests need besides, a browser and the sources of the models, is as much again and comes with them.
.venv/.ready: pyproject.toml uv.lock | $(UV)
	$(UV) sync --locked --inexact --no-dev
	@for modules in $(IMPORTED); do .venv/bin/python -c "import $$modules" & done; wait
	@touch $@

.venv/.complete: .venv/.ready
	$(UV) sync --locked --all-extras --no-extra second-opinion
	@touch $@

.tools/bin/uv:
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet uv

clean:
	rm -rf .venv .tools
