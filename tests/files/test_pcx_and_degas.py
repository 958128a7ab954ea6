"""PC Paintbrush and DEGAS Elite pictures that the tests write: numbers of pixels, and palettes or none."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.formats import load_native
from pixelstyle.formats.shared.packbits import pack
from tests.formats.oracles.recoil import recoil_rgb

CASES = Path(__file__).parent / "cases"
CYAN, MAGENTA, WHITE = (85, 255, 255), (255, 85, 255), (255, 255, 255)


def pcx(numbers: np.ndarray, bits: int, planes: int, colours: bytes, version: int = 5) -> bytes:
    height, width = numbers.shape
    samples = np.unpackbits(numbers.astype(np.uint8)[..., None], axis=2)
    if planes == 1:
        rows = np.packbits(samples[..., 8 - bits :].reshape(height, -1), axis=1)[:, None]
    else:
        rows = np.packbits(samples[..., ::-1][..., :planes].transpose(0, 2, 1), axis=2)
    head = struct.pack("<BBBB6H", 10, version, 1, bits, 0, 0, width - 1, height - 1, 72, 72)
    head += colours[:48].ljust(48, b"\0") + struct.pack("<BBHH", 0, planes, rows.shape[2], 1)
    body = b"".join(bytes([0xC1, value]) if value >= 0xC0 else bytes([value]) for value in rows.tobytes())
    return head.ljust(128, b"\0") + body


@pytest.mark.parametrize(("bits", "planes"), [(1, 1), (2, 1), (4, 1), (1, 2), (1, 3), (1, 4)])
def test_every_number_of_bits_and_planes(tmp_path: Path, bits: int, planes: int) -> None:
    count = 1 << bits * planes
    colours = np.random.default_rng(count).integers(1, 256, (16, 3)).astype(np.uint8)
    if count == 2:
        colours[:2] = [[0] * 3, [255] * 3]
    numbers = np.arange(16 * 24).reshape(16, 24) * 7 % count
    (tmp_path / "a.pcx").write_bytes(pcx(numbers, bits, planes, colours.tobytes()))
    assert (read_picture(tmp_path / "a.pcx") == colours[numbers]).all()
    assert (read_picture(tmp_path / "a.pcx").shape) == (16, 24, 3)


def test_without_a_palette_the_cards_own(tmp_path: Path) -> None:
    numbers = np.arange(16 * 24).reshape(16, 24) % 16
    (tmp_path / "a.pcx").write_bytes(pcx(numbers, 1, 4, b"", version=3))
    found = read_picture(tmp_path / "a.pcx")
    assert found[0, [0, 6, 15]].tolist() == [[0, 0, 0], [170, 85, 0], [255, 255, 255]]
    found = read_picture(CASES / "cga-two-bits.pcx")
    assert {tuple(colour) for colour in found.reshape(-1, 3).tolist()} == {(0, 0, 0), CYAN, MAGENTA, WHITE}


def test_a_palette_that_the_machine_has_not_is_no_native_picture(tmp_path: Path) -> None:
    colours = np.random.default_rng(1).integers(1, 256, (16, 3)).astype(np.uint8)
    for planes in (2, 4):
        numbers = np.arange(200 * 320).reshape(200, 320) % (1 << planes)
        (tmp_path / "a.pcx").write_bytes(pcx(numbers, 1, planes, colours.tobytes()))
        with pytest.raises(PixelStyleError, match="which the machine has not"):
            load_native(tmp_path / "a.pcx")


@pytest.mark.parametrize("resolution", [0, 1, 2])
@pytest.mark.parametrize("ste", [False, True])
def test_packed_degas(tmp_path: Path, resolution: int, ste: bool) -> None:
    rng = np.random.default_rng(2)
    words = rng.integers(0, 0x1000, 16) | 0x888 if ste else rng.integers(0, 0x1000, 16) & 0x777
    words[0] |= 1  # register 0 is white: on the monochrome monitor RECOIL does not look
    line, lines = ((40, 800), (80, 400), (80, 400))[resolution]
    rows = (rng.integers(0, 4, (lines, line)) * 85).astype(np.uint8)
    data = bytes([0x80, resolution]) + words.astype(">u2").tobytes() + b"".join(pack(row.tobytes()) for row in rows)
    name = f"a.pc{resolution + 1}"
    (tmp_path / name).write_bytes(data)
    found = read_picture(tmp_path / name)
    theirs = recoil_rgb(name, data)
    assert np.abs(found.astype(int) - theirs).max() <= (0 if ste or resolution == 2 else 3)
    (tmp_path / name).write_bytes(data[:300])
    with pytest.raises(PixelStyleError, match="truncated"):
        read_picture(tmp_path / name)
