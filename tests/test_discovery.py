"""Methods and statistics are the files of their folders, and known before torch is."""

import subprocess
import sys
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


@pytest.mark.parametrize("room", ["pixelstyle.settings", "pixelstyle.recipes", "pixelstyle.engine.handshake"])
def test_settings_and_lists_do_not_load_torch(room: str) -> None:
    code = f"import {room}, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_module_with_two_of_a_kind_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "painters").mkdir()
    (tmp_path / "painters/both.py").write_text('SUMMARY = "two"\nclass A(int): ...\nclass B(int): ...\n')
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(discovery.Folder, "_path", lambda self: tmp_path / self.package)
    folder = discovery.Folder("painters", default="both")
    assert folder.summaries() == {"both": "two"}
    with pytest.raises(ValueError, match="2 classes"):
        folder.classes(int)
