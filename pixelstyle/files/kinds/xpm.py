"""XPM, version 3: text that is C, with colours of any number of digits and by name, both of which Pillow lacks.

Source: A. Le Hors, "XPM Manual" (1996), sections 1 and 2.
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor

from pixelstyle.errors import PixelStyleError
from pixelstyle.files.budget import check_room

SIGNATURE = b"/* XPM */"
_TOKEN = re.compile(rb'/\*.*?\*/|"((?:[^"\\\n]|\\.)*)"', re.DOTALL)
"""A comment, or a string of C."""
_ESCAPED = re.compile(rb"\\(.)")
_KEYS = (b"c", b"g", b"g4", b"m")
"""Of what a colour may be given for, the best first: colours, greys, four greys, black and white."""
_GREY = re.compile(r"gr[ae]y(\d{1,3})$")
_MOST_COLOURS = 1 << 20
_MOST_BYTES = 64 << 20


def read_xpm(path: Path) -> Image.Image | None:
    """An RGBA picture, None for other files. Raises OSError for one that is cut short, ValueError for what it cannot
    be, PixelStyleError for one that is too large."""
    with path.open("rb") as file:
        if file.read(len(SIGNATURE)) != SIGNATURE:
            return None
        data = file.read(_MOST_BYTES)
    strings = (match.group(1) for match in _TOKEN.finditer(data))
    lines = (_ESCAPED.sub(rb"\1", string) for string in strings if string is not None)
    width, height, count, each = (int(number) for number in next(lines, b"").split()[:4])
    if not (1 <= count <= _MOST_COLOURS and 1 <= each <= 8):
        raise ValueError("sizes that cannot be")
    check_room(path, width, height, 12)
    colours = dict(_colour(line, each, path) for line in islice(lines, count))
    order = {key: number for number, key in enumerate(colours)}
    table = np.array(list(colours.values()), np.uint8).reshape(-1, 4)
    rows = []
    for _ in range(height):
        line = next(lines, b"")
        if len(line) < width * each:
            raise OSError("image file is truncated")
        numbers = [order.get(line[at : at + each], -1) for at in range(0, width * each, each)]
        if min(numbers) < 0:
            raise ValueError("a colour that is not in its table")
        rows.append(numbers)
    return Image.fromarray(table[np.array(rows, np.int32)], "RGBA")


def _colour(line: bytes, each: int, path: Path) -> tuple[bytes, tuple[int, int, int, int]]:
    """A line of the colour table: what stands for the colour, and the colour."""
    meant: dict[bytes, list[bytes]] = {}
    key = b""
    for word in line[each:].split():
        if word in (*_KEYS, b"s") and (not key or meant[key]):
            key = word
            meant[key] = []
        elif key:
            meant[key].append(word)
    best = next((each_key for each_key in _KEYS if each_key in meant), None)
    if best is None:
        raise ValueError("a colour that is none")
    return line[:each], _rgba(b" ".join(meant[best]).decode("ascii", "replace"), path)


def _rgba(name: str, path: Path) -> tuple[int, int, int, int]:
    """'#fff', '#ffffb6b6aaaa', 'grey50', 'light blue' or 'None'. Some names mean more in X11 than in CSS."""
    plain = name.lower().replace(" ", "")
    if plain in ("none", "transparent"):
        return 0, 0, 0, 0
    digits, rest = divmod(len(plain) - 1, 3)
    if plain.startswith("#") and 1 <= digits <= 4 and not rest:
        parts = [int(plain[at : at + digits], 16) for at in range(1, len(plain), digits)]
        red, green, blue = (round(part * 255 / (16**digits - 1)) for part in parts)
        return red, green, blue, 255
    grey = _GREY.match(plain)
    if grey and int(grey[1]) <= 100:
        return (int(int(grey[1]) * 255 / 100 + 0.5),) * 3 + (255,)
    if plain in _OF_X:
        return *_OF_X[plain], 255
    try:
        red, green, blue = ImageColor.getrgb(plain)[:3]
    except ValueError:
        raise PixelStyleError(f"'{path}' has a colour '{name[:40]}' that is not known; save it as PNG.") from None
    return red, green, blue, 255


_OF_X = {
    "gray": (190, 190, 190),
    "grey": (190, 190, 190),
    "green": (0, 255, 0),
    "maroon": (176, 48, 96),
    "purple": (160, 32, 240),
}
"""Names that mean something else in X11 than on web pages (rgb.txt)."""
