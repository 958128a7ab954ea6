"""`pixelstyle gimp install | doctor | uninstall` on made-up profiles, with the real engine."""

import json
import os
import re
import sys
import time
from pathlib import Path

import pytest

from pixelstyle.cli.main import main
from pixelstyle.gimp.installation import plug_in_files, plug_in_source


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with GIMP 2.10, 3.0 and 3.2, a Flatpak and a Snap."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    for profile in (
        ".config/GIMP/2.10",
        ".config/GIMP/3.0",
        ".config/GIMP/3.2",
        ".var/app/org.gimp.GIMP/config/GIMP/3.0",
        "snap/gimp/current/.config/GIMP/3.0",
    ):
        (tmp_path / profile).mkdir(parents=True)
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the folders are Linux's")
def test_install_doctor_uninstall(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gimp", "install", "--dry-run"]) == 0
    assert files(home) == [] and capsys.readouterr().out.count("would write the plug-in") == 4

    assert main(["gimp", "install"]) == 0
    said = capsys.readouterr().out
    assert said.count("wrote the plug-in") == 4 and "pixelstyle engine --listen" in said
    assert "2.10" not in " ".join(files(home))
    for version in ("3.0", "3.2"):
        target = home / ".config/GIMP" / version / "plug-ins/pixelstyle"
        assert plug_in_files(target) == plug_in_files(plug_in_source())
        assert os.access(target / "pixelstyle.py", os.X_OK)
        assert (target / "pixelstyle_gimp/native/kinds.py").is_file()
        assert time.time() - (target / "pixelstyle.py").stat().st_mtime < 600  # for GIMP it is another one
        assert (target / "pixelstyle_gimp/dialogs/__init__.py").is_file()
    note = json.loads((home / ".config/pixelstyle/engine.json").read_text())
    assert note["command"] == [sys.executable, "-m", "pixelstyle.engine"]
    token = (home / ".config/pixelstyle/token").read_text().strip()
    for sandbox in (".var/app/org.gimp.GIMP/config", "snap/gimp/current/.config"):
        boxed = home / sandbox / "pixelstyle/engine.json"
        assert json.loads(boxed.read_text())["token"] == token and boxed.stat().st_mode & 0o077 == 0

    profile = str(home / ".config/GIMP/3.0")
    assert main(["gimp", "doctor", "--profile", profile]) == 0
    said = capsys.readouterr().out
    assert "BAD" not in said
    assert re.findall(r"ok +(\S+)", said) == [
        "profile", "plug-in", "run", "engine.json", "engine", "torch", "device",
    ]  # fmt: skip

    assert main(["gimp", "install"]) == 0  # again, over itself
    assert main(["gimp", "uninstall"]) == 0
    assert files(home) == [".config/pixelstyle/token"]
    capsys.readouterr()
    assert main(["gimp", "uninstall"]) == 0
    assert capsys.readouterr().out == "There is nothing to remove.\n"


def test_the_doctor_names_what_is_wrong_and_what_to_do(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = home / ".config/GIMP/3.0"
    note, entry = home / ".config/pixelstyle/engine.json", profile / "plug-ins/pixelstyle/pixelstyle.py"

    def findings() -> dict[str, str]:
        capsys.readouterr()
        assert main(["gimp", "doctor", "--profile", str(profile)]) == 1
        return dict(re.findall(r"^BAD  (\S+)(?: bit)? +(.*)", capsys.readouterr().out, re.MULTILINE))

    assert set(findings()) == {"plug-in", "run", "engine.json"}
    main(["gimp", "install", "--profile", str(profile)])
    written = note.read_text()
    entry.chmod(0o644)
    (entry.parent / "pixelstyle_gimp/of_long_ago.py").write_text("# of long ago")
    note.write_text(json.dumps({"command": ["/nowhere/python", "-m", "pixelstyle.engine"]}))
    found = findings()
    assert set(found) == {"plug-in", "run", "engine"} and all(
        "pixelstyle gimp install" in text for text in found.values()
    )
    note.write_text("{")
    assert "cannot be read" in findings()["engine.json"]
    note.write_text(json.dumps({"command": [sys.executable, "-c", "raise SystemExit('no torch here')"]}))
    assert "no torch here" in findings()["engine"]
    old = """print('{"type": "hello", "protocol": 0, "version": "0.0.1"}\\n{"type": "ready"}')"""
    note.write_text(json.dumps({"command": [sys.executable, "-c", old]}))
    assert "does not answer" in findings()["engine"]
    main(["gimp", "install", "--profile", str(profile)])
    assert note.read_text() == written


def test_what_cannot_be_done_is_one_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = home / ".config/GIMP/3.0/plug-ins/pixelstyle"
    target.mkdir(parents=True)
    (target / "mine.txt").write_text("mine")
    for arguments in (["install"], ["uninstall"], ["install", "--profile", str(home / "nowhere")]):
        assert main(["gimp", *arguments]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert files(target) == ["mine.txt"]


def test_without_any_gimp_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert main(["gimp", "install"]) == 2
    assert "Start GIMP 3 once" in capsys.readouterr().err
