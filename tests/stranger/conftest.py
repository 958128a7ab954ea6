"""A copy of the package, to which a stranger may add something."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import ROOT


@pytest.fixture
def copied_tree(tmp_path: Path) -> Path:
    """A folder with copies of `pixelstyle/` and `palettes/`, ready to be changed."""
    tree = tmp_path / "tree"
    for folder in ("pixelstyle", "palettes"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tree


@pytest.fixture
def run_copy(copied_tree: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `python -m pixelstyle` with the copied package, in its folder; what it printed is in the result."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pixelstyle", *map(str, arguments)],
            cwd=copied_tree,
            env={**os.environ, "PYTHONPATH": str(copied_tree), "COLUMNS": "100"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run
