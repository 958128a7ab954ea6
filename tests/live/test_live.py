"""Live: a film made here, a folder, and everything that is not there."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.painters import Stream, shipped_painter
from pixelstyle.palettes import get_palette
from pixelstyle.screens import check_rgb, get_mode
from tests.command_line import CommandLine

PAINTER = ("--painter", "van-gogh", "-m", "pico-8")


def film(path: Path, frames: int = 5) -> Path:
    cv2 = pytest.importorskip("cv2")
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 25, (96, 64))
    for number in range(frames):
        frame = np.full((64, 96, 3), (40, 90, 160), np.uint8)
        frame[20:40, 10 * number : 10 * number + 20] = (220, 200, 60)
        writer.write(frame)
    writer.release()
    return path


@pytest.mark.slow
def test_a_film_becomes_legal_frames(tmp_path: Path, pixelstyle: CommandLine) -> None:
    ran = pixelstyle("live", *PAINTER, "--in", film(tmp_path / "a.avi"), "--to", tmp_path / "frames", "--check")
    assert ran.status == 0, ran.err
    assert "5 frames" in ran.err
    assert "0 clashes" in ran.err
    frames = sorted((tmp_path / "frames").iterdir())
    assert [frame.name for frame in frames] == [f"frame-{number:05}.png" for number in range(1, 6)]
    with Image.open(frames[-1]) as frame:
        assert check_rgb(np.asarray(frame.convert("RGB")), get_mode("pico-8")) == []


@pytest.mark.slow
def test_a_film_that_ends_in_the_middle_is_told_of(tmp_path: Path, pixelstyle: CommandLine) -> None:
    path = film(tmp_path / "a.avi", 40)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    ran = pixelstyle("live", *PAINTER, "--in", path, "--to", "none")
    assert len(ran.err.splitlines()) <= 2
    assert "ends in the middle" in ran.err or "no film that can be read" in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Say where frames come from"),
        (("--camera", "97"), "There is no camera 97"),
        (("--in", "no-such.mp4"), "no film file"),
        (("--in", "TEXT"), "is no film that can be read"),
        (("--in", "EMPTY"), "There is no picture in the folder"),
    ],
)
def test_what_is_not_there_is_one_line(
    arguments: tuple[str, ...], told: str, tmp_path: Path, pixelstyle: CommandLine
) -> None:
    pytest.importorskip("cv2")
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.mp4").write_text("no film")
    places = {"TEXT": str(tmp_path / "a.mp4"), "EMPTY": str(tmp_path / "empty")}
    ran = pixelstyle("live", *PAINTER, *(places.get(text, text) for text in arguments), "--to", tmp_path / "frames")
    assert ran.status == 2
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (tmp_path / "frames").exists()


@pytest.mark.slow
def test_a_cameras_noise_changes_next_to_nothing(astronaut: Path) -> None:
    mode, random = get_mode("c64-multicolor"), np.random.default_rng(0)
    with Image.open(astronaut) as picture:
        still = np.asarray(picture.convert("RGB").resize((mode.width, mode.height)), np.float32) / 255
    stream = Stream(shipped_painter().scene(mode, get_palette("c64"), 0, quick=True))
    frames = [stream.frame(np.clip(still + random.normal(0, 2 / 255, still.shape), 0, 1)).indices for _ in range(6)]
    changes = [(before != after).mean() for before, after in pairwise(frames[1:])]
    assert max(changes) < 0.005
