"""Super Nintendo: a cartridge (.sfc) that shows one picture of background mode 1 or 3, and the tile files.

131,072 bytes in banks of 32 KB, each seen at $8000 ('LoROM'):

    bank 0   viewer at $8000, mode $80F0, map $9000, palettes $9800, header $FFC0, vectors $FFE0
    bank 1   tiles, the first 32,768 bytes
    bank 2   tiles, the rest

Sources: Nintendo, "SNES Development Manual" (1993), book I, chapters 2 and 4; SNESdev Wiki, "ROM header" and
"DMA registers".
"""

from __future__ import annotations

from collections.abc import Mapping

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.consoles.video_memory import SNES_MODE_1, SNES_MODE_3
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture

ROM, MODE_AT, TABLE_AT, MAP_AT, PALETTES_AT, HEADER_AT, VECTORS_AT, TILES_AT = (
    0x20000, 0x00F0, 0x0100, 0x1000, 0x1800, 0x7FC0, 0x7FE0, 0x8000
)  # fmt: skip
MACHINES = {1: SNES_MODE_1, 3: SNES_MODE_3}

RESET = """
8000  78        sei
8001  18        clc
8002  FB        xce
8003  C2 10     rep #$10         ; x and y of 16 bits
8005  E2 20     sep #$20         ; a of 8
8007  A2 FF 1F  ldx #$1FFF
800A  9A        txs
800B  A9 8F     lda #$8F
800D  8D 00 21  sta $2100        ; picture off
8010  9C 00 42  stz $4200        ; no interrupts
8013  9C 0C 42  stz $420C        ; no transfers during the picture
8016  A2 32 00  ldx #$0032
8019  9E 01 21  stz $2101,x      ; all the picture's registers 0, twice:
801C  9E 01 21  stz $2101,x      ; some take two bytes
801F  CA        dex
8020  10 F7     bpl $8019
"""
"""How a program at $8000 begins: the processor, and all the picture's registers."""

VIEWER = machine_code(f"""{RESET}8022  AD F0 80  lda $80F0
8025  8D 05 21  sta $2105        ; mode 1 or 3
8028  A9 78     lda #$78
802A  8D 07 21  sta $2107        ; background 1: map of 32 x 32 at word $7800, tiles from $0000
802D  A9 01     lda #$01
802F  8D 2C 21  sta $212C        ; no other background
8032  A9 FF     lda #$FF
8034  8D 0E 21  sta $210E        ; scrolled down by one, as the first line is never shown
8037  8D 0E 21  sta $210E
803A  A9 80     lda #$80
803C  8D 15 21  sta $2115        ; on to the next word after each upper byte
803F  A2 00 00  ldx #$0000
8042  BC 00 81  ldy $8100,x
8045  8C 16 21  sty $2116        ; where to in video memory
8048  BC 02 81  ldy $8102,x
804B  8C 02 43  sty $4302        ; where from
804E  BD 04 81  lda $8104,x
8051  8D 04 43  sta $4304
8054  BC 05 81  ldy $8105,x
8057  8C 05 43  sty $4305        ; how many bytes
805A  A0 01 18  ldy #$1801
805D  8C 00 43  sty $4300        ; in pairs to $2118 and $2119
8060  A9 01     lda #$01
8062  8D 0B 42  sta $420B        ; go
8065  E8        inx
8066  E8        inx
8067  E8        inx
8068  E8        inx
8069  E8        inx
806A  E8        inx
806B  E8        inx
806C  E0 15 00  cpx #$0015
806F  D0 D1     bne $8042
8071  9C 21 21  stz $2121        ; palette memory from 0 on
8074  A0 00 22  ldy #$2200
8077  8C 00 43  sty $4300        ; to $2122
807A  A0 00 98  ldy #$9800
807D  8C 02 43  sty $4302
8080  9C 04 43  stz $4304
8083  A0 00 02  ldy #$0200
8086  8C 05 43  sty $4305
8089  A9 01     lda #$01
808B  8D 0B 42  sta $420B
808E  A9 0F     lda #$0F
8090  8D 00 21  sta $2100        ; picture on, full brightness
8093  80 FE     bra $8093
8095  40        rti              ; all interrupts
""")
TRANSFERS = machine_code("""
8100  00 00 00 80 01 00 80  dw $0000,$8000 : db $01 : dw $8000 ; tiles, from bank 1
8107  00 40 00 80 02 00 60  dw $4000,$8000 : db $02 : dw $6000 ; and from bank 2
810E  00 78 00 90 00 00 08  dw $7800,$9000 : db $00 : dw $0800 ; the map
""")


def snes_cartridge(size: int, program: bytes, title: str, parts: Mapping[int, bytes]) -> bytes:
    """A ROM of 2 ** n KB: header, vectors, a program at $8000 that ends with what all interrupts do, and whatever else
    belongs at a place in the file."""
    rom = bytearray(size)
    interrupt = 0x8000 + len(program) - 1
    vectors = [interrupt] * 14 + [0x8000, interrupt]
    kind = bytes([0x20, 0, (size >> 10).bit_length() - 1, 0, 1, 0, 0])  # LoROM, 2 ** n KB, NTSC
    own = {
        0: program,
        HEADER_AT: title.encode().ljust(21) + kind,
        VECTORS_AT: b"".join(vector.to_bytes(2, "little") for vector in vectors),
    }
    for at, data in (own | dict(parts)).items():
        rom[at : at + len(data)] = data
    # The sum is that of the finished file: of its own four bytes, two add up to the other two's complement, 2 * $FF.
    total = sum(rom) + 2 * 0xFF & 0xFFFF
    rom[HEADER_AT + 28 : HEADER_AT + 32] = (total ^ 0xFFFF).to_bytes(2, "little") + total.to_bytes(2, "little")
    return bytes(rom)


def _encode(picture: NativePicture) -> Files:
    number, machine = next((n, m) for n, m in MACHINES.items() if m.mode == picture.mode.name)
    tiles, shown, palettes = machine.encode(picture)
    parts = {MODE_AT: bytes([number]), TABLE_AT: TRANSFERS, MAP_AT: shown, PALETTES_AT: palettes, TILES_AT: tiles}
    return {".sfc": snes_cartridge(ROM, VIEWER, "PIXELSTYLE PICTURE", parts)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    rom = files[".sfc"]
    expect_length(rom, (ROM,), "A Super Nintendo cartridge with a picture")
    if not rom.startswith(VIEWER) or rom[MODE_AT] not in MACHINES:
        raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")
    machine = MACHINES[rom[MODE_AT]]
    parts = zip((TILES_AT, MAP_AT, PALETTES_AT), machine.sizes, strict=True)
    return machine.decode(*(rom[at : at + length] for at, length in parts))


FORMATS: tuple[Format, ...] = (
    Format(
        name="snes-cartridge",
        title="Super Nintendo cartridge",
        extensions=(".sfc",),
        modes=tuple(machine.mode for machine in MACHINES.values()),
        encode=_encode,
        decode=_decode,
        sizes=(ROM,),
        starts=(VIEWER,),
        passed_over="header and check sums; the priority in the map; bit 15 of colours",
        refused="programs that are not ours",
        verified_by=("stable-retro",),
    ),
)
