"""Whatever becomes of a batch or a sheet, what was made by then is saved, and nothing goes on running."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pixelstyle.batch import Tally, plan, run_batch
from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import Recipe, Run, StylizeSettings, read_record
from pixelstyle.settings import Settings
from tests.command_line import ROOT, CommandLine, hear_signals

SHALLOW: dict[str, Any] = {"content_layer": "relu1_1", "style_layers": "relu1_1", "precision": "float32"}
PATIENCE = 300
"""Seconds; other programs may hold the processor."""
TINY = ["-m", "free", "--width", "24", "--height", "16", "--precision", "float32"]
TINY += ["--content-layer", "relu1_1", "--style-layers", "relu1_1"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, astronaut: Path, van_gogh: Path) -> Path:
    """Three photos and a painting in the current folder; an empty temporary folder."""
    monkeypatch.chdir(tmp_path)
    for folder in ("in", "out", "tmp"):
        (tmp_path / folder).mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    photo = Image.open(astronaut).resize((96, 64))
    for number in (1, 2, 3):
        photo.rotate(number).save(tmp_path / f"in/p{number}.png")
    Image.open(van_gogh).resize((80, 60)).save(tmp_path / "painting.png")
    return tmp_path


def pictures(*folders: Path) -> list[Path]:
    return [path for folder in folders if folder.is_dir() for path in folder.glob("*.png")]


def of_one(desk: Path, trouble: Callable[[], None], *, at: int = 3) -> Tally:
    """A batch of three with one worker; the trouble comes in the middle of the first picture."""
    settings = StylizeSettings(mode="free", width=24, height=16, iterations=5, **SHALLOW)
    tasks = plan(sorted((desk / "in").iterdir()), "painting.png", desk / "out", settings)
    said: list[str] = []
    steps = 0

    def asked() -> int:
        nonlocal steps
        steps += 1
        if steps == at:
            trouble()
        return 0

    *_, tally = run_batch(tasks, 1, said.append, asked)
    assert all(line.count("\n") == 0 for line in said)
    return tally


def test_a_folder_that_vanishes_loses_no_picture(desk: Path) -> None:
    tally = of_one(desk, lambda: shutil.rmtree(desk / "out"))
    assert len(tally.elsewhere) == 3 and str(tally) == "3 pictures: 0 made, 3 saved elsewhere"
    assert len(pictures(desk / "tmp")) == 3
    assert all(str(desk / "tmp") in told for told in tally.elsewhere.values())


def put_another_s(path: Path) -> None:
    path.write_bytes(b"another's")


def test_a_file_that_appears_is_not_overwritten(desk: Path) -> None:
    tally = of_one(desk, lambda: put_another_s(desk / "out/p1.png"))
    assert (desk / "out/p1.png").read_bytes() == b"another's" and read_record("out/p1-2.png").whole
    assert (len(tally.made), len(tally.elsewhere)) == (2, 1)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_loses_no_picture(desk: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    honest = os.fsync

    def full(descriptor: int) -> None:
        if str(desk / "out") in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            raise OSError(code, os.strerror(code))
        honest(descriptor)

    tally = of_one(desk, lambda: monkeypatch.setattr(os, "fsync", full))
    assert len(tally.elsewhere) == 3 == len(pictures(desk / "tmp")) and not list((desk / "out").iterdir())


def fail(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("a bug"), PixelStyleError("Cannot be.")])
def test_trouble_in_the_middle_keeps_the_picture_and_the_others(desk: Path, error: Exception) -> None:
    tally = of_one(desk, lambda: fail(error))
    assert (len(tally.made), len(tally.failed)) == (2, 1)
    assert "best picture so far" in next(iter(tally.failed.values()))
    assert not read_record("out/p1.png").whole
    # Which is made anew the next time, without --overwrite.
    assert str(of_one(desk, lambda: None, at=99)) == "3 pictures: 1 made, 2 there already"


@pytest.fixture
def batch(desk: Path) -> Iterator[subprocess.Popen[str]]:
    """A batch of long runs with two workers, in a session of its own, both at work."""
    command = [sys.executable, "-m", "pixelstyle", "batch", "in/*.png", "painting.png", *TINY, "--workers", "2"]
    command += ["-n", "100000", "-o", "out"]
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        preexec_fn=hear_signals,
    )
    try:
        until = time.monotonic() + PATIENCE
        while len(working(process)) < 2:
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.1)
        yield process
    finally:
        for number in group_of(process):
            os.kill(number, signal.SIGKILL)
        process.wait()
        process.stderr.close()


def group_of(process: subprocess.Popen[str]) -> list[int]:
    """The processes of its session that are there still."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            stat = (entry / "stat").read_text().rpartition(")")[2].split() if entry.name.isdigit() else []
        except OSError:
            continue
        if stat and int(stat[3]) == process.pid and stat[0] != "Z":
            found.append(int(entry.name))
    return found


def working(process: subprocess.Popen[str]) -> list[int]:
    """Those that have their network, or have used so much of the processor that they must have it."""
    found = []
    for number in group_of(process):
        try:
            ticks = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            mapped = "vgg19.safetensors" in Path(f"/proc/{number}/maps").read_text()
        except OSError:
            continue
        if number != process.pid and (mapped or int(ticks[11]) > 500):
            found.append(number)
    return found


def all_have_gone(process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while group_of(process):
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.exhaustive)])
def test_a_machine_that_shuts_down_gets_the_best_pictures(
    desk: Path, batch: subprocess.Popen[str], number: signal.Signals
) -> None:
    os.killpg(batch.pid, number)  # as a terminal that is closed does: the workers hear it, too
    err = batch.stderr.read()
    assert batch.wait(PATIENCE) == 128 + number and "Traceback" not in err, err
    assert len(pictures(desk / "out")) == 2 and "2 finished early, 1 left" in err
    all_have_gone(batch)


@pytest.mark.slow
def test_a_batch_that_is_killed_leaves_its_pictures_and_no_process(desk: Path, batch: subprocess.Popen[str]) -> None:
    batch.kill()
    batch.wait()
    all_have_gone(batch)
    assert len(pictures(desk / "out")) == 2 and "Traceback" not in batch.stderr.read()


SHEET = ["--command", "convert", "--vary", "dither=none,bayer-4,bayer-2", "-m", "zx-spectrum"]


@pytest.fixture
def troubled(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Lets trouble come as the third picture of a sheet is begun."""

    def arrange(trouble: Callable[[], None]) -> None:
        prepare, count = Recipe.prepare, 0

        def counted(recipe: Recipe, inputs: Mapping[str, Any], settings: Settings) -> Run:
            nonlocal count
            count += 1
            if count == 3:
                trouble()
            return prepare(recipe, inputs, settings)

        monkeypatch.setattr(Recipe, "prepare", counted)

    return arrange


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory"),
        (PixelStyleError("It is gone."), "It is gone"),
        (ValueError("x"), "ValueError"),
    ],
)
def test_a_sheet_has_the_pictures_of_before(
    pixelstyle: CommandLine, desk: Path, troubled: Any, error: Exception, words: str
) -> None:
    troubled(lambda: fail(error))
    ran = pixelstyle("sheet", "in/p1.png", *SHEET, "-o", "sheet.png", "-q")
    assert ran.status == 1 and Image.open("sheet.png").width > 200
    assert words in ran.err and "the sheet has 2 of 3 pictures" in ran.err


def test_a_sheet_goes_where_it_can(pixelstyle: CommandLine, desk: Path, troubled: Any) -> None:
    troubled(lambda: shutil.rmtree(desk / "out"))
    ran = pixelstyle("sheet", "in/p1.png", *SHEET, "-o", "out/sheet.png", "-q")
    (saved,) = pictures(desk / "tmp")
    assert ran.status == 1 and f"It is saved as '{saved}'" in ran.err


def test_a_file_that_comes_to_be_where_a_sheet_goes_stays(pixelstyle: CommandLine, desk: Path, troubled: Any) -> None:
    troubled(lambda: put_another_s(Path("sheet.png")))
    assert pixelstyle("sheet", "in/p1.png", *SHEET, "-o", "sheet.png", "-q").status == 1
    assert Path("sheet.png").read_bytes() == b"another's" and Path("sheet-2.png").exists()


def test_a_sheet_ends_by_the_system_s_signal(pixelstyle: CommandLine, desk: Path, troubled: Any) -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        troubled(lambda: signal.raise_signal(signal.SIGTERM))
        ran = pixelstyle("sheet", "in/p1.png", *SHEET, "-o", "sheet.png", "-q")
    finally:
        signal.signal(signal.SIGTERM, before)
    assert ran.status == 143 and Path("sheet.png").exists()
