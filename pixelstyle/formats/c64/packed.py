"""How editors of the Commodore 64 pack their pictures: an escape byte, a count, and the byte that is meant."""

from __future__ import annotations

from pixelstyle.errors import PixelStyleError


def unpacked(data: bytes, escape: int, length: int) -> bytes:
    """The `length` bytes that `data` stands for. Raises PixelStyleError where it ends before.

    >>> unpacked(bytes([1, 0xAD, 3, 7, 2]), 0xAD, 5).hex()
    '0107070702'
    """
    found, at = bytearray(), 0
    while len(found) < length and at < len(data):
        if data[at] != escape:
            found.append(data[at])
            at += 1
        else:
            count, *value = data[at + 1 : at + 3] or b"\0"
            if not count:  # the end
                break
            found += bytes(value) * count
            at += 3
    if len(found) < length:
        raise PixelStyleError(f"The packed picture is cut short: it has {len(found):,} of {length:,} bytes.")
    return bytes(found[:length])
