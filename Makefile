# `make demo` and `make test` set up everything that they need in .venv, from nothing but Python 3.11 or later.

PYTHON ?= python3
BIN := .venv/bin
MODE ?= c64-multicolor
PHOTO := examples/photos/astronaut.jpg
PAINTING := examples/paintings/van-gogh-village-street-in-auvers-1890.jpg
SOURCES := pyproject.toml $(shell find pixelstyle palettes gimp_plugin -name '*.py' -o -name '*.toml' -o -name '*.gpl' -o -name '*.safetensors' -o -name '*.txt' -o -name '*.json')

.PHONY: demo test exhaustive quick coverage lint clean

# A photo in the style of a painting, as a picture that a C64 can show: a PNG and a Koala file in demo/.
demo: .venv/installed
	mkdir -p demo
	$(BIN)/pixelstyle stylize $(PHOTO) $(PAINTING) -m $(MODE) \
		-o demo/astronaut-van-gogh.png -o demo/astronaut-van-gogh.kla --report demo/report.json --overwrite
	$(BIN)/pixelstyle check demo/astronaut-van-gogh.kla

# As many at a time as there are cores, one thread each, so that they do not stand in each other's way; a file's tests
# stay together, which share what is slow to set up; and compiled modules are kept, or each program that a test starts
# would compile the package anew.
test: lint
	PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(SWEEPS)

# The same with all of what `make test` goes through by quarters (all modes, all formats) or leaves to other tests.
exhaustive: SWEEPS := --exhaustive
exhaustive: test

# For while one thinks: under a minute on two cores.
quick: lint
	PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile -m "not slow and not gimp and not emulator"

# Everything, and which lines of the package no test has run; fails where they have become more.
coverage: .venv/for-tests
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered

lint: .venv/for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf .venv demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("PixelStyle needs Python 3.11 or later, and this is " + sys.version.split()[0] + "; name another: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python $(SOURCES)
	$(BIN)/python -m pip install --quiet $$($(BIN)/python tools/torch_index.py) '.[style]'
	rm -f .venv/for-tests
	touch $@

# --group needs pip 25.1. The tests run the sources where they are, the demo what pip makes of them: one replaces the other.
.venv/for-tests: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet $$($(BIN)/python tools/torch_index.py) --editable '.[style]' --group test
	rm -f .venv/installed
	touch $@
