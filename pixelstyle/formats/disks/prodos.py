"""Apple II .po: a ProDOS volume with the picture as a file, for any viewer; it does not start.

Blocks of 512 bytes, in ProDOS's order: 280 for the 140 K drive of the Apple II, 1,600 for the 800 K drive of the IIgs.
Blocks 0 and 1 are for starting, 2 to 5 are the directory, 39 bytes a file, 6 says which blocks are free. A file of more
than one block has an index block: the lower bytes of its blocks' numbers, then the upper ones.

    HGR and DHGR   type $06, from $2000 on: BLOAD PICTURE shows the first
    Super Hi-Res   type $C1, $0000 or, with 3200 colours, $0002

Sources: Apple, "ProDOS 8 Technical Reference Manual" (1984), appendix B; Apple II File Type Notes $C1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.micros import apple2, apple_iigs
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture

_BLOCK, _SMALL, _LARGE = 512, 280, 1600
_DIRECTORY, _DIRECTORY_BLOCKS, _FREE, _FIRST = 2, 4, 6, 7
_ENTRY, _ENTRIES = 39, 13
"""The length of an entry in the directory, and how many are in a block of it."""
_SEEDLING, _SAPLING, _VOLUME = 1, 2, 15
"""Kinds of entries: a file of one block, one with an index block, and the volume itself."""
_OPEN = 0xC3
"""May be destroyed, renamed, written and read."""
_BINARY, _SUPER_HI_RES = 0x06, 0xC1
_PICTURES: tuple[tuple[Format, tuple[int, int]], ...] = (
    *((fmt, (_BINARY, 0x2000)) for fmt in apple2.FORMATS),
    *((fmt, (_SUPER_HI_RES, 2 if fmt.name == "apple-iigs-3200" else 0)) for fmt in apple_iigs.FORMATS),
)
"""Each format that a file can have, with the file's type and auxiliary type."""


def _encode(picture: NativePicture) -> Files:
    fmt, (kind, more) = next(pair for pair in _PICTURES if picture.mode.name in pair[0].modes)
    data = fmt.encode(picture)[fmt.extensions[0]]
    total = _LARGE if kind == _SUPER_HI_RES else _SMALL
    held = range(_FIRST + 1, _FIRST + 1 + -(-len(data) // _BLOCK))
    disk = bytearray(_BLOCK * total)
    for block in range(_DIRECTORY, _DIRECTORY + _DIRECTORY_BLOCKS):
        before = block - 1 if block > _DIRECTORY else 0
        after = block + 1 if block + 1 < _DIRECTORY + _DIRECTORY_BLOCKS else 0
        disk[_BLOCK * block : _BLOCK * block + 4] = _word(before) + _word(after)
    volume = _named(_VOLUME, b"PIXELSTYLE") + bytes(14) + bytes([_OPEN, _ENTRY, _ENTRIES])
    volume += _word(1) + _word(_FREE) + _word(total)
    entry = _named(_SAPLING, b"PICTURE") + bytes([kind]) + _word(_FIRST) + _word(len(held) + 1)
    entry += len(data).to_bytes(3, "little") + bytes(6) + bytes([_OPEN]) + _word(more) + bytes(4) + _word(_DIRECTORY)
    at = _BLOCK * _DIRECTORY + 4
    disk[at : at + 2 * _ENTRY] = volume + entry
    free = (1 << total) - (1 << total - held.stop)
    disk[_BLOCK * _FREE : _BLOCK * _FREE + total // 8] = ((1 << total) - 1 ^ free).to_bytes(total // 8, "big")
    index = bytes(block & 0xFF for block in held).ljust(256, b"\0") + bytes(block >> 8 for block in held)
    disk[_BLOCK * _FIRST : _BLOCK * _FIRST + len(index)] = index
    disk[_BLOCK * held.start : _BLOCK * held.start + len(data)] = data
    return {".po": bytes(disk)}


def _word(value: int) -> bytes:
    return value.to_bytes(2, "little")


def _named(kind: int, name: bytes) -> bytes:
    """How an entry begins: its kind and its name, 16 bytes."""
    return bytes([kind << 4 | len(name)]) + name.ljust(15, b"\0")


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    disk = files[".po"]
    expect_length(disk, (_BLOCK * _SMALL, _BLOCK * _LARGE), "A ProDOS disk of an Apple II")
    if _block(disk, _DIRECTORY)[4] >> 4 != _VOLUME:
        raise PixelStyleError(
            "The disk has no ProDOS directory: it may be one of DOS 3.3, or in another order (.dsk, .do)."
        )
    for entry in _entries(disk):
        length = int.from_bytes(entry[21:24], "little")
        for fmt, (kind, more) in _PICTURES:
            if entry[16] == kind and int.from_bytes(entry[31:33], "little") == more and length in fmt.sizes:
                return fmt.decode({fmt.extensions[0]: _file(disk, entry, length)})
    raise PixelStyleError(
        "The disk has no picture in its uppermost directory: HGR or DHGR as a binary file for $2000, "
        "or a Super Hi-Res screen of type $C1."
    )


def _block(disk: bytes, number: int) -> bytes:
    """One block. Raises PixelStyleError where it is not there."""
    if not 0 <= number < len(disk) // _BLOCK:
        raise PixelStyleError(f"The disk is damaged: something should lie in block {number:,}, which it has not.")
    return disk[_BLOCK * number : _BLOCK * number + _BLOCK]


def _entries(disk: bytes) -> Iterator[bytes]:
    """The entries of the directory that are files. Raises PixelStyleError where its blocks go in a circle."""
    number, seen = _DIRECTORY, set[int]()
    while number:
        if number in seen:
            raise PixelStyleError(f"The disk is damaged: its directory leads back to block {number:,}.")
        seen.add(number)
        block = _block(disk, number)
        for at in range(4, 4 + _ENTRIES * _ENTRY, _ENTRY):
            if block[at] >> 4 in (_SEEDLING, _SAPLING):
                yield block[at : at + _ENTRY]
        number = int.from_bytes(block[2:4], "little")


def _file(disk: bytes, entry: bytes, length: int) -> bytes:
    """What a file holds, to its end; a block that has number 0 is of zeros."""
    key = _block(disk, int.from_bytes(entry[17:19], "little"))
    if entry[0] >> 4 == _SEEDLING:
        return key.ljust(length, b"\0")[:length]
    blocks = [key[n] | key[256 + n] << 8 for n in range(-(-length // _BLOCK))]
    return b"".join(_block(disk, block) if block else bytes(_BLOCK) for block in blocks)[:length]


FORMATS: tuple[Format, ...] = (
    Format(
        name="apple2-disk",
        title="Apple II disk with the picture on it",
        extensions=(".po",),
        modes=tuple(mode for fmt, _ in _PICTURES for mode in fmt.modes),
        encode=_encode,
        decode=_decode,
        sizes=(_BLOCK * _SMALL, _BLOCK * _LARGE),
        passed_over="what is started from; further files and directories; the map of free blocks; names; dates; access",
        refused="DOS 3.3 and its order of sectors; files of other lengths and types than these have",
        verified_by=("a2til",),
    ),
)
