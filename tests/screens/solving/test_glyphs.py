"""Character graphics: the exact search beside brute force, the checker apart from it, and glyph sets from files."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import NativePicture, check, get_mode, nearest, solve
from pixelstyle.screens.glyphs import glyph_set
from pixelstyle.screens.mode_file import read_mode

MODE = get_mode("c64-characters")
ECM = get_mode("c64-ecm")
THREE = Palette.from_hex("three", ["000000", "ffffff", "ff0000"])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1 << 32))
def test_no_picture_of_two_cells_costs_less(seed: int) -> None:
    costs = np.random.default_rng(seed).random((8, 16, 3), np.float32)
    found = solve(replace(MODE, width=16, height=8), costs, THREE)
    paid = np.take_along_axis(costs, found.indices[..., None].astype(np.intp), axis=2).sum()
    glyphs = glyph_set("blocks").astype(bool)
    least = min(
        sum(
            min(np.where(glyphs, cell[..., c], cell[..., b]).sum(axis=(1, 2)).min() for c in range(3))
            for cell in (costs[:, :8], costs[:, 8:])
        )
        for b in range(3)
    )
    assert paid == pytest.approx(least, rel=1e-5)
    assert check(found) == []


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1 << 32))
def test_no_four_backgrounds_cost_less(seed: int) -> None:
    """Of six colours, beside every set of them and every glyph in every colour."""
    costs = np.random.default_rng(seed).random((24, 24, 6), np.float32) ** 4
    six = Palette.from_hex("six", ["000000", "ffffff", "ff0000", "00ff00", "0000ff", "ffff00"])
    found = solve(replace(ECM, width=24, height=24), costs, six)
    paid = np.take_along_axis(costs, found.indices[..., None].astype(np.intp), axis=2).sum()
    glyphs = glyph_set("blocks-64").astype(bool)
    cells = costs.reshape(3, 8, 3, 8, 6).transpose(0, 2, 1, 3, 4).reshape(9, 8, 8, 6)
    least = np.array(
        [
            [
                min(np.where(glyphs, cell[..., c], cell[..., b]).sum(axis=(1, 2)).min() for c in range(6))
                for b in range(6)
            ]
            for cell in cells
        ]
    )
    four = min(least[:, some].min(axis=1).sum() for some in combinations(range(6), 4))
    assert paid == pytest.approx(four, rel=1e-5)
    assert check(found) == []


def test_a_fifth_background_is_found() -> None:
    glyph = glyph_set("blocks-64")[20]
    fields = [np.where(glyph, 9, behind).astype(np.uint8) for behind in (0, 2, 5, 6, 0, 7)]
    mode = replace(ECM, width=48, height=8)
    row = np.concatenate(fields, axis=1)
    palette = get_palette("c64-colodore")
    assert [clash.cell for clash in check(NativePicture(mode, palette, row))] in (
        [(column, 0)] for column in (1, 2, 3, 5)
    )
    assert check(NativePicture(mode, palette, np.where(row == 7, 6, row))) == []


def test_light_is_mixed_by_glyphs_where_dots_alone_choose_a_blank() -> None:
    pet, green = get_mode("pet-40"), get_palette("pet-green")
    # Column by column, in linear light.
    wanted = np.linspace(0, 1, 40, dtype=np.float32).repeat(2)[None].repeat(50, axis=0)
    light = np.stack([0 * wanted, wanted, 0 * wanted], axis=2)
    costs = np.stack([wanted, 1 - wanted], axis=2).repeat(4, axis=0).repeat(4, axis=1)
    plain, mixed = (solve(pet, costs, green, light=of_quarters) for of_quarters in (None, light))
    blank, covered = (native.indices.reshape(200, 40, 8).mean(axis=(0, 2)) for native in (plain, mixed))
    assert set(blank[:19]) == {0.0} and set(blank[21:]) == {1.0}
    assert np.abs(covered[:20] - np.linspace(0, 1, 40)[:20]).max() < 0.15
    assert check(mixed) == []


def test_a_picture_is_legal_and_a_stray_dot_is_found() -> None:
    rng = np.random.default_rng(0)
    native = nearest(MODE, rng.random((200, 320, 3)).astype(np.float32), get_palette("c64-colodore"))
    assert check(native) == []
    indices = native.indices.copy()
    box = indices[16:24, 80:88]
    # The complement of one dot of noise within a cell: no glyph has this pattern.
    box[:] = np.where(rng.random((8, 8)) < 0.5, native.slots[0][0, 0, 0], (native.slots[0][0, 0, 0] + 1) % 16)
    assert [clash.cell for clash in check(replace(native, indices=indices))] == [(10, 2)]


def test_the_blocks_are_256_different_patterns_half_of_them_reverses() -> None:
    blocks = glyph_set("blocks")
    assert len({glyph.tobytes() for glyph in blocks}) == 256
    assert (blocks[128:] == 1 - blocks[:128]).all()
    few = {glyph.tobytes() for glyph in glyph_set("blocks-64")}
    assert len(few) == 64 and few < {glyph.tobytes() for glyph in blocks} and {bytes(64), b"\1" * 64} < few


def test_a_mode_file_brings_glyphs_of_its_own(tmp_path: Path) -> None:
    data = np.random.default_rng(1).bytes(2048)
    (tmp_path / "font.64c").write_bytes(b"\x00\x38" + data)
    (tmp_path / "mine.toml").write_text(
        'width = 320\nheight = 200\npalette = "c64-colodore"\nglyphs = "font.64c"\n'
        "[[slots]]\ncount = 1\n[[slots]]\ncount = 1\ncell = [8, 8]\n"
    )
    mode = read_mode(tmp_path / "mine.toml")
    assert mode.glyphs is not None
    assert np.packbits(glyph_set(mode.glyphs)).tobytes() == data
    picture = nearest(mode, np.random.default_rng(2).random((200, 320, 3)).astype(np.float32), get_palette("c64-pepto"))
    assert check(picture) == []
    (tmp_path / "font.64c").write_bytes(data[:100])
    with pytest.raises(PixelStyleError, match=r"2,048 bytes, or 2,050 .* not 100"):
        glyph_set(mode.glyphs)
