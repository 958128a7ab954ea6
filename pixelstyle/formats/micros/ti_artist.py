"""TI-99/4A, TI-Artist: the TMS9918A's two tables of Graphics II as two files, patterns (.tiap) and colours (.tiac).

Each is 6,144 bytes as they lie in video memory, behind the 128 bytes with which TIFILES keeps what the TI's disk knows
of a file: 24 sectors, a PROGRAM. On the TI their names end in _P and _C. Files without that, or with another header of
128 bytes (V9T9), are read, too.

Source: Ninerpedia, "Graphic file formats" (TI ARTIST format) and "TIFILES format"; the endings are Convert9918's, whose
page says that Classic99 and real machines take them so.
"""

from __future__ import annotations

from collections.abc import Mapping

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.micros.msx import COLOURS, TABLE, patterns_and_colours, read_patterns
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes
from pixelstyle.screens import NativePicture, get_mode

_SECTOR, _HEADER, _PROGRAM = 256, 128, 0x01
_HEAD = (b"\x07TIFILES" + (TABLE // _SECTOR).to_bytes(2, "big") + bytes([_PROGRAM])).ljust(_HEADER, b"\0")
_NAMES = bytes(range(256)) * 3
_SIZES = (TABLE, _HEADER + TABLE)


def _encode(picture: NativePicture) -> Files:
    memory = bytes(patterns_and_colours(picture))
    return {".tiap": _HEAD + memory[:TABLE], ".tiac": _HEAD + memory[COLOURS : COLOURS + TABLE]}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    patterns, colours = files[".tiap"], files.get(".tiac")
    expect_length(patterns, _SIZES, "The file of a TI-Artist picture's patterns")
    if colours is None:
        raise PixelStyleError("The colours are in a .tiac file that should stand beside this one, and there is none.")
    expect_length(colours, _SIZES, "The .tiac file of a TI-Artist picture")
    memory = (patterns[-TABLE:] + _NAMES).ljust(COLOURS, b"\0") + colours[-TABLE:]
    codes, held = read_patterns(memory)
    return picture_of_codes(get_mode("msx-screen2"), codes, (held,))


FORMATS: tuple[Format, ...] = (
    Format(
        name="ti-artist",
        title="TI-99/4A, TI-Artist",
        extensions=(".tiap",),
        modes=("msx-screen2",),
        encode=_encode,
        decode=_decode,
        sizes=_SIZES,
        companions=(".tiac",),
        passed_over="the header, of TIFILES or another of 128 bytes, or none",
        refused="no .tiac beside it; pictures of less than a screen",
        verified_by=(OWN_MODEL,),
    ),
)
