"""Amiga pictures: every number of planes, HAM, half-brite, palettes that change on the way, chunky and planar ones."""

from __future__ import annotations

import struct

import numpy as np

from tests.files.field.case import Case, Rng, bits_of, noise, one_of, packed_bits, size_of

_HIRES, _LACE, _EHB, _HAM = 0x8000, 0x4, 0x80, 0x800


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack(">I", len(data)) + data + bytes(len(data) & 1)


def _levels(words: np.ndarray) -> np.ndarray:
    """Words 0RGB as [..., 3] of 0..255."""
    return np.stack([words >> 8 & 15, words >> 4 & 15, words & 15], axis=-1) * 17


def make_iff(rng: Rng) -> Case:
    """An ILBM, ACBM or PBM, by itself, in a list or behind another system's header."""
    height, width = size_of(rng)
    kind = bytes(one_of(rng, b"ILBM", b"ILBM", b"ILBM", b"ILBM", b"ACBM", b"PBM "))
    way = "indexed" if kind != b"ILBM" else str(one_of(rng, "indexed", "indexed", "ehb", "ham", "true", "changing"))
    planes = int(rng.integers(1, 9))
    planes = {"ehb": 6, "ham": int(one_of(rng, 6, 6, 8)), "true": int(one_of(rng, 24, 24, 32)), "changing": 4}.get(
        way, planes
    )
    planes = 8 if kind == b"PBM " else 5 if way == "indexed" and planes == 6 else planes
    registers = {"ehb": 32, "ham": 1 << max(planes - 2, 0)}.get(way, 1 << min(planes, 8))
    table = rng.integers(0, 16, (registers, 3)) * 17
    deep = (way == "indexed" and planes > 5) or (way == "ham" and planes == 8)
    table = rng.integers(0, 256, (registers, 3)) if deep else table
    view = {"ehb": _EHB, "ham": _HAM}.get(way, 0)
    view |= int(one_of(rng, 0, 0, _HIRES, _LACE, _HIRES | _LACE)) if way != "ehb" else 0
    more: list[bytes] = []
    if way == "true":
        rgb = noise(rng, height, width)
        samples = [rgb[..., n // 8] >> n % 8 & 1 for n in range(24)]
        samples += [rng.integers(0, 2, (height, width)) for _ in range(planes - 24)]
    else:
        numbers = noise(rng, height, width, (1 << planes) - 1, 1)[..., 0]
        samples = [numbers >> n & 1 for n in range(planes)]
        rgb = _shown(way, planes, numbers, table)
        if way == "changing":
            rgb, changes = _changing(rng, numbers, table)
            more.append(changes)
    masked = bool(kind == b"ILBM" and rng.random() < 0.2)
    packing = int(kind != b"ACBM" and rng.random() < 0.6)
    body = _body(rng, kind, samples, numbers if way != "true" else rgb[..., 0], masked, bool(packing))
    head = struct.pack(">HHhhBBBBHBBhh", width, height, 0, 0, planes, masked, packing, 0, 0, 10, 11, width, height)
    parts = [_chunk(b"BMHD", head)]
    parts += [_chunk(b"CMAP", table.astype(np.uint8).tobytes())] if way != "true" else []
    if view or rng.random() < 0.5:
        parts.append(_chunk(b"CAMG", struct.pack(">I", view)))
    if rng.random() < 0.4:
        parts.append(_chunk(b"ANNO", b"drawn by hand"))
        parts.append(_chunk(b"CRNG", bytes(2) + struct.pack(">HHBB", 2048, 0, 1, 3)))
    form = _chunk(b"FORM", kind + b"".join(parts + more) + _chunk(b"ABIT" if kind == b"ACBM" else b"BODY", body))
    within = str(one_of(rng, "", "", "", "", "list", "header"))
    data = {"": form, "list": _chunk(b"LIST", b"ILBM" + form), "header": bytes(128) + form}[within]
    right = rgb
    if kind != b"PBM ":
        right = right.repeat(2, axis=0) if view & _HIRES and not view & _LACE else right
        right = right.repeat(2, axis=1) if view & _LACE and not view & _HIRES else right
    text = f"{kind!r} {way}, {planes} planes, view {view:#x}, packed {packing}, masked {masked}, {width} wide, {within}"
    return Case(text, "a.iff", data, right.astype(np.uint8))


def _shown(way: str, planes: int, numbers: np.ndarray, table: np.ndarray) -> np.ndarray:
    if way == "ehb":
        return np.concatenate([table, (table // 17 >> 1) * 17])[numbers]
    if way != "ham":
        return table[numbers]
    rgb = np.zeros((*numbers.shape, 3), int)
    bits = planes - 2
    for y, row in enumerate(numbers):
        held = table[0].copy()
        for x, number in enumerate(row):
            value, what = int(number) & ((1 << bits) - 1), int(number) >> bits
            if what == 0:
                held = table[value].copy()
            else:
                channel = {1: 2, 2: 0, 3: 1}[what]
                held[channel] = value * 17 if bits == 4 else value << 2 | held[channel] & 3
            rgb[y, x] = held
    return rgb


def _changing(rng: Rng, numbers: np.ndarray, table: np.ndarray) -> tuple[np.ndarray, bytes]:
    """A palette for each line, as CTBL has them, or what changes, as PCHG has it with four bits or with eight."""
    height, count = len(numbers), len(table)
    how = str(one_of(rng, "ctbl", "small", "big"))
    if how == "ctbl":
        words = rng.integers(0, 0x1000, (height, 16))
        return _levels(words)[np.arange(height)[:, None], numbers], _chunk(b"CTBL", words.astype(">u2").tobytes())
    first = int(rng.integers(0, 3))
    lines = max(height - first, 1)
    changing = rng.random(lines) < 0.5
    mask = np.packbits(np.pad(changing, (0, -lines % 32))).tobytes()
    current, palettes, said, total = table.copy(), [], b"", 0
    for y in range(max(height, first + lines)):
        if 0 <= y - first < lines and changing[y - first]:
            some = rng.choice(count, int(rng.integers(1, 5)), replace=False)
            total += len(some)
            if how == "small":
                words = rng.integers(0, 0x1000, len(some))
                current[some] = _levels(words)
                said += bytes([len(some), 0]) + (words | some << 12).astype(">u2").tobytes()
            else:
                current[some] = rng.integers(0, 256, (len(some), 3))
                said += struct.pack(">H", len(some))
                for register in some:
                    red, green, blue = map(int, current[register])
                    said += struct.pack(">HBBBB", int(register), 0, red, blue, green)
        palettes.append(current.copy())
    head = struct.pack(">HHhHHHHHI", 0, 1 if how == "small" else 2, first, lines, int(changing.sum()), 0, 15, 4, total)
    return np.array(palettes)[np.arange(height)[:, None], numbers], _chunk(b"PCHG", head + mask + said)


def _body(rng: Rng, kind: bytes, samples: list[np.ndarray], numbers: np.ndarray, masked: bool, packed: bool) -> bytes:
    height, width = numbers.shape
    if kind == b"PBM ":
        rows = [np.pad(row, (0, width & 1)).astype(np.uint8).tobytes() for row in numbers]
        return b"".join(packed_bits(row, rng) if packed else row for row in rows)
    if masked:
        samples = [*samples, np.ones((height, width), int)]
    lines = [bits_of(np.pad(plane, ((0, 0), (0, -width % 16))), 1) for plane in samples]
    if kind == b"ACBM":
        return b"".join(plane.tobytes() for plane in lines)
    rows = [plane[y].tobytes() for y in range(height) for plane in lines]
    return b"".join(packed_bits(row, rng) if packed else row for row in rows)
