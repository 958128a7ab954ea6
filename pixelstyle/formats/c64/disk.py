"""C64 .d64: a disk of the 1541 with the program that shows the picture on it. LOAD "*",8,1 and RUN.

35 tracks of 21, 19, 18 and 17 sectors of 256 bytes, one after the other, 174,848 bytes. A file is a chain of sectors,
each of which begins with the track and sector of the next; the last one with 0 and the number of its last byte. Sector
18/0 says which sectors are free, 18/1 on are the directory: 32 bytes a file.
Source: Commodore, "VIC-1541 User's Manual" (1982), appendix "Disk Formats".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64 import (
    fli_program,
    ifli_program,
    interlace,
    overlaid_program,
    programs,
    shifted_interlace,
    split_program,
    sprite_program,
)
from pixelstyle.formats.c64.characters import extended, glyphs, mixed, petscii
from pixelstyle.formats.c64.nufli import fitted_program as nuflix_program
from pixelstyle.formats.c64.nufli import program as nufli_program
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture

_SECTOR, _DATA = 256, 254
_TRACKS = range(1, 36)
_DIRECTORY = 18
_DISK = 174_848
_INTERLEAVE = 10
"""How many sectors on the drive's DOS puts the next one of a file."""
_PRG, _CLOSED, _PADDING = 2, 0x80, b"\xa0"
_FAMILIES = (
    *(programs, split_program, interlace, shifted_interlace),
    *(glyphs, petscii, extended, mixed, fli_program, ifli_program, nufli_program, nuflix_program, sprite_program),
    overlaid_program,
)
_PROGRAMS: tuple[Format, ...] = tuple(
    fmt
    for family in _FAMILIES
    for fmt in family.FORMATS
    if ".prg" in fmt.extensions and any(mode.startswith("c64") for mode in fmt.modes)
)


def _sectors(track: int) -> int:
    return 21 if track < 18 else 19 if track < 25 else 18 if track < 31 else 17


def _place(track: int, sector: int) -> int:
    """Where a sector begins in the file."""
    return _SECTOR * (sum(map(_sectors, range(1, track))) + sector)


def _free_places() -> Iterator[tuple[int, int]]:
    """Tracks and sectors for a file, as the DOS takes them: next to the directory first, then away from it."""
    for track in [*range(17, 0, -1), *range(19, 36)]:
        sector, taken = 0, set[int]()
        while len(taken) < _sectors(track):
            while sector in taken:
                sector = (sector + 1) % _sectors(track)
            taken.add(sector)
            yield track, sector
            sector = (sector + _INTERLEAVE) % _sectors(track)


def _encode(picture: NativePicture) -> Files:
    fmt = next(fmt for fmt in _PROGRAMS if picture.mode.name in fmt.modes)
    program = fmt.encode(picture)[".prg"]
    disk = bytearray(_DISK)
    parts = [program[at : at + _DATA] for at in range(0, len(program), _DATA)]
    places = [place for place, _ in zip(_free_places(), parts, strict=False)]
    for part, place, following in zip(parts, places, [*places[1:], None], strict=True):
        link = bytes(following) if following else bytes([0, len(part) + 1])
        at = _place(*place)
        disk[at : at + 2 + len(part)] = link + part
    entry = bytes([_CLOSED | _PRG, *places[0]]) + b"PICTURE".ljust(16, _PADDING)
    entry = entry.ljust(28, b"\0") + len(parts).to_bytes(2, "little")
    at = _place(_DIRECTORY, 1)
    disk[at : at + 2 + len(entry)] = b"\x00\xff" + entry
    at = _place(_DIRECTORY, 0)
    disk[at : at + _SECTOR] = _free_map({*places, (_DIRECTORY, 0), (_DIRECTORY, 1)})
    return {".d64": bytes(disk)}


def _free_map(used: set[tuple[int, int]]) -> bytes:
    """Sector 18/0: for each track how many sectors are free, and a bit for each that is; then the disk's name."""
    head = bytes([_DIRECTORY, 1, ord("A"), 0])
    for track in _TRACKS:
        free = [sector for sector in range(_sectors(track)) if (track, sector) not in used]
        head += bytes([len(free)]) + sum(1 << sector for sector in free).to_bytes(3, "little")
    name = b"PIXELSTYLE".ljust(16, _PADDING) + 2 * _PADDING + b"PS" + _PADDING + b"2A" + 4 * _PADDING
    return (head + name).ljust(_SECTOR, b"\0")


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    disk = files[".d64"]
    expect_length(disk, (_DISK, _DISK + 683), "A disk of 35 tracks")
    for entry in _entries(disk):
        if entry[0] & 7 == _PRG:
            program = b"".join(_chain(disk, entry[1], entry[2]))
            return _picture_of(program)
    raise PixelStyleError("The disk has no program in its directory.")


def _entries(disk: bytes) -> Iterator[bytes]:
    """The directory's entries, 30 bytes each, that are not empty."""
    for sector in _chain(disk, _DIRECTORY, 1):
        padded = sector.ljust(_DATA, b"\0")
        for at in range(0, _SECTOR, 32):
            if padded[at]:
                yield padded[at : at + 30]


def _chain(disk: bytes, track: int, sector: int) -> Iterator[bytes]:
    """What each sector of a chain holds. Raises PixelStyleError where one is not there, or comes twice."""
    seen = set[tuple[int, int]]()
    while track:
        if track not in _TRACKS or sector >= _sectors(track) or (track, sector) in seen:
            raise PixelStyleError(f"The disk is damaged: a chain of sectors leads to track {track}, sector {sector}.")
        seen.add((track, sector))
        at = _place(track, sector)
        track, sector = disk[at], disk[at + 1]
        yield disk[at + 2 : at + _SECTOR] if track else disk[at + 2 : at + max(2, sector + 1)]


def _picture_of(program: bytes) -> NativePicture:
    for fmt in _PROGRAMS:
        if fmt.sizes and len(program) not in fmt.sizes:
            continue
        try:
            return fmt.decode({".prg": program})
        except PixelStyleError:
            continue
    raise PixelStyleError("The first program on the disk is none of ours that show a picture.")


FORMATS: tuple[Format, ...] = (
    Format(
        name="c64-disk",
        title="C64 disk that shows the picture",
        extensions=(".d64",),
        modes=tuple(mode for fmt in _PROGRAMS for mode in fmt.modes),
        encode=_encode,
        decode=_decode,
        sizes=(_DISK, _DISK + 683),
        passed_over="further files; the map of free sectors; names; bytes about errors behind the sectors",
        refused="programs that are not ours; other numbers of tracks",
        verified_by=("d64",),
    ),
)
