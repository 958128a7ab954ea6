"""Amiga .adf: a floppy disk in the old file system that starts with the picture, and has it as an IFF file, too.

What the program in blocks 0 and 1 reads is a file of its own.

1,760 blocks of 512 bytes, 901,120 bytes. Blocks 0 and 1 name the file system, 880 is the root, 881 says which blocks
are free. A directory is a table of 72 chains of headers, by a hash of the name; a file's header lists up to 72 blocks
of data from the last place of its table down, extension blocks the rest. Numbers have 32 bits, the highest byte first;
a block's numbers add up to 0.
Source: Laurent Clevy, "The .ADF (Amiga Disk File) format FAQ" (1999), chapters 4 and 5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import amiga
from pixelstyle.formats.amiga_boot import boot_block, chip_memory
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture

_BLOCK, _BLOCKS = 512, 1760
_ROOT, _FREE = 880, 881
_FIRST = 882
"""Where the first file's header lies; its extensions, its data and the next file follow."""
_TABLE = 72
_HEADER, _DATA, _EXTENSION = 2, 8, 16
"""Kinds of blocks."""
_A_ROOT, _A_FILE = 1, -3
_SUM, _LIST, _SIZE, _NAME = 5, 6, 81, 432
"""The checksum, the table of blocks and a file's length, as numbers of words; where the name begins, in bytes."""
_CHAIN, _PARENT, _NEXT, _KIND = 124, 125, 126, 127
_HELD = _BLOCK - 24
"""Bytes of data in a block, behind six words about it."""
_ILBM = amiga.FORMATS[0]


def _block(words: Mapping[int, int], name: str = "", data: bytes = b"", checksum: int = _SUM) -> bytes:
    """A block of these words, by number, with a name or with data behind its first six."""
    block = np.zeros(_BLOCK // 4, ">i4")
    for place, word in words.items():
        block[place] = word
    whole = bytearray(block.tobytes())
    whole[24 : 24 + len(data)] = data
    whole[_NAME : _NAME + 1 + len(name)] = bytes([len(name)]) + name.encode() if name else whole[_NAME : _NAME + 1]
    total = int(np.frombuffer(whole, ">u4").sum(dtype=np.uint64))
    whole[4 * checksum : 4 * checksum + 4] = (-total & 0xFFFFFFFF).to_bytes(4, "big")
    return bytes(whole)


def _hash(name: str) -> int:
    """Which of the directory's chains a name belongs to."""
    found = len(name)
    for letter in name.upper().encode():
        found = (found * 13 + letter) & 0x7FF
    return found % _TABLE


def _encode(picture: NativePicture) -> Files:
    planes, colours, view = amiga.memory_of(picture)
    contents = {
        "picture.iff": _ILBM.encode(picture)[".iff"],
        "screen": chip_memory(planes, colours, view & amiga.HAM),
    }
    root = {0: _HEADER, 3: _TABLE, 78: -1, 79: _FREE, _KIND: _A_ROOT}
    blocks, at = dict[int, bytes](), _FIRST
    for name, data in contents.items():
        root[_LIST + _hash(name)] = at
        held = _file_blocks(name, data, at)
        blocks |= held
        at += len(held)
    parts = -(-len(contents["screen"]) // _HELD)
    started = boot_block(at - parts, parts, len(planes))
    blocks |= {0: started[:_BLOCK], 1: started[_BLOCK:]}
    blocks[_ROOT] = _block(root, "PixelStyle")
    blocks[_FREE] = _free_map({*blocks, 1, _FREE})
    disk = bytearray(_BLOCK * _BLOCKS)
    for place, block in blocks.items():
        disk[place * _BLOCK : place * _BLOCK + _BLOCK] = block
    return {".adf": bytes(disk)}


def _file_blocks(name: str, data: bytes, header: int) -> dict[int, bytes]:
    """A file's blocks by number: the header, its extensions, and the data, one after the other."""
    parts = [data[at : at + _HELD] for at in range(0, len(data), _HELD)]
    lists = -(-len(parts) // _TABLE)
    first = header + lists
    blocks = {}
    for number, at in enumerate(range(header, first)):
        held = range(number * _TABLE, min(len(parts), number * _TABLE + _TABLE))
        words = {_LIST + _TABLE - 1 - place: first + part for place, part in enumerate(held)}
        words |= {1: at, 2: len(held), _NEXT: at + 1 if at + 1 < first else 0, _KIND: _A_FILE}
        if number == 0:
            blocks[at] = _block(words | {0: _HEADER, 4: first, _SIZE: len(data), _PARENT: _ROOT}, name)
        else:
            blocks[at] = _block(words | {0: _EXTENSION, _PARENT: header})
    for number, part in enumerate(parts):
        following = first + number + 1 if number + 1 < len(parts) else 0
        blocks[first + number] = _block({0: _DATA, 1: header, 2: number + 1, 3: len(part), 4: following}, data=part)
    return blocks


def _free_map(used: set[int]) -> bytes:
    """A bit for each block from 2 on, of the lowest in each word first; 1 where it is free."""
    free = np.array([block not in used for block in range(2, _BLOCKS)])
    bits = np.pad(free, (0, -len(free) % 32)).reshape(-1, 32)[:, ::-1]
    words = np.packbits(bits, axis=1).view(">i4")[:, 0]
    return _block({1 + n: int(word) for n, word in enumerate(words)}, checksum=0)


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    disk = files[".adf"]
    expect_length(disk, (_BLOCK * _BLOCKS,), "A disk of an Amiga")
    if disk[:3] != b"DOS":
        raise PixelStyleError("The disk has none of the Amiga's file systems: it does not begin with 'DOS'.")
    whole = bool(disk[3] & 1)
    for header in _headers(disk):
        if header[_KIND] == _A_FILE:
            data = _file(disk, header, whole)
            if data.startswith(b"FORM") and data[8:12] == b"ILBM":
                return _ILBM.decode({".iff": data})
    raise PixelStyleError("The disk has no IFF picture in its uppermost directory.")


def _words(disk: bytes, block: int) -> list[int]:
    if not 2 <= block < _BLOCKS:
        raise PixelStyleError(f"The disk is damaged: something should lie in block {block:,} of {_BLOCKS:,}.")
    return np.frombuffer(disk, ">i4", _BLOCK // 4, block * _BLOCK).tolist()  # type: ignore[no-any-return]


def _chained(disk: bytes, block: int, link: int) -> Iterator[list[int]]:
    """The words of a block and of all that follow by this link. Raises PixelStyleError where they go in a circle."""
    seen = set[int]()
    while block:
        if block in seen:
            raise PixelStyleError(f"The disk is damaged: its blocks lead back to block {block:,}.")
        seen.add(block)
        words = _words(disk, block)
        yield words
        block = words[link]


def _headers(disk: bytes) -> Iterator[list[int]]:
    """The headers of all that is in the root."""
    for first in _words(disk, _ROOT)[_LIST : _LIST + _TABLE]:
        yield from _chained(disk, first, _CHAIN)


def _file(disk: bytes, header: list[int], whole: bool) -> bytes:
    """What a file holds; `whole`: its blocks are data from end to end, as in the fast file system."""
    data = bytearray()
    for words in _chained(disk, header[1], _NEXT):
        for at in words[_LIST + _TABLE - 1 : _LIST - 1 : -1][: max(0, words[2])]:
            size = _words(disk, at)[3]
            block = disk[at * _BLOCK : at * _BLOCK + _BLOCK]
            data += block if whole else block[24 : 24 + max(0, size)]
        if len(data) > len(disk):
            raise PixelStyleError("The disk is damaged: a file on it is longer than the disk.")
    return bytes(data[: max(0, header[_SIZE])])


FORMATS: tuple[Format, ...] = (
    Format(
        name="amiga-disk",
        title="Amiga disk that shows the picture",
        extensions=(".adf",),
        modes=_ILBM.modes,
        encode=_encode,
        decode=_decode,
        sizes=(_BLOCK * _BLOCKS,),
        starts=(b"DOS",),
        passed_over="what is started, and what it shows; further files and directories; the map of free blocks; names; "
        "dates; checksums",
        refused="other sizes of disks; IFF files that `amiga-ilbm` refuses",
        verified_by=("unadf", "MAME"),
    ),
)
