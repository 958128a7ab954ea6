"""Sweeps of trainings: a painter for each combination, the same by whoever trains it, and nothing learnt in vain."""

import contextlib
from pathlib import Path

import psutil
import pytest
from PIL import Image

from pixelstyle.batch import Trained, parse_varied, plan_sweep, run_sweep
from pixelstyle.painters import read_painter
from pixelstyle.settings import TrainSettings
from tests.command_line import CommandLine

TINY = ["-m", "pico-8", "--steps", "2"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, astronaut: Path, van_gogh: Path) -> Path:
    """Photos and a painting; the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photos").mkdir()
    photo = Image.open(astronaut).resize((160, 120))
    for number in range(2):
        photo.rotate(180 * number).save(tmp_path / f"photos/{number}.png")
    Image.open(van_gogh).resize((160, 120)).save(tmp_path / "wheat.png")
    return tmp_path


@pytest.mark.slow
def test_each_combination_has_its_painter_whoever_trains_it(
    desk: Path, pixelstyle: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By this process, and by a scheduler elsewhere whose worker has no disc in common; one that is there stays."""
    from distributed import LocalCluster

    (desk / "own.toml").write_text('base = "pico-8"\nname = "own"\n')
    command = ["train", "wheat.png", "--photos", "photos", "--steps", 2, "--vary", "mode=pico-8,own.toml"]
    ran = pixelstyle(*command, "--workers", 1, "--preview", "sheet.png", "-o", "my.painter")
    assert ran.status == 0, ran.err
    names = ["my-mode-own.toml.painter", "my-mode-pico-8.painter"]
    assert sorted(path.name for path in desk.glob("*.painter")) == names
    assert ran.err.count("2 steps: saved") == 2 and "mode pico-8: content " in ran.err
    assert Image.open("sheet.png").width > 2 * 128
    here = [Path(name).read_bytes() for name in names]
    again = pixelstyle(*command, "--workers", 1, "-o", "my.painter")
    assert again.status == 0 and again.err.count("is there and stays") == 2
    monkeypatch.chdir(desk.parent)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        monkeypatch.chdir(desk)
        ran = pixelstyle(*command, "--dask", cluster.scheduler_address, "-o", "my.painter", "--overwrite")
    assert ran.status == 0, ran.err
    assert here == [Path(name).read_bytes() for name in names]
    assert read_painter(names[0]).steps == 2 and read_painter(names[0]).machines == ("own",)


@pytest.mark.slow
@pytest.mark.exhaustive  # as test_many.py shows of pictures
def test_a_killed_worker_costs_one_training(desk: Path) -> None:
    varied = [parse_varied("steps=2,100000,3", TrainSettings, "train")]
    photos = sorted((desk / "photos").iterdir())
    sweep = plan_sweep(["wheat.png"], photos, {"mode": ("pico-8",)}, varied, desk / "my.painter", overwrite=False)
    ended: dict[int, Trained | str] = {}

    def kill_when_the_others_are_done() -> int:
        if len(ended) == 2:
            for process in psutil.Process().children():
                with contextlib.suppress(psutil.Error):  # it has ended
                    if "pixelstyle.workers.worker" in process.cmdline():
                        process.kill()
        return 0

    ended.update(run_sweep(sweep, 2, kill_when_the_others_are_done))
    assert sorted(ended) == [0, 1, 2] and "worker was ended" in str(ended[1])
    assert [read_painter(desk / f"my-steps-{steps}.painter").steps for steps in (2, 3)] == [2, 3]
    assert sweep.left() == [1]


@pytest.mark.slow
def test_a_sweep_that_is_stopped_keeps_what_was_learnt(desk: Path) -> None:
    varied = [parse_varied("style_weight=1,2", TrainSettings, "train")]
    photos, given = sorted((desk / "photos").iterdir()), {"mode": ("pico-8",), "steps": 1000}
    sweep = plan_sweep(["wheat.png"], photos, given, varied, desk / "my.painter", overwrite=False)
    questions = 0

    def at_the_third() -> int:
        nonlocal questions
        questions += 1
        return int(questions > 3)

    ((number, became),) = run_sweep(sweep, 1, at_the_third)
    assert isinstance(became, Trained) and (number, became.trouble, became.steps) == (0, "stopped", 3)
    assert read_painter(desk / "my-style_weight-1.painter").steps == 3


def test_files_are_named_after_what_is_varied(tmp_path: Path) -> None:
    varied = [parse_varied(text, TrainSettings, "train") for text in ("style-weight=1,2.5", "mode=zx-spectrum,pico-8")]
    sweep = plan_sweep(["a.png"], [Path("p.png")], {}, varied, tmp_path / "my.painter", overwrite=False)
    assert [path.name for path in sweep.outputs] == [
        f"my-style_weight-{weight}-mode-{mode}.painter" for weight in ("1", "2.5") for mode in ("zx-spectrum", "pico-8")
    ]
    assert [each.style_weight for each in sweep.settings] == [1, 1, 2.5, 2.5]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--vary style_wieght=1,2", "Did you mean style_weight"),
        ("--vary seed=1,1", "would be written twice"),
        ("--vary mode=pico-8,gamebuoy", "Did you mean gameboy"),
        ("--vary only_style=true,false", "add --from"),
        ("--vary seed=1,2 --checkpoint a.ck", "--checkpoint is for one training"),
        ("--vary seed=1,2 --json", "--json is for one training"),
        ("--workers 2", "--workers is for several"),
        ("--dask tcp://127.0.0.1:9", "--dask is for several"),
        ("--vary seed=1,2 --workers 2 --dask tcp://127.0.0.1:9", "--workers is for this machine"),
        (f"--vary seed={','.join(map(str, range(101)))}", "101 trainings; a sweep has at most 100"),
    ],
)
def test_bad_sweeps_are_one_line(arguments: str, words: str, desk: Path, pixelstyle: CommandLine) -> None:
    ran = pixelstyle("train", "wheat.png", "--photos", "photos", *TINY, *arguments.split(), "-o", "my.painter")
    assert ran.status == 2 and words in ran.err and ran.err.count("\n") == 1, ran.err
    assert not list(desk.glob("*.painter"))
