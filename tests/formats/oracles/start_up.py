"""What stands in consoles' own ROMs in the tests: the little of it that our cartridges hang on."""

from __future__ import annotations

import numpy as np

from pixelstyle.formats.shared.assembler_listing import machine_words


def executive() -> bytes:
    """The Intellivision's, 8,192 bytes for $1000 to $1FFF. The processor starts at $1000: the title is found by the
    cartridge's header, and what stands behind it is started. An interrupt comes to $1004, puts the registers on the
    stack, and goes where $0100 and $0101 say."""
    words = machine_words("""
1000  02BF 1010       ; J $1010
1002  0034 0034
1004  0270 0271 0272 0273 0274 0275
100A  02BC 0100       ; MVII #$0100,R4
100C  0001 02A7       ; SDBD, MVI@ R4,R7
100E  0034 0034
1010  02BE 02F1       ; MVII #$02F1,R6
1012  02BC 500A       ; MVII #$500A,R4
1014  0001 02A5       ; SDBD, MVI@ R4,R5
1016  000D            ; INCR R5: past the year
1017  02A8 0080       ; MVI@ R5,R0 and TSTR R0
1019  022C 0003       ; BNEQ $1017
101B  00AF            ; JR R5
""")
    return np.array(words, ">u2").tobytes().ljust(8192, b"\0")


def wonderswan_boot(size: int) -> bytes:
    """The WonderSwan's, so many bytes up to $FFFFF: it goes on in RAM, lets the cartridge be seen in its place, and
    goes to its header."""
    at = 0x10000 - size
    copied = bytes.fromhex(f"FA FC B800F0 8ED8 33C0 8EC0 BE40{at >> 8:02X} BF0020 B91000 F3A4 EA00200000").ljust(0x40)
    start = copied + bytes.fromhex("E4A0 0C05 E6A0 EA0000FFFF")
    return start.ljust(size - 16, b"\0") + bytes.fromhex(f"EA 00{at >> 8:02X} 00F0").ljust(16, b"\0")
