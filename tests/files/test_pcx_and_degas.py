"""PC Paintbrush and DEGAS Elite pictures that the tests write: numbers of pixels, and palettes or none."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.formats import load_native
from pixelstyle.formats.shared.packbits import pack
from tests.formats.oracles.recoil import recoil_rgb

CASES = Path(__file__).parent / "cases"
CYAN, MAGENTA, WHITE = (85, 255, 255), (255, 85, 255), (255, 255, 255)


def pcx(
    numbers: np.ndarray,
    bits: int,
    planes: int,
    colours: bytes,
    version: int = 5,
    packed: bool = True,
    tail: bytes = b"",
) -> bytes:
    height, width = numbers.shape
    samples = np.unpackbits(numbers.astype(np.uint8)[..., None], axis=2)
    parts = [samples[..., 8 - bits * (n + 1) : 8 - bits * n].reshape(height, -1) for n in range(planes)]
    rows = np.stack([np.packbits(part, axis=1) for part in parts], axis=1)
    rows = np.pad(rows, ((0, 0), (0, 0), (0, rows.shape[2] & 1)))  # lines of whole words, as ZSoft asks
    head = struct.pack("<BBBB6H", 10, version, packed, bits, 0, 0, width - 1, height - 1, 72, 72)
    head += colours[:48].ljust(48, b"\0") + struct.pack("<BBHH", 0, planes, rows.shape[2], 1)
    body = rows.tobytes()
    if packed:
        body = b"".join(bytes([0xC1, value]) if value >= 0xC0 else bytes([value]) for value in body)
    return head.ljust(128, b"\0") + body + tail


@pytest.mark.parametrize(("bits", "planes"), [(1, 1), (2, 1), (4, 1), (1, 2), (1, 3), (1, 4)])
def test_every_number_of_bits_and_planes(tmp_path: Path, bits: int, planes: int) -> None:
    count = 1 << bits * planes
    colours = np.random.default_rng(count).integers(1, 256, (16, 3)).astype(np.uint8)
    numbers = np.arange(16 * 24).reshape(16, 24) * 7 % count
    (tmp_path / "a.pcx").write_bytes(pcx(numbers, bits, planes, colours.tobytes()))
    assert (read_picture(tmp_path / "a.pcx") == colours[numbers]).all()
    assert (read_picture(tmp_path / "a.pcx").shape) == (16, 24, 3)


ALL = [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2), (2, 3), (2, 4), (4, 1), (4, 2), (8, 1)]


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize(("bits", "planes"), ALL)
def test_packed_or_not_in_any_width(tmp_path: Path, bits: int, planes: int, packed: bool) -> None:
    count = 1 << bits * planes
    rng = np.random.default_rng(count)
    colours = rng.integers(1, 256, (256, 3)).astype(np.uint8)
    if count == 2:
        colours[:2] = [[0] * 3, [255] * 3]
    for width in (1, 7, 24, 33):
        numbers = rng.integers(0, count, (11, width))
        tail = b"\x0c" + colours.tobytes() if count > 16 else b""
        (tmp_path / "a.pcx").write_bytes(pcx(numbers, bits, planes, colours.tobytes(), packed=packed, tail=tail))
        assert (read_picture(tmp_path / "a.pcx") == colours[numbers]).all(), width


@pytest.mark.parametrize("packed", [True, False])
def test_24_bits(tmp_path: Path, packed: bool) -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (9, 14, 3)).astype(np.uint8)
    data = bytearray(pcx(rgb[..., 0], 8, 1, b"", packed=packed))
    body = rgb.transpose(0, 2, 1).tobytes()
    if packed:
        body = b"".join(bytes([0xC1, value]) if value >= 0xC0 else bytes([value]) for value in body)
    data[65] = 3
    (tmp_path / "a.pcx").write_bytes(bytes(data[:128]) + body)
    assert (read_picture(tmp_path / "a.pcx") == rgb).all()


@pytest.mark.parametrize("two", [bytes(6), b"\x12\x34\x56" * 2, bytes(5) + b"\xaa"])
def test_two_colours_that_nobody_chose_are_black_and_white(tmp_path: Path, two: bytes) -> None:
    numbers = np.arange(16 * 24).reshape(16, 24) * 7 % 2
    (tmp_path / "a.pcx").write_bytes(pcx(numbers, 1, 1, two))
    assert (read_picture(tmp_path / "a.pcx")[..., 0] == numbers * 255).all()


@pytest.mark.parametrize(("bits", "planes"), [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (4, 1), (8, 1)])
def test_netpbm_sees_the_same(tmp_path: Path, bits: int, planes: int) -> None:
    if shutil.which("pcxtoppm") is None:
        pytest.skip("netpbm's pcxtoppm is not installed")
    count = 1 << bits * planes
    rng = np.random.default_rng(count)
    colours = rng.integers(1, 256, (256, 3)).astype(np.uint8)
    tail = b"\x0c" + colours.tobytes() if count > 16 else b""
    data = pcx(rng.integers(0, count, (11, 40)), bits, planes, colours.tobytes(), tail=tail)
    (tmp_path / "a.pcx").write_bytes(data)
    done = subprocess.run(["pcxtoppm"], input=data, capture_output=True, check=True)
    with Image.open(io.BytesIO(done.stdout)) as theirs:
        assert (np.asarray(theirs.convert("RGB")) == read_picture(tmp_path / "a.pcx")).all()


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


@pytest.mark.parametrize("behind", [0, 1, 127, 300, 800])
def test_what_stands_behind_the_palette(tmp_path: Path, behind: int) -> None:
    """Sectors' ends, and what other systems add: 256 colours are behind the pixels, not at the end of the file."""
    rng = np.random.default_rng(behind)
    colours = rng.integers(0, 256, (256, 3)).astype(np.uint8)
    numbers = rng.integers(0, 256, (9, 14))
    tail = b"\x0c" + colours.tobytes() + bytes(behind)
    (tmp_path / "a.pcx").write_bytes(pcx(numbers, 8, 1, b"", tail=tail))
    assert (read_picture(tmp_path / "a.pcx") == colours[numbers]).all()


@pytest.mark.parametrize("behind", [b"", b"\x1a", bytes(500)])
def test_a_machines_picture_has_its_palette_behind_its_pixels(tmp_path: Path, behind: bytes) -> None:
    colours = np.random.default_rng(4).integers(0, 64, (256, 3)).astype(np.uint8) * 255 // 63
    numbers = np.arange(200 * 320).reshape(200, 320) * 7 % 256
    (tmp_path / "a.pcx").write_bytes(pcx(numbers, 8, 1, b"", tail=b"\x0c" + colours.tobytes() + behind))
    assert (load_native(tmp_path / "a.pcx").native_rgb() == colours[numbers]).all()
    assert (read_picture(tmp_path / "a.pcx") == colours[numbers]).all()
