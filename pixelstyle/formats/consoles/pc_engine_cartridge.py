"""PC Engine: a card (.pce) that shows one picture, and the tile files.

65,536 bytes in banks of 8 KB:

    bank 0        viewer, seen at $E000; video registers $E100; palettes $E800; vectors $FFF6
    banks 1 to 4  map, 2,048 bytes, and tiles, 28,672 bytes

Sources: Hudson Soft, "HuC6270 CMOS Video Display Controller Manual" (1987) and "HuC6280 CMOS 8-bit Microprocessor
Software Manual" (1987).
"""

from __future__ import annotations

from collections.abc import Mapping

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.consoles.video_memory import PC_ENGINE
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture

ROM, REGISTERS_AT, PALETTES_AT, VECTORS_AT, MAP_AT, TILES_AT = 0x10000, 0x100, 0x800, 0x1FF6, 0x2000, 0x2800

VIEWER = machine_code("""
E000  78                    sei
E001  D4                    csh              ; full speed
E002  D8                    cld
E003  A9 FF                 lda #$FF
E005  53 01                 tam #$01         ; the chips at $0000
E007  A9 F8                 lda #$F8
E009  53 02                 tam #$02         ; memory at $2000
E00B  A2 FF                 ldx #$FF
E00D  9A                    txs
E00E  A9 07                 lda #$07
E010  8D 02 14              sta $1402        ; no interrupts
E013  A9 01                 lda #$01         ; the picture's four banks of 8 KB
E015  53 04                 tam #$04         ; at $4000,
E017  1A                    inc a
E018  53 08                 tam #$08         ; $6000,
E01A  1A                    inc a
E01B  53 10                 tam #$10         ; $8000
E01D  1A                    inc a
E01E  53 20                 tam #$20         ; and $A000
E020  82                    clx
E021  BD 00 E1              lda $E100,x      ; the video registers: number,
E024  8D 00 00              sta $0000
E027  E8                    inx
E028  BD 00 E1              lda $E100,x      ; lower byte,
E02B  8D 02 00              sta $0002
E02E  E8                    inx
E02F  BD 00 E1              lda $E100,x      ; upper byte
E032  8D 03 00              sta $0003
E035  E8                    inx
E036  E0 21                 cpx #$21
E038  D0 E7                 bne $E021
E03A  03 00                 st0 #$00
E03C  13 00                 st1 #$00
E03E  23 00                 st2 #$00         ; write to video memory from $0000 on
E040  03 02                 st0 #$02
E042  E3 00 40 02 00 00 08  tia $4000,$0002,$0800 ; the map
E049  03 00                 st0 #$00
E04B  13 00                 st1 #$00
E04D  23 10                 st2 #$10         ; from $1000 on
E04F  03 02                 st0 #$02
E051  E3 00 48 02 00 00 70  tia $4800,$0002,$7000 ; the tiles
E058  9C 00 04              stz $0400        ; 256 pixels a line
E05B  9C 02 04              stz $0402
E05E  9C 03 04              stz $0403        ; write to palette memory from 0 on
E061  E3 00 E8 04 04 00 02  tia $E800,$0404,$0200
E068  03 05                 st0 #$05
E06A  13 80                 st1 #$80         ; background on
E06C  23 00                 st2 #$00
E06E  80 FE                 bra $E06E
E070  40                    rti              ; all interrupts
""")
REGISTERS = machine_code("""
E100  05 00 00              db $05 : dw $0000 ; nothing on, no interrupts, on by one word after each write
E103  06 00 00              db $06 : dw $0000
E106  07 00 00              db $07 : dw $0000 ; no scrolling
E109  08 00 00              db $08 : dw $0000
E10C  09 00 00              db $09 : dw $0000 ; map of 32 x 32
E10F  0A 02 02              db $0A : dw $0202 ; line: synchronisation, margin,
E112  0B 1F 04              db $0B : dw $041F ; 32 tiles, margin
E115  0C 02 17              db $0C : dw $1702 ; frame: synchronisation, margin,
E118  0D DF 00              db $0D : dw $00DF ; 224 lines,
E11B  0E 0C 00              db $0E : dw $000C ; margin
E11E  0F 00 00              db $0F : dw $0000
""")
_RESET, _INTERRUPT = b"\x00\xe0", (0xE000 + len(VIEWER) - 1).to_bytes(2, "little")


def _encode(picture: NativePicture) -> Files:
    tiles, shown, palettes = PC_ENGINE.encode(picture)
    rom = bytearray(ROM)
    parts = (
        (0, VIEWER),
        (REGISTERS_AT, REGISTERS),
        (PALETTES_AT, palettes),
        (VECTORS_AT, _INTERRUPT * 4 + _RESET),
        (MAP_AT, shown),
        (TILES_AT, tiles),
    )
    for at, data in parts:
        rom[at : at + len(data)] = data
    return {".pce": bytes(rom)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    rom = files[".pce"]
    expect_length(rom, (ROM,), "A PC Engine card with a picture")
    if not rom.startswith(VIEWER):
        raise PixelStyleError("This card holds some other program, not a picture with PixelStyle's viewer.")
    parts = zip((TILES_AT, MAP_AT, PALETTES_AT), PC_ENGINE.sizes, strict=True)
    return PC_ENGINE.decode(*(rom[at : at + length] for at, length in parts))


FORMATS: tuple[Format, ...] = (
    Format(
        name="pc-engine-card",
        title="PC Engine card",
        extensions=(".pce",),
        modes=("pc-engine",),
        encode=_encode,
        decode=_decode,
        sizes=(ROM,),
        starts=(VIEWER,),
        passed_over="the map beyond the screen; upper bits of colours",
        refused="programs that are not ours",
        verified_by=("stable-retro",),
    ),
)
