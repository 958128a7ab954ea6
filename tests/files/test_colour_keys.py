"""PNGs in which one colour is transparent, in every depth that the standard has."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.files import read_picture

CASES = Path(__file__).parent / "cases"


def png(samples: np.ndarray, depth: int, colour_type: int, key: tuple[int, ...]) -> bytes:
    """Samples [H, W, C] in their own depth."""
    if depth < 8:
        bits = np.unpackbits(samples[..., 0].astype(np.uint8)[..., None], axis=2)[..., 8 - depth :]
        rows = np.packbits(bits.reshape(len(samples), -1), axis=1)
    else:
        rows = samples.astype(">u2" if depth == 16 else "u1").reshape(len(samples), -1).view(np.uint8)
    data = b"".join(b"\0" + row.tobytes() for row in rows)

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], depth, colour_type, 0, 0, 0)
    transparent = chunk(b"tRNS", struct.pack(f">{len(key)}H", *key))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + transparent
        + chunk(b"IDAT", zlib.compress(data))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("depth", "colour_type"), [(1, 0), (2, 0), (4, 0), (8, 0), (16, 0), (8, 2), (16, 2)])
def test_the_colour_is_transparent_and_no_other(tmp_path: Path, depth: int, colour_type: int) -> None:
    most = (1 << depth) - 1
    channels = 3 if colour_type == 2 else 1
    samples = np.random.default_rng(depth).integers(0, most + 1, (9, 14, channels))
    for key in ((0,) * channels, (most,) * channels, (most * 2 // 3,) * channels):
        there = samples.copy()
        there[2:5, 3:9] = key
        (tmp_path / "a.png").write_bytes(png(there, depth, colour_type, key))
        shown = np.broadcast_to(there * 255 // most if depth < 16 else there >> 8, (9, 14, 3))
        wanted = np.where((there == key).all(axis=2)[..., None], (255, 0, 128), shown)
        found = read_picture(tmp_path / "a.png", background="#ff0080").astype(int)
        assert np.abs(found - wanted).max() <= (1 if depth == 16 else 0)


def test_the_real_one() -> None:
    assert (read_picture(CASES / "grey-4bit-transparent.png", background="#ff0000") == (255, 0, 0)).all(axis=2).any()
