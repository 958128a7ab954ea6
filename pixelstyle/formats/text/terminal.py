"""Text for a terminal: Unicode's block characters with the sequences that colour them, UTF-8.

A character's colours are set where they differ from those before it; each line ends with ESC [ 0 m and a line feed.
Sources: "XTerm Control Sequences", SGR 38;5 and 48;5; The Unicode Standard, charts 2580, 2800 and 1FB00.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import codes_of, picture_of_codes, slotted
from pixelstyle.screens import NativePicture, cut_cells, get_mode, lay_cells

_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By the bits of the quarters: upper left 1, upper right 2, lower left 4, lower right 8."""
_SEXTANTS = [chr(0x1FB00 + bits - 1 - (bits > 21) - (bits > 42)) for bits in range(64)]
"""By the bits of the sixths, row by row. Four of them were there before and are left out of the block."""
_SEXTANTS[0], _SEXTANTS[21], _SEXTANTS[42], _SEXTANTS[63] = " ", "▌", "▐", "█"
_BRAILLE_DOTS = (0, 3, 1, 4, 2, 5, 6, 7)
"""The bit of each dot, row by row: the Braille alphabet had six dots first."""
_BRAILLE = [
    chr(0x2800 + sum((bits >> place & 1) << dot for place, dot in enumerate(_BRAILLE_DOTS))) for bits in range(256)
]
_HALF = [" ", "▀", "▄", "█"]

_PART = re.compile(r"\x1b\[([0-9;]*)m|\r?\n|([^\x1b])")
_RESET = "\x1b[0m"


@dataclass(frozen=True)
class _Blocks:
    """One way in which characters are divided."""

    cell: tuple[int, int]
    """Pixels of a character, across and down."""
    characters: Sequence[str]
    """By the bits of those that have the foreground's colour, row by row from the lowest bit on."""


_OF_MODE = {
    "terminal-half-blocks": _Blocks((1, 2), _HALF),
    "terminal-quadrants": _Blocks((2, 2), _QUADRANTS),
    "terminal-sextants": _Blocks((2, 3), _SEXTANTS),
    "terminal-braille": _Blocks((2, 4), _BRAILLE),
}


def _encode(picture: NativePicture) -> Files:
    blocks = _OF_MODE[picture.mode.name]
    bits, front, back = _characters(picture, blocks)
    lines = []
    for row in zip(bits.tolist(), front.tolist(), back.tolist(), strict=True):
        line, before = "", (-1, -1)
        for code, ink, paper in zip(*row, strict=True):
            changes = [
                f"{kind};5;{colour}"
                for kind, colour, old in ((38, ink, before[0]), (48, paper, before[1]))
                if colour != old
            ]
            line += (f"\x1b[{';'.join(changes)}m" if changes else "") + blocks.characters[code]
            before = ink, paper
        lines.append(line + _RESET + "\n")
    return {".ansi": "".join(lines).encode()}


def _characters(picture: NativePicture, blocks: _Blocks) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each character the bits and the entries of foreground and background, [rows, columns]."""
    if not picture.mode.slots:
        upper, lower = picture.indices[::2], picture.indices[1::2]
        return np.ones_like(upper), upper, lower
    picture = slotted(picture)
    codes, held = codes_of(picture), picture.slots[-1]
    if len(picture.slots) == 2:  # a common background, which comes first
        front, back = held[:, :, 0], np.broadcast_to(picture.slots[0][0, 0, 0], held.shape[:2])
    else:
        codes, front, back = 1 - codes, held[:, :, 0], held[:, :, 1]
    cells = cut_cells(codes, blocks.cell)
    parts = cells.reshape(*front.shape, -1)
    return (parts.astype(np.intp) << np.arange(parts.shape[2])).sum(axis=2), front, back


def _decoder(mode_name: str) -> Callable[[Mapping[str, bytes]], NativePicture]:
    def decode(files: Mapping[str, bytes]) -> NativePicture:
        mode, blocks = get_mode(mode_name), _OF_MODE[mode_name]
        columns, rows = mode.width // blocks.cell[0], mode.height // blocks.cell[1]
        bits, front, back = _read(files[".ansi"], blocks, columns, rows)
        count = blocks.cell[0] * blocks.cell[1]
        parts = (bits[..., None] >> np.arange(count) & 1).astype(np.uint8)
        dots = lay_cells(parts.reshape(rows, columns, blocks.cell[1], blocks.cell[0]))
        if not mode.slots:
            across, down = blocks.cell
            of_pixel = [colours.repeat(down, axis=0).repeat(across, axis=1) for colours in (front, back)]
            return picture_of_codes(mode, np.where(dots, *of_pixel).astype(np.uint8))
        if len(mode.slots) == 2:
            background = mode.fixed["background"]
            if (back != background).any():
                y, x = np.argwhere(back != background)[0]
                raise PixelStyleError(
                    f"The character at column {x}, row {y} is on colour {back[y, x]}; "
                    f"'{mode.name}' has only {background}."
                )
            return picture_of_codes(mode, dots, (np.full((1, 1, 1), background, np.uint8), front[..., None]))
        return picture_of_codes(mode, 1 - dots, (np.stack([front, back], axis=2),))

    return decode


def _read(data: bytes, blocks: _Blocks, columns: int, rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bits, foreground and background of each character. Raises PixelStyleError for text that is no such picture."""
    bits_of = {character: bits for bits, character in enumerate(blocks.characters)}
    found = np.zeros((3, rows, columns), np.intp)
    row, column, colours = 0, 0, [16, 16]
    for part in _PART.finditer(_text_of(data)):
        sequence, character = part[1], part[2]
        if sequence is not None:
            _colour(sequence, colours)
        elif character is None:
            if column != columns:
                raise PixelStyleError(f"Line {row} of the text has {column} characters; the picture takes {columns}.")
            row, column = row + 1, 0
        else:
            if character not in bits_of:
                raise PixelStyleError(
                    f"The character at column {column}, row {row} is U+{ord(character):04X}, none of the "
                    f"{len(bits_of)} that these pictures are made of."
                )
            if row >= rows or column >= columns:
                raise PixelStyleError(f"The text is larger than the {columns} x {rows} characters of the picture.")
            found[:, row, column] = bits_of[character], *colours
            column += 1
    if row != rows:
        raise PixelStyleError(f"The text has {row} lines; the picture takes {rows}.")
    return found[0], found[1].astype(np.uint8), found[2].astype(np.uint8)


def _text_of(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise PixelStyleError("The text for a terminal is not UTF-8.") from None
    if (rest := _PART.sub("", text)) != "":
        raise PixelStyleError(f"The text has a control sequence that is no colour, near {rest[:8]!r}.")
    return text


def _colour(sequence: str, colours: list[int]) -> None:
    """Take up what ESC [ sequence m says. Raises PixelStyleError for anything but 0, 38;5;N and 48;5;N."""
    numbers = [int(number or 0) for number in sequence.split(";")]
    while numbers:
        if numbers[0] == 0:
            colours[:] = [16, 16]
            numbers = numbers[1:]
        elif numbers[0] in (38, 48) and numbers[1:2] == [5] and len(numbers) > 2 and 16 <= numbers[2] <= 255:
            colours[numbers[0] == 48] = numbers[2]
            numbers = numbers[3:]
        else:
            raise PixelStyleError(
                f"The text sets colours by ESC [ {sequence[:40]} m; these pictures have 38;5;N and 48;5;N, N 16 to 255."
            )


FORMATS: tuple[Format, ...] = tuple(
    Format(
        name=f"{name}-text",
        title=f"Text of {name.removeprefix('terminal-').replace('-', ' ')} for terminals",
        extensions=(".ansi",),
        modes=(name,),
        encode=_encode,
        decode=_decoder(name),
        passed_over="nothing",
        refused="sequences but colours 16 to 255; other characters; other numbers of them",
        verified_by=("pyte",),
    )
    for name in _OF_MODE
)
