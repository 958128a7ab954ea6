"""NES: tiles, nametable and palette as separate files, and a cartridge that shows the picture.

    .chr   pattern table, 256 tiles of 16 bytes                                                         4,096 bytes
    .nam   nametable: 32 x 30 tile numbers, then 64 attribute bytes                                     1,024 bytes
    .pal   four palettes of four colour numbers, each with the backdrop first                              16 bytes
    .nes   iNES header 16, program 16,384, pattern tables 8,192                                        24,592 bytes

In the cartridge's program the viewer stands at $C000, the nametable at $D000, and at $D400 the palette, twice: for the
background and for the sprites, of which there are none.

Sources: NESdev Wiki, "iNES", "PPU nametables", "PPU attribute tables", "PPU palettes", "PPU power up state".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
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

TILES, ROWS, COLUMNS = 256, 30, 32
CHR, NAMETABLE, PALETTE = TILES * 16, ROWS * COLUMNS + 64, 16
PROGRAM, NAMETABLE_AT, PALETTE_AT, VECTORS_AT = 0x4000, 0x1000, 0x1400, 0x3FFA
HEADER = b"NES\x1a" + bytes([1, 1]) + bytes(10)
"""One bank of 16 KB of program, one of 8 KB of tiles, mapper 0."""


def start_code(bank: str) -> str:
    """A viewer's first ten instructions, as a listing for code at $`bank`000: nothing interrupts, the picture is off,
    and x is 0."""
    return f"""
{bank}000  78        sei
{bank}001  D8        cld
{bank}002  A2 40     ldx #$40
{bank}004  8E 17 40  stx $4017      ; no interrupts from the sound chip's frame counter
{bank}007  A2 FF     ldx #$FF
{bank}009  9A        txs
{bank}00A  E8        inx
{bank}00B  8E 00 20  stx $2000      ; no interrupt at the vertical blank
{bank}00E  8E 01 20  stx $2001      ; picture off
{bank}011  8E 10 40  stx $4010      ; no interrupts from sampled sound
"""


VIEWER = machine_code(f"""{start_code("C")}
C014  2C 02 20  bit $2002      ; forget a vertical blank from before the reset
C017  2C 02 20  bit $2002      ; the picture processor takes no writes until it has warmed up:
C01A  10 FB     bpl $C017      ;   wait for one vertical blank
C01C  2C 02 20  bit $2002
C01F  10 FB     bpl $C01C      ;   and for another
C021  A9 3F     lda #$3F
C023  8D 06 20  sta $2006      ; write from $3F00 on
C026  8E 06 20  stx $2006
C029  BD 00 D4  lda $D400,x    ; the palettes
C02C  8D 07 20  sta $2007
C02F  E8        inx
C030  E0 20     cpx #$20
C032  D0 F5     bne $C029
C034  A9 20     lda #$20
C036  8D 06 20  sta $2006      ; write from $2000 on
C039  A2 00     ldx #$00
C03B  8E 06 20  stx $2006
C03E  86 00     stx $00        ; pointer to the nametable
C040  A9 D0     lda #$D0
C042  85 01     sta $01
C044  A0 00     ldy #$00
C046  A2 04     ldx #$04       ; four pages of it
C048  B1 00     lda ($00),y
C04A  8D 07 20  sta $2007
C04D  C8        iny
C04E  D0 F8     bne $C048
C050  E6 01     inc $01
C052  CA        dex
C053  D0 F3     bne $C048
C055  2C 02 20  bit $2002
C058  10 FB     bpl $C055      ; in the next vertical blank
C05A  8E 05 20  stx $2005      ; scroll to 0, 0
C05D  8E 05 20  stx $2005
C060  8E 00 20  stx $2000      ; first nametable, first pattern table
C063  A9 0A     lda #$0A
C065  8D 01 20  sta $2001      ; background on, also in the leftmost eight pixels
C068  4C 68 C0  jmp $C068
C06B  40        rti            ; all interrupts
""")
_RESET, _INTERRUPT = b"\x00\xc0", b"\x6b\xc0"


def picture_memory(picture: NativePicture) -> tuple[bytes, bytes, bytes]:
    """Pattern table (4,096 bytes), nametable with attributes (1,024) and palettes (16) of a NES picture."""
    codes, held, cells = sub_palette_codes(picture)
    laid = tile_map(codes, flips=False)
    tiles = pack_planes(padded(laid.tiles, TILES, picture.mode), planes=2, together=1)
    # Attribute bytes serve 2 x 2 cells; the lowest has half its cells below the picture.
    quarters = np.pad(cells, ((0, 16 - len(cells)), (0, 0))).reshape(8, 2, 8, 2).astype(np.uint8)
    attributes = (
        quarters[:, 0, :, 0] | quarters[:, 0, :, 1] << 2 | quarters[:, 1, :, 0] << 4 | quarters[:, 1, :, 1] << 6
    )
    return tiles, laid.numbers.astype(np.uint8).tobytes() + attributes.tobytes(), held.tobytes()


def memory_picture(tiles: bytes, nametable: bytes, palettes: bytes) -> NativePicture:
    """The reverse of `picture_memory`. Entry 0 of palettes 1 to 3 is not looked at: the chip shows the backdrop."""
    held = np.frombuffer(palettes, np.uint8).reshape(4, 4) & 0x3F
    held[:, 0] = held[0, 0]
    numbers = np.frombuffer(nametable[: ROWS * COLUMNS], np.uint8).reshape(ROWS, COLUMNS).astype(np.intp)
    level = np.zeros(numbers.shape, bool)
    codes = TileMap(unpack_planes(tiles, planes=2, together=1), numbers, level, level).codes()
    attributes = np.frombuffer(nametable[ROWS * COLUMNS :], np.uint8).reshape(8, 1, 8, 1)
    quarters = attributes >> np.array([[0, 2], [4, 6]], np.uint8)[None, :, None, :] & 3
    return picture_of_sub_palettes(get_mode("nes"), codes, held, quarters.reshape(16, 16)[: ROWS // 2])


def _encode_cartridge(picture: NativePicture) -> Files:
    tiles, nametable, palettes = picture_memory(picture)
    program = bytearray(PROGRAM)
    program[: len(VIEWER)] = VIEWER
    program[NAMETABLE_AT : NAMETABLE_AT + NAMETABLE] = nametable
    program[PALETTE_AT : PALETTE_AT + 2 * PALETTE] = palettes * 2
    program[VECTORS_AT:] = _INTERRUPT + _RESET + _INTERRUPT
    return {".nes": HEADER + bytes(program) + tiles + bytes(CHR)}


def _decode_cartridge(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".nes"]
    expect_length(data, (len(HEADER) + PROGRAM + 2 * CHR,), "A NES cartridge with a picture")
    program, tiles = data[len(HEADER) : len(HEADER) + PROGRAM], data[len(HEADER) + PROGRAM :]
    if not data.startswith(HEADER[:4]) or not program.startswith(VIEWER):
        raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")
    nametable = program[NAMETABLE_AT : NAMETABLE_AT + NAMETABLE]
    return memory_picture(tiles[:CHR], nametable, program[PALETTE_AT : PALETTE_AT + PALETTE])


FORMATS: tuple[Format, ...] = (
    Format(
        name="nes-cartridge",
        title="NES cartridge (iNES)",
        extensions=(".nes",),
        modes=("nes",),
        encode=_encode_cartridge,
        decode=_decode_cartridge,
        sizes=(len(HEADER) + PROGRAM + 2 * CHR,),
        starts=(HEADER[:4],),
        passed_over="the second pattern table; the sprites' palettes",
        refused="programs that are not ours",
        verified_by=("cynes", "stable-retro"),
    ),
)
