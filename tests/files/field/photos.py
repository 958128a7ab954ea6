"""PNG, TIFF and Photoshop documents in every depth, order and way to be transparent."""

from __future__ import annotations

import struct
import zlib

import numpy as np

from tests.files.field.case import Case, Rng, bits_of, colours_of, noise, one_of, packed_bits, size_of
from tests.files.test_photoshop import document
from tests.files.test_png_suite import chunk, png
from tests.files.test_tiff import tiff, turned

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}


def make_png(rng: Rng) -> Case:
    """Every colour type and depth, with a colour, or some entries, that are transparent, or none."""
    kind = int(rng.choice(list(_DEPTHS)))
    depth = int(rng.choice(_DEPTHS[kind]))
    height, width = size_of(rng)
    most = (1 << depth) - 1
    samples = noise(rng, height, width, most, _CHANNELS[kind])
    clear, before = np.zeros((height, width), bool), b""
    palette = colours_of(rng, 1 << min(depth, 8))
    if kind == 3:
        before = chunk(b"PLTE", palette.astype(np.uint8).tobytes())
        if rng.random() < 0.5:
            alphas = rng.choice([0, 255], int(rng.integers(1, len(palette) + 1)))
            before += chunk(b"tRNS", alphas.astype(np.uint8).tobytes())
            clear = np.concatenate([alphas, np.full(256, 255)])[samples[..., 0]] == 0
        rgb = palette[samples[..., 0]]
    else:
        if kind in (4, 6):
            samples[..., -1] = rng.choice([0, most], (height, width))
            clear = samples[..., -1] == 0
        elif rng.random() < 0.5:
            key = samples[int(rng.integers(height)), int(rng.integers(width))]
            before = chunk(b"tRNS", key.astype(">u2").tobytes())
            clear = (samples == key).all(axis=2)
        rgb = np.rint(samples[..., : 3 if kind in (2, 6) else 1] * (255 / most)).astype(int)
        rgb = rgb.repeat(3, axis=2) if rgb.shape[2] == 1 else rgb
    if rng.random() < 0.3:
        before = chunk(b"sRGB", b"\0") + before
    if rng.random() < 0.2:
        before = chunk(b"pHYs", struct.pack(">IIB", 2, 1, 0)) + before
    interlaced = bool(rng.random() < 0.5)
    right = np.where(clear[..., None], 0, rgb).astype(np.uint8)
    data = png(samples, kind, depth, interlaced, before)
    text = f"colour type {kind}, {depth} bits, interlaced {interlaced}, {clear.sum()} transparent"
    return Case(text, "a.png", data, right, near=1 if depth == 16 else 0)


def make_tiff(rng: Rng) -> Case:
    """Orientations, planes apart or together, depths, colour maps in words or bytes, alpha, packings, both orders."""
    order, orientation = str(one_of(rng, "<", ">")), int(rng.integers(1, 9))
    photometric = int(one_of(rng, 0, 1, 2, 2, 3))
    bits = int(rng.choice({0: (1, 4, 8, 16), 1: (1, 2, 4, 8, 16), 2: (8, 8, 16), 3: (1, 2, 4, 8)}[photometric]))
    height, width = size_of(rng)
    alpha = bits >= 8 and photometric in (1, 2) and rng.random() < 0.3
    colours = 3 if photometric == 2 else 1
    most = (1 << bits) - 1
    samples = noise(rng, height, width, most, colours + alpha)
    clear, extra = np.zeros((height, width), bool), 0
    if alpha:
        extra = int(one_of(rng, 1, 2))
        clear = rng.random((height, width)) < 0.4
        samples[..., -1] = np.where(clear, 0, most)
        if extra == 1:
            samples[clear, :colours] = 0
    planar = 2 if rng.random() < 0.4 else 1
    packing = int(one_of(rng, 1, 1, 8, 32773))
    tags: dict[int, int | tuple[int, ...]] = {
        256: width, 257: height, 258: (bits,) * samples.shape[2], 259: packing, 262: photometric, 274: orientation,
        277: samples.shape[2], 284: planar,
    }  # fmt: skip
    if samples.shape[2] == 1:
        tags[258] = bits
    if alpha:
        tags[338] = extra
    table = colours_of(rng, 1 << bits)
    if photometric == 3:
        scale = int(one_of(rng, 257, 257, 1))
        if scale == 1:
            table[0] = [255, 254, 253]  # no map of words has none above 255 and some so high
        tags[320] = tuple((table.T * scale).ravel().tolist())
        rgb = table[samples[..., 0]]
    else:
        shown = most - samples if photometric == 0 else samples
        rgb = np.rint(shown[..., :colours] * (255 / most)).astype(int)
        rgb = rgb.repeat(3, axis=2) if colours == 1 else rgb
    rows = int(rng.integers(1, height + 1))
    tags[278] = rows
    parts = _strips(samples, tags, order, rng)
    right = turned(np.where(clear[..., None], 0, rgb).astype(np.uint8), orientation)
    text = f"{order} orientation {orientation}, photometric {photometric}, {bits} bits, planar {planar}, "
    text += f"packing {packing}, alpha {extra}, {rows} rows a strip, map {bool(photometric == 3)}"
    return Case(
        text,
        "a.tif",
        tiff(tags, parts, order),
        right,
        near=1 if bits == 16 else 0,
        refusable=colours + 16 * alpha == 17 and bits == 16,
    )


def _strips(samples: np.ndarray, tags: dict[int, int | tuple[int, ...]], order: str, rng: Rng) -> list[bytes]:
    """The samples, [H, W, C], as the tags say."""
    bits = tags[258] if isinstance(tags[258], int) else tags[258][0]
    height, parts, rows, packing = len(samples), [], tags[278], tags[259]
    assert isinstance(rows, int)
    for part in np.moveaxis(samples, 2, 0)[..., None] if tags[284] == 2 else [samples]:
        lines = bits_of(part.reshape(height, -1), bits)
        if bits == 16 and order == "<":
            lines = lines.reshape(height, -1, 2)[..., ::-1].reshape(height, -1)
        for top in range(0, height, rows):
            strip = [line.tobytes() for line in lines[top : top + rows]]
            plain = b"".join(strip)
            ran = b"".join(packed_bits(line, rng) for line in strip) if packing == 32773 else plain
            parts.append(zlib.compress(plain) if packing == 8 else ran)
    return parts


def make_photoshop(rng: Rng) -> Case:
    """Depths, modes, packings, selections, transparency over white, with a merged picture or without."""
    mode = int(one_of(rng, 0, 1, 2, 3, 3, 3, 4, 8))
    depth = int(one_of(rng, 8, 8, 16)) if mode in (1, 3, 4) else 1 if mode == 0 else 8
    height, width = size_of(rng)
    colours = {0: 1, 1: 1, 2: 1, 3: 3, 4: 4, 8: 1}[mode]
    most = 1 if mode == 0 else (1 << depth) - 1
    planes = np.moveaxis(noise(rng, height, width, most, colours), 2, 0)
    table, resources, clear, layers = b"", b"", np.zeros((height, width), bool), 0
    palette = colours_of(rng, 256)
    if mode == 0:
        rgb = (255 * (1 - planes[0]))[..., None].repeat(3, axis=2)
    elif mode == 2:
        table, rgb = palette.astype(np.uint8).T.tobytes(), palette[planes[0]]
    elif mode == 4:  # black ink alone, whose grey needs no profile
        planes[:3] = most
        rgb = np.rint(planes[3] * (255 / most))[..., None].repeat(3, axis=2)
    else:
        rgb = np.rint(np.moveaxis(planes, 0, 2) * (255 / most))
        rgb = rgb.repeat(3, axis=2) if colours == 1 else rgb
    how = str(one_of(rng, "plain", "plain", "selections", "transparent", "unmerged"))
    if mode in (0, 2) and how != "unmerged":
        how = "plain"
    if how == "selections":
        planes = np.concatenate([planes, rng.integers(0, most + 1, (int(rng.integers(1, 4)), height, width))])
        layers = 1
    elif how == "transparent":
        clear, layers = rng.random((height, width)) < 0.4, -1
        planes = np.where(clear, most, planes)
        planes = np.concatenate([planes, np.where(clear, 0, most)[None]])
    elif how == "unmerged":
        layers, planes = 1, np.full_like(planes, most)
        fact = struct.pack(">IB", 1, 0) + bytes(4) + bytes(4) + struct.pack(">I", 1)
        resources = (
            b"8BIM" + struct.pack(">H", 1057) + bytes(2) + struct.pack(">I", len(fact)) + fact + bytes(len(fact) & 1)
        )
    kind = np.dtype(bool if mode == 0 else "u1" if depth == 8 else ">u2")
    large, packed = int(rng.random() < 0.3), bool(rng.random() < 0.5)
    data = document(planes.astype(kind), mode, packed, layers, table, resources, large=large, one=int(mode == 0))
    right = np.where(clear[..., None], 0, rgb).astype(np.uint8)
    text = f"mode {mode}, {depth} bits, {how}, packed {packed}, large {large}"
    return Case(text, "a.psb" if large else "a.psd", data, right, near=1, refusable=how == "unmerged")
