"""Files that hold something else: what they are is said in one line, with the cure; odd bitmaps are read."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture, what_is

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"PK\3\4" + bytes(26) + b"mimetypeapplication/x-krita", "a Krita document; export it there as PNG or .ora"),
        (b"PK\3\4", "an archive; unpack it first"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg>", "an SVG drawing"),
        (b"RIFF\0\0\0\0WAVEfmt ", "a sound, not a picture"),
        (b"FORM\0\0\0\x308SVX", "a sound, not a picture"),
        (b"ID3\3", "a sound"),
        (b"\x1f\x8b\x08", "a packed file; unpack it first"),
        (b"\x8bJNG\r\n\x1a\n", "a JNG picture; export it as PNG first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "such as a FlashPix picture"),
        (b"nothing at all", "is not a picture in a format that can be read"),
    ],
)
def test_the_first_bytes_tell(tmp_path: Path, start: bytes, words: str) -> None:
    (tmp_path / "a.bin").write_bytes(start.ljust(200, b"\0"))
    with pytest.raises(PixelStyleError, match=words) as caught:
        read_picture(tmp_path / "a.bin")
    assert "damaged" not in str(caught.value)


@pytest.mark.parametrize("start", [b"\0\0\0\x18ftypheic", b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n"])
def test_what_a_plug_in_would_read_is_said(start: bytes) -> None:
    said = what_is(start.ljust(200, b"\0"))
    assert said is not None and 'pip install "pixelstyle[photos]"' in said and "export it as PNG" in said


def test_a_sprite_of_aseprites() -> None:
    with pytest.raises(PixelStyleError, match=r"Aseprite's; export it there as PNG"):
        read_picture(CASES / "sprite.aseprite")


def test_the_real_bitmap_of_twelve_bits() -> None:
    assert read_picture(CASES / "bitfields-444.bmp").shape == (40, 64, 3)


@pytest.mark.parametrize("up", [False, True])
@pytest.mark.parametrize(
    ("depth", "masks"),
    [
        (16, (0xF00, 0xF0, 0xF)),
        (16, (0xF800, 0x7E0, 0x1F)),
        (16, (0x7C00, 0x3E0, 0x1F)),
        (32, (0x3FF00000, 0xFFC00, 0x3FF)),
    ],
)
def test_bit_fields_of_any_width(tmp_path: Path, depth: int, masks: tuple[int, int, int], up: bool) -> None:
    numbers = np.random.default_rng(depth).integers(0, 1 << min(depth, 31), (9, 7)).astype(f"<u{depth // 8}")
    rows = b"".join(row.tobytes().ljust(-(-7 * depth // 32) * 4, b"\0") for row in (numbers[::-1] if up else numbers))
    head = struct.pack("<2sIHHI", b"BM", 66 + len(rows), 0, 0, 66)
    head += struct.pack("<IiiHHIIiiII", 40, 7, 9 if up else -9, 1, depth, 3, len(rows), 0, 0, 0, 0)
    (tmp_path / "a.bmp").write_bytes(head + struct.pack("<3I", *masks) + rows)
    wanted = [(numbers.astype(np.int64) & mask) * (255 / mask) for mask in masks]
    # Pillow, which reads the usual ones, rounds down.
    assert np.abs(read_picture(tmp_path / "a.bmp") - np.stack(wanted, axis=2)).max() < 1
    (tmp_path / "a.bmp").write_bytes(head + struct.pack("<3I", *masks) + rows[:-9])
    with pytest.raises(PixelStyleError, match="truncated"):
        read_picture(tmp_path / "a.bmp")


def bitmap(path: Path, depth: int, packing: int, body: bytes, colours: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """What is read of a bitmap that is packed so, or not, under its palette, uint8 [K, 3]."""
    table = np.concatenate([colours[:, ::-1], np.zeros((len(colours), 1), np.uint8)], axis=1).astype(np.uint8).tobytes()
    head = struct.pack("<2sIHHI", b"BM", 54 + len(table) + len(body), 0, 0, 54 + len(table))
    head += struct.pack("<IiiHHIIiiII", 40, *size, 1, depth, packing, len(body), 0, 0, len(colours), 0)
    path.write_bytes(head + table + body)
    return read_picture(path)


@pytest.mark.parametrize("depth", [4, 8])
def test_packed_runs_of_every_kind(tmp_path: Path, depth: int) -> None:
    colours = np.random.default_rng(depth).integers(0, 256, (1 << depth, 3)).astype(np.uint8)
    wanted = np.zeros((5, 9), np.uint8)
    wanted[4] = 3  # a run, in the lowest line, which stands first
    wanted[3, :5] = [1, 2, 3, 0, 2]  # pixels as they are, then the line's end before its end
    wanted[1, 4:7] = 1  # after a leap two lines up
    as_they_are = bytes([1, 2, 3, 0, 2]) if depth == 8 else bytes([0x12, 0x30, 0x20])
    run = 0x33 if depth == 4 else 3
    body = bytes([9, run, 0, 0, 0, 5]) + as_they_are + bytes(len(as_they_are) & 1) + bytes([0, 0])
    leap = bytes([0, 2, 4, 1]) + bytes([3, 0x11 if depth == 4 else 1]) + bytes([0, 1])
    found = bitmap(tmp_path / "a.bmp", depth, 2 if depth == 4 else 1, body + leap, colours, (9, 5))
    assert (found == colours[wanted]).all()
    with pytest.raises(PixelStyleError, match="truncated"):
        bitmap(tmp_path / "a.bmp", depth, 2 if depth == 4 else 1, body, colours, (9, 5))


def test_two_bits(tmp_path: Path) -> None:
    colours = np.random.default_rng(2).integers(0, 256, (4, 3)).astype(np.uint8)
    numbers = np.random.default_rng(3).integers(0, 4, (5, 7))
    bits = np.pad(numbers, ((0, 0), (0, 9))).reshape(5, 4, 4) << np.array([6, 4, 2, 0])
    body = bits.sum(axis=2).astype(np.uint8)[::-1].tobytes()
    assert (bitmap(tmp_path / "a.bmp", 2, 0, body, colours, (7, 5)) == colours[numbers]).all()
