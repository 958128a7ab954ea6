"""BBC Micro .ssd: a DFS disc of 80 tracks that shows the picture, by SHIFT and BREAK.

800 sectors of 256 bytes. Sectors 0 and 1 are the catalogue, eight bytes a file in each: names, then addresses, lengths
and where files begin. The disc's option says that $.!BOOT is to be run: a program that chooses the mode and its
colours, hides the cursor and has $.PICTURE, what screen memory holds, loaded to where it is.
Sources: Acorn, "Disc Filing System User Guide" (1982), chapter 11; "BBC Microcomputer User Guide" (1982), chapters 34
(VDU) and 43 (OSWRCH, OSCLI).
"""

from __future__ import annotations

from collections.abc import Mapping

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.micros import bbc, bbc_teletext
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.screens import NativePicture

_SECTOR, _SECTORS = 256, 800
_ENTRY, _MOST = 8, 31
_RUN = 2
"""The option by which $.!BOOT is run as a program."""
BOOT_AT = 0x1900
_SCREENS = {0: 0x3000, 1: 0x3000, 2: 0x3000, 4: 0x5800, 5: 0x5800, 7: 0x7C00}
"""Where the screen memory of each mode begins."""
_COLOURS = {0: 2, 1: 4, 4: 2, 5: 4}
"""How many colours each mode has that leaves a choice."""
_PICTURES: dict[int, Format] = {**{int(fmt.name[-1]): fmt for fmt in bbc.FORMATS}, 7: bbc_teletext.FORMATS[0]}

PROGRAM = machine_code("""
1900  A2 00     LDX #0
1902  BD 26 19  LDA $1926,X
1905  20 EE FF  JSR $FFEE      ; OSWRCH: what the VDU is sent,
1908  E8        INX
1909  EC 25 19  CPX $1925      ;   as many bytes as there are
190C  D0 F4     BNE $1902
190E  A2 18     LDX #$18
1910  A0 19     LDY #$19
1912  20 F7 FF  JSR $FFF7      ; OSCLI
1915  4C 15 19  JMP $1915      ; until BREAK
1918  4C 4F 41 44 20 50 49 43 54 55 52 45 0D  "LOAD PICTURE"
""")
"""Before the number of bytes for the VDU and those bytes."""


def _encode(picture: NativePicture) -> Files:
    number, fmt = next((number, fmt) for number, fmt in _PICTURES.items() if picture.mode.name in fmt.modes)
    files = fmt.encode(picture)
    vdu = bytes([22, number, 23, 1]) + bytes(8)
    for logical, physical in enumerate(files.get(".pal", b"")):
        vdu += bytes([19, logical, physical, 0, 0, 0])
    boot, screen = PROGRAM + bytes([len(vdu)]) + vdu, files[fmt.extensions[0]]
    names, places, at = b"", b"", 2 + -(-len(screen) // _SECTOR)
    disk = bytearray(_SECTOR * _SECTORS)
    # The file that begins last stands first in the catalogue.
    for name, data, address, sector in ((b"!BOOT", boot, BOOT_AT, at), (b"PICTURE", screen, _SCREENS[number], 2)):
        names += name.ljust(7) + b"$"
        # Bits 16 and 17 of addresses say that it is the computer's own memory, also where it has a second processor.
        high = 0xCC | len(data) >> 16 << 4 | sector >> 8
        words = (address, address, len(data) & 0xFFFF)
        places += b"".join(word.to_bytes(2, "little") for word in words) + bytes([high, sector & 0xFF])
        disk[_SECTOR * sector : _SECTOR * sector + len(data)] = data
    disk[: 8 + len(names)] = b"PIXELSTY" + names
    head = b"LE\0\0" + bytes([0, len(names), _RUN << 4 | _SECTORS >> 8, _SECTORS & 0xFF])
    disk[_SECTOR : _SECTOR + 8 + len(places)] = head + places
    return {".ssd": bytes(disk)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    disk = files[".ssd"]
    if not 2 * _SECTOR < len(disk) <= _SECTOR * _SECTORS:
        raise PixelStyleError(
            f"A DFS disc of a BBC Micro has more than 512 and at most {_SECTOR * _SECTORS:,} bytes; "
            f"this file has {len(disk):,}."
        )
    held = _files(disk)
    boot = held.get("$.!BOOT", b"")
    vdu = boot[len(PROGRAM) + 1 :]
    if not boot.startswith(PROGRAM) or vdu[:1] != b"\x16" or vdu[1:2] not in map(bytes, ([n] for n in _PICTURES)):
        raise PixelStyleError("The disc's $.!BOOT is not PixelStyle's: in which mode its pictures are is not known.")
    fmt = _PICTURES[vdu[1]]
    main = fmt.extensions[0]
    screen = held.get("$.PICTURE")
    if screen is None:
        raise PixelStyleError("The disc has no $.PICTURE, which its $.!BOOT loads.")
    count = _COLOURS.get(vdu[1], 0)
    pal = vdu[14 : 14 + 6 * count : 6]
    if len(pal) < count:
        raise PixelStyleError("The disc's $.!BOOT is cut short: it does not choose all colours of the mode.")
    return fmt.decode({main: screen, ".pal": pal} if count else {main: screen})


def _files(disk: bytes) -> dict[str, bytes]:
    """The files of the catalogue by directory and name. Raises PixelStyleError where one is not on the disc."""
    held = {}
    for at in range(8, 8 + min(disk[_SECTOR + 5] // _ENTRY, _MOST) * _ENTRY, _ENTRY):
        name, place = disk[at : at + 8], disk[_SECTOR + at : _SECTOR + at + 8]
        start = (place[7] | (place[6] & 3) << 8) * _SECTOR
        length = int.from_bytes(place[4:6], "little") | (place[6] >> 4 & 3) << 16
        text = f"{chr(name[7] & 0x7F)}.{name[:7].decode('latin-1').rstrip()}"
        if start + length > len(disk):
            raise PixelStyleError(f"The disc is cut short: {text!r} ends behind its {len(disk):,} bytes.")
        held[text] = disk[start : start + length]
    return held


FORMATS: tuple[Format, ...] = (
    Format(
        name="bbc-disc",
        title="BBC Micro disc that shows the picture",
        extensions=(".ssd",),
        modes=tuple(mode for fmt in _PICTURES.values() for mode in fmt.modes),
        encode=_encode,
        decode=_decode,
        sizes=(_SECTOR * _SECTORS,),
        unit=1,
        passed_over="further files; the title; addresses",
        refused="a $.!BOOT that is not ours",
        verified_by=("beebtools", "py65"),
    ),
)
