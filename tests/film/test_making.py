"""What frames are made of: areas that mix, sub-palettes that are written once, registers that hold for what stands
still."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.film import do_task, frames_of
from pixelstyle.film.making.frames import Kept
from pixelstyle.film.making.line_registers import held_still
from pixelstyle.formats import Frame, decode_film, encode_film
from pixelstyle.palettes import Palette
from pixelstyle.screens import check, get_mode, nearest, solve
from tests.film.films import crossed, pan
from tests.film.test_frames import planned
from tests.formats.legal.pictures import random_picture


@pytest.mark.slow
def test_a_wall_behind_windows_keeps_its_colour_on_the_nes(tmp_path: Path) -> None:
    """Dark red in fine stripes of red and black: chosen by single pixels it may be any dark colour beside a red."""
    wall = np.zeros((240, 256, 3), np.uint8)
    wall[:, ::2] = (150, 40, 20)
    wall[:60] = (120, 170, 220)
    plan, work = planned(tmp_path, [wall], "nes")
    do_task(plan, work, plan.tasks[0])
    ((pixels, colours, _),) = frames_of(plan, work)
    assert colours.palette is not None
    shown = colours.palette.srgb()[pixels[80:]].mean(axis=(0, 1))
    assert np.abs(shown - wall[80:].mean(axis=(0, 1)) / 255).max() < 0.08


@pytest.mark.slow
def test_a_cartridges_frames_have_the_shots_sub_palettes_in_their_order(tmp_path: Path) -> None:
    frames = pan(3)
    frames[1][:] = frames[1][:1, :1]  # of one colour: by its pixels alone it could have been drawn in any
    plan, work = planned(tmp_path, frames, "nes")
    for task in plan.tasks:
        do_task(plan, work, task)
    found = list(frames_of(plan, work))
    pictures = [colours.picture(plan.look.mode, pixels, cells) for pixels, colours, cells in found]
    decoded = decode_film(".nes", encode_film(".nes", [Frame(picture, Fraction(1)) for picture in pictures]))
    for picture, back in zip(pictures, decoded, strict=True):
        assert (back.picture.indices == picture.indices).all()
        np.testing.assert_array_equal(back.picture.subpalettes, found[0][1].subpalettes)
        np.testing.assert_array_equal(back.picture.subpalette_map, picture.subpalette_map)


def test_lines_that_cannot_be_held_beside_what_stays_are_shown_by_the_old_registers() -> None:
    mode = get_mode("amiga-copper")
    slots = (replace(mode.slots[0], cell=(64, 1), count=6, writes=1),)
    mode = replace(mode, width=64, height=24, slots=slots)
    random = np.random.default_rng(1)
    palette = Palette.from_array("many", 17 * random.integers(0, 16, (40, 3)).astype(np.uint8), "")
    first, second = (nearest(mode, random.random((24, 64, 3)).astype(np.float32), palette) for _ in range(2))
    stays = random.random((24, 64)) < 0.3
    within = np.where(stays, first.indices, first.choices()[..., 0])
    mended = held_still(second, stays, within)
    assert check(mended) == []
    assert (mended.indices == first.indices)[stays].all()
    same = held_still(second, np.zeros_like(stays), within)
    assert (same.indices == second.indices).all()


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["amiga-ham6", "amiga-copper"])
def test_what_stands_still_beside_something_that_moves_is_shown_alike(mode: str, tmp_path: Path) -> None:
    frames = crossed(3, 2)
    plan, work = planned(tmp_path, frames, mode)
    for task in plan.tasks:
        do_task(plan, work, task)
    found = [colours.picture(plan.look.mode, pixels, cells) for pixels, colours, cells in frames_of(plan, work)]
    assert [check(picture) for picture in found] == [[]] * 3
    shown = np.stack([picture.native_rgb() for picture in found])
    changed = (shown[1:] != shown[:-1]).any(axis=(0, 3))
    assert changed.any()
    rows = np.flatnonzero(changed.any(axis=1)) / plan.look.mode.height * 64
    assert (rows.min() > 18, rows.max() < 42) == (True, True)


def test_what_stands_still_is_kept_as_the_colours_that_codes_show() -> None:
    mode = get_mode("c64-mci")
    picture = random_picture(mode, 2)
    kept = Kept(picture.indices, np.ones(picture.indices.shape, bool)).in_entries(mode)
    assert (picture.palette.bytes()[kept.pixels] == picture.native_rgb()).all()
    assert (solve(mode, kept.costs(len(picture.palette)), picture.palette).indices == picture.indices).all()
