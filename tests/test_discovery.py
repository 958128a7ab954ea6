"""Methods and statistics are the files of their folders, and known before torch is."""

from pathlib import Path

import pytest

from pixelstyle import discovery
from pixelstyle.objectives import STATISTICS
from pixelstyle.optimise import METHODS


def test_every_file_that_says_what_it_does_is_there_the_default_first() -> None:
    assert list(METHODS) == list(discovery.METHODS.summaries())
    assert next(iter(METHODS)) == "anneal"
    assert set(METHODS) >= {"anneal", "project", "straight-through", "admm", "convert"}
    assert list(STATISTICS) == list(discovery.STATISTICS.summaries())
    assert next(iter(STATISTICS)) == "gram"
    assert all(discovery.METHODS.summaries().values())


def test_a_method_is_called_as_its_file() -> None:
    assert {name: kind.name for name, kind in METHODS.items()} == {name: name for name in METHODS}


def test_files_without_a_summary_are_none_and_names_have_hyphens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "painters").mkdir()
    (tmp_path / "painters/oil_thick.py").write_text('SUMMARY = "thick " "oil"\nPAINTER = 7\n')
    (tmp_path / "painters/ink.py").write_text('"""Ink."""\nimport nothing_that_there_is\nSUMMARY = "ink"\n')
    (tmp_path / "painters/shared.py").write_text("PAINTER = 8\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(discovery.Folder, "_path", lambda self: tmp_path / self.package)
    folder = discovery.Folder("painters", "PAINTER", default="oil-thick")
    assert list(folder.summaries().items()) == [("oil-thick", "thick oil"), ("ink", "ink")]
    (tmp_path / "painters/ink.py").unlink()
    assert discovery.Folder("painters", "PAINTER", default="").load() == {"oil-thick": 7}
