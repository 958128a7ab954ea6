"""Programs for real processors as assembler listings, so that every byte in our files says what it does."""

from __future__ import annotations


def machine_code(listing: str) -> bytes:
    """The bytes of a listing of which each line is 'ADDRESS  BYTES  mnemonic ; why', numbers in upper-case hex.

    Raises ValueError, an error in the program and not in its use, where an address does not follow from the bytes
    before it.
    """
    code = bytearray()
    origin: int | None = None
    for line in filter(None, map(str.strip, listing.splitlines())):
        address, *words = line.partition(";")[0].split()
        origin = int(address, 16) if origin is None else origin
        if origin + len(code) != int(address, 16):
            raise ValueError(f"this line should stand at {origin + len(code):04X}: {line}")
        for word in words:
            if len(word) != 2 or word != word.upper():
                break
            code.append(int(word, 16))
    return bytes(code)
