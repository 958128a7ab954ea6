"""The C64's sprites, drawn again from SpritePad's file by their bits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.formats import load_native
from pixelstyle.palettes import get_palette
from pixelstyle.recipes.sprites import cut_sheets, make_c64_sprites
from pixelstyle.screens import distances
from tests.command_line import ROOT, CommandLine

SLIME = ROOT / "examples/sprites/slime.png"
COLOURS = get_palette("c64-colodore").bytes()


def dots(data: bytes, shared: tuple[int, int]) -> np.ndarray:
    """What a sprite shows, int [21, 24]: colours, or -1."""
    bits = np.unpackbits(np.frombuffer(data[:63], np.uint8)).reshape(21, 24)
    own = data[63] & 15
    if not data[63] & 0x80:
        return np.where(bits == 1, own, -1)
    pairs = bits[:, 0::2] * 2 + bits[:, 1::2]
    return np.array([-1, shared[0], own, shared[1]])[pairs].repeat(2, axis=1)


@pytest.mark.parametrize(
    "asked", [("c64-sprites",), ("c64-sprites-multicolor",), ("c64-sprites-multicolor", "--overlay")]
)
def test_the_sheet_shows_what_the_file_s_bits_are(
    pixelstyle: CommandLine, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    out = ("-o", tmp_path / "a.spd", "-o", tmp_path / "a.png")
    assert pixelstyle("sprites", SLIME, "--grid", "16x16", "-m", *asked, *out).status == 0
    made = make_c64_sprites(
        cut_sheets([SLIME], "16x16", None, 1, 100), asked[0], overlay="--overlay" in asked, anchor="bottom"
    )
    data = (tmp_path / "a.spd").read_bytes()
    assert data[:4] == b"SPD\1" and len(data) == 9 + 64 * (data[4] + 1)
    sprites, shared = [data[at : at + 64] for at in range(9, len(data), 64)], (data[7], data[8])
    assert tuple(sprites) == made.data and shared == made.shared
    with Image.open(tmp_path / "a.png") as opened:
        seen = np.array(opened.convert("RGBA"))
    for number, frame in enumerate(made.frames):
        found = np.full((16, 16), -1)
        for thing in reversed(frame.objects):  # those before lie over those behind
            layer = dots(sprites[thing.tile], shared)
            for y, x in np.argwhere(layer >= 0):
                at = y + thing.y + frame.anchor[1], x + thing.x + frame.anchor[0]
                if min(at) >= 0 and max(at) < 16:
                    found[at] = layer[y, x]
        box = seen[16 * (number // 4) :, 16 * (number % 4) :][:16, :16]
        assert ((box[..., 3] > 0) == (found >= 0)).all()
        assert (box[found >= 0, :3] == COLOURS[found[found >= 0]]).all()


def test_a_fine_sprite_over_each_brings_the_picture_nearer() -> None:
    cuts = cut_sheets([SLIME], "16x16", None, 1, 100)
    off = []
    for overlay in (False, True):
        made = make_c64_sprites(cuts, "c64-sprites-multicolor", overlay=overlay, anchor="bottom")
        wrong = 0
        for frame, cut in zip(made.frames, cuts, strict=True):
            costs = distances(cut.rgb / np.float32(255), get_palette("c64-colodore"), "oklab")
            wrong += int((frame.codes.astype(int) - 1 != costs.argmin(axis=2))[cut.seen].sum())
        off.append(wrong)
    assert off[1] < 0.5 * off[0]
    lying = [data for data in made.data if data[63] & 0x10]
    assert lying and all(not data[63] & 0x80 for data in lying)


def test_sheets_of_one_kind_are_read_back(pixelstyle: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "a.spd"
    assert pixelstyle("sprites", SLIME, "--grid", "16x16", "-m", "c64-sprites-multicolor", "-o", out).status == 0
    assert load_native(out).mode.name == "c64-sprites-multicolor"
    refused = pixelstyle("sprites", SLIME, "-m", "nes", "--overlay", "-o", tmp_path / "b.s")
    assert refused.status == 2 and "--overlay goes with -m c64-sprites-multicolor" in refused.err
