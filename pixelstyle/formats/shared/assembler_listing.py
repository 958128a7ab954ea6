"""Programs for real processors as assembler listings, so that every byte in our files says what it does."""

from __future__ import annotations

from pixelstyle.errors import PixelStyleError


def machine_code(listing: str) -> bytes:
    """The bytes of a listing of which each line is 'ADDRESS  BYTES  mnemonic ; why', numbers in upper-case hex.

    Raises ValueError, an error in the program and not in its use, where an address does not follow from the bytes
    before it.
    """
    return bytes(_listed(listing, digits=2))


def machine_words(listing: str) -> list[int]:
    """The same for a processor whose memory is counted in words of 16 bits, of four digits each."""
    return _listed(listing, digits=4)


def _listed(listing: str, digits: int) -> list[int]:
    """The numbers of so many digits that a listing says for one address after the other."""
    code: list[int] = []
    origin: int | None = None
    for line in filter(None, map(str.strip, listing.splitlines())):
        address, *words = line.partition(";")[0].split()
        origin = int(address, 16) if origin is None else origin
        if origin + len(code) != int(address, 16):
            raise ValueError(f"this line should stand at {origin + len(code):04X}: {line}")
        for word in words:
            if len(word) != digits or not set(word) <= set("0123456789ABCDEF"):
                break
            code.append(int(word, 16))
    return code


def expect_program(data: bytes, start: int, program: bytes, machine: str, what: str = "picture") -> None:
    """Make sure that a .prg of that machine is loaded at `start` and begins with this program of ours.

    Raises PixelStyleError if it does not: where another program keeps `what` we look for is not known.
    """
    if data[: 2 + len(program)] != start.to_bytes(2, "little") + program:
        raise not_ours(machine, what)


def not_ours(machine: str, what: str = "picture") -> PixelStyleError:
    """What is said of a program of that machine that none of ours is."""
    return PixelStyleError(
        f"This {machine} program is not one of PixelStyle's: where it keeps its {what} is not known."
    )
