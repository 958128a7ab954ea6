"""The GIMP for all tests here, made ready once. Where there is none, every test says so by name, and a warning too."""

import json
import sys
import warnings
from pathlib import Path

import pytest

from tests.gimp.real_gimp import CHECKOUT, Gimp, find_gimp


@pytest.fixture(scope="session")
def gimp() -> Gimp:
    """GIMP 3.0, or the one on PATH."""
    return _ready("trixie")


@pytest.fixture(scope="session")
def newer_gimp() -> Gimp:
    """GIMP 3.2."""
    return _ready("forky")


@pytest.fixture(
    scope="session",
    params=[
        pytest.param("trixie", id="3.0", marks=pytest.mark.exhaustive),  # where everything else here is done
        pytest.param("forky", id="3.2"),
    ],
)
def each_gimp(request: pytest.FixtureRequest) -> Gimp:
    """GIMP 3.0, then 3.2."""
    return _ready(request.param)


def _ready(suite: str) -> Gimp:
    found = find_gimp(suite)
    if isinstance(found, str):
        text = f"NOT TESTED IN GIMP: {found}."
        warnings.warn(text, stacklevel=1)
        pytest.skip(text)
    return found


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where GIMP's profile, the note of where the engine is, and what a test writes are."""
    for name in ("config/pixelstyle", "out", "tmp"):
        (tmp_path / name).mkdir(parents=True)
    # One thread: these pictures are so small that a second one only waits.
    environment = {"PYTHONPATH": str(CHECKOUT), "OMP_NUM_THREADS": "1", "TMPDIR": str(tmp_path / "tmp")}
    note = {"command": [sys.executable, "-m", "pixelstyle.engine"], "environment": environment}
    (tmp_path / "config/pixelstyle/engine.json").write_text(json.dumps(note))
    return Path(tmp_path)
