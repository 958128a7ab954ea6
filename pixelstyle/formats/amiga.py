"""Amiga IFF ILBM, packed with ByteRun1: 32 colours, also such that change from line to line, extra half-brite, HAM6,
and the AGA's 256 colours and HAM8.

FORM ILBM { BMHD sizes, CMAP colours, CAMG view mode, PCHG changes, BODY lines, each stored plane after plane }
Source: Jerry Morrison, "EA IFF 85" (1985), "ILBM" IFF Interleaved Bitmap.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import LINE_PALETTES, Ilbm, ilbm_registers, parse_ilbm, shown_ilbm
from pixelstyle.formats.amiga_lines import changes_chunk, read_lines, sliced_chunk
from pixelstyle.formats.amiga_sliced import joined, sliced
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared import packbits
from pixelstyle.formats.shared.layout import codes_of, picture_of_codes, slotted
from pixelstyle.formats.shared.line_registers import picture_of_lines, registers_by_line
from pixelstyle.formats.shared.palette_registers import filled_up, levels_of, palette_of_levels
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, get_mode

EHB, HAM = 0x80, 0x800
"""Bits of CAMG: the view mode that the hardware is to be set to."""
_BITS, _AGA_BITS = (4, 4, 4), (8, 8, 8)
_WHAT = "An Amiga IFF picture"
_AS_PICTURE = "'pixelstyle convert' reads it as a picture."
VIEWS = {
    "amiga-32": (0, 5, 32),
    "amiga-ehb": (EHB, 6, 32),
    "amiga-ham6": (HAM, 6, 16),
    "amiga-sham": (HAM, 6, 16),
    "amiga-copper": (0, 5, 32),
    "amiga-aga-256": (0, 8, 256),
    "amiga-aga-ham8": (HAM, 8, 64),
}
"""View mode, planes and colour registers of each mode."""


@dataclass(frozen=True)
class _Header:
    width: int
    height: int
    planes: int
    masked: bool
    packed: bool

    @property
    def line_bytes(self) -> int:
        """Of one plane; lines end on a whole word."""
        return (self.width + 15) // 16 * 2


def half_bright(palette: Palette) -> Palette:
    """The 64 colours of extra half-brite: 32 registers, and each of them with its levels shifted right."""
    levels = filled_up(levels_of(palette, _BITS)[:32], 32)
    return palette_of_levels(np.concatenate([levels, levels >> 1]), _BITS, palette.name)


def _encode(picture: NativePicture) -> Files:
    view, planes, _ = VIEWS[picture.mode.name]
    height, width = picture.indices.shape
    pixels, colours = _pixels_and_registers(picture)
    changes = list[tuple[bytes, bytes]]()
    if len(colours) > 1:
        sliced_lines = picture.mode.shows.name == "sham"
        changes = [(b"SHAM", sliced_chunk(colours)) if sliced_lines else (b"PCHG", changes_chunk(colours))]
    bmhd = struct.pack(">HHhhBBBBHBBhh", width, height, 0, 0, planes, 0, 1, 0, 0, 10, 11, width, height)
    rows = _planes(pixels, planes).reshape(height * planes, -1)
    body = b"".join(packbits.pack(row.tobytes()) for row in rows)
    camg = struct.pack(">I", view)
    chunks = [(b"BMHD", bmhd), (b"CMAP", colours[0].tobytes()), (b"CAMG", camg), *changes, (b"BODY", body)]
    form = b"ILBM" + b"".join(_chunk(kind, data) for kind, data in chunks)
    return {".iff": _chunk(b"FORM", form)}


def _pixels_and_registers(picture: NativePicture) -> tuple[np.ndarray, np.ndarray]:
    """Each pixel's code, uint8 [H, W], and the colour registers, uint8 [H, K, 3], or [1, K, 3] where no line changes
    them."""
    if picture.mode.slots:
        picture = slotted(picture)
        return codes_of(picture), registers_by_line(picture)
    if picture.mode.shows.name == "sham":
        return sliced(picture)
    count = VIEWS[picture.mode.name][2]
    fine = picture.mode.choice is not None and picture.mode.choice.bits == _AGA_BITS
    levels = levels_of(picture.palette, _AGA_BITS) if fine else levels_of(picture.palette, _BITS) * 17
    return picture.indices, filled_up(levels[:count], count).astype(np.uint8)[None]


def _planes(indices: np.ndarray, planes: int) -> np.ndarray:
    """uint8 [H, planes, W / 8], bit n of each pixel in plane n."""
    bits = (indices[:, None, :] >> np.arange(planes, dtype=np.uint8)[:, None]) & 1
    return np.packbits(bits, axis=2)


def memory_of(picture: NativePicture) -> tuple[np.ndarray, np.ndarray, int]:
    """What the chips need of a picture: planes, uint8 [planes, H, W / 8]; colour registers, uint8 [H, K, 3], or
    [1, K, 3] where no line changes them, of levels v * 17 but for the AGA; the view mode."""
    view, planes, _ = VIEWS[picture.mode.name]
    pixels, colours = _pixels_and_registers(picture)
    found = _planes(pixels, planes).transpose(1, 0, 2)
    if picture.mode.shows.name == "ham8":  # in files the control bits come last; for the chips, first
        found = np.roll(found, 2, axis=0)
    return found, colours, view


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack(">I", len(data)) + data + bytes(len(data) & 1)


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    chunks = _chunks(files[".iff"])
    header = _header(chunks)
    held = parse_ilbm(files[".iff"])
    colours = ilbm_registers(held).astype(np.int64)
    mode = _mode_of(held, header, fine=bool((colours % 17).any()))
    registers = VIEWS[mode.name][2]
    colours = filled_up(colours[:registers], registers)
    if mode.choice is not None and mode.choice.bits == _AGA_BITS:
        palette = palette_of_levels(colours, _AGA_BITS)
        return picture_of_codes(mode, _pixels(chunks[b"BODY"], header), palette=palette)
    if (colours % 17).any():
        raise PixelStyleError(
            f"{_WHAT} has registers of 24 bits, which only the AGA has, in HAM6 or half-brite or by line. {_AS_PICTURE}"
        )
    if mode.slots:
        by_line = read_lines(chunks, colours.astype(np.uint8), header.height, _WHAT)
        return picture_of_lines(mode, _pixels(chunks[b"BODY"], header), by_line, _WHAT)
    if mode.shows.name == "sham":
        by_line = read_lines(chunks, colours.astype(np.uint8), header.height, _WHAT)
        return joined(mode, _pixels(chunks[b"BODY"], header), by_line, shown_ilbm(held), _WHAT)
    palette = palette_of_levels(colours // 17, _BITS)
    if mode.shows.brings is not None:
        palette = half_bright(palette)
    return picture_of_codes(mode, _pixels(chunks[b"BODY"], header), palette=palette)


def _mode_of(picture: Ilbm, header: _Header, *, fine: bool) -> ScreenMode:
    """The mode that shows all that the file says, of registers that are `fine` where they have more than four bits a
    channel. Raises PixelStyleError where none does."""
    changing = [name.decode() for name in (*LINE_PALETTES, b"RAST") if name in picture.chunks]
    slicing = picture.ham and header.planes == 6 and changing == ["SHAM"]
    if changing and not slicing and (picture.ham or picture.half_brite or "RAST" in changing):
        raise PixelStyleError(f"{_WHAT} changes its palette from line to line ({', '.join(changing)}). {_AS_PICTURE}")
    if picture.dual:
        raise PixelStyleError(f"{_WHAT} is two, one before the other (dual playfield), which no mode shows.")
    many = header.planes > 8 or (header.planes == 7 and picture.ham) or (header.planes > 5 and changing and not slicing)
    if many:
        raise PixelStyleError(
            f"{_WHAT} has 1 to 8 planes here, 5 where colours change by line, 6 or 8 in HAM; this one has "
            f"{header.planes}. {_AS_PICTURE}"
        )
    ham = "amiga-sham" if slicing else "amiga-aga-ham8" if header.planes > 6 else "amiga-ham6"
    lores = "amiga-copper" if changing else "amiga-aga-256" if fine or header.planes > 5 else "amiga-32"
    mode = get_mode(ham if picture.ham else "amiga-ehb" if picture.half_brite else lores)
    if (header.width, header.height) != (mode.width, mode.height) or not picture.square:
        raise PixelStyleError(
            f"{_WHAT} for '{mode.name}' is {mode.width} x {mode.height}; this is {header.width} x {header.height}"
            f"{'' if picture.square else ' in pixels of another shape'}. {_AS_PICTURE}"
        )
    return mode


def _header(chunks: Mapping[bytes, bytes]) -> _Header:
    missing = [kind.decode() for kind in (b"BMHD", b"CMAP", b"BODY") if not chunks.get(kind)]
    if missing:
        raise PixelStyleError(f"The IFF file has no {' and no '.join(missing)} chunk: it is no picture, or cut short.")
    if len(chunks[b"BMHD"]) < 20:
        raise PixelStyleError("The IFF file's BMHD chunk is cut short.")
    width, height, planes, masking, packed = struct.unpack(">HH4xBBB", chunks[b"BMHD"][:11])
    if packed > 1:
        raise PixelStyleError(
            f"The IFF file is packed in way {packed}; only 0 (not at all) and 1 (ByteRun1) are known."
        )
    return _Header(width, height, planes, masking == 1, packed == 1)


def _chunks(data: bytes) -> dict[bytes, bytes]:
    if data[:4] != b"FORM" or data[8:12] != b"ILBM":
        raise PixelStyleError(f"{_WHAT} begins with FORM and ILBM; this file does not.")
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "big")
        if at + 8 + length > len(data):
            raise PixelStyleError(f"{_WHAT} is cut short: a chunk ends beyond the end of the file.")
        found.setdefault(kind, data[at + 8 : at + 8 + length])
        at += 8 + length + (length & 1)
    return found


def _pixels(body: bytes, header: _Header) -> np.ndarray:
    planes = header.planes + header.masked
    length = header.height * planes * header.line_bytes
    plain = packbits.unpack(body, length, _WHAT) if header.packed else body[:length]
    if len(plain) < length:
        raise PixelStyleError(f"{_WHAT} is cut short: its pixels end too early.")
    rows = np.frombuffer(plain, np.uint8).reshape(header.height, planes, header.line_bytes)
    bits = np.unpackbits(rows[:, : header.planes], axis=2)[:, :, : header.width]
    weights = (1 << np.arange(header.planes)).astype(np.uint8)
    indices: np.ndarray = (bits * weights[:, None]).sum(axis=1, dtype=np.uint8)
    return indices


FORMATS: tuple[Format, ...] = (
    Format(
        name="amiga-ilbm",
        title="Amiga IFF ILBM",
        extensions=(".iff", ".ilbm", ".lbm"),
        modes=("amiga-32", "amiga-ehb", "amiga-ham6", "amiga-sham", "amiga-copper", "amiga-aga-256", "amiga-aga-ham8"),
        encode=_encode,
        decode=_decode,
        starts=(b"FORM",),
        passed_over="masks, transparent colour, GRAB, CRNG, CCRT, notes",
        refused=(
            "SHAM of more than 208 colours; CTBL and PCHG in HAM or extra half-brite, or of more than 256 colours; "
            "packed PCHG; RAST; "
            "dual playfields; HAM of 7 planes; registers of 24 bits in HAM6, half-brite or by line; other sizes and "
            "shapes of pixels"
        ),
        verified_by=("RECOIL", "netpbm"),
    ),
)
