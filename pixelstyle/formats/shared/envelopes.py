"""What other systems put around a file: headers of 128 bytes before it, and padding behind it.

Sources: "MacBinary Standard" (1985); Amstrad, "Soft 158A" (AMSDOS); the Spectrum +3's manual (1987), +3DOS.
"""

from __future__ import annotations

from collections.abc import Iterable

HEADER = 128
_PADDING = (0x00, 0x1A, 0xE5, 0xFF)
"""What CP/M, MS-DOS and others fill the last sector with."""
_SECTORS = (128, 254, 256)
_FEW = 8


def peeled(data: bytes) -> bytes:
    """The file within a MacBinary, AMSDOS or +3DOS file; other files as they are.

    >>> peeled(b"PLUS3DOS" + bytes([26, 1, 0, 130, 0, 0, 0]) + bytes(113) + b"ab")
    b'ab'
    """
    if len(data) <= HEADER:
        return data
    length = 0
    if data[:9] == b"PLUS3DOS\x1a":
        length = int.from_bytes(data[11:15], "little") - HEADER
    elif 0 < sum(data[:67]) == int.from_bytes(data[67:69], "little"):
        length = int.from_bytes(data[64:67], "little") or int.from_bytes(data[24:26], "little")
    elif not (data[0] or data[74] or data[82]) and 1 <= data[1] <= 63 and not any(data[2 + data[1] : 65]):
        # Some tools leave the lengths out, and say what it is by the type and by its creator.
        length = int.from_bytes(data[83:87], "big") or (len(data) - HEADER if data[65:69].isalnum() else 0)
    return data[HEADER : HEADER + length] if 0 < length <= len(data) - HEADER else data


def unpadded(data: bytes, sizes: Iterable[int]) -> bytes:
    """A file that has none of the lengths that its format has, without what stands behind `sizes` bytes where that is
    padding: bytes that are all alike, the rest of a sector, or very few. Of several sizes the first that fits; else the
    file as it is."""
    shorter = [size for size in sizes if size < len(data)]
    for size in shorter:
        if data[size] in _PADDING and data.count(data[size], size) == len(data) - size:
            return data[:size]
    for size in shorter:
        more = len(data) - size
        if more <= _FEW or any(len(data) % sector == 0 and more < sector for sector in _SECTORS):
            return data[:size]
    return data
