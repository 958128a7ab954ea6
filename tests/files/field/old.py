"""Atari ST pictures, PCX and BMP."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np

from tests.files.field.case import Case, Rng, bits_of, colours_of, noise, one_of, size_of
from tests.files.test_pcx_and_degas import pcx

_SCREENS = ((320, 200, 4), (640, 200, 2), (640, 400, 1))


def make_degas(rng: Rng) -> Case:
    """.pi1 .pi2 .pi3 and .pc1 .pc2 .pc3, NEOchrome, with an ST's or an STE's palette, and with what stands behind."""
    resolution = int(one_of(rng, 0, 0, 0, 1, 2))
    width, height, planes = _SCREENS[resolution]
    ste = bool(rng.random() < 0.5) and resolution < 2
    levels = rng.integers(0, 16 if ste else 8, (16, 3))
    if ste:
        levels[0] = [1, 3, 5]  # a level that no ST has
    nibbles = levels >> 1 | (levels & 1) << 3 if ste else levels
    words = nibbles[:, 0] << 8 | nibbles[:, 1] << 4 | nibbles[:, 2]
    table = levels * 17 if ste else np.rint(levels * (255 / 7)).astype(int)
    numbers = noise(rng, height, width, (1 << planes) - 1, 1)[..., 0]
    if planes == 1:
        table = np.array([[255] * 3, [0] * 3]) if words[0] & 1 else np.array([[0] * 3, [255] * 3])
    rows = np.stack([bits_of(numbers >> n & 1, 1) for n in range(planes)], axis=1)  # [H, P, B]
    way = str(one_of(rng, "plain", "plain", "packed", "neo" if resolution == 0 else "plain"))
    registers = words.astype(">u2").tobytes()
    screen = rows.reshape(height, planes, -1, 2).transpose(0, 2, 1, 3).tobytes()
    if way == "neo":
        data, name = (bytes(4) + registers + b"NAME    .   ").ljust(128, b"\0") + screen, "a.neo"
    elif way == "packed":
        lines = b"".join(_degas_run(row.tobytes()) for row in rows.reshape(height * planes, -1))
        data, name = bytes([0x80, resolution]) + registers + lines + bytes(32), f"a.pc{resolution + 1}"
    else:
        behind = bytes(int(one_of(rng, 0, 32, 32, 94)))
        data, name = bytes([0, resolution]) + registers + screen + behind, f"a.pi{resolution + 1}"
    right = table[numbers]
    right = right.repeat(2, axis=0) if resolution == 1 else right
    return Case(f"{way} resolution {resolution}, STE {ste}", name, data, right.astype(np.uint8), near=1)


def _runs(row: bytes, longest: int) -> Iterator[tuple[int, int]]:
    """How often each value stands there one after the other, and which it is."""
    at = 0
    while at < len(row):
        run = 1
        while run < longest and at + run < len(row) and row[at + run] == row[at]:
            run += 1
        yield run, row[at]
        at += run


def _degas_run(row: bytes) -> bytes:
    return b"".join(bytes([257 - run if run > 1 else 0, value]) for run, value in _runs(row, 128))


def make_pcx(rng: Rng) -> Case:
    """Bits and planes as cards had them, packed or not, odd widths."""
    bits, planes = (int(n) for n in rng.choice([(1, 1), (2, 1), (4, 1), (8, 1), (1, 2), (1, 3), (1, 4), (8, 3)]))
    height, width = size_of(rng)
    packed, tail = bool(rng.random() < 0.7), b""
    if (bits, planes) == (8, 3):
        rgb = noise(rng, height, width)
        numbers = None
    else:
        count = 1 << bits * planes
        numbers = noise(rng, height, width, count - 1, 1)[..., 0]
        table = colours_of(rng, max(count, 16))
        if count == 256:
            tail = b"\x0c" + table.astype(np.uint8).tobytes()
        rgb = table[numbers]
    if numbers is None:
        rows = np.stack([np.pad(rgb[..., n], ((0, 0), (0, width & 1))) for n in range(3)], axis=1).astype(np.uint8)
        head = struct.pack("<BBBB6H", 10, 5, packed, 8, 0, 0, width - 1, height - 1, 72, 72) + bytes(48)
        head = (head + struct.pack("<BBHH", 0, 3, rows.shape[2], 1)).ljust(128, b"\0")
        data = head + (
            b"".join(_pcx_run(row.tobytes()) for row in rows.reshape(height * 3, -1)) if packed else rows.tobytes()
        )
    else:
        data = pcx(numbers, bits, planes, table.astype(np.uint8).tobytes(), packed=packed, tail=tail)
    return Case(f"{bits} bits, {planes} planes, packed {packed}, {width} wide", "a.pcx", data, rgb.astype(np.uint8))


def _pcx_run(row: bytes) -> bytes:
    return b"".join(
        bytes([0xC0 | run, value] if run > 1 or value >= 0xC0 else [value]) for run, value in _runs(row, 63)
    )


def make_bmp(rng: Rng) -> Case:
    """1 to 32 bits, fields of bits, packed runs, headers of three systems, upside down or not."""
    bits = int(one_of(rng, 1, 4, 8, 16, 24, 32))
    height, width = size_of(rng)
    old = bits in (1, 4, 8, 24) and rng.random() < 0.2  # OS/2's header of 12 bytes
    fields = bits in (16, 32) and rng.random() < 0.6
    packing = int(bits in (4, 8) and not old and rng.random() < 0.4)
    top_down = not old and not packing and rng.random() < 0.3
    table, masks = colours_of(rng, 1 << bits if bits <= 8 else 0), b""
    if bits <= 8:
        numbers = noise(rng, height, width, (1 << bits) - 1, 1)[..., 0]
        rgb = table[numbers]
        rows = bits_of(numbers, bits)
    elif bits == 24:
        rgb = noise(rng, height, width)
        rows = rgb[..., ::-1].reshape(height, -1).astype(np.uint8)
    else:
        sizes = one_of(rng, (5, 6, 5), (5, 5, 5), (4, 4, 4)) if fields and bits == 16 else (5, 5, 5)
        sizes = (8, 8, 8) if bits == 32 else sizes
        levels = np.stack([noise(rng, height, width, (1 << n) - 1, 1)[..., 0] for n in sizes], axis=2)
        rgb = np.rint(levels * (255 / ((1 << np.array(sizes)) - 1))).astype(int)
        shifts = np.cumsum([0, sizes[2], sizes[1]])[::-1]
        packed = (levels << shifts).sum(axis=2)
        rows = packed.astype("<u2" if bits == 16 else "<u4").view(np.uint8).reshape(height, -1)
        masks = (
            struct.pack("<3I", *(((1 << n) - 1) << int(s) for n, s in zip(sizes, shifts, strict=True)))
            if fields
            else b""
        )
    rows = np.pad(rows, ((0, 0), (0, -rows.shape[1] % 4)))
    body = (rows if top_down else rows[::-1]).tobytes()
    if packing:
        body = b"".join(_bmp_run(row, bits) + b"\0\0" for row in numbers[::-1])[:-2] + b"\0\1"
    entries = (
        np.concatenate([table[:, ::-1], np.zeros((len(table), 0 if old else 1), int)], axis=1)
        .astype(np.uint8)
        .tobytes()
    )
    if old:
        header = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        code = 3 if fields else (2 if bits == 4 else 1) if packing else 0
        header = struct.pack(
            "<IiiHHIIiiII", 40, width, -height if top_down else height, 1, bits, code, len(body), 2835, 2835, 0, 0
        )
    before = header + masks + entries
    data = struct.pack("<2sIHHI", b"BM", 14 + len(before) + len(body), 0, 0, 14 + len(before)) + before + body
    text = f"{bits} bits, OS/2 {old}, fields {fields}, packed {packing}, top first {top_down}"
    return Case(text, "a.bmp", data, rgb.astype(np.uint8), near=1 if bits in (16, 32) else 0)


def _bmp_run(row: np.ndarray, bits: int) -> bytes:
    made, at = b"", 0
    while at < len(row):
        run = 1
        while run < 255 and at + run < len(row) and row[at + run] == row[at]:
            run += 1
        made += bytes([run, int(row[at]) if bits == 8 else int(row[at]) * 17])
        at += run
    return made
