"""Amstrad CPC .dsk: a disc in the DATA format with the picture's .scr and .pal on it, and a program: RUN"DISC.

A head of 256 bytes; then for each of 40 tracks 256 about it and nine sectors of 512, in the order in which they pass
the drive's head. Sectors are numbered from $C1 on; the first four are CP/M's directory: 64 entries of 32 bytes, one for
each 16 K of a file, with numbers of blocks of 1,024 bytes. DISC.BAS is text, as SAVE "DISC",A writes it.
Sources: CPCEMU's documentation, "DSK file format"; Amstrad, "Soft 158A: DDI-1 Firmware" (1985); "CPC 6128 User
Instructions" (1985), chapters 3 and 5.
"""

from __future__ import annotations

from collections.abc import Mapping

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.micros import cpc
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.envelopes import HEADER, peeled
from pixelstyle.screens import NativePicture

_HEAD, _TRACKS, _PER_TRACK, _SECTOR, _FIRST = 256, 40, 9, 512, 0xC1
_ORDER = (0, 5, 1, 6, 2, 7, 3, 8, 4)
_SYSTEM_FIRST, _SYSTEM_TRACKS = 0x41, 2
"""Sectors of discs that CP/M can be started from, and how many tracks that takes."""
_TRACK = _HEAD + _PER_TRACK * _SECTOR
_DISK = _HEAD + _TRACKS * _TRACK
_BLOCK, _ENTRIES, _RECORD, _RECORDS = 1024, 64, 128, 128
_EXTENT = 16 * _BLOCK
_EMPTY = 0xE5
_SCREEN_AT = 0xC000
_STANDARD, _EXTENDED = b"MV - CPC", b"EXTENDED CPC DSK"
_OCP = cpc.FORMATS[0]


def _encode(picture: NativePicture) -> Files:
    files = _OCP.encode(picture)
    contents = {
        b"DISC    BAS": _program(files[".pal"]),
        b"PICTURE SCR": _headed(b"PICTURE SCR", files[".scr"], _SCREEN_AT),
        b"PICTURE PAL": _headed(b"PICTURE PAL", files[".pal"], 0x8809),
    }
    directory, data, block = b"", b"", 2
    for name, content in contents.items():
        for extent, at in enumerate(range(0, len(content), _EXTENT)):
            part = content[at : at + _EXTENT]
            count = -(-len(part) // _BLOCK)
            entry = b"\0" + name + bytes([extent, 0, 0, -(-len(part) // _RECORD)]) + bytes(range(block, block + count))
            directory += entry.ljust(32, b"\0")
            data += part.ljust(count * _BLOCK, b"\0")
            block += count
    whole = directory.ljust(_ENTRIES * 32, bytes([_EMPTY])) + data
    return {".dsk": _image(whole.ljust(_TRACKS * _PER_TRACK * _SECTOR, bytes([_EMPTY])))}


def _program(pal: bytes) -> bytes:
    """The BASIC program, of the colours that a .pal file names: its mode, inks and border."""
    number, *colours = pal[0], *(cpc.firmware_colour(pal[3 + 12 * ink]) for ink in range(17))
    inks = 1 << cpc.BITS[number]
    lines = [
        f"10 MODE {number}:BORDER {colours[16]}",
        "20 " + ":".join(f"INK {ink},{colours[ink]}" for ink in range(inks)),
        f'30 LOAD"PICTURE.SCR",&{_SCREEN_AT:X}',
        "40 CALL &BB18",  # the firmware's: wait for a key
    ]
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\x1a"


def _headed(name: bytes, data: bytes, address: int) -> bytes:
    """A binary file with AMSDOS's header."""
    head = b"\0" + name + bytes(6) + b"\x02" + bytes(2) + address.to_bytes(2, "little") + b"\0"
    head += len(data).to_bytes(2, "little") + address.to_bytes(2, "little")
    head = head.ljust(64, b"\0") + len(data).to_bytes(3, "little")
    return (head + sum(head).to_bytes(2, "little")).ljust(HEADER, b"\0") + data


def _image(whole: bytes) -> bytes:
    """A disc's sectors, in the order of their numbers, as they lie in the file."""
    image = b"MV - CPCEMU Disk-File\r\nDisk-Info\r\n".ljust(0x30, b"\0")
    image = (image + bytes([_TRACKS, 1]) + _TRACK.to_bytes(2, "little")).ljust(_HEAD, b"\0")
    for track in range(_TRACKS):
        head = b"Track-Info\r\n".ljust(16, b"\0") + bytes([track, 0, 0, 0, 2, _PER_TRACK, 0x4E, _EMPTY])
        at = track * _PER_TRACK * _SECTOR
        sectors = b""
        for place in _ORDER:
            head += bytes([track, 0, _FIRST + place, 2, 0, 0, 0, 0])
            sectors += whole[at + _SECTOR * place : at + _SECTOR * place + _SECTOR]
        image += head.ljust(_HEAD, b"\0") + sectors
    return image


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    image = files[".dsk"]
    if not image.startswith((_STANDARD, _EXTENDED)) or len(image) < _HEAD:
        raise PixelStyleError("This .dsk is not a disc of an Amstrad CPC: it does not begin with 'MV - CPC'.")
    held = _files(_sectors(image))
    screen = next((name for name in held if name.endswith("SCR")), None)
    if screen is None:
        raise PixelStyleError("The disc has no picture: no file ends in .SCR.")
    pal = held.get(screen[:8] + "PAL")
    found = {".scr": peeled(held[screen])}
    return _OCP.decode(found if pal is None else found | {".pal": peeled(pal)})


def _sectors(image: bytes) -> bytes:
    """The sectors of the first side that files may lie in, in the order of their numbers."""
    tracks, sides = image[0x30], image[0x31]
    if not tracks or sides not in (1, 2):
        raise PixelStyleError(f"The disc is damaged: it has {tracks} tracks and {sides} sides.")
    each = int.from_bytes(image[0x32:0x34], "little")
    extended = image.startswith(_EXTENDED)
    at, whole, first = _HEAD, b"", 0
    for number in range(tracks * sides):
        length = image[0x34 + number] * 256 if extended else each
        if number % sides == 0:
            sectors = _track(image[at : at + length])
            first = first or min(sectors, default=0)
            whole += b"".join(sectors.get(first + place, bytes(_SECTOR)) for place in range(_PER_TRACK))
        at += length
    if first not in (_FIRST, _SYSTEM_FIRST):
        raise PixelStyleError(f"The disc is in another format than DATA and SYSTEM: its sectors begin at ${first:02X}.")
    return whole[_SYSTEM_TRACKS * _PER_TRACK * _SECTOR if first == _SYSTEM_FIRST else 0 :]


def _track(track: bytes) -> dict[int, bytes]:
    """A track's sectors of 512 bytes by their numbers."""
    held, at = {}, _HEAD
    for n in range(track[0x15] if len(track) >= _HEAD else 0):
        about = track[0x18 + 8 * n : 0x20 + 8 * n]
        if at + _SECTOR > len(track) or len(about) < 8:
            break
        held[about[2]] = track[at : at + _SECTOR]
        at += _SECTOR
    return held


def _files(whole: bytes) -> dict[str, bytes]:
    """The files by name and kind, eleven letters. Raises PixelStyleError where one leads out of the disc."""
    parts: dict[str, dict[int, bytes]] = {}
    for at in range(0, min(_ENTRIES * 32, len(whole) - 31), 32):
        entry = whole[at : at + 32]
        if entry[0] == _EMPTY:
            continue
        data = b""
        for block in filter(None, entry[16:]):
            if _BLOCK * (block + 1) > len(whole):
                raise PixelStyleError(f"The disc is damaged: a file on it has block {block}, which the disc has not.")
            data += whole[_BLOCK * block : _BLOCK * (block + 1)]
        name = bytes(letter & 0x7F for letter in entry[1:12]).decode()
        parts.setdefault(name, {})[entry[12] & 31] = data[: _RECORD * min(entry[15], _RECORDS)]
    return {name: b"".join(held[n] for n in sorted(held)) for name, held in parts.items()}


FORMATS: tuple[Format, ...] = (
    Format(
        name="cpc-disc",
        title="Amstrad CPC disc that shows the picture",
        extensions=(".dsk",),
        modes=_OCP.modes,
        encode=_encode,
        decode=_decode,
        starts=(_STANDARD, _EXTENDED),
        passed_over="further files; users; the second side; how sectors were read; gaps",
        refused="other machines' discs; formats but DATA and SYSTEM; a screen without its .PAL",
        verified_by=("cpmtools", OWN_MODEL),
    ),
)
