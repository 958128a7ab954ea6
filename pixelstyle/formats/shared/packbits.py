"""PackBits, which the Amiga calls ByteRun1: runs of a byte and stretches of different ones.

A control byte n of 0..127 is followed by n + 1 bytes to take as they are, one of 129..255 by a byte to take 257 - n
times; 128 means nothing. Source: Apple, "Macintosh Technical Note 1023"; Morrison, "EA IFF 85" (1985), ILBM appendix C.
"""

from __future__ import annotations

from pixelstyle.errors import PixelStyleError


def pack(data: bytes) -> bytes:
    """`data` packed; runs of three and more become runs. Never longer than data + data / 128 + 1."""
    packed, plain, at = bytearray(), bytearray(), 0

    def flush() -> None:
        while plain:
            packed.append(min(len(plain), 128) - 1)
            packed.extend(plain[:128])
            del plain[:128]

    while at < len(data):
        run = 1
        while run < 128 and at + run < len(data) and data[at + run] == data[at]:
            run += 1
        if run >= 3:
            flush()
            packed += bytes([257 - run, data[at]])
        else:
            plain += data[at : at + run]
        at += run
    flush()
    return bytes(packed)


def unpack(data: bytes, length: int, what: str) -> bytes:
    """The first `length` bytes that `data` unpacks to. Raises PixelStyleError when `what` ends before."""
    plain, at = bytearray(), 0
    while len(plain) < length:
        if at >= len(data):
            raise PixelStyleError(f"{what} is cut short: its packed pixels end too early.")
        control = data[at]
        at += 1
        if control < 128:
            plain += data[at : at + control + 1]
            at += control + 1
        elif control > 128:
            plain += data[at : at + 1] * (257 - control)
            at += 1
    return bytes(plain[:length])
