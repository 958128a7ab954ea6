"""Frames that are carried from key frames: what moves takes its pixels along, and only keys are optimised."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.film.making.frames import Made
from pixelstyle.film.making.makers import StyleMaker
from pixelstyle.film.making.motion import carried_along
from pixelstyle.screens import check_rgb, get_mode
from tests.command_line import CommandLine
from tests.film.films import write

_MODE = get_mode("pico-8")  # 128 x 128 square pixels


@pytest.fixture(scope="module")
def scene(astronaut: Path) -> np.ndarray:
    """uint8 [160, 288, 3]: more than a screen shows at a time."""
    with Image.open(astronaut) as image:
        return np.asarray(image.convert("RGB").resize((288, 160)))


def window(scene: np.ndarray, left: int) -> np.ndarray:
    """What a camera sees of it."""
    return scene[:128, left : left + 128]


def random_key(content: np.ndarray) -> Made:
    """A key frame whose every pixel can be told from those around."""
    return Made(content, np.random.default_rng(1).integers(0, 16, (128, 128), np.uint8))


def test_pixels_move_with_what_they_show(scene: np.ndarray) -> None:
    """Also over a way that is far longer than what moves from one frame to the next."""
    contents = [window(scene, left) for left in (5, 10, 15, 20, 25)]
    left, right = random_key(window(scene, 0)), random_key(window(scene, 30))
    moved = carried_along([left], contents, _MODE)
    for number, carried in enumerate(moved):
        way = 5 * (number + 1)
        same = carried.pixels[8:-8, : 128 - way - 8] == left.pixels[8:-8, way:-8]
        assert same.mean() > 0.98
        assert not carried.where[:, 128 - way + 2 :].any()  # that has come into view
    both = carried_along([left, right], contents, _MODE)
    for number, carried in enumerate(both):
        after, way = 5 * (number + 1), 30 - 5 * (number + 1)
        assert carried.where.mean() > 0.95
        if number < 3:  # what the first key does not show is of the second
            assert (carried.pixels[:, :100] == moved[number].pixels[:, :100]).mean() > 0.95
            shown, there = carried.pixels[8:-8, 128 - after + 3 :], right.pixels[8:-8, 128 - 30 + 3 : 128 - way]
        else:  # to which these are nearer
            shown, there = carried.pixels[8:-8, way + 8 :], right.pixels[8:-8, 8 : 128 - way]
        assert (shown == there).mean() > 0.9


def test_what_stands_still_stays_and_what_is_covered_is_not_carried(scene: np.ndarray) -> None:
    content = window(scene, 60)
    covered = content.copy()
    covered[40:70, 40:70] = (255, 0, 255)
    key = random_key(content)
    (same, other) = carried_along([key], [content, covered], _MODE)
    assert same.where.all()
    assert (same.pixels == key.pixels).all()
    assert not other.where[44:66, 44:66].any()
    assert other.where[:30].all()


def test_a_screen_too_small_for_any_flow_is_taken_as_it_stands() -> None:
    mode = get_mode("free").resized(12, 12)
    content = np.full((12, 12, 3), 90, np.uint8)
    (carried,) = carried_along([Made(content, np.zeros((12, 12), np.uint8))], [content], mode)
    assert carried.where.all()


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["c64-multicolor", pytest.param("gameboy", marks=pytest.mark.exhaustive)])
def test_only_key_frames_are_optimised_and_all_are_legal(
    mode: str,
    tmp_path: Path,
    scene: np.ndarray,
    van_gogh: Path,
    pixelstyle: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    film = write(tmp_path / "in.mkv", [window(scene, 4 * n) for n in range(9)], codec="ffv1", pixels="bgr0")
    asked: list[int] = []
    honest = StyleMaker.make

    def counted(maker: StyleMaker, content: np.ndarray, *others: object) -> Made:
        asked.append(len(asked))
        return honest(maker, content, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(StyleMaker, "make", counted)
    shallow = ("--content-layer", "relu1_1", "--style-layers", "relu1_1", "--start", "content", "--no-afar")
    given = ("-m", mode, "-n", 2, *shallow, "--keys", 4, "-q", "--workers", 1)
    ran = pixelstyle("film", film, van_gogh, *given, "-o", tmp_path / "o")
    assert (ran.status, ran.err) == (0, "")
    paths = sorted((tmp_path / "o").iterdir())
    assert (len(asked), len(paths)) == (3, 9)  # frames 0, 4 and 8
    for path in paths:
        with Image.open(path) as image:
            assert check_rgb(np.asarray(image.convert("RGB")), get_mode(mode)) == []
    monkeypatch.undo()
    ran = pixelstyle("film", film, van_gogh, *given[:-1], 2, "-o", tmp_path / "two")
    assert (ran.status, ran.err) == (0, "")
    assert [path.read_bytes() for path in paths] == [path.read_bytes() for path in sorted((tmp_path / "two").iterdir())]
