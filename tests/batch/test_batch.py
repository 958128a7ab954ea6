"""Many pictures: whatever is finished stays, whatever fails is named; frames of a still scene do not flicker."""

import shutil
import signal
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle import stylize
from pixelstyle.batch import find_pictures, plan, run_batch
from pixelstyle.batch.task import attempt
from pixelstyle.recipes import StylizeSettings, read_record
from pixelstyle.screens import check
from tests.command_line import CommandLine, start

SHALLOW: dict[str, Any] = {"content_layer": "relu1_1", "style_layers": "relu1_1", "precision": "float32"}
QUICK = ["-m", "free", "--width", "24", "--height", "16", "-n", "2", "--precision", "float32"]
QUICK += ["--content-layer", "relu1_1", "--style-layers", "relu1_1"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, astronaut: Path, van_gogh: Path) -> Path:
    """Three photos, the third of which is broken, and a painting; the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    photo = Image.open(astronaut).resize((96, 64))
    for number in (1, 2, 10):
        photo.rotate(number).save(tmp_path / f"in/p{number}.png")
    (tmp_path / "in/p2.png").write_bytes(b"no picture")
    Image.open(van_gogh).resize((80, 60)).save(tmp_path / "painting.png")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_batch_names_what_fails_and_does_the_rest_once(workers: int, desk: Path, pixelstyle: CommandLine) -> None:
    command = ["batch", "in/*.png", "painting.png", *QUICK, "-o", "out", "--workers", workers]
    ran = pixelstyle(*command)
    assert ran.status == 1 and ran.out == ""
    lines = ran.err.splitlines()
    assert "in/p2.png: FAILED: 'in/p2.png' is a text, not a picture." in lines
    assert lines[-1] == "3 pictures: 2 made, 1 failed"
    written = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in (desk / "out").iterdir()}
    assert set(written) == {"p1.png", "p10.png"}

    # What is there stays, the rest is tried again; one picture is the same as by `stylize`.
    Image.open("in/p1.png").save("in/p2.png")
    ran = pixelstyle(*command)
    assert (ran.status, ran.err.splitlines()[-1]) == (0, "3 pictures: 1 made, 2 there already")
    assert all((desk / "out" / name).stat().st_mtime_ns == when for name, (when, _) in written.items())
    if workers == 1:
        pixelstyle("stylize", "in/p2.png", "painting.png", *QUICK, "-o", "alone.png")
        assert (desk / "alone.png").read_bytes() == (desk / "out/p2.png").read_bytes()

    # Other settings, another style, a photo that has changed since: not the same picture.
    for changed in (["--tv-weight", "1"], ["--seed", "3", "--start", "noise"]):
        ran = pixelstyle(*command, *changed)
        assert ran.status == 2 and "'out/p1.png' exists already, but is not 'in/p1.png' with these settings" in ran.err
    Image.open("in/p1.png").rotate(90).save("in/p1.png")
    ran = pixelstyle(*command, "--overwrite", "-q")
    assert (ran.status, ran.err) == (0, "")
    assert pixelstyle(*command).err.splitlines()[-1] == "3 pictures: 0 made, 3 there already"


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished(desk: Path) -> None:
    for number in range(20, 40):
        Image.open("in/p1.png").rotate(number).save(f"in/p{number}.png")
    (desk / "in/p2.png").unlink()
    wanted = [*QUICK, "-n", "300", "-o", "out", "--workers", "2"]
    with start("batch", "in/*.png", "painting.png", *wanted) as process:
        assert process.stderr is not None
        assert ": saved " in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert process.returncode == 130
    assert "left; run it again to go on" in rest.splitlines()[-1] and "Traceback" not in rest
    time.sleep(0.2)
    # Those at work have come to a good end, and are made anew when it goes on; the others were never begun.
    records = [read_record(path) for path in (desk / "out").iterdir()]
    assert 1 <= len(records) < 20 and all(record.early or record.stopped_after is None for record in records)
    early = sum(record.early is not None for record in records)  # none, where both were done at that very moment
    assert ("finished early" in rest.splitlines()[-1]) == bool(early)
    assert not early or f"{early} finished early" in rest.splitlines()[-1]
    prepared = records[0].settings
    assert isinstance(prepared, StylizeSettings)
    tasks = plan(sorted((desk / "in").iterdir()), "painting.png", desk / "out", prepared)
    assert not any(task.finished() for task in tasks if task.finished_early())


def test_a_batch_that_is_to_stop_finishes_the_picture_at_work(desk: Path) -> None:
    settings = StylizeSettings(mode="free", width=24, height=16, iterations=50, **SHALLOW)
    tasks = plan([desk / "in/p1.png", desk / "in/p10.png"], "painting.png", desk / "out", settings)
    said: list[str] = []
    asked = iter([0, 0, 0, *[1] * 99])
    *_, tally = run_batch(tasks, 1, said.append, lambda: next(asked))
    assert (tally.early, tally.made, tally.left) == ([desk / "in/p1.png"], [], 1)
    assert str(tally) == "2 pictures: 0 made, 1 finished early, 1 left" and "finished early" in said[0]
    assert read_record(desk / "out/p1.png").early == (3, 15)
    # The next time it is begun anew, without --overwrite.
    assert plan([desk / "in/p1.png"], "painting.png", desk / "out", settings)[0].finished() is False


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("batch nothing/*.png painting.png -o out", "There is no picture 'nothing/*.png'"),
        ("batch in/*.png missing.png -o out", "There is no picture file 'missing.png'"),
        ("batch painting.png -o out", "Name the pictures and then the style"),
        ("batch in/*.png painting.png", "Say which folder"),
        ("batch in/*.png painting.png -o no/out", "cannot be made"),
        ("batch in/*.png painting.png -o in", "is one of the pictures that go in"),
        ("batch in/*.png painting.png -o out --also .scr", "cannot be saved as '.scr'"),
        ("batch in painting.png in/p1.jpg painting.png -o out", "would both be saved as"),
        ("batch in/*.png painting.png -o out --workers 0", "workers is 0"),
        ("batch in/*.png painting.png -o out --style-wieght 3", "--style-weight"),
        ("batch in/*.png painting.png -o out --frames --dask tcp://127.0.0.1:9", "leave out --dask"),
        ("batch in/*.png painting.png -o out --workers 2 --dask tcp://127.0.0.1:9", "--workers is for this machine"),
    ],
)
def test_bad_batches_are_one_line(arguments: str, words: str, desk: Path, pixelstyle: CommandLine) -> None:
    Image.open("in/p1.png").save("in/p1.jpg")
    ran = pixelstyle(*arguments.split())
    assert ran.status == 2 and words in ran.err and ran.err.count("\n") == 1
    assert not (desk / "out").exists() or not list((desk / "out").iterdir())


def test_pictures_are_found_as_people_count(desk: Path) -> None:
    assert [path.name for path in find_pictures(["in"])] == ["p1.png", "p2.png", "p10.png"]
    assert [path.name for path in find_pictures(["in/p10.png", "in/p?.png"])] == ["p10.png", "p1.png", "p2.png"]


def noisy(picture: np.ndarray, seed: int) -> np.ndarray:
    """As a camera takes it again."""
    noise = np.random.default_rng(seed).normal(0, 2, picture.shape)
    return (picture + noise).clip(0, 255).round().astype(np.uint8)


MODES: dict[str, Any] = {
    "free": {"width": 48, "height": 32},
    "none": {"width": 48, "height": 32},
    "c64-multicolor": {},
    "cpc-mode0": {},  # chooses its palette
    "nes": {},  # 256 tiles, which the solver does not search exactly
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "mode",
    [
        "free",
        "none",
        "cpc-mode0",
        *(pytest.param(mode, marks=pytest.mark.exhaustive) for mode in ("c64-multicolor", "nes")),
    ],
)
def test_frames_of_a_still_scene_do_not_flicker_and_what_moves_is_painted_again(
    mode: str, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    photo = np.asarray(Image.open(astronaut).convert("RGB").resize((320, 200)))
    moving = photo.copy()
    moving[40:120, 100:200] = np.roll(photo, 90, axis=1)[40:120, 100:200]
    settings: dict[str, Any] = {"mode": mode, "iterations": 8, **SHALLOW, **MODES[mode]}
    frames, before = [], None
    for number, picture in enumerate((photo, photo, photo, moving)):
        content, out = tmp_path / f"in{number}.png", tmp_path / f"out{number}.png"
        Image.fromarray(noisy(picture, number)).save(content)
        frames.append(stylize(content, van_gogh, carry=before, **settings))
        frames[-1].save(out)
        before = str(out)
    assert len({frame.palette.colours for frame in frames if frame.palette}) <= 1
    assert all(frame.picture is None or check(frame.picture) == [] for frame in frames)

    def changed(one: int, other: int) -> np.ndarray:
        return (frames[one].pixels != frames[other].pixels).any(axis=-1)

    assert changed(0, 1).mean() < 0.01 and changed(0, 2).mean() < 0.01
    # Without carrying most frames would differ in many pixels: the test could fail.
    alone = stylize(tmp_path / "in1.png", van_gogh, **settings)
    assert (alone.pixels != frames[0].pixels).any(axis=-1).mean() > 0.01
    height, width = frames[0].pixels.shape[:2]
    box, near = np.zeros((height, width), bool), 4
    rows = slice(height * 40 // 200 - near, height * 120 // 200 + near)
    box[rows, width * 100 // 320 - near : width * 200 // 320 + near] = True
    assert changed(2, 3)[box].mean() > 0.2
    if mode != "nes":
        assert changed(2, 3)[~box].mean() < 0.01


@pytest.mark.slow
def test_a_batch_of_frames_can_be_made_again_and_gone_on_with(desk: Path, pixelstyle: CommandLine) -> None:
    photo = np.asarray(Image.open("in/p1.png"))
    for number in (1, 2, 10):
        Image.fromarray(noisy(photo, number)).save(f"in/p{number}.png")
    command = ["batch", "in/*.png", "painting.png", *QUICK, "-o", "out", "--frames"]
    assert pixelstyle(*command).status == 0
    assert [asdict(read_record(f"out/p{n}.png").settings)["carry"] for n in (1, 2, 10)] == [
        None,
        "out/p1.png",
        "out/p2.png",
    ]
    last = (desk / "out/p10.png").read_bytes()
    (desk / "out/p10.png").unlink()
    assert pixelstyle(*command).err.splitlines()[-1] == "3 pictures: 1 made, 2 there already"
    assert (desk / "out/p10.png").read_bytes() == last
    assert pixelstyle("again", "out/p10.png", "-o", "again.png", "-q").status == 0
    assert (desk / "again.png").read_bytes() == last


@pytest.mark.slow
def test_a_slow_fade_is_seen(tmp_path: Path, astronaut: Path, van_gogh: Path) -> None:
    photo = np.asarray(Image.open(astronaut).convert("RGB").resize((96, 64))).astype(float) * 0.8
    before, shades = None, []
    for number in range(8):  # each frame is too little lighter than the one before to count by itself
        content, out = tmp_path / f"in{number}.png", tmp_path / f"out{number}.png"
        Image.fromarray((photo + 5 * number).clip(0, 255).astype(np.uint8)).save(content)
        result = stylize(content, van_gogh, mode="none", width=48, height=32, iterations=2, carry=before, **SHALLOW)
        result.save(out)
        before = str(out)
        shades.append(float(result.pixels.mean()))
    assert shades[7] - shades[0] > 0.7 * 35


@pytest.mark.parametrize(("made", "words"), [("convert", "no frame to go on from"), ("small", "has 24 x 16 pixels")])
def test_what_is_no_frame_is_refused(made: str, words: str, desk: Path, pixelstyle: CommandLine) -> None:
    if made == "convert":
        pixelstyle("convert", "in/p1.png", *QUICK[:6], "-o", "before.png")
        size = QUICK
    else:
        pixelstyle("stylize", "in/p1.png", "painting.png", *QUICK, "-o", "before.png")
        size = [*QUICK, "--width", "32"]
    ran = pixelstyle("stylize", "in/p1.png", "painting.png", *size, "--carry", "before.png", "-o", "out.png")
    assert ran.status == 2 and words in ran.err


def test_a_link_to_itself_costs_itself_only(tmp_path: Path, astronaut: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(astronaut, tmp_path / "in/b.jpg")
    (tmp_path / "in/a.png").symlink_to("a.png")
    contents = find_pictures([str(tmp_path / "in")])
    tasks = plan(contents, str(astronaut), tmp_path / "out", StylizeSettings())
    assert [task.content.name for task in tasks] == ["a.png", "b.jpg"]
    assert "a.png" in attempt(tasks[0])[1]
