# Every target is a line or two over tools in .venv; on Windows use the same words (README).
.PHONY: setup demo test check fix bench lock clean
export QT_QPA_PLATFORM ?= offscreen

setup:
	@sh installer/setup.sh

demo: setup
	.venv/bin/python -m station demo

test: setup
	.venv/bin/python -m pytest

check: setup
	.venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/mypy && .venv/bin/mypy --platform win32
	.venv/bin/lint-imports && .venv/bin/python -m pytest -q tests/unit tests/property tests/flow

fix: setup
	.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

bench: setup
	.venv/bin/python -m bench

lock: setup
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --override requirements/overrides.txt pyproject.toml -o requirements/run.txt
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --override requirements/overrides.txt --all-extras --group dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt

clean:
	rm -rf .venv build dist demo-out
