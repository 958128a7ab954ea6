"""Palette files that are text: GIMP's .gpl, one-colour-a-line .hex, JASC's .pal and VICE's .vpl.

Each decoder takes the text and `where` (the file's name for errors) and gives colours, their names and the comments.
Each raises PixelStyleError, with file and line, for what does not stand so in its format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes.palette import Palette

_NUMBERS = re.compile(r"(\d+)\s+(\d+)\s+(\d+)(?:\s+(.*))?$")
_HEX_TRIPLE = re.compile(r"([0-9a-f]{2})\s+([0-9a-f]{2})\s+([0-9a-f]{2})(?:\s+[0-9a-f])?$", re.IGNORECASE)
_HEX_COLOUR = re.compile(r"(?:#|0x)?([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3})[,;]?(?:\s*(?:;|//).*)?$", re.IGNORECASE)
_HEX_ROW = re.compile(r"(?:(?:#|0x)?(?:[0-9a-f]{8}|[0-9a-f]{6})(?:[\s,;]+|$)){2,}", re.IGNORECASE)
_HEX_LONG = re.compile(r"(?<![0-9a-fx])(?:0x)?([0-9a-f]{8}|[0-9a-f]{6})(?![0-9a-f])", re.IGNORECASE)
"""Several of a line, which have to be of six digits or eight: words may be of three."""
_LIKE_A_COLOUR = re.compile(r"[0-9a-fA-F#xX,;. \t-]{1,16}")


@dataclass
class Contents:
    """What a palette file holds. Its colours are counted by whoever makes a Palette of it."""

    colours: list[tuple[int, int, int]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def decode_gpl(text: str, where: str) -> Contents:
    """GIMP: 'GIMP Palette', fields such as 'Name: x', comments after '#', then 'r g b  name' lines.

    Raises PixelStyleError for another first line, a line of another kind and a number above 255.
    """
    contents, alpha = Contents(), False
    for number, line in _lines(text):
        if number == 1:
            if line != "GIMP Palette":
                raise PixelStyleError(f"{where}, line 1: a .gpl palette begins with the line 'GIMP Palette'.")
        elif line.startswith("#"):
            contents.comments.append(line[1:].strip())
        elif match := _NUMBERS.match(line):
            name = match[4] or ""
            if alpha:  # as Aseprite writes it: a fourth number before the name
                name = re.sub(r"^\d+\s*", "", name)
            contents.colours.append(_colour(match.group(1, 2, 3), line, where, number))
            contents.names.append(name.strip())
        elif line == "Channels: RGBA":
            alpha = True
        elif not re.match(r"(Name|Columns|Channels)\s*:", line):
            raise _malformed(where, number, line, "129 51 56 red")
    return contents


def encode_gpl(palette: Palette) -> bytes:
    """As GIMP itself writes it; the source goes into comments."""
    head = ["GIMP Palette", f"Name: {_one_line(palette.name)}", f"Columns: {min(16, len(palette))}"]
    head += [f"# {line}" for line in palette.source.splitlines()]
    names = palette.names or palette.hex()
    body = [f"{r:3d} {g:3d} {b:3d}\t{_one_line(name)}" for (r, g, b), name in zip(palette.colours, names, strict=True)]
    return _joined(head + body)


def decode_hex(text: str, where: str) -> Contents:
    """One 'rrggbb' a line, as Lospec gives them, or 'rrggbbaa' or 'rgb'; what follows ';' or '//' is a comment.

    Raises PixelStyleError for a line of another kind.
    """
    return _decode_hex(text, where, alpha_first=False)


def decode_paint_net(text: str, where: str) -> Contents:
    """paint.net's palette: one 'aarrggbb' a line, comments behind ';'; also lines of three numbers.

    Raises PixelStyleError for a line of another kind.
    """
    lines = [line for _, line in _lines(text) if not line.startswith(";")]
    if lines and all(_NUMBERS.match(line) and " " in line for line in lines):
        return decode_numbers(text, where)
    return _decode_hex(text, where, alpha_first=True)


def decode_numbers(text: str, where: str) -> Contents:
    """Nothing but 'r g b' lines, with comments behind '#' or ';'. Raises PixelStyleError for a line of another kind."""
    contents = Contents()
    for number, line in _lines(text):
        if line.startswith(("#", ";")):
            contents.comments.append(line[1:].strip())
        elif match := _NUMBERS.match(line.replace(",", " ")):
            contents.colours.append(_colour(match.group(1, 2, 3), line, where, number))
        else:
            raise _malformed(where, number, line, "129 51 56")
    return contents


def _decode_hex(text: str, where: str, alpha_first: bool) -> Contents:
    contents = Contents()
    for number, line in _lines(text):
        if line.startswith((";", "//")):
            contents.comments.append(line.lstrip(";/").strip())
        elif _HEX_ROW.fullmatch(line):
            found = _HEX_LONG.findall(line)
            contents.colours += [hex_colour(each[2:] if len(each) == 8 and alpha_first else each[:6]) for each in found]
        elif match := _HEX_COLOUR.match(line):
            digits = match[1] if len(match[1]) > 3 else "".join(digit * 2 for digit in match[1])
            contents.colours.append(hex_colour(digits[2:] if len(digits) == 8 and alpha_first else digits[:6]))
        else:
            raise _malformed(where, number, line, "813338")
    return contents


def hex_colour(digits: str) -> tuple[int, int, int]:
    """The colour of six hexadecimal digits."""
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def encode_hex(palette: Palette) -> bytes:
    """One 'rrggbb' a line: the format has room for nothing else."""
    return _joined([colour[1:] for colour in palette.hex()])


def decode_jasc(text: str, where: str) -> Contents:
    """Paint Shop Pro: 'JASC-PAL', '0100', the number of colours, then 'r g b' lines.

    The number is often wrong: as in other programs, all colours that there are count. Raises PixelStyleError for a line
    of another kind and a number above 255.
    """
    contents = Contents()
    for place, (number, line) in enumerate(_lines(text), 1):
        if (place == 2 and line == "0100") or (place == 3 and line.isdecimal()) or line.startswith(("#", ";")):
            continue
        if place > 3 and (match := _NUMBERS.match(line)):
            contents.colours.append(_colour(match.group(1, 2, 3), line, where, number))
        elif place > 1:
            raise _malformed(where, number, line, {2: "0100", 3: "16"}.get(place, "129 51 56"))
    return contents


def encode_jasc(palette: Palette) -> bytes:
    """Paint Shop Pro's .pal, the one that most programs read; lines end in CR LF as there."""
    body = [f"{r} {g} {b}" for r, g, b in palette.colours]
    return _joined(["JASC-PAL", "0100", str(len(palette)), *body]).replace(b"\n", b"\r\n")


def decode_vpl(text: str, where: str) -> Contents:
    """The emulator VICE: 'RR GG BB D' in hexadecimal, D (for printing in grey) being optional; '#' begins a comment.

    Raises PixelStyleError for a line of another kind.
    """
    contents = Contents()
    for number, line in _lines(text):
        if line.startswith("#"):
            contents.comments.append(line[1:].strip())
        elif match := _HEX_TRIPLE.match(line.split("#")[0].strip()):
            red, green, blue = (int(part, 16) for part in match.groups())
            contents.colours.append((red, green, blue))
        else:
            raise _malformed(where, number, line, "81 33 38 4")
    return contents


def encode_vpl(palette: Palette) -> bytes:
    """VICE's palette file; the dither digit is the colour's luma in sixteen steps."""
    head = [f"# {_one_line(palette.name)}", *(f"# {line}" for line in palette.source.splitlines())]
    luma = [round((0.299 * r + 0.587 * g + 0.114 * b) / 17) for r, g, b in palette.colours]
    body = [f"{r:02X} {g:02X} {b:02X} {d:X}" for (r, g, b), d in zip(palette.colours, luma, strict=True)]
    return _joined(head + body)


def _lines(text: str) -> list[tuple[int, str]]:
    """The lines that are not empty, stripped, with their numbers from 1."""
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _colour(parts: tuple[str, ...], line: str, where: str, number: int) -> tuple[int, int, int]:
    # At most three digits: int() refuses numbers of many thousand digits with an error of its own.
    if any(len(part) > 3 or int(part) > 255 for part in parts):
        raise PixelStyleError(f"{where}, line {number}: {_quoted(line)} has a number above 255.")
    red, green, blue = (int(part) for part in parts)
    return red, green, blue


def _malformed(where: str, number: int, line: str, example: str) -> PixelStyleError:
    return PixelStyleError(f"{where}, line {number}: {_quoted(line)} is not what stands there, such as '{example}'.")


def _quoted(line: str) -> str:
    """A line for a message, if it looks like a colour: others may be secrets of a file that is no palette at all."""
    return f"'{line}'" if _LIKE_A_COLOUR.fullmatch(line) else "this"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _joined(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
