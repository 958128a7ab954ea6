"""Live: a film made here, a folder, and everything that is not there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import SavedElsewhereError, fit_picture, read_picture
from pixelstyle.live import open_sink, show_live
from pixelstyle.painters import Stream, shipped_painter
from pixelstyle.palettes import get_palette
from pixelstyle.screens import check_rgb, get_mode
from tests.command_line import CommandLine
from tests.formats.legal.pictures import random_picture

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
    assert any(told in ran.err for told in ("ends in the middle", "is damaged", "no film that can be read"))


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
@pytest.mark.parametrize("mode_name", ["c64-multicolor", "zx-spectrum"])
@pytest.mark.parametrize("painting", ["van-gogh", "hokusai-great", "leonardo"])
def test_a_cameras_noise_changes_next_to_nothing(mode_name: str, painting: str, astronaut: Path) -> None:
    mode, painter, random = get_mode(mode_name), shipped_painter(), np.random.default_rng(0)
    still = fit_picture(read_picture(astronaut), mode.width, mode.height, aspect=mode.pixel[0] / mode.pixel[1])
    stream = Stream(painter.scene(mode, get_palette(mode.palette), painter.painting(painting), quick=True))
    frames, held = [], []
    for _ in range(6):
        noisy = np.clip(still + random.normal(0, 2 / 255, still.shape), 0, 1).astype(np.float32)
        frames.append(stream.frame(noisy).indices)
        held.append(stream.held.numpy().copy())
    assert max((before != after).mean() for before, after in pairwise(frames[1:])) <= 0.005
    assert max((before != after).any(axis=1).mean() for before, after in pairwise(held[1:])) <= 0.02


def test_a_frame_whose_folder_vanishes_or_whose_name_is_taken_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    frame, folder = random_picture(get_mode("pico-8"), 1), tmp_path / "out"
    sink = open_sink(str(folder), lambda _shown: None)
    sink(frame, 1)
    (folder / "frame-00002.png").write_text("mine")
    with pytest.raises(SavedElsewhereError, match=r"frame-00002-2\.png"):
        sink(frame, 2)
    assert (folder / "frame-00002.png").read_text() == "mine"
    shutil.rmtree(folder)
    with pytest.raises(SavedElsewhereError, match="frame-00003"):
        sink(frame, 3)
    assert len(list((tmp_path / "tmp").glob("frame-00003-*.png"))) == 1


def test_a_frame_that_cannot_be_read_ends_it_and_frames_come_in_order() -> None:
    mode, painter = get_mode("pico-8"), shipped_painter()
    seen: list[int] = []

    def frames() -> Iterator[np.ndarray]:
        yield from (np.full((32, 32, 3), 60 * number, np.uint8) for number in range(3))
        raise PixelStyleError("The cable is out.")

    def stream_for(_native: np.ndarray) -> Stream:
        return Stream(painter.scene(mode, get_palette("pico-8"), 0, quick=True))

    with pytest.raises(PixelStyleError, match="cable"):
        show_live(frames(), stream_for, mode, lambda _picture, number: seen.append(number))
    assert seen == [1, 2, 3]
    assert show_live([np.zeros((32, 32, 3), np.uint8)] * 9, stream_for, mode, lambda *_: None, most=2).rate > 0
