"""Swatches of drawing programs: Adobe's .ase and .aco, LibreOffice's .soc, the JSON of Lospec and others.

Each decoder takes the file and `where` (its name for errors) and raises PixelStyleError for what does not stand so.
Sources: Adobe, "Photoshop File Formats Specification" (2019), colour swatches; the reverse-engineered .ase of
selapa.net; OpenDocument 1.2, draw:color; lospec.com/palettes/api.
"""

from __future__ import annotations

import colorsys
import json
import re
import struct
from html import unescape
from typing import Any

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes.text_files import Contents, hex_colour

_ACO_ENTRY = struct.Struct(">5H")


def decode_ase(data: bytes, where: str) -> Contents:
    """Adobe Swatch Exchange: blocks of groups and colours, in RGB, CMYK or grey.

    Raises PixelStyleError for colours in Lab, and for a file that is cut short.
    """
    contents = Contents()
    at = 12
    while at + 6 <= len(data):
        kind, length = struct.unpack_from(">HI", data, at)
        block = data[at + 6 : at + 6 + length]
        at += 6 + length
        if kind != 1:  # the beginning or the end of a group
            continue
        try:
            letters = struct.unpack_from(">H", block)[0]
            place = 2 + 2 * letters
            model = block[place : place + 4]
            count = {b"RGB ": 3, b"CMYK": 4, b"Gray": 1, b"GRAY": 1}.get(model, 0)
            values = struct.unpack_from(f">{count}f", block, place + 4)
        except struct.error:
            raise PixelStyleError(f"{where} is cut short within a colour.") from None
        if not count:
            raise PixelStyleError(f"{where} has a colour in {model.decode('latin-1').strip()!r}; save it in RGB.")
        contents.colours.append(_bytes(_rgb(values)))
        contents.names.append(block[2:place].decode("utf-16-be", errors="replace").rstrip("\0"))
    return contents


def decode_aco(data: bytes, where: str) -> Contents:
    """Adobe colour swatches, of version 1, and of version 2 with names if that follows.

    Raises PixelStyleError for colours in Lab or a book of inks, and for a file that is cut short.
    """
    version, count = struct.unpack(">HH", data[:4].ljust(4, b"\0"))
    second = data[4 + 10 * count :]
    if version == 1 and second[:2] == b"\0\2":
        return _aco(second, True, where)
    if version not in (1, 2):
        raise PixelStyleError(f"{where} is no swatch file of Photoshop's: its version is {version}, not 1 or 2.")
    return _aco(data, version == 2, where)


def _aco(data: bytes, named: bool, where: str) -> Contents:
    contents = Contents()
    at = 4
    for _ in range(int.from_bytes(data[2:4], "big")):
        if at + 10 > len(data):
            raise PixelStyleError(f"{where} is cut short within a colour.")
        space, *values = _ACO_ENTRY.unpack_from(data, at)
        at += 10
        contents.colours.append(_aco_colour(space, values, where))
        if named:
            letters = int.from_bytes(data[at : at + 4], "big")
            contents.names.append(
                data[at + 4 : at + 4 + 2 * letters].decode("utf-16-be", errors="replace").rstrip("\0")
            )
            at += 4 + 2 * letters
    return contents


def _aco_colour(space: int, values: list[int], where: str) -> tuple[int, int, int]:
    full = [value / 65535 for value in values]
    if space == 0:
        return _bytes((full[0], full[1], full[2]))
    if space == 1:
        return _bytes(colorsys.hsv_to_rgb(*full[:3]))
    if space == 2:  # 0 is all of an ink
        return _bytes(_rgb(tuple(1 - value for value in full)))
    if space == 8:
        return _bytes(_rgb((1 - values[0] / 10000,)))
    raise PixelStyleError(f"{where} has a colour in a space other than RGB, HSB, CMYK and grey; save it in RGB.")


def decode_soc(text: str, where: str) -> Contents:
    """LibreOffice's colour table: XML whose elements have draw:name and draw:color.

    Raises PixelStyleError where there is none.
    """
    contents = Contents()
    for element in re.findall(r"<[^>]*draw:color=[^>]*>", text):
        colour = re.search(r"draw:color=[\"']#([0-9a-fA-F]{6})[\"']", element)
        name = re.search(r"draw:name=([\"'])(.*?)\1", element)
        if colour is not None:
            contents.colours.append(hex_colour(colour[1]))
            contents.names.append(unescape(name[2]) if name else "")
    if not contents.colours:
        raise PixelStyleError(f"{where} is XML without a draw:color, as LibreOffice's colour tables have it.")
    return contents


def decode_json(text: str, where: str) -> Contents:
    """A list of '#rrggbb' or [r, g, b], or an object with such a list as 'colors', 'colours' or 'palette'.

    Raises PixelStyleError for JSON of another form.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PixelStyleError(f"{where} is no JSON: {str(error).splitlines()[0]}.") from None
    contents = Contents()
    if isinstance(found, dict):
        contents.comments = [str(found[key]) for key in ("name", "author") if isinstance(found.get(key), str)]
        found = next((found[key] for key in ("colors", "colours", "palette") if key in found), None)
    if not isinstance(found, list):
        raise PixelStyleError(f"{where} is JSON without a list 'colors' of #rrggbb.")
    for number, entry in enumerate(found, 1):
        contents.colours.append(_json_colour(entry, f"{where}, colour {number}"))
    return contents


def _json_colour(entry: Any, where: str) -> tuple[int, int, int]:
    if isinstance(entry, dict):
        entry = entry.get("hex", entry.get("color", [entry.get(channel) for channel in ("r", "g", "b")]))
    if isinstance(entry, str) and re.fullmatch(r"(#|0x)?[0-9a-fA-F]{6}([0-9a-fA-F]{2})?", entry.strip()):
        return hex_colour(entry.strip().removeprefix("#").removeprefix("0x")[:6])
    if isinstance(entry, list) and len(entry) in (3, 4):
        red, green, blue = entry[:3]
        if all(type(value) is int and 0 <= value <= 255 for value in (red, green, blue)):
            return red, green, blue
    raise PixelStyleError(f"{where}: this is neither #rrggbb nor three numbers 0 to 255.")


def _rgb(values: tuple[float, ...]) -> tuple[float, float, float]:
    """RGB 0..1 from RGB, from CMYK (how much of each ink) or from how light a grey is; inks are those of no press."""
    if len(values) == 4:
        cyan, magenta, yellow, black = values
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    red, green, blue = values if len(values) == 3 else values * 3
    return red, green, blue


def _bytes(colour: tuple[float, float, float]) -> tuple[int, int, int]:
    red, green, blue = (round(255 * min(max(value if value == value else 0.0, 0.0), 1.0)) for value in colour)
    return red, green, blue
