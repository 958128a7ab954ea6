"""TGA, GIF and portable maps."""

from __future__ import annotations

import struct

import numpy as np

from tests.files.field.case import Case, Rng, bits_of, colours_of, noise, one_of, size_of


def make_tga(rng: Rng) -> Case:
    """Indexed, true and grey, packed or not, upside down or not, with a note before the pixels, alpha or none."""
    kind = int(one_of(rng, 1, 2, 3))
    height, width = size_of(rng)
    packed, top_first, note = bool(rng.random() < 0.5), bool(rng.random() < 0.5), bytes(int(one_of(rng, 0, 0, 7)))
    bits, alpha_bits, entries, clear = 8, 0, b"", np.zeros((height, width), bool)
    if kind == 1:
        count = int(one_of(rng, 2, 16, 200, 256))
        table = colours_of(rng, count)
        numbers = noise(rng, height, width, count - 1, 1)
        rgb, pixels, entries = table[numbers[..., 0]], numbers, table[:, ::-1].astype(np.uint8).tobytes()
    elif kind == 3:
        pixels = noise(rng, height, width, 255, 1)
        rgb = pixels.repeat(3, axis=2)
    else:
        bits = int(one_of(rng, 16, 24, 24, 32))
        rgb = noise(rng, height, width)
        pixels = rgb[..., ::-1]
        if bits == 16:
            levels = noise(rng, height, width, 31)
            rgb = np.rint(levels * (255 / 31)).astype(int)
            word = levels[..., 0] << 10 | levels[..., 1] << 5 | levels[..., 2]
            pixels = np.stack([word & 255, word >> 8], axis=2)
        elif bits == 32:
            alpha_bits = 8
            clear = rng.random((height, width)) < 0.4
            pixels = np.concatenate([pixels, np.where(clear, 0, 255)[..., None]], axis=2)
            clear = clear if not clear.all() else np.zeros_like(clear)  # nothing at all is seen: no alpha is meant
    rows = pixels if top_first else pixels[::-1]
    data = rows.astype(np.uint8)
    body = b"".join(_tga_runs(row) for row in data) if packed else data.tobytes()
    mapped = (1, 0, len(entries) // 3, 24) if kind == 1 else (0, 0, 0, 0)
    head = struct.pack("<BBBHHBHHHHBB", len(note), mapped[0], kind + 8 * packed, *mapped[1:], 0, 0, width, height, bits,
                       alpha_bits | 32 * top_first)  # fmt: skip
    footer = bytes(8) + b"TRUEVISION-XFILE.\0" if rng.random() < 0.5 else b""
    right = np.where(clear[..., None], 0, rgb).astype(np.uint8)
    text = (
        f"kind {kind}, {bits} bits, packed {packed}, top first {top_first}, note {len(note)}, {clear.sum()} transparent"
    )
    return Case(text, "a.tga", head + note + entries + body + footer, right, near=1 if bits == 16 else 0)


def _tga_runs(row: np.ndarray) -> bytes:
    made, at = b"", 0
    while at < len(row):
        run = 1
        while run < 128 and at + run < len(row) and (row[at + run] == row[at]).all():
            run += 1
        made += bytes([127 + run if run > 1 else 0]) + row[at].tobytes()
        at += run
    return made


def make_gif(rng: Rng) -> Case:
    """A first frame that fills the screen or not, with a table of its own or the common one, transparent or not."""
    bits = int(rng.integers(1, 9))
    height, width = size_of(rng)
    table = colours_of(rng, 1 << bits)
    numbers = noise(rng, height, width, (1 << bits) - 1, 1)[..., 0]
    left, top = (int(n) for n in rng.integers(0, 4, 2)) if rng.random() < 0.3 else (0, 0)
    clear = np.zeros((height, width), bool)
    control = b""
    if rng.random() < 0.4:
        number = int(numbers[0, 0])
        clear = numbers == number
        control = b"!\xf9\4" + bytes([1, 0, 0, number, 0])
    own, interlaced = bool(rng.random() < 0.4), bool(rng.random() < 0.4)
    entries = table.astype(np.uint8).tobytes()
    common = colours_of(rng, 1 << bits).astype(np.uint8).tobytes() if own else entries
    head = b"GIF89a" + struct.pack("<HHBBB", width + left, height + top, 0x80 | bits - 1, 0, 0) + common
    order = np.concatenate([np.arange(height)[a::b] for a, b in ((0, 8), (4, 8), (2, 4), (1, 2))])
    lines = numbers[order] if interlaced else numbers
    frame = b"," + struct.pack("<HHHHB", left, top, width, height, own * (0x80 | bits - 1) | 64 * interlaced)
    frame += (entries if own else b"") + bytes([max(bits, 2)]) + _lzw(lines.ravel(), max(bits, 2))
    right = np.zeros((height + top, width + left, 3), np.uint8)
    right[top:, left:] = np.where(clear[..., None], 0, table[numbers])
    text = f"{bits} bits, at {left},{top}, own table {own}, interlaced {interlaced}, {clear.sum()} transparent"
    return Case(text, "a.gif", head + control + frame + b";", right)


def _lzw(numbers: np.ndarray, bits: int) -> bytes:
    """Codes that are never put together: the table is cleared before their width would grow."""
    clear, codes = 1 << bits, []
    for at in range(0, len(numbers), (1 << bits) - 2):
        codes += [clear, *numbers[at : at + (1 << bits) - 2].tolist()]
    codes.append(clear + 1)
    each = np.array(codes)[:, None] >> np.arange(bits + 1) & 1
    data = np.packbits(each.ravel().astype(np.uint8), bitorder="little").tobytes()
    return b"".join(bytes([len(data[n : n + 255])]) + data[n : n + 255] for n in range(0, len(data), 255)) + b"\0"


def make_portable(rng: Rng) -> Case:
    """P1 to P6, as text or packed, with remarks and any highest level."""
    kind = int(rng.integers(1, 7))
    height, width = size_of(rng)
    remark = b"# made elsewhere\n" if rng.random() < 0.5 else b""
    if kind in (1, 4):
        ink = noise(rng, height, width, 1, 1)
        rgb = (255 * (1 - ink)).repeat(3, axis=2)
        head, most = b"", 1
    else:
        most = int(one_of(rng, 255, 255, 1, 15, 100, 1023, 65535))
        ink = noise(rng, height, width, most, 3 if kind in (3, 6) else 1)
        rgb = np.rint(ink * (255 / most)).astype(int)
        rgb = rgb.repeat(3, axis=2) if rgb.shape[2] == 1 else rgb
        head = b"%d\n" % most
    if kind <= 3:
        body = b" ".join(b"%d" % n for n in ink.ravel().tolist()) + b"\n"
    elif kind == 4:
        body = bits_of(ink[..., 0], 1).tobytes()
    else:
        body = ink.astype(">u2" if most > 255 else "u1").tobytes()
    data = b"P%d\n" % kind + remark + b"%d %d\n" % (width, height) + head + body
    name = {1: "a.pbm", 2: "a.pgm", 3: "a.ppm"}[(kind - 1) % 3 + 1]
    return Case(f"P{kind}, levels to {most}", name, data, rgb.astype(np.uint8), near=1)
