"""Pictures as bytes: written as PNG, laid over one another, sampled. No GIMP in here."""

from __future__ import annotations

import struct
import zlib


def encode_png(width: int, height: int, pixels: bytes, channels: int = 4, palette: bytes = b"") -> bytes:
    """8-bit RGBA, RGB or, with one channel, grey rows as a PNG without colour chunks: the bytes are sRGB already.

    With a palette, red, green and blue of each colour, the one channel numbers its colours.
    """

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    stride = width * channels
    rows = b"".join(b"\0" + pixels[start : start + stride] for start in range(0, height * stride, stride))
    kind = 3 if palette else {1: 0, 3: 2, 4: 6}[channels]
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))
    header += chunk(b"PLTE", palette) if palette else b""
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def hex_colours(colours: list[tuple[int, int, int]]) -> list[str]:
    """Colours as the engine writes them: '#rrggbb'."""
    return ["#" + bytes(colour).hex() for colour in colours]


def rgb_of(colour: str) -> tuple[int, int, int]:
    """'#rrggbb' as three numbers from 0 to 255. Raises ValueError for anything else."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def encode_gpl(name: str, colours: list[tuple[int, int, int]]) -> bytes:
    """A palette file."""
    rows = "".join(f"{red} {green} {blue}\tcolour {i}\n" for i, (red, green, blue) in enumerate(colours))
    return f"GIMP Palette\nName: {name}\n#\n{rows}".encode()


def screen_box(fit: str, size: tuple[int, int], shown: tuple[int, int]) -> tuple[float, float, float, float]:
    """Left, top, width, height of the part of a layer of `size` that a screen of `shown` pixels holds.

    `cover` cuts the layer, so the box is smaller than it; `contain` leaves bars, so the box is larger. In place of a
    fit it may be the window that the engine told, 'left,top,width,height', where that is not the middle.
    """
    width, height = size
    if "," in fit:
        left, top, across, down = (float(part) for part in fit.split(","))
        return left, top, across, down
    if fit == "stretch":
        return 0.0, 0.0, float(width), float(height)
    factors = (width / shown[0], height / shown[1])
    factor = min(factors) if fit == "cover" else max(factors)
    across, down = shown[0] * factor, shown[1] * factor
    return (width - across) / 2, (height - down) / 2, across, down


def positions(count: int, start: float, length: float, limit: int) -> list[int]:
    """For each of `count` equal parts of start .. start + length the pixel under its middle, -1 outside 0 .. limit."""
    found = [int((start + (i + 0.5) * length / count) // 1) for i in range(count)]
    return [i if 0 <= i < limit else -1 for i in found]


def sample(pixels: bytes, width: int, depth: int, columns: list[int], rows: list[int], empty: bytes) -> bytes:
    """Pixels of `depth` bytes picked by column and row, nearest neighbour; `empty` where either is -1."""
    cache: dict[int, bytes] = {-1: empty * len(columns)}
    for row in rows:
        if row not in cache:
            line = pixels[row * width * depth : (row + 1) * width * depth]
            cache[row] = b"".join(line[c * depth : (c + 1) * depth] if c >= 0 else empty for c in columns)
    return b"".join(cache[row] for row in rows)


def with_alpha(rgb: bytes, alpha: bytes) -> bytes:
    """RGB and A bytes as RGBA."""
    rgba = bytearray(len(alpha) * 4)
    for channel in range(3):
        rgba[channel::4] = rgb[channel::3]
    rgba[3::4] = alpha
    return bytes(rgba)


def inverted(grey: bytes) -> bytes:
    """White for black and black for white."""
    return grey.translate(bytes(range(255, -1, -1)))


def hardened(alpha: bytes) -> bytes:
    """Alpha as pixel art has it: there or not there."""
    return alpha.translate(bytes(255 * (value >= 128) for value in range(256)))


def dashed_frames(
    width: int, height: int, boxes: list[tuple[int, int, int, int]], colours: tuple[bytes, bytes]
) -> bytes:
    """RGBA, see-through but for a frame just inside each box (left, top, width, height), in dashes of two colours: one
    of them is seen on any ground."""
    rows = [bytearray(width * 4) for _ in range(height)]
    dots = [colour + b"\xff" for colour in colours]
    for left, top, across, down in boxes:
        first, last = max(0, left), min(width, left + across) - 1
        edges = {y for y in (top, top + down - 1) if 0 <= y < height}
        for y in range(max(0, top), min(height, top + down)):
            for x in range(first, last + 1) if y in edges else sorted({first, last}):
                rows[y][x * 4 : x * 4 + 4] = dots[(x + y) // 2 % 2]
    return b"".join(rows)


def furthest_apart(colours: list[tuple[int, int, int]]) -> tuple[bytes, bytes]:
    """The darkest and the lightest of some colours."""
    order = sorted(colours, key=lambda colour: 299 * colour[0] + 587 * colour[1] + 114 * colour[2])
    return bytes(order[0]), bytes(order[-1])
