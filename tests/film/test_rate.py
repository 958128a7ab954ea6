"""Bytes a frame: kept to, legal, nothing for what stands still, and no worse than the largest differences first."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.colour import ciede2000, smooth, srgb_to_lab
from pixelstyle.film.byte_patterns import resettled
from pixelstyle.film.making.shot_colours import ShotColours
from pixelstyle.film.rate import Budget, within_budget
from pixelstyle.film.shown import Shown
from pixelstyle.formats import film_format
from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, check, get_mode
from tests.command_line import CommandLine
from tests.film.films import pan, write

BYTES = 400


@pytest.mark.slow
def test_frames_keep_to_their_bytes_and_come_near() -> None:
    mode, palette = get_mode("c64-hires"), get_palette("c64")
    wanted = _dithered(4)
    shown = [
        Shown(pixels, ShotColours(palette), Fraction(n), Fraction(1)) for n, pixels in enumerate([*wanted, wanted[-1]])
    ]
    apart = []
    for ordered in (False, True):
        told = Budget([])
        kind = film_format(".prg", mode)
        found = [each.pixels for each in within_budget(iter(shown), mode, kind, BYTES, told, ordered=ordered)]
        assert max(told.bytes) <= BYTES
        assert told.over == 0
        assert [check(NativePicture(mode, palette, pixels)) for pixels in found] == [[]] * 5
        seen = [[srgb_to_lab(smooth(palette.srgb()[each], 1.5, 1.5)) for each in both] for both in (found, wanted)]
        apart.append(np.mean([ciede2000(a, b).mean() for a, b in zip(*seen, strict=False)]))
    assert apart[0] < apart[1]


def test_what_stands_still_takes_next_to_nothing() -> None:
    mode, palette = get_mode("c64-hires"), get_palette("c64")
    shown = [Shown(_dithered(1)[0], ShotColours(palette), Fraction(n), Fraction(1)) for n in range(3)]
    told = Budget([])
    list(within_budget(iter(shown), mode, film_format(".prg", mode), 16, told))
    assert told.bytes == [2, 2]


def test_bytes_that_are_sent_make_up_for_neighbours_that_are_not() -> None:
    mode, palette = get_mode("c64-hires"), get_palette("c64")
    held = (np.broadcast_to(np.array([0, 1], np.uint8), (25, 40, 2)),)
    before, wanted = (NativePicture(mode, palette, each, held) for each in _dithered(2))
    sent = np.arange(200)[:, None] // 8 % 2 + np.zeros((1, 320), int) == 1
    shown = replace(before, indices=np.where(sent, wanted.indices, before.indices))
    points = palette.srgb().astype(np.float32)
    found = resettled(before, shown, wanted, points, (1.5, 1.5))
    assert check(found) == []
    changed = (shown.indices != before.indices).reshape(200, 40, 8).any(axis=2).repeat(8, axis=1)
    assert ((found.indices != shown.indices) & ~changed).sum() == 0
    apart = [
        np.square(smooth(points[each.indices] - points[wanted.indices], 1.5, 1.5)).mean() for each in (found, shown)
    ]
    assert apart[0] < 0.9 * apart[1]


def _dithered(count: int) -> list[np.ndarray]:
    """Frames of a pan in black and white, each dithered by itself."""
    random = np.random.default_rng(0)
    frames = []
    for frame in pan(count, (320, 200), step=4):
        grey = np.pad(frame, ((0, 200 - frame.shape[0]), (0, 320 - frame.shape[1]), (0, 0)), mode="edge").mean(axis=2)
        frames.append((grey > random.uniform(0, 255, grey.shape)).astype(np.uint8))
    return frames


def test_files_of_whole_frames_and_tiles_are_refused(tmp_path: Path, pixelstyle: CommandLine) -> None:
    film = write(tmp_path / "in.mp4", pan(2))
    for name, mode, told in (("o.mp4", "pico-8", "hold frames whole"), ("o.flc", "gameboy", "is bound by more")):
        ran = pixelstyle("film", film, "-m", mode, "-o", tmp_path / name, "--bytes-per-frame", 100)
        assert (ran.status, told in ran.err) == (2, True), ran.err
