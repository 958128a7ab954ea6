"""How an Amiga's disk starts with the picture: a program for blocks 0 and 1, and the chip memory that it reads.

The memory is a copper list, whose first entries say from its beginning on where the planes lie, and the planes.
Sources: Commodore-Amiga, "Amiga Hardware Reference Manual" (1985), chapters 2 (copper) and 3 (playfields), appendix A;
"AGA Chip Set" (1992), BPLCON3, BPLCON4, FMODE; "ROM Kernel Manual: Devices" (1991), "Trackdisk Device"; Laurent Clevy,
"The .ADF (Amiga Disk File) format FAQ" (1999), chapter 2 (boot block).
"""

from __future__ import annotations

import numpy as np

from pixelstyle.formats.shared.assembler_listing import machine_code

BOOT_BLOCK = 1024
_ROOT = 880
_PLANE = 320 // 8 * 256
_FIRST_LINE = 0x2C
"""Where the window of 256 lines begins, in lines of the beam."""
_REGISTERS = (
    *((0x1FC, 0), (0x10C, 0x0011)),  # FMODE and BPLCON4, the AGA's, as the older chips have them
    *((0x102, 0), (0x104, 0x24), (0x108, 0), (0x10A, 0)),
    *((0x08E, _FIRST_LINE << 8 | 0x81), (0x090, 0x2CC1), (0x092, 0x38), (0x094, 0xD0)),
    *((0x142 + 8 * sprite, 0) for sprite in range(8)),
)
"""BPLCON, modulos, window and fetches for 320 x 256; no sprite is left over."""
_COLOUR_BURST = 0x200
_BPLCON3, _BORDER, _LOWER, _BANK = 0x106, 0x0C00, 0x200, 32
"""The AGA's register that says which 32 of its colours are written, and which nibbles of them; others pass it over."""
_LINE_END, _FIELD_HALF = 0xDF, 255

PROGRAM = machine_code("""
0C  4B FA 00 A6              lea $B4(pc),a5          ; how much, from where, blocks - 1, planes - 1
10  26 49                    movea.l a1,a3           ; the request for the drive
12  20 15                    move.l (a5),d0
14  72 02                    moveq #2,d1             ; chip memory
16  4E AE FF 3A              jsr -198(a6)            ; AllocMem
1A  4A 80                    tst.l d0
1C  67 00 00 92              beq.w $B0
20  28 40                    movea.l d0,a4
22  22 4B                    movea.l a3,a1
24  33 7C 00 02 00 1C        move.w #2,28(a1)        ; read:
2A  23 55 00 24              move.l (a5),36(a1)      ; how many bytes,
2E  23 4C 00 28              move.l a4,40(a1)        ; where to,
32  23 6D 00 04 00 2C        move.l 4(a5),44(a1)     ; where on the disk
38  4E AE FE 38              jsr -456(a6)            ; DoIO
3C  4A 80                    tst.l d0
3E  66 00 00 70              bne.w $B0
42  22 4B                    movea.l a3,a1
44  33 7C 00 09 00 1C        move.w #9,28(a1)        ; the motor
4A  42 A9 00 24              clr.l 36(a1)            ; off
4E  4E AE FE 38              jsr -456(a6)
52  20 4C                    movea.l a4,a0
54  24 4C                    movea.l a4,a2
56  30 2D 00 08              move.w 8(a5),d0
5A  41 E8 00 18              lea 24(a0),a0           ; of each block without what is about it
5E  72 79                    moveq #121,d1
60  24 D8                    move.l (a0)+,(a2)+
62  51 C9 FF FC              dbra d1,$60
66  51 C8 FF F2              dbra d0,$5A
6A  20 4C                    movea.l a4,a0
6C  30 2D 00 0A              move.w 10(a5),d0
70  24 0C                    move.l a4,d2            ; in the copper list, where the planes lie:
72  36 28 00 02              move.w 2(a0),d3         ; from its beginning on
76  48 43                    swap d3
78  36 28 00 06              move.w 6(a0),d3
7C  D4 83                    add.l d3,d2
7E  31 42 00 06              move.w d2,6(a0)
82  48 42                    swap d2
84  31 42 00 02              move.w d2,2(a0)
88  50 88                    addq.l #8,a0
8A  51 C8 FF E4              dbra d0,$70
8E  41 F9 00 DF F0 00        lea $DFF000,a0
94  31 7C 7F FF 00 9A        move.w #$7FFF,$9A(a0)   ; INTENA: no interrupts
9A  31 7C 7F FF 00 96        move.w #$7FFF,$96(a0)   ; DMACON: nothing
A0  21 4C 00 80              move.l a4,$80(a0)       ; COP1LC
A4  31 40 00 88              move.w d0,$88(a0)       ; COPJMP1
A8  31 7C 83 80 00 96        move.w #$8380,$96(a0)   ; DMACON: copper and planes
AE  60 FE                    bra.s $AE
B0  70 FF                    moveq #-1,d0            ; not to be started
B2  4E 75                    rts
""")
"""Called by the system's start-up with the drive's request in a1 and its library of functions in a6."""


def boot_block(first: int, blocks: int, planes: int) -> bytes:
    """Blocks 0 and 1 of a disk of the old file system, of which these blocks hold the chip memory as a file."""
    about = np.array([blocks * 512, first * 512], ">u4").tobytes() + np.array([blocks - 1, planes - 1], ">u2").tobytes()
    block = bytearray(BOOT_BLOCK)
    code = PROGRAM + about
    block[8 : 12 + len(code)] = _ROOT.to_bytes(4, "big") + code
    block[:4] = b"DOS\0"
    total = 0
    for word in np.frombuffer(block, ">u4").tolist():
        total += word
        total = (total & 0xFFFFFFFF) + (total >> 32)  # what is carried over counts, too
    block[4:8] = (total ^ 0xFFFFFFFF).to_bytes(4, "big")
    return bytes(block)


def chip_memory(planes: np.ndarray, colours: np.ndarray, view: int) -> bytes:
    """The copper list and the planes.

    planes: uint8 [planes, 256, 40]; colours: the registers by line, uint8 [256, K, 3], or [1, K, 3] where they never
    change: 32 at most, whose lower nibbles do not count, or the AGA's 256; view: bits of BPLCON0 for HAM.
    """
    count = len(planes)
    high, low = (levels.astype(np.int64) @ np.array([256, 16, 1]) for levels in (colours >> 4, colours & 15))
    moves = [*_REGISTERS, (0x100, (count & 7) << 12 | (count & 8) << 1 | _COLOUR_BURST | view)]
    for bank in range(-(-high.shape[1] // _BANK)):
        moves += _bank(bank, high[0], 0) + (_bank(bank, low[0], _LOWER) if high.shape[1] > _BANK else [])
    entries = [*moves, (_BPLCON3, _BORDER), *_by_line(high), (0xFFFF, 0xFFFE)]
    length = 4 * (2 * count + len(entries))
    pointers = []
    for plane in range(count):
        at = length + plane * _PLANE
        pointers += [(0xE0 + 4 * plane, at >> 16), (0xE2 + 4 * plane, at & 0xFFFF)]
    return np.array([*pointers, *entries], ">u2").tobytes() + planes.tobytes()


def _bank(number: int, words: np.ndarray, which: int) -> list[tuple[int, int]]:
    """32 colours of the AGA's, their upper nibbles or their lower ones; of the first ones the older chips', too."""
    held = words[number * _BANK : number * _BANK + _BANK].tolist()
    return [(_BPLCON3, number << 13 | _BORDER | which), *((0x180 + 2 * n, word) for n, word in enumerate(held))]


def _by_line(colours: np.ndarray) -> list[tuple[int, int]]:
    """Waits for the ends of lines, and the colours that change there, of words of 12 bits, int [lines, K]."""
    entries = []
    waited = 0
    for y in range(1, len(colours)):
        changed = np.flatnonzero(colours[y] != colours[y - 1])
        if not len(changed):
            continue
        line = _FIRST_LINE + y - 1
        if waited < _FIELD_HALF < line:  # the beam's lines count to 255, and from 0 again
            entries.append((_FIELD_HALF << 8 | _LINE_END, 0xFFFE))
        entries.append(((line & 255) << 8 | _LINE_END, 0xFFFE))
        entries += [(0x180 + 2 * int(n), int(colours[y, n])) for n in changed]
        waited = line
    return entries
