"""Text screens: .ans, characters of code page 437 with sequences that colour them, and .xb, XBin.

.ans: 80 x 25 characters without line feeds (terminals go on by themselves), $1A, then 128 bytes of SAUCE, which say
that it is ANSI of 80 x 25 with bright backgrounds for blinking ones ('iCE colours'). ESC [ 0;1;5;3x;4x m: from black
and light grey on; bold is a bright foreground, blinking a bright background.

.xb: "XBIN", $1A; columns and lines, words, lower byte first; lines of a character; flags ($08: not blinking); then
character and attribute of each cell, in packed files as runs.

A file of half blocks alone is a picture of 80 x 50 pixels, one with other characters that are drawn here of 640 x 400.
Sources: ECMA-48, 8.3.117 (SGR); "SAUCE: Standard Architecture for Universal Comment Extensions", version 5; Tasmaniac,
"eXtended BIN" (1996).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import codes_of, picture_of_codes, slotted
from pixelstyle.screens import CP437, NativePicture, cp437_codes, cut_cells, get_mode, glyph_set, lay_cells

_HALVES, _GLYPHS, _COLUMNS, _LINES = "ansi-80x25", "ansi-80x25-glyphs", 80, 25
_CELLS = _COLUMNS * _LINES
_CELL = 8, 16
_UPPER, _LOWER, _FULL = 0xDF, 0xDC, 0xDB
_EMPTY = (0x20, 0x00, 0xFF)
"""Characters without a dot."""
_PC_OF_ANSI = (0, 4, 2, 6, 1, 5, 3, 7)
"""ECMA-48 counts red as 1 and blue as 4, the PC the other way round; the same list serves for both directions."""

Shown = Callable[[np.ndarray, np.ndarray], NativePicture]
"""What characters and attributes, uint8 [2000] each, are a picture of."""


def _cells(picture: NativePicture) -> tuple[np.ndarray, np.ndarray]:
    """Characters and attributes, uint8 [2000] each. Raises PixelStyleError for a cell that is no character."""
    if picture.mode.glyphs is None:
        attributes = (picture.indices[1::2] << 4 | picture.indices[::2]).ravel()
        return np.full_like(attributes, _UPPER), attributes
    picture = slotted(picture)
    patterns = np.packbits(cut_cells(codes_of(picture), _CELL).reshape(_CELLS, -1), axis=1)
    known = np.packbits(glyph_set(CP437).reshape(len(cp437_codes()), -1), axis=1)
    code_of = {bytes(pattern): code for pattern, code in zip(known, cp437_codes().tolist(), strict=True)}
    back, front = picture.slots[0].reshape(_CELLS, 2).T
    drawn = np.array([code_of.get(bytes(pattern), -1) for pattern in patterns])
    turned = np.array([code_of.get(bytes(pattern), -1) for pattern in ~patterns])
    if (missing := (drawn < 0) & (turned < 0)).any():
        cell = int(missing.argmax())
        raise PixelStyleError(
            f"The cell at column {cell % _COLUMNS}, line {cell // _COLUMNS} is none of the characters in two colours; "
            "'pixelstyle check' lists those that are not."
        )
    attributes = np.where(drawn < 0, front << 4 | back, back << 4 | front)
    return np.where(drawn < 0, turned, drawn).astype(np.uint8), attributes.astype(np.uint8)


def _expect_drawn(characters: np.ndarray) -> None:
    """Raise PixelStyleError, which names the first, for letters and others that are not drawn here."""
    known = np.isin(characters, (*cp437_codes(), *_EMPTY))
    if not known.all():
        cell = int(known.argmin())
        raise PixelStyleError(
            f"The character at column {cell % _COLUMNS}, line {cell // _COLUMNS} is {characters[cell]:02X} of code page"
            f" 437: pictures here are of blocks, shades and lines; 'pixelstyle modes {_GLYPHS}' says which."
        )


def _of_halves(characters: np.ndarray, attributes: np.ndarray) -> NativePicture:
    """A picture of half blocks. Raises PixelStyleError for other characters."""
    _expect_drawn(characters)
    if not np.isin(characters, (_UPPER, _LOWER, _FULL, *_EMPTY)).all():
        raise PixelStyleError(f"The text has more than half blocks: it is a picture for '{_GLYPHS}'.")
    front, back = attributes & 15, attributes >> 4
    upper = np.where(np.isin(characters, (_UPPER, _FULL)), front, back).reshape(_LINES, _COLUMNS)
    lower = np.where(np.isin(characters, (_LOWER, _FULL)), front, back).reshape(_LINES, _COLUMNS)
    return picture_of_codes(get_mode(_HALVES), np.stack([upper, lower], axis=1).reshape(2 * _LINES, _COLUMNS))


def _of_glyphs(characters: np.ndarray, attributes: np.ndarray) -> NativePicture:
    """A picture of all characters that are drawn here. Raises PixelStyleError for others."""
    _expect_drawn(characters)
    places = np.zeros(256, np.intp)  # those without a dot are the blank, which comes first
    places[cp437_codes()] = np.arange(len(cp437_codes()))
    codes = lay_cells(glyph_set(CP437)[places[characters]].reshape(_LINES, _COLUMNS, *reversed(_CELL)))
    held = np.stack([attributes >> 4, attributes & 15], axis=1).reshape(_LINES, _COLUMNS, 2)
    return picture_of_codes(get_mode(_GLYPHS), codes, (held,))


_SAUCE, _END_OF_TEXT = 128, b"\x1a"
_PART = re.compile(rb"\x1b\[([0-9;]*)m|\r?\n|([^\x1b\r\n])", re.DOTALL)


def _sauce(length: int) -> bytes:
    """The record behind so many bytes of text. Its date is left blank: bytes depend on the picture alone."""
    head = b"SAUCE00" + b"picture".ljust(35) + b" " * (20 + 20 + 8) + length.to_bytes(4, "little")
    kind = bytes([1, 1])  # characters, ANSI
    size = _COLUMNS.to_bytes(2, "little") + _LINES.to_bytes(2, "little") + bytes(4)
    not_blinking = bytes([0, 1])  # no comments; iCE colours
    return head + kind + size + not_blinking + b"IBM VGA".ljust(22, b"\0")


def _encode_ans(picture: NativePicture) -> Files:
    text, before = bytearray(), -1
    for character, attribute in np.stack(_cells(picture), axis=1).tolist():
        if attribute != before:
            front, back = attribute & 15, attribute >> 4
            numbers = [0] + [1] * (front > 7) + [5] * (back > 7)
            numbers += [30 + _PC_OF_ANSI[front & 7], 40 + _PC_OF_ANSI[back & 7]]
            text += f"\x1b[{';'.join(map(str, numbers))}m".encode()
            before = attribute
        text.append(character)
    text += b"\x1b[0m"
    return {".ans": bytes(text) + _END_OF_TEXT + _sauce(len(text))}


def _decode_ans(files: Mapping[str, bytes], shown: Shown) -> NativePicture:
    text = files[".ans"]
    if text[-_SAUCE:].startswith(b"SAUCE"):
        text = text[:-_SAUCE]
    text = text.partition(_END_OF_TEXT)[0]
    cells: list[tuple[int, int]] = []
    attribute, at = 7, 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            raise PixelStyleError("The ANSI text has a sequence that is no colour; pictures here have only these.")
        at = part.end()
        if part[1] is not None:
            attribute = _coloured(part[1], attribute)
        elif part[2] is not None:
            cells.append((part[2][0], attribute))
        elif len(cells) % _COLUMNS:  # the rest of a line that ends early
            cells += [(_EMPTY[0], 0)] * (-len(cells) % _COLUMNS)
        if len(cells) > _CELLS:
            break
    if len(cells) != _CELLS:
        found = "more" if len(cells) > _CELLS else f"{len(cells):,}"
        raise PixelStyleError(f"The ANSI text has {found} characters; a picture is of 80 x 25, {_CELLS:,}.")
    return shown(*np.array(cells, np.uint8).T)


def _coloured(sequence: bytes, attribute: int) -> int:
    """The attribute after ESC [ sequence m. Raises PixelStyleError for what is no colour of the PC's."""
    for number in (int(part[:4] or b"0") for part in sequence.split(b";")):
        if number == 0:
            attribute = 7
        elif number == 1:
            attribute |= 8
        elif number == 5:
            attribute |= 0x80
        elif 30 <= number <= 37:
            attribute = attribute & 0xF8 | _PC_OF_ANSI[number - 30]
        elif 40 <= number <= 47:
            attribute = attribute & 0x8F | _PC_OF_ANSI[number - 40] << 4
        else:
            raise PixelStyleError(
                f"The ANSI text sets colours by {number}; pictures here have 0, 1, 5, 30 to 37 and 40 to 47."
            )
    return attribute


_XBIN, _HEAD, _NOT_BLINKING = b"XBIN\x1a", 11, 8
_HAS_PALETTE, _HAS_FONT, _IS_PACKED = 1, 2, 4


def _encode_xbin(picture: NativePicture) -> Files:
    cells = np.stack(_cells(picture), axis=1)
    size = _COLUMNS.to_bytes(2, "little") + _LINES.to_bytes(2, "little")
    return {".xb": _XBIN + size + bytes([16, _NOT_BLINKING]) + cells.tobytes()}


def _decode_xbin(files: Mapping[str, bytes], shown: Shown) -> NativePicture:
    data = files[".xb"]
    if not data.startswith(_XBIN) or len(data) < _HEAD:
        raise PixelStyleError("An XBin file begins with 'XBIN' and has a head of 11 bytes; this file does not.")
    columns, lines = int.from_bytes(data[5:7], "little"), int.from_bytes(data[7:9], "little")
    if (columns, lines) != (_COLUMNS, _LINES):
        raise PixelStyleError(f"The XBin file has {columns} x {lines} characters; a picture here is of 80 x 25.")
    flags = data[10]
    if flags & (_HAS_PALETTE | _HAS_FONT):
        raise PixelStyleError("The XBin file has colours or characters of its own, which no mode here shows.")
    cells = _unpacked(data[_HEAD:]) if flags & _IS_PACKED else data[_HEAD : _HEAD + 2 * _CELLS]
    if len(cells) != 2 * _CELLS:
        raise PixelStyleError(f"The XBin file has {len(cells) // 2:,} characters in it, not {_CELLS:,}.")
    characters, attributes = np.frombuffer(cells, np.uint8).reshape(_CELLS, 2).T
    if not flags & _NOT_BLINKING and (attributes & 0x80).any():
        raise PixelStyleError("Characters of the XBin file blink, which no mode here shows.")
    return shown(characters, attributes)


def _unpacked(data: bytes) -> bytes:
    """Characters and attributes in turn, of which there may be too many or too few.

    A run begins with a byte: its length less one, and in the upper two bits what all of it shares: nothing, the
    character, the attribute, or both.
    """
    cells, at = bytearray(), 0
    while at < len(data) and len(cells) < 2 * _CELLS:
        kind, count = data[at] >> 6, (data[at] & 63) + 1
        at += 1
        same = data[at : at + (0, 1, 1, 2)[kind]]
        at += len(same)
        each = data[at : at + (2, 1, 1, 0)[kind] * count]
        at += len(each)
        if kind == 0:
            cells += each
        elif kind == 3:
            cells += same * count
        else:
            for byte in each:
                cells += same + bytes([byte]) if kind == 1 else bytes([byte]) + same
    return bytes(cells)


def _formats(mode: str, shown: Shown, end: str, besides: str) -> tuple[Format, Format]:
    """ANSI text and XBin of one of the modes; `besides`: which characters are refused."""
    return (
        Format(
            name=f"ansi{end}",
            title="ANSI text for bulletin boards",
            extensions=(".ans",),
            modes=(mode,),
            encode=_encode_ans,
            decode=partial(_decode_ans, shown=shown),
            passed_over="SAUCE and all behind $1A; whether the file says that nothing blinks",
            refused=f"{besides}; sequences but colours; other numbers of characters",
            verified_by=("ansilove",),
        ),
        Format(
            name=f"xbin{end}",
            title="XBin",
            extensions=(".xb",),
            modes=(mode,),
            encode=_encode_xbin,
            decode=partial(_decode_xbin, shown=shown),
            starts=(_XBIN,),
            passed_over="lines of a character; flag for 512 characters; what stands behind the picture",
            refused=f"{besides}; fonts and palettes; blinking; other sizes than 80 x 25",
            verified_by=("ansilove",),
        ),
    )


FORMATS: tuple[Format, ...] = (
    *_formats(_HALVES, _of_halves, "", "characters but half blocks"),
    *_formats(_GLYPHS, _of_glyphs, "-glyphs", "letters, figures and other drawings of the font"),
)
