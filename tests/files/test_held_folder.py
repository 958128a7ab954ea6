"""What a killed process has left among the temporary files goes with the next one, and nothing else does."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from pixelstyle.files import HeldFolder
from pixelstyle.files.held_folder import _FRESH

HOLD = """
from pixelstyle.files import HeldFolder
held = HeldFolder("trial")
(held.path / "half.png").write_bytes(b"half")
print(held.path, flush=True)
input()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def test_what_a_killed_process_left_is_tidied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only its own kind, only of this user, nothing through a link, and nothing that somebody works in."""
    theirs = [tmp_path / "pixelstyle-trial-held-link", tmp_path / "pixelstyle-trial-x", tmp_path / "precious"]
    theirs[2].mkdir()
    theirs[1].mkdir()
    theirs[0].symlink_to(theirs[2])
    (theirs[2] / "a.png").write_bytes(b"a")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", HOLD], **pipes) as process:  # type: ignore[call-overload]
        left = Path(process.stdout.readline().strip())
        monkeypatch.setattr("pixelstyle.files.held_folder._FRESH", -1.0)
        with HeldFolder("trial") as other:
            assert other.is_dir() and left.is_dir(), "somebody works in it"
        process.kill()
        process.wait()
    monkeypatch.setattr("pixelstyle.files.held_folder._FRESH", _FRESH)
    with HeldFolder("trial"):
        assert left.is_dir(), "it may have been made this moment"
    monkeypatch.setattr("pixelstyle.files.held_folder._FRESH", -1.0)
    with HeldFolder("another"):
        assert left.is_dir()
    with HeldFolder("trial"):
        assert not left.exists()
    assert all(os.path.lexists(path) for path in theirs) and (theirs[2] / "a.png").is_file()
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in theirs}
