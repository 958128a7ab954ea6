"""NES cartridges with an MMC5, which gives every tile its own bank and sub-palette: pictures without a tile limit.

    .nes   iNES header 16, program 32,768, tiles 16,384                                                 49,168 bytes

In the last 8 KB of the program, seen at $E000, the viewer stands at $E000, the nametable at $F000, at $F400 what goes
to the cartridge's own memory, one byte a tile (palette in bits 7 and 6, bank of 256 tiles below), at $F800 the palette.

Source: NESdev Wiki, "MMC5".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.consoles.nes import start_code
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.formats.shared.tiles import (
    TileMap,
    pack_planes,
    padded,
    picture_of_sub_palettes,
    sub_palette_codes,
    tile_map,
    unpack_planes,
)
from pixelstyle.screens import NativePicture, get_mode

TILES, ROWS, COLUMNS = 1024, 30, 32
PROGRAM, LAST_BANK = 0x8000, 0x6000
NAMETABLE_AT, ATTRIBUTES_AT, PALETTE_AT, VECTORS_AT = (LAST_BANK + at for at in (0x1000, 0x1400, 0x1800, 0x1FFA))
HEADER = b"NES\x1a" + bytes([2, 2, 0x50]) + bytes(9)
"""Two banks of 16 KB of program, two of 8 KB of tiles, mapper 5."""
LENGTH = len(HEADER) + PROGRAM + 16 * TILES

VIEWER = machine_code(f"""{start_code("E")}
E014  8E 30 51  stx $5130        ; banks of tiles count from 0
E017  8E 05 51  stx $5105        ; one nametable, wherever the picture scrolls
E01A  8E 00 52  stx $5200        ; no split screen
E01D  8E 04 52  stx $5204        ; no line interrupts
E020  A9 02     lda #$02
E022  8D 04 51  sta $5104        ; the cartridge's own memory: open for writing
E025  2C 02 20  bit $2002
E028  2C 02 20  bit $2002        ; the picture processor takes no writes until it has warmed up:
E02B  10 FB     bpl $E028        ;   wait for one vertical blank
E02D  2C 02 20  bit $2002
E030  10 FB     bpl $E02D        ;   and for another
E032  A9 3F     lda #$3F
E034  8D 06 20  sta $2006        ; write from $3F00 on
E037  8E 06 20  stx $2006
E03A  BD 00 F8  lda $F800,x      ; the palettes
E03D  8D 07 20  sta $2007
E040  E8        inx
E041  E0 20     cpx #$20
E043  D0 F5     bne $E03A
E045  A9 20     lda #$20
E047  8D 06 20  sta $2006        ; write from $2000 on
E04A  A2 00     ldx #$00
E04C  8E 06 20  stx $2006
E04F  86 00     stx $00          ; pointer to the nametable
E051  86 02     stx $02          ; pointer to the tiles' attributes
E053  86 04     stx $04          ; pointer to the cartridge's memory
E055  A9 F0     lda #$F0
E057  85 01     sta $01
E059  A9 F4     lda #$F4
E05B  85 03     sta $03
E05D  A9 5C     lda #$5C
E05F  85 05     sta $05
E061  A0 00     ldy #$00
E063  A2 04     ldx #$04         ; four pages of each
E065  B1 00     lda ($00),y
E067  8D 07 20  sta $2007
E06A  B1 02     lda ($02),y
E06C  91 04     sta ($04),y
E06E  C8        iny
E06F  D0 F4     bne $E065
E071  E6 01     inc $01
E073  E6 03     inc $03
E075  E6 05     inc $05
E077  CA        dex
E078  D0 EB     bne $E065
E07A  A9 01     lda #$01
E07C  8D 04 51  sta $5104        ; its memory now tells each tile's bank and palette
E07F  2C 02 20  bit $2002
E082  10 FB     bpl $E07F        ; in the next vertical blank
E084  8E 05 20  stx $2005        ; scroll to 0, 0
E087  8E 05 20  stx $2005
E08A  8E 00 20  stx $2000
E08D  A9 0A     lda #$0A
E08F  8D 01 20  sta $2001        ; background on, also in the leftmost eight pixels
E092  4C 92 E0  jmp $E092
E095  40        rti              ; all interrupts
""")
_RESET, _INTERRUPT = b"\x00\xe0", (0xE000 + len(VIEWER) - 1).to_bytes(2, "little")


def _encode(picture: NativePicture) -> Files:
    codes, held, cells = sub_palette_codes(picture)
    laid = tile_map(codes, flips=False)
    attributes = laid.numbers >> 8 | cells.astype(np.intp) << 6
    program = bytearray(PROGRAM)
    parts = (
        (LAST_BANK, VIEWER),
        (NAMETABLE_AT, laid.numbers.astype(np.uint8).tobytes()),
        (ATTRIBUTES_AT, attributes.astype(np.uint8).tobytes()),
        (PALETTE_AT, held.tobytes() * 2),
        (VECTORS_AT, _INTERRUPT + _RESET + _INTERRUPT),
    )
    for at, data in parts:
        program[at : at + len(data)] = data
    tiles = pack_planes(padded(laid.tiles, TILES, picture.mode), planes=2, together=1)
    return {".nes": HEADER + bytes(program) + tiles}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".nes"]
    expect_length(data, (LENGTH,), "A NES cartridge with an MMC5 and a picture")
    program, tiles = data[len(HEADER) : len(HEADER) + PROGRAM], data[len(HEADER) + PROGRAM :]
    if not data.startswith(HEADER[:4]) or not program[LAST_BANK:].startswith(VIEWER):
        raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")
    names, attributes = (
        np.frombuffer(program[at : at + ROWS * COLUMNS], np.uint8).reshape(ROWS, COLUMNS).astype(np.intp)
        for at in (NAMETABLE_AT, ATTRIBUTES_AT)
    )
    held = np.frombuffer(program[PALETTE_AT : PALETTE_AT + 16], np.uint8).reshape(4, 4) & 0x3F
    held[:, 0] = held[0, 0]
    level = np.zeros(names.shape, bool)
    laid = TileMap(unpack_planes(tiles, planes=2, together=1), names | (attributes & 0x3F) << 8, level, level)
    return picture_of_sub_palettes(get_mode("nes-mmc5"), laid.codes(), held, attributes >> 6)


FORMATS: tuple[Format, ...] = (
    Format(
        name="nes-mmc5-cartridge",
        title="NES cartridge with an MMC5 (iNES)",
        extensions=(".nes",),
        modes=("nes-mmc5",),
        encode=_encode,
        decode=_decode,
        sizes=(LENGTH,),
        starts=(HEADER[:4],),
        passed_over="the sprites' palettes; entry 0 of palettes 1 to 3",
        refused="programs that are not ours",
        verified_by=("stable-retro",),
    ),
)
