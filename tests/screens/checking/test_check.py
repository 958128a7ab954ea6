"""The checker: planted clashes are found, named by their cell, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, Slots, check, check_rgb, get_mode, show
from pixelstyle.screens.checking.packing import unpackable
from pixelstyle.screens.checking.signals.apple2 import double_hi_res, hi_res, undotted
from pixelstyle.screens.checking.signals.hold_and_modify import held_and_modified
from pixelstyle.screens.mode import SubPalettes
from pixelstyle.screens.signals.apple2 import dhgr_colours, hgr_colours
from pixelstyle.screens.signals.ham import KINDS

PALETTE = Palette.from_array("p", np.arange(48).reshape(16, 3) * 5)
ZX = Palette.from_hex("zx", ["000000", "0000cd", "cd0000", "cd00cd", "00cd00", "00cdcd", "cdcd00", "cdcdcd", "000000"])


def legal(mode: ScreenMode, seed: int) -> NativePicture:
    """A random legal picture made from random slots, without the solver."""
    rng = np.random.default_rng(seed)
    slots = []
    for entry in mode.slots:
        width, height = entry.cell or (mode.width, mode.height)
        shape = (mode.height // height, mode.width // width, entry.count)
        low = rng.integers(0, 2, shape[:2])[..., None] * 8 if mode.groups else 0
        slots.append((rng.integers(0, 8 if mode.groups else 16, shape) + low).astype(np.uint8))
    native = NativePicture(mode, PALETTE, np.zeros((mode.height, mode.width), np.uint8), tuple(slots))
    choices = native.choices()
    pick = rng.integers(0, choices.shape[2], choices.shape[:2])
    return replace(native, indices=np.take_along_axis(choices, pick[..., None], axis=2)[..., 0], slots=())


@pytest.mark.parametrize("name", ["c64-multicolor", "c64-hires", "zx-spectrum"])
@given(seed=st.integers(0, 2**32 - 1), data=st.data())
@settings(max_examples=3, deadline=None)
def test_legal_pictures_pass_and_a_planted_clash_is_named(name: str, seed: int, data: st.DataObject) -> None:
    mode = get_mode(name)
    native = legal(mode, seed)
    assert check(native) == []
    width, height = mode.cells[0]
    column = data.draw(st.integers(0, mode.width // width - 1))
    row = data.draw(st.integers(0, mode.height // height - 1))
    native.indices[row * height, column * width :][:width] = np.arange(width)  # too many
    native.indices[row * height + 1, column * width :][:width] = np.arange(width) + 4
    (clash,) = check(native)
    assert clash.cell == (column, row)
    assert clash.box == (column * width, row * height, width, height)
    assert f"cell ({column}, {row})" in str(clash)
    assert len(clash.found) >= 8


def test_a_cell_that_mixes_the_spectrums_brightnesses_is_a_clash_but_black_is_in_both() -> None:
    mode = get_mode("zx-spectrum")
    rgb = np.zeros((192, 256, 3), np.uint8)
    palette = Palette(
        "zx", ZX.colours + tuple((r * 255 // 205, g * 255 // 205, b * 255 // 205) for r, g, b in ZX.colours[1:8])
    )
    rgb[0, 0], rgb[8, 8] = palette.colours[2], palette.colours[10]  # a dark red and a bright one, each with black
    assert check_rgb(rgb, mode, palette) == []
    rgb[0, 1] = palette.colours[10]
    assert [clash.cell for clash in check_rgb(rgb, mode, palette)] == [(0, 0)]


def test_finer_cells_within_coarse_ones_and_choices() -> None:
    mode = ScreenMode(
        "m",
        "m",
        8,
        4,
        "p",
        slots=(Slots(1, name="back"), Slots(1, (4, 2), choices=(1, 2)), Slots(1, (4, 1))),
        fixed={"back": 0},
    )
    picture = np.zeros((4, 8), np.uint8)
    picture[0, :3], picture[1, :3] = (0, 1, 5), (0, 1, 6)  # 1 from the coarse slot, 5 and 6 from the fine ones
    assert check(NativePicture(mode, PALETTE, picture)) == []
    picture[0, :3], picture[1, :3] = (0, 1, 5), (0, 2, 6)  # 1 and 2 both from the coarse slot: one too many
    assert [c.cell for c in check(NativePicture(mode, PALETTE, picture))] == [(0, 0)]
    picture[0, :3], picture[1, :3] = (0, 3, 5), (0, 3, 5)  # neither 3 nor 5 may be held by the coarse slot
    assert [c.cell for c in check(NativePicture(mode, PALETTE, picture))] == [(0, 0)]


def test_colours_and_sizes_that_the_mode_does_not_have() -> None:
    mode = get_mode("c64-multicolor")
    native = legal(mode, 1)
    shown = show(native.native_rgb(), mode)
    assert check_rgb(native.native_rgb(), mode, PALETTE) == check_rgb(shown, mode, PALETTE) == []
    assert check_rgb(shown.repeat(3, axis=0).repeat(3, axis=1), mode, PALETTE) == []
    strange = shown.copy()
    strange[17, 18:20] = (1, 2, 3)
    (clash,) = check_rgb(strange, mode, PALETTE)
    assert (clash.cell, clash.found, clash.rule) == ((2, 2), ("#010203",), "colours of the palette")
    with pytest.raises(PixelStyleError, match="finer than the pixels"):
        check_rgb(np.concatenate([strange[:, 1:], strange[:, :1]], axis=1), mode, PALETTE)
    with pytest.raises(PixelStyleError, match="320 x 200"):
        check_rgb(shown[:-1], mode, PALETTE)
    assert len(check(NativePicture(mode, Palette("two", PALETTE.colours[:2]), native.indices))) == 1


@pytest.mark.parametrize(
    ("mode", "shape"), [("amiga-ham6", (6, 10, 3)), ("amiga-aga-ham8", (8, 20, 3)), ("amiga-sham", (6, 30, 3))]
)
def test_hold_and_modify_is_judged_as_it_is_decoded(mode: str, shape: tuple[int, int, int]) -> None:
    rng = np.random.default_rng(3)
    found = set()
    for _ in range(60):
        rgb = rng.integers(0, 3, shape, np.uint8) * np.uint8(85)
        if mode == "amiga-aga-ham8":
            rgb = rgb & np.uint8(0xFC) | rng.integers(0, 2, (shape[0], 1, 3), np.uint8)  # what is held differs by line
        rgb[:, 1:] = np.where(rng.random((shape[0], shape[1] - 1, 1)) < 0.5, rgb[:, :-1], rgb[:, 1:])
        shows = get_mode(mode).shows
        colours = KINDS[shows.name].palette_of(rgb)
        impossible = colours is None
        assert bool(held_and_modified(rgb, get_mode(mode), None)) == impossible
        if colours is not None:
            codes, possible = KINDS[shows.name].codes_of(rgb, colours)
            assert possible.all()
            assert (shows.render(codes, colours) == rgb).all()
        found.add(impossible)
    assert found == {True, False}


@pytest.mark.parametrize(("signal", "width"), [("hgr", 9), ("dhgr", 9)])
def test_the_lines_that_dots_can_make_are_those_that_some_dots_make(signal: str, width: int) -> None:
    dots = np.array(list(product((0, 1), repeat=width)), np.uint8)
    if signal == "hgr":  # nine dots are two bytes
        highs = [np.repeat(high, (7, 2)).astype(np.uint8) for high in product((0, 1), repeat=2)]
        made = np.concatenate([hgr_colours(dots | high << 1) for high in highs])
    else:
        made = dhgr_colours(dots)
    colours, ways = list(range(100, 116)), hi_res if signal == "hgr" else double_hi_res
    assert undotted(made + 100, ways, colours) == []
    rng = np.random.default_rng(5)
    changed = made[rng.integers(0, len(made), 300)]
    changed[np.arange(300), rng.integers(0, width, 300)] = rng.integers(0, made.max() + 1, 300)
    possible = {line.tobytes() for line in made}
    wrong = {row for row, _ in undotted(changed + 100, ways, colours)}
    assert wrong == {row for row, line in enumerate(changed) if line.tobytes() not in possible}
    assert 0 < len(wrong) < 300


@pytest.mark.slow
@given(st.lists(st.frozensets(st.integers(0, 4), min_size=1, max_size=4), min_size=2, max_size=6))
@settings(deadline=None)
def test_what_fits_in_no_sub_palette_is_what_no_choice_of_them_holds(cells: list[frozenset[int]]) -> None:
    rule = SubPalettes(2, 2, (8, 8), shared=1)
    left = unpackable({(0, n): colours for n, colours in enumerate(cells)}, rule)
    pairs = [frozenset(pair) for pair in product(range(5), repeat=2)]
    choices = product(range(5), pairs, pairs)
    fewest = min(sum(not (c <= a | {s} or c <= b | {s}) for c in cells) for s, a, b in choices)
    assert (left == []) == (fewest == 0)
    assert len(left) >= fewest


def test_pictures_of_which_only_colours_are_known_are_judged_cell_by_cell() -> None:
    mode = get_mode("mega-drive")
    rgb = np.zeros((224, 320, 3), np.uint8)
    colours = np.stack([np.arange(64) % 8, np.arange(64) // 8, np.zeros(64)], axis=1)
    levels = np.round(colours * 255 / 7).astype(np.uint8)
    for n in range(4):  # four cells take the four sub-palettes: black, and 15 colours each
        rgb[0, 8 * n : 8 * n + 8], rgb[1, 8 * n : 8 * n + 7] = levels[15 * n + 1 :][:8], levels[15 * n + 9 :][:7]
    rgb[10:14, 10:14] = rgb[0, 0]
    assert check_rgb(rgb, mode) == []
    rgb[80, 80], rgb[80, 81] = rgb[0, 0], rgb[0, 8]
    (clash,) = check_rgb(rgb, mode)
    assert (clash.cell, clash.rule, len(clash.found)) == ((10, 10), "sub-palettes", 3)
    rgb[80, 80:88], rgb[81, 80:88], rgb[80, 88] = rgb[0, 0:8], rgb[0, 8:16], levels[61]
    whole, crowded, left = check_rgb(rgb, mode)
    assert (whole.whole, whole.found, whole.allowed) == (True, ("62 colours",), "61 at once")
    assert (crowded.cell, crowded.rule, left.cell) == ((10, 10), "colours in a cell", (11, 10))
    rgb[80, 80] = (1, 2, 3)
    assert [(c.cell, c.rule) for c in check_rgb(rgb, mode)[1:]] == [((10, 10), "colours of the machine")]
