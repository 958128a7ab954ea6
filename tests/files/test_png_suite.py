"""PNG in every variant of the standard, as PngSuite has them, written here: colour types, depths, filters, interlacing,
transparency, odd sizes, chunks that are to be passed over."""

from __future__ import annotations

import itertools
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture, read_transparency

GREY, RGB, INDEXED, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, INDEXED: 1, GREY_ALPHA: 2, RGBA: 4}
KINDS = [
    *((GREY, depth) for depth in (1, 2, 4, 8, 16)),
    *((INDEXED, depth) for depth in (1, 2, 4, 8)),
    *((kind, depth) for kind in (RGB, GREY_ALPHA, RGBA) for depth in (8, 16)),
]
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""First column and row, and the steps across and down, of each pass."""
BACKDROP = (255, 0, 128)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def packed(samples: np.ndarray, depth: int) -> np.ndarray:
    """Samples [H, W, C] as bytes [H, B]."""
    if depth == 16:
        return samples.astype(">u2").reshape(len(samples), -1).view(np.uint8)
    if depth == 8:
        return samples.astype(np.uint8).reshape(len(samples), -1)
    bits = np.unpackbits(samples[..., 0].astype(np.uint8)[..., None], axis=2)[..., 8 - depth :]
    return np.packbits(bits.reshape(len(samples), -1), axis=1)


def filtered(rows: np.ndarray, step: int, kinds: itertools.cycle) -> bytes:
    """Each row by the next of the five filters; `step` bytes are a pixel."""
    above, data = np.zeros(rows.shape[1], np.int64), b""
    for row in rows.astype(np.int64):
        left = np.concatenate([np.zeros(step, np.int64), row])[: len(row)]
        corner = np.concatenate([np.zeros(step, np.int64), above])[: len(row)]
        guess = left + above - corner
        errors = np.abs(np.stack([guess - left, guess - above, guess - corner]))
        paeth = np.choose(errors.argmin(axis=0), [left, above, corner])
        kind = next(kinds)
        data += (
            bytes([kind]) + (row - [0 * row, left, above, (left + above) // 2, paeth][kind]).astype(np.uint8).tobytes()
        )
        above = row
    return data


def png(samples: np.ndarray, kind: int, depth: int, interlaced: bool, before: bytes = b"", after: bytes = b"") -> bytes:
    """A whole file; `before` are the chunks before the pixels."""
    passes = [samples[y::down, x::across] for x, y, across, down in ADAM7] if interlaced else [samples]
    step, kinds = max(1, CHANNELS[kind] * depth // 8), itertools.cycle(range(5))
    data = b"".join(filtered(packed(each, depth), step, kinds) for each in passes if each.size)
    compressed = zlib.compress(data)
    middle = len(compressed) // 2  # in two parts, as files of streams are
    head = struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], depth, kind, 0, 0, interlaced)
    parts = chunk(b"IDAT", compressed[:middle]) + chunk(b"IDAT", compressed[middle:])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + before + parts + after + chunk(b"IEND", b"")


def shown(samples: np.ndarray, kind: int, depth: int, palette: np.ndarray, clear: np.ndarray) -> np.ndarray:
    """What a person sees over BACKDROP, float [H, W, 3]; `clear` is bool [H, W]."""
    full = samples / ((1 << depth) - 1) * 255
    if kind == INDEXED:
        rgb, alpha = palette[samples[..., 0]].astype(float), np.full(samples.shape[:2], 255.0)
    else:
        rgb = full[..., :3] if kind in (RGB, RGBA) else full[..., :1].repeat(3, axis=2)
        alpha = full[..., -1] if kind in (GREY_ALPHA, RGBA) else np.full(samples.shape[:2], 255.0)
    share = np.where(clear, 0, alpha)[..., None] / 255
    return rgb * share + np.array(BACKDROP) * (1 - share)


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize(("kind", "depth"), KINDS)
def test_every_kind_of_png(tmp_path: Path, kind: int, depth: int, interlaced: bool) -> None:
    rng = np.random.default_rng(kind * 20 + depth)
    background = "#{:02x}{:02x}{:02x}".format(*BACKDROP)
    for size in ((9, 14), (1, 1), (3, 2), (32, 33), (7, 1)):
        samples = rng.integers(0, 1 << depth, (*size, CHANNELS[kind]))
        palette = rng.integers(0, 256, (1 << min(depth, 8), 3)).astype(np.uint8)
        colours = chunk(b"PLTE", palette.tobytes()) if kind == INDEXED else b""
        never = np.zeros(size, bool)
        cases = [(colours, never)]
        if kind == INDEXED:
            cases.append((colours + chunk(b"tRNS", b"\0"), samples[..., 0] == 0))  # fewer than there are colours
        elif kind in (GREY, RGB):
            key = samples[0, 0].tolist()
            cases.append((chunk(b"tRNS", struct.pack(f">{len(key)}H", *key)), (samples == key).all(axis=2)))
        passed_over = chunk(b"gAMA", struct.pack(">I", 100000)) + chunk(b"pHYs", bytes(9)) + chunk(b"teXt", b"a\0b")
        cases += [(passed_over + before, clear) for before, clear in cases]
        for before, clear in cases:
            (tmp_path / "a.png").write_bytes(png(samples, kind, depth, interlaced, before, chunk(b"tIME", bytes(7))))
            found = read_picture(tmp_path / "a.png", background=background)
            wanted = shown(samples, kind, depth, palette, clear)
            assert np.abs(found - wanted).max() <= (2 if depth == 16 or kind in (GREY_ALPHA, RGBA) else 0.5)
            hidden = read_transparency(tmp_path / "a.png")
            if clear.any():
                assert hidden is not None and (hidden == clear).all()


def test_a_palette_behind_true_colours_is_only_a_suggestion(tmp_path: Path) -> None:
    samples = np.random.default_rng(1).integers(0, 256, (5, 6, 3))
    suggested = chunk(b"PLTE", bytes(range(30)))
    (tmp_path / "a.png").write_bytes(png(samples, RGB, 8, False, suggested))
    assert (read_picture(tmp_path / "a.png") == samples).all()


@pytest.mark.parametrize("cut", ["IDAT", "checksum", "kind"])
def test_damaged_ones_are_refused(tmp_path: Path, cut: str) -> None:
    data = bytearray(png(np.random.default_rng(1).integers(0, 256, (32, 33, 3)), RGB, 8, False))
    if cut == "IDAT":
        data = data[: len(data) // 2]
    elif cut == "checksum":
        data[data.index(b"IDAT") + 40] ^= 1
    else:
        data[25] = 5  # a colour type that there is not
        data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    (tmp_path / "a.png").write_bytes(bytes(data))
    with pytest.raises(PixelStyleError, match=r"damaged|not a picture|cannot be read"):
        read_picture(tmp_path / "a.png")
