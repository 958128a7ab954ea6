"""The notebooks run from top to bottom, and are kept without what they gave."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import ROOT

nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")

NOTEBOOKS = ROOT / "examples/notebooks"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "expected"), [("first-picture", "astronaut.kla 10003"), ("own-machine", "cat.png")])
def test_a_notebook_runs(name: str, expected: str) -> None:
    before = set(NOTEBOOKS.iterdir())
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    nbclient.NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
    printed = "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", []))
    assert expected in printed
    shown = [
        output.get("data", {}).get("text/html", "") for cell in notebook.cells for output in cell.get("outputs", [])
    ]
    assert name != "first-picture" or any("<progress" in html and "0:00 left" in html for html in shown)
    assert set(NOTEBOOKS.iterdir()) == before


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_its_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not [cell for cell in code if cell.outputs or cell.execution_count]
