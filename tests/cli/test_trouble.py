"""Whatever trouble comes while a run works, its picture is saved, and the line says where."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import SavedElsewhereError, write_all
from tests.command_line import ROOT, CommandLine, start

TINY = [
    "-m",
    "free",
    "--palette",
    "pico-8",
    "--width",
    "24",
    "--height",
    "24",
    "--every",
    "2",
    "--precision",
    "float32",
]
TINY += ["--content-layer", "relu1_1", "--style-layers", "relu1_1"]
PICTURES = [ROOT / "examples/photos/astronaut.jpg", ROOT / "examples/paintings/hokusai-great-wave-1831.jpg"]


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder, empty."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path / "tmp"


def test_what_cannot_be_written_as_asked_goes_beside_or_among_temporary_files(tmp_path: Path, temporary: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"another's")
    (tmp_path / "a-2.png").write_bytes(b"another's")
    with pytest.raises(SavedElsewhereError, match=r"meanwhile|exists already.*It is saved as '.*a-3\.png'"):
        write_all({tmp_path / "a.png": b"one", tmp_path / "b.png": b"two"}, overwrite=False)
    assert (tmp_path / "a-3.png").read_bytes() == b"one" and (tmp_path / "b.png").read_bytes() == b"two"
    with pytest.raises(SavedElsewhereError, match="It is saved as"):
        write_all({tmp_path / "gone/c.png": b"three"}, overwrite=False)
    (saved,) = temporary.iterdir()
    assert saved.read_bytes() == b"three" and saved.suffix == ".png"
    saved.unlink()
    temporary.rmdir()
    with pytest.raises(PixelStyleError, match="does not exist") as raised:
        write_all({tmp_path / "gone/c.png": b"three"}, overwrite=False)
    assert not isinstance(raised.value, SavedElsewhereError)


def begun(tmp_path: Path, *arguments: object) -> subprocess.Popen[str]:
    """A run that goes on and on, once it has made its first preview."""
    preview = tmp_path / "preview.png"
    process = start("stylize", *PICTURES, *TINY, "--preview", preview, *arguments)
    until = time.monotonic() + 60
    while not preview.exists():
        assert time.monotonic() < until and process.poll() is None
        time.sleep(0.02)
    return process


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_who_ends_it_from_outside_gets_the_best_picture(tmp_path: Path, number: signal.Signals) -> None:
    process = begun(tmp_path, "-n", 100_000, "-o", tmp_path / "out.png")
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert (tmp_path / "out.png").exists() and "best picture so far" in err and "Traceback" not in err


def vanish(folder: Path) -> None:
    shutil.rmtree(folder)


def appear(folder: Path) -> None:
    (folder / "out.png").write_bytes(b"another's")


@pytest.mark.slow
@pytest.mark.parametrize("trouble", [vanish, appear])
def test_the_place_asked_for_is_no_longer_free(
    tmp_path: Path, temporary: Path, trouble: Callable[[Path], None]
) -> None:
    (tmp_path / "out").mkdir()
    process = begun(tmp_path, "-n", 100_000, "-o", tmp_path / "out/out.png")
    trouble(tmp_path / "out")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    (saved,) = [*temporary.glob("*.png"), *tmp_path.glob("out/out-2.png")]
    assert process.returncode == 1 and f"It is saved as '{saved}'" in err and "Traceback" not in err


@pytest.mark.slow
@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_nobody_reads_what_it_says(tmp_path: Path, closed: str) -> None:
    process = begun(tmp_path, "-n", 40, "-o", tmp_path / "out.png", *(["--json"] if closed == "stdout" else []))
    getattr(process, closed).close()
    setattr(process, closed, None)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0 and (tmp_path / "out.png").exists() and "Traceback" not in (out or "") + (err or "")


@pytest.mark.slow
@pytest.mark.parametrize("call", ["fsync", "replace", "link", "open"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_every_call_that_may_fail(
    pixelstyle: CommandLine,
    tmp_path: Path,
    temporary: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    code: int,
) -> None:
    """SQLite's way: the n-th call fails, for every n, until none is left that could."""
    honest, number = getattr(os, call), 0
    while True:
        number += 1
        folder, calls = tmp_path / f"run{number}", 0
        folder.mkdir()

        def failing(*arguments: object, folder: Path = folder, number: int = number, **named: object) -> object:
            nonlocal calls
            mine = call == "fsync" or any(str(folder) in str(argument) for argument in arguments)
            calls += mine
            if mine and calls == number:
                raise OSError(code, os.strerror(code))
            return honest(*arguments, **named)

        beside = ["--preview", folder / "p.png", "--preview-every", 2, "--report", folder / "r.json"]
        beside += ["--checkpoint", folder / "c", "--checkpoint-every", 2]
        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            ran = pixelstyle("stylize", *PICTURES, *TINY, "-n", 4, "-o", folder / "o.png", *beside)
        if calls < number:
            assert number > 2
            return
        refused = ran.status == 2 and not any(folder.iterdir())  # before there was a picture
        saved = [*folder.glob("o*.png"), *temporary.glob("*.png")]
        assert refused or saved, (number, ran)
        assert not list(folder.glob("*.part")) and "Traceback" not in ran.err
        for file in temporary.iterdir():
            file.unlink()


@pytest.mark.parametrize("text", ["style_weight = 1" + "0" * 400, "style_weight = " + "9" * 5000, "a = " + "[" * 5000])
@pytest.mark.slow
def test_a_number_that_cannot_be_changes_nothing(
    pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, van_gogh: Path, text: str
) -> None:
    (tmp_path / "control.toml").write_text(text)
    out = tmp_path / "out.png"
    ran = pixelstyle("stylize", astronaut, van_gogh, *TINY, "-n", 2, "-o", out, "--control", tmp_path / "control.toml")
    assert ran.status == 2 and ran.err.count("\n") == 1, ran.err


@pytest.mark.slow
def test_a_list_for_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "pixelstyle.cli.main", "modes"]
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 2 and ran.stderr == "pixelstyle: The system refused: no space left on device.\n"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_cost_nothing(tmp_path: Path, astronaut: Path, closed: str) -> None:
    """And no file of the person's gets the number of one, so that what is said would be written into it."""
    command = [sys.executable, "-m", "pixelstyle", "convert", str(astronaut), "-m", "zx-spectrum", "-o", "o.png"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    shell = ["sh", "-c", f'exec "$0" "$@" {closed}', *command]
    ran = subprocess.run(shell, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0 and "Traceback" not in ran.stderr, ran
    with Image.open(tmp_path / "o.png") as picture:
        picture.load()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["o.png", "tmp"]
