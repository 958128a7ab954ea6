"""Pictures by many workers: one that is killed costs its picture, and others' machines need no disc in common."""

import contextlib
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image

from pixelstyle.batch import Task, run_batch
from pixelstyle.recipes import StylizeSettings
from pixelstyle.workers import carried, laid_out
from tests.command_line import ROOT, CommandLine

SHALLOW: dict[str, Any] = {"content_layer": "relu1_1", "style_layers": "relu1_1", "precision": "float32"}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, astronaut: Path, van_gogh: Path) -> Path:
    """Two photos and a painting; the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    photo = Image.open(astronaut).resize((96, 64))
    for number in (1, 10):
        photo.rotate(number).save(tmp_path / f"in/p{number}.png")
    Image.open(van_gogh).resize((80, 60)).save(tmp_path / "painting.png")
    return tmp_path


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_one_picture(desk: Path) -> None:
    settings = StylizeSettings(mode="free", width=24, height=16, iterations=2, **SHALLOW)
    (desk / "out").mkdir()
    content = desk / "in/p1.png"
    tasks = [Task(content, "painting.png", (desk / f"out/{number}.png",), settings) for number in range(4)]
    # The first one ends by no other means than its worker's end.
    tasks[0] = Task(desk / "in/p10.png", "painting.png", tasks[0].outputs, replace(settings, iterations=100_000))
    lines: list[str] = []

    def kill_when_the_others_are_done() -> int:
        if len(lines) == 3:
            for process in psutil.Process().children():
                with contextlib.suppress(psutil.Error):  # it has ended
                    if "pixelstyle.workers.worker" in process.cmdline():
                        process.kill()
        return 0

    *_, tally = run_batch(tasks, 2, lines.append, kill_when_the_others_are_done)
    assert (tally.made, list(tally.failed), tally.left) == ([content] * 3, [desk / "in/p10.png"], 0)
    assert lines[3] == (
        f"{desk / 'in/p10.png'}: FAILED: Its worker was ended from outside; there may not be enough memory for so many."
    )


@pytest.mark.slow
def test_a_scheduler_elsewhere_gives_the_same_bytes_and_needs_no_disc_in_common(
    desk: Path, pixelstyle: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    shutil.copy(ROOT / "palettes/gameboy-pocket.gpl", "own.gpl")
    command = ["batch", "in/*.png", "--command", "convert", "-m", "gameboy", "--palette", "own.gpl", "--also", ".2bpp"]
    assert pixelstyle(*command, "-o", "here").status == 0
    monkeypatch.chdir(desk.parent)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        monkeypatch.chdir(desk)  # where the worker is not
        ran = pixelstyle(*command, "-o", "there", "--dask", cluster.scheduler_address)
    assert (ran.status, ran.err.splitlines()[-1]) == (0, "2 pictures: 2 made")
    made = sorted(Path("there").iterdir())
    assert len(made) == 6
    assert all(path.read_bytes() == Path("here", path.name).read_bytes() for path in made)


@pytest.mark.slow
def test_a_picture_made_of_files_that_travelled_knows_nothing_of_that(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.open("in/p1.png").convert("L").save("mask.png")
    settings = StylizeSettings(mode="free", width=24, height=16, iterations=2, protect="mask.png", **SHALLOW)
    task = Task(Path("in/p1.png"), "painting.png", (Path("out/p1.png"),), settings)
    files, along = task.files(), carried(task.files())
    here = task.make(files, {})
    (desk / "elsewhere").mkdir()
    monkeypatch.chdir(desk / "elsewhere")
    with laid_out(along) as places:
        assert task.make(files, places) == here
