"""SQLite's way: the n-th call that may fail does, for every n, in a run, a batch, a sheet and the engine's own saving.

Whatever was made by then is somewhere, nothing half-written is left, and nothing is told by a traceback.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from pixelstyle.engine.job import Job
from pixelstyle.objectives import TotalVariation
from pixelstyle.recipes import Result
from tests.command_line import ROOT, CommandLine

PHOTO = str(ROOT / "examples/photos/astronaut.jpg")
STYLE = str(ROOT / "examples/paintings/hokusai-great-wave-1831.jpg")
TINY = ["-m", "free", "--palette", "pico-8", "--width", "24", "--height", "24", "--every", "2", "-n", "2"]
TINY += ["--content-layer", "relu1_1", "--style-layers", "relu1_1", "--precision", "float32"]
CALLS = [(call, code) for call in ("fsync", "replace", "link", "open", "unlink") for code in (errno.ENOSPC, errno.EIO)]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with one picture in it, and a temporary folder beside."""
    for name in ("desk", "tmp"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    Image.open(PHOTO).resize((48, 48)).save(tmp_path / "desk/p1.png")
    return tmp_path / "desk"


def failing(patch: pytest.MonkeyPatch, folder: Path, call: str, code: int, number: int) -> Callable[[], int]:
    """Lets the `number`-th of these calls in the folder fail; gives how many there were."""
    honest: Any = getattr(os, call)
    calls = 0

    def fail(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        if call == "fsync" or any(str(folder) in str(argument) for argument in arguments):
            calls += 1
            if calls == number:
                raise OSError(code, os.strerror(code), str(arguments[0]))
        return honest(*arguments, **named)

    patch.setattr(os, call, fail)
    return lambda: calls


def each_fault(desk: Path, call: str, code: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh folder for each n, until there are fewer calls than that."""
    for number in range(1, 100):
        folder = desk / f"run{number}"
        folder.mkdir()
        with monkeypatch.context() as patch:
            calls = failing(patch, folder, call, code, number)
            yield folder
        if calls() < number:
            return
    raise AssertionError("it has no end")


def saved(desk: Path, folder: Path) -> bool:
    """Whether there is a picture, and nothing half-written; what went elsewhere is taken away."""
    elsewhere = list((desk.parent / "tmp").glob("*.png"))
    found = [*folder.glob("*.png"), *elsewhere]
    for path in elsewhere:
        path.unlink()
    assert not [path for path in folder.rglob("*.part") if path.stat().st_size]
    return all(Image.open(path).width for path in found) and bool(found) if not elsewhere else True


@pytest.mark.slow
@pytest.mark.parametrize(("call", "code"), CALLS)
def test_a_batch_loses_nothing(
    pixelstyle: CommandLine, desk: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    for folder in each_fault(desk, call, code, monkeypatch):
        ran = pixelstyle("batch", "p1.png", STYLE, *TINY, "--workers", 1, "-o", folder, "--overwrite")
        refused = ran.status == 2 and not any(path.stat().st_size for path in folder.iterdir())
        assert refused or saved(desk, folder), (call, ran)
        assert "Traceback" not in ran.err and "bug" not in ran.err


@pytest.mark.slow
@pytest.mark.parametrize(("call", "code"), CALLS)
def test_a_sheet_loses_nothing(
    pixelstyle: CommandLine, desk: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    for folder in each_fault(desk, call, code, monkeypatch):
        given = ["--command", "convert", "-m", "zx-spectrum", "--vary", "dither=none,bayer-4"]
        ran = pixelstyle("sheet", "p1.png", *given, "-o", folder / "sheet.png")
        refused = ran.status == 2 and not any(path.stat().st_size for path in folder.iterdir())
        assert refused or saved(desk, folder), (call, ran)
        assert "Traceback" not in ran.err


@pytest.mark.slow
@pytest.mark.parametrize(("call", "code"), CALLS)
def test_the_engine_loses_nothing(desk: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int) -> None:
    settings = {"mode": "zx-spectrum"}
    message = {"type": "run", "id": 1, "recipe": "convert", "inputs": {"image": "p1.png"}, "settings": settings}
    run = Job.of(message).prepare()
    result = run.result()
    for folder in each_fault(desk, call, code, monkeypatch):
        job = Job.of(message | {"save": [str(folder / "a.scr"), str(folder / "a.png")]})
        told: list[str] = []
        answer = job.answer(result, lambda kind, told=told, **fields: told.append(kind), lambda name, png: {"n": name})
        assert all(Path(path).exists() for path in answer["saved"]) and saved(desk, folder)
        assert len(answer["saved"]) == 2 or told == ["warning"]


@pytest.mark.slow
@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory")])
def test_memory_that_runs_out_anywhere_keeps_the_picture(
    pixelstyle: CommandLine, desk: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    honest = TotalVariation.__call__
    for number in range(1, 40):
        count = 0

        def call(term: TotalVariation, picture: torch.Tensor, seen: Any, number: int = number) -> torch.Tensor:
            nonlocal count
            count += 1
            if count == number:
                raise error
            return honest(term, picture, seen)

        with monkeypatch.context() as patch:
            patch.setattr(TotalVariation, "__call__", call)
            out = desk / f"{number}.png"
            ran = pixelstyle("stylize", "p1.png", STYLE, *TINY, "-n", 4, "--tv-weight", "1", "-o", out)
        assert "Traceback" not in ran.err and (out.exists() or ran.status == 2), (number, ran)
        if count < number:
            assert number > 4
            return
    raise AssertionError("it has no end")


_KILLS = """
import json, sys, tempfile
from pathlib import Path
from random import Random
from tests.attack.forked import load_everything
from tests.attack.killed_kinds import KINDS
from tests.attack.killing import Tally
load_everything()
tally, SEEDS = Tally(), {"live": (1,), "sheet": (2,)}
with tempfile.TemporaryDirectory() as folder:
    for kind in KINDS:
        if kind.name == "train":
            continue  # it takes seconds a time: that is for the benchmark
        work = kind(Path(folder) / kind.name)
        for seed in SEEDS.get(kind.name, (1, 2)):  # by which SIGTERM comes, then SIGKILL
            work.disturb(Random(seed), tally)
print(json.dumps(tally.faults))
"""


@pytest.mark.slow
def test_nothing_is_lost_or_left() -> None:
    """Each kind of work is ended at a moment of chance; `python -m benchmarks kills` does so hundreds of times."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    ran = subprocess.run([sys.executable, "-c", _KILLS], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    assert json.loads(ran.stdout.splitlines()[-1]) == []


def failing_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets memory run out over the first picture that is encoded."""
    honest, left = getattr(Result, name), [1]

    def call(result: Result, *given: Any) -> Any:
        if left:
            left.pop()
            raise MemoryError
        return honest(result, *given)

    monkeypatch.setattr(Result, name, call)


@pytest.mark.parametrize("name", ["encode", "png"])
def test_memory_that_runs_out_over_a_file_costs_no_picture(
    pixelstyle: CommandLine, desk: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    saved_as = [desk / "e.png", desk / "e.scr"]
    message = {
        "type": "run",
        "id": 1,
        "recipe": "convert",
        "inputs": {"image": "p1.png"},
        "save": [*map(str, saved_as)],
    }
    job = Job.of(message | {"settings": {"mode": "zx-spectrum"}})
    result = job.prepare().result()
    failing_once(name, monkeypatch)
    answer = job.answer(result, lambda kind, **fields: None, lambda written, png: {"name": written})
    assert len(answer["saved"]) == 2 and all(path.exists() for path in saved_as)
    failing_once(name, monkeypatch)
    assert pixelstyle("convert", "p1.png", "-m", "zx-spectrum", "-o", "o.png", "-o", "o.scr").status == 0
    assert (desk / "o.png").exists() and (desk / "o.scr").exists()
