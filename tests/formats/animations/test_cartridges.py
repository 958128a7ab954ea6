"""Cartridges that play films: seen frame by frame in emulators, in time, whole, and round and round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import groupby, islice
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import Frame, decode_film, encode_film
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import random_picture

pytestmark = pytest.mark.emulator

BLANKS = 60
PLAYED = {
    ("nes", ".nes", "cynes"): (8, 0, 0),
    ("nes", ".nes", "stable-retro"): (8, 8, 0),
    ("gameboy", ".gb", "PyBoy"): (30, 0, 28),
    ("gameboy-split", ".gb", "stable-retro"): (30, 0, 28),
    ("gameboy-color", ".gbc", "PyBoy"): (5, 0, 1),
    ("gameboy-color", ".gbc", "stable-retro"): (5, 0, 1),
    ("mega-drive", ".md", "stable-retro"): (8, 0, 5),
    ("snes-mode1", ".sfc", "stable-retro"): (7, 0, 0),
    ("snes-mode3", ".sfc", "stable-retro"): (12, 0, 10),
}
"""How many sixtieths frames take of which nothing is as before, how many lines and columns the emulator leaves out at
each edge, and in how many sixtieths a frame may be on its way to the next: where there is no room for both."""


def _cynes(path: Path) -> Iterator[np.ndarray]:
    console = pytest.importorskip("cynes").NES(str(path))
    while True:
        yield console.step(frames=1).copy()


def _pyboy(path: Path) -> Iterator[np.ndarray]:
    console = pytest.importorskip("pyboy").PyBoy(str(path), window="null", sound_emulated=False, log_level="ERROR")
    console.set_emulation_speed(0)
    console.tick(60, False)  # most of the start-up picture
    while True:
        console.tick(1)
        yield console.screen.ndarray[:, :, :3].copy()


def _retro(path: Path) -> Iterator[np.ndarray]:
    console = pytest.importorskip("stable_retro").RetroEmulator(str(path))
    while True:
        console.step()
        yield np.array(console.get_screen())


EMULATORS: dict[str, Callable[[Path], Iterator[np.ndarray]]] = {
    "cynes": _cynes,
    "PyBoy": _pyboy,
    "stable-retro": _retro,
}


def numbered(rgb: np.ndarray) -> np.ndarray:
    """A picture, uint8 [H, W, 3], as numbers of its colours [H, W]."""
    _, number = np.unique(rgb.astype(np.int64) @ np.array([65536, 256, 1]), return_inverse=True)
    return number.reshape(rgb.shape[:2])


def shows(screen: np.ndarray, numbers: np.ndarray) -> bool:
    """Whether a screen, uint8 [H, W, 3], is a picture, [H, W], of which each colour may be another one."""
    theirs = screen.astype(np.int64) @ np.array([65536, 256, 1])
    assert theirs.shape == numbers.shape
    of = np.zeros(numbers.max() + 1, np.int64)
    of[numbers[::9]] = theirs[::9]
    if not (of[numbers[::9]] == theirs[::9]).all():
        return False
    of[numbers] = theirs
    return bool((of[numbers] == theirs).all()) and len(np.unique(of)) == len(of)


@pytest.mark.slow
@pytest.mark.parametrize("played", PLAYED, ids=lambda played: "-".join(played))
def test_an_emulator_plays_every_frame_in_time(played: tuple[str, str, str], tmp_path: Path) -> None:
    """Three pictures that share nothing, twice round; an odd number, so that buffers' turns do not come out even."""
    mode, extension, emulator = played
    blanks, hidden, torn = PLAYED[played]
    pictures = [random_picture(get_mode(mode), seed) for seed in range(3)]
    path = tmp_path / f"film{extension}"
    path.write_bytes(encode_film(extension, [Frame(picture, Fraction(blanks, BLANKS)) for picture in pictures]))
    wanted = [numbered(picture.native_rgb()) for picture in pictures]
    if hidden:
        wanted = [numbers[hidden:-hidden, hidden:-hidden] for numbers in wanted]
    frames = EMULATORS[emulator](path)
    found: list[int | None] = []
    for screen in islice(frames, 120 + 8 * blanks):
        number = next((n for n, numbers in enumerate(wanted) if shows(screen, numbers)), None)
        if found or number == 0:
            found.append(number)
    runs = [(number, len(list(group))) for number, group in groupby(found)]
    order = [number for number, _ in runs if number is not None]
    assert order[:6] == [0, 1, 2, 0, 1, 2]
    assert max((length for number, length in runs[:-1] if number is None), default=0) <= torn
    assert {length for number, length in runs[1:-1] if number == 1} == {blanks} or torn > 1


@pytest.mark.parametrize("played", [("gameboy", ".gb"), ("gameboy-color", ".gbc")])
def test_a_film_that_is_too_fast_loses_frames_and_not_its_time(played: tuple[str, str]) -> None:
    pictures = [random_picture(get_mode(played[0]), seed) for seed in range(40)]
    back = decode_film(played[1], encode_film(played[1], [Frame(picture, Fraction(1, 30)) for picture in pictures]))
    shown = [picture.native_rgb().tobytes() for picture in pictures]
    numbers = [shown.index(frame.picture.native_rgb().tobytes()) for frame in back]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 0
    assert 1 < len(numbers) < 40
    assert abs(sum(frame.seconds for frame in back) - Fraction(40, 30)) <= Fraction(30, BLANKS)


@pytest.mark.sweep
@pytest.mark.parametrize(("mode", "extension"), sorted({played[:2] for played in PLAYED}))
def test_what_stands_still_is_not_written(mode: str, extension: str) -> None:
    """Frames in which one cell blinks take some bytes each, for a player of their own."""
    first = random_picture(get_mode(mode), 0)
    across, down = first.mode.subpalettes.cell if first.mode.subpalettes else (8, 8)
    indices, cells = first.indices.copy(), first.subpalette_map
    indices[down : 2 * down, across : 2 * across] = indices[:down, :across]
    if cells is not None:
        cells = cells.copy()
        cells[1, 1] = cells[0, 0]
    second = replace(first, indices=indices, subpalette_map=cells)
    few, many = (
        encode_film(extension, [Frame(each, Fraction(1, 10)) for each in [first, second] * count]) for count in (1, 10)
    )
    assert len(many) - many.count(0) - len(few) + few.count(0) < 18 * 300


@pytest.mark.parametrize(("mode", "extension"), [("nes", ".nes"), ("mega-drive", ".md")])
def test_a_single_picture_is_a_film(mode: str, extension: str) -> None:
    picture = random_picture(get_mode(mode), 0)
    (frame,) = decode_film(extension, encode_film(extension, [Frame(picture, Fraction(3))]))
    assert (frame.picture.native_rgb() == picture.native_rgb()).all()
    assert frame.seconds == 3


def test_more_tiles_than_a_cartridge_holds_are_refused() -> None:
    pictures = [random_picture(get_mode("nes"), seed) for seed in range(65)]
    with pytest.raises(PixelStyleError, match="take fewer --frames"):
        encode_film(".nes", [Frame(picture, Fraction(1, 5)) for picture in pictures])


def test_a_cartridge_with_a_picture_is_no_film() -> None:
    for extension in (".nes", ".gb", ".gbc", ".md", ".sfc"):
        with pytest.raises(PixelStyleError, match="other program"):
            decode_film(extension, bytes(1 << 17))
