"""What may become of a file's bytes on their way: cut, flipped, removed, doubled, overwritten, extreme numbers."""

from __future__ import annotations

from random import Random


def mutated(good: bytes, random: Random) -> bytes:
    """The same bytes with up to three things done to them."""
    data = bytearray(good)
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(data) or 1)
        match random.randrange(7):
            case 0:
                del data[at:]
            case 1:
                for _ in range(random.randint(1, 8)):
                    if data:
                        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
            case 2:
                del data[at : at + random.randint(1, 64)]
            case 3:
                data[at:at] = data[at : at + random.randint(1, 64)]
            case 4:
                data[at : at + 16] = random.randbytes(16)
            case 5:
                data[at : at + 4] = random.choice([b"\xff" * 4, b"\0" * 4, b"\x7f" + b"\xff" * 3, b"\0\0\0\1"])
            case 6:
                data += random.randbytes(random.randint(1, 64))
    return bytes(data)
