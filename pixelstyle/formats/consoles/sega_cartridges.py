"""Cartridges that show one picture on a Master System (.sms), a Game Gear (.gg) or a Mega Drive (.md, .gen).

Each holds a viewer and, as it stands there, what the viewer copies to video memory:

    .sms .gg   32,768 bytes: viewer at $0000, palettes at $0200, video memory $0000 to $3F00 at $4000, header at $7FF0
    .md       131,072 bytes: vectors, header at $0100, viewer at $0200, palettes at $0E00, video memory $0000 to $CFFF
               at $1000

Sources: Charles MacDonald, "Sega Master System VDP documentation" (2002) and "Sega Genesis VDP documentation" (2000);
SMS Power!, "ROM Header"; Sega, "Genesis Software Manual" (1989).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.consoles.video_memory import GAME_GEAR, MASTER_SYSTEM, MEGA_DRIVE, TileMachine
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture, get_mode

ROM_8, PALETTES_8, VIDEO_8, MAP_8, MAP_SIZE_8, SPRITES_8 = 0x8000, 0x200, 0x4000, 0x3800, (28, 32), 0x3F00
NO_MORE_SPRITES = 0xD0
GAME_GEAR_WINDOW = (3, 6)
"""Row and column of the map at which the Game Gear's screen begins."""

START_8 = machine_code("""
0000  F3        di
0001  ED 56     im 1
0003  31 F0 DF  ld sp,$DFF0
0006  C3 80 00  jp $0080
""")
VIEWER_8 = machine_code("""
0080  21 00 01  ld hl,$0100      ; the video registers' values
0083  06 16     ld b,22
0085  0E BF     ld c,$BF
0087  ED B3     otir
0089  AF        xor a
008A  D3 BF     out ($BF),a
008C  3E 40     ld a,$40
008E  D3 BF     out ($BF),a      ; write to video memory from $0000 on
0090  21 00 40  ld hl,$4000
0093  11 01 3F  ld de,$3F01      ; tiles, map, and the mark that ends the list of sprites
0096  7E        ld a,(hl)
0097  D3 BE     out ($BE),a
0099  23        inc hl
009A  1B        dec de
009B  7A        ld a,d
009C  B3        or e
009D  20 F7     jr nz,$0096
009F  AF        xor a
00A0  D3 BF     out ($BF),a
00A2  3E C0     ld a,$C0
00A4  D3 BF     out ($BF),a      ; write to palette memory from 0 on
00A6  21 00 02  ld hl,$0200
00A9  06 40     ld b,64          ; (on the Master System the second half is the first again)
00AB  0E BE     ld c,$BE
00AD  ED B3     otir
00AF  3E C0     ld a,$C0
00B1  D3 BF     out ($BF),a
00B3  3E 81     ld a,$81
00B5  D3 BF     out ($BF),a      ; register 1: picture on
00B7  18 FE     jr $00B7
""")
REGISTERS_8 = machine_code("""
0100  06 80     db 6,$80         ; mode 4, no line interrupts
0102  80 81     db $80,$81       ; picture off
0104  FF 82     db $FF,$82       ; map at $3800
0106  FF 83     db $FF,$83
0108  FF 84     db $FF,$84
010A  FF 85     db $FF,$85       ; list of sprites at $3F00
010C  FB 86     db $FB,$86       ; their tiles
010E  00 87     db 0,$87         ; border: colour 0 of the second palette
0110  00 88     db 0,$88         ; no scrolling
0112  00 89     db 0,$89
0114  FF 8A     db $FF,$8A
""")
PROGRAM_8 = (
    (START_8.ljust(0x66, b"\0") + machine_code("0066  ED 45  retn ; the pause button")).ljust(0x80, b"\0")
    + VIEWER_8.ljust(0x80, b"\0")
    + REGISTERS_8
)

ROM_16, PALETTES_16, VIDEO_16, MAP_16, MAP_SIZE_16 = 0x20000, 0xE00, 0x1000, 0xC000, (32, 64)
VIEWER_16_AT = 0x200


def start_16(registers: int) -> str:
    """How a program at $0200 begins: the picture's registers take what stands at an address (`registers_16`)."""
    return f"""
0200  10 39 00 A1 00 01              move.b $A10001,d0
0206  02 00 00 0F                    andi.b #$0F,d0   ; all machines but the first show nothing
020A  67 0A                          beq.s $0216
020C  23 FC 53 45 47 41 00 A1 40 00  move.l #'SEGA',$A14000 ; until this is written here
0216  41 F9 00 C0 00 04              lea $C00004,a0   ; control port
021C  43 F9 00 C0 00 00              lea $C00000,a1   ; data port
0222  45 FA 00 {registers - 0x224:02X}                    lea ${registers:04X}(pc),a2
0226  70 12                          moveq #18,d0
0228  30 9A                          move.w (a2)+,(a0)
022A  51 C8 FF FC                    dbf d0,$0228
"""


def registers_16(at: int, sprites: int, scrolling: int, *, dma: bool) -> str:
    """What the picture's registers take before it is on, as a listing for this address, and what all interrupts do."""
    told = (
        (0x8004, "no line interrupts"),
        (0x8114, "picture off, DMA allowed") if dma else (0x8104, "picture off"),
        (0x8230, "plane A: map at $C000"),
        (0x8300, "no window"),
        (0x8406, "plane B: the same map, so that it adds nothing"),
        (0x8500 | sprites >> 9, f"sprites: list at ${sprites:04X}, all zeros: one, above the screen"),
        (0x8600, ""),
        (0x8700, "backdrop: colour 0"),
        (0x8800, ""),
        (0x8900, ""),
        (0x8AFF, ""),
        (0x8B00, "the whole plane scrolls"),
        (0x8C81, "320 pixels a line"),
        (0x8D00 | scrolling >> 10, f"horizontal scrolling: at ${scrolling:04X}, all zeros"),
        (0x8E00, ""),
        (0x8F02, "on to the next word after each write"),
        (0x9001, "planes of 64 x 32 tiles"),
        (0x9100, ""),
        (0x9200, ""),
    )
    lines = (
        f"{at + 2 * number:04X}  {word >> 8:02X} {word & 255:02X}  dc.w ${word:04X} ; {why}"
        for number, (word, why) in enumerate(told)
    )
    return "\n".join(lines) + f"\n{at + 2 * len(told):04X}  4E 73  rte"


VIEWER_16 = machine_code(f"""{start_16(0x026A)}
022E  20 BC 40 00 00 00              move.l #$40000000,(a0) ; write to video memory from $0000 on
0234  45 F9 00 00 10 00              lea $1000,a2
023A  30 3C 33 FF                    move.w #$33FF,d0 ; up to $CFFF
023E  22 9A                          move.l (a2)+,(a1)
0240  51 C8 FF FC                    dbf d0,$023E
0244  20 BC C0 00 00 00              move.l #$C0000000,(a0) ; write to palette memory from 0 on
024A  45 F9 00 00 0E 00              lea $0E00,a2
0250  70 1F                          moveq #31,d0
0252  22 9A                          move.l (a2)+,(a1)
0254  51 C8 FF FC                    dbf d0,$0252
0258  20 BC 40 00 00 10              move.l #$40000010,(a0) ; vertical scrolling of both planes:
025E  22 BC 00 00 00 00              move.l #0,(a1)   ; none
0264  30 BC 81 44                    move.w #$8144,(a0) ; register 1: picture on
0268  60 FE                          bra.s $0268
{registers_16(0x026A, 0xB800, 0xBC00, dma=False)}
""")
_STACK = 0x00FFFE00


def _whole_map(shown: bytes, machine: TileMachine, size: tuple[int, int], at: tuple[int, int] = (0, 0)) -> bytes:
    """A map of `size` rows and columns in which the part on the screen is filled in."""
    mode = get_mode(machine.mode)
    rows, columns = mode.height // 8, mode.width // 8
    whole = np.zeros(size, machine.map_word)
    whole[at[0] : at[0] + rows, at[1] : at[1] + columns] = np.frombuffer(shown, machine.map_word).reshape(rows, columns)
    return whole.tobytes()


def _shown_map(whole: bytes, machine: TileMachine, size: tuple[int, int], at: tuple[int, int] = (0, 0)) -> bytes:
    mode = get_mode(machine.mode)
    places = np.frombuffer(whole, machine.map_word)[: size[0] * size[1]].reshape(size)
    return places[at[0] : at[0] + mode.height // 8, at[1] : at[1] + mode.width // 8].tobytes()


def _place(rom: bytearray, at: int, data: bytes) -> None:
    rom[at : at + len(data)] = data


def _encode_8(machine: TileMachine, picture: NativePicture) -> bytes:
    tiles, shown, palettes = machine.encode(picture)
    window = GAME_GEAR_WINDOW if machine is GAME_GEAR else (0, 0)
    rom = bytearray(ROM_8)
    _place(rom, 0, PROGRAM_8)
    _place(rom, PALETTES_8, palettes * (64 // len(palettes)))
    _place(rom, VIDEO_8, tiles)
    _place(rom, VIDEO_8 + MAP_8, _whole_map(shown, machine, MAP_SIZE_8, window))
    rom[VIDEO_8 + SPRITES_8] = NO_MORE_SPRITES
    _place(rom, 0x7FF0, b"TMR SEGA")
    _place(rom, 0x7FFA, (sum(rom[:0x7FF0]) & 0xFFFF).to_bytes(2, "little"))
    rom[0x7FFF] = 0x7C if machine is GAME_GEAR else 0x4C  # sold outside Japan; 32 KB
    return bytes(rom)


def _decode_8(machine: TileMachine, rom: bytes) -> NativePicture:
    expect_length(rom, (ROM_8,), f"A {machine.title} cartridge with a picture")
    if not rom.startswith(PROGRAM_8):
        raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")
    tiles, _, palettes = machine.sizes
    window = GAME_GEAR_WINDOW if machine is GAME_GEAR else (0, 0)
    shown = _shown_map(rom[VIDEO_8 + MAP_8 :], machine, MAP_SIZE_8, window)
    return machine.decode(rom[VIDEO_8 : VIDEO_8 + tiles], shown, rom[PALETTES_8 : PALETTES_8 + palettes])


def mega_drive_cartridge(size: int, program: bytes, title: str, parts: Mapping[int, bytes]) -> bytes:
    """A ROM of so many bytes: vectors, header, a program at $0200 that ends with what all interrupts do, and whatever
    else belongs at an address."""
    rom = bytearray(size)
    vectors = [_STACK, VIEWER_16_AT] + [VIEWER_16_AT + len(program) - 2] * 62
    _place(rom, 0, b"".join(vector.to_bytes(4, "big") for vector in vectors))
    _place(rom, 0x100, b"SEGA MEGA DRIVE (C)NONE 2025.JAN" + title.encode().ljust(48) * 2 + b"GM 00000000-00")
    _place(rom, 0x190, b"J".ljust(16) + bytes(4) + (size - 1).to_bytes(4, "big") + bytes.fromhex("00FF000000FFFFFF"))
    _place(rom, 0x1B0, b" " * 64 + b"JUE".ljust(16))
    _place(rom, VIEWER_16_AT, program)
    for at, data in parts.items():
        _place(rom, at, data)
    words = np.frombuffer(bytes(rom[0x200:]), ">u2")
    _place(rom, 0x18E, (int(words.sum()) & 0xFFFF).to_bytes(2, "big"))
    return bytes(rom)


def _encode_mega_drive(picture: NativePicture) -> Files:
    tiles, shown, palettes = MEGA_DRIVE.encode(picture)
    whole_map = _whole_map(shown, MEGA_DRIVE, MAP_SIZE_16)
    parts = {PALETTES_16: palettes, VIDEO_16: tiles, VIDEO_16 + MAP_16: whole_map}
    return {".md": mega_drive_cartridge(ROM_16, VIEWER_16, "PIXELSTYLE PICTURE", parts)}


def _decode_mega_drive(files: Mapping[str, bytes]) -> NativePicture:
    rom = files[".md"]
    expect_length(rom, (ROM_16,), "A Mega Drive cartridge with a picture")
    if not rom[VIEWER_16_AT:].startswith(VIEWER_16):
        raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")
    tiles, _, palettes = MEGA_DRIVE.sizes
    shown = _shown_map(rom[VIDEO_16 + MAP_16 :], MEGA_DRIVE, MAP_SIZE_16)
    return MEGA_DRIVE.decode(rom[VIDEO_16 : VIDEO_16 + tiles], shown, rom[PALETTES_16 : PALETTES_16 + palettes])


FORMATS: tuple[Format, ...] = (
    Format(
        name="master-system-cartridge",
        title="Master System cartridge",
        extensions=(".sms",),
        modes=("master-system",),
        encode=lambda picture: {".sms": _encode_8(MASTER_SYSTEM, picture)},
        decode=lambda files: _decode_8(MASTER_SYSTEM, files[".sms"]),
        sizes=(ROM_8,),
        passed_over="the map beyond the screen; header and check sums; the priority in the map",
        refused="programs that are not ours",
        verified_by=("stable-retro",),
    ),
    Format(
        name="game-gear-cartridge",
        title="Game Gear cartridge",
        extensions=(".gg",),
        modes=("game-gear",),
        encode=lambda picture: {".gg": _encode_8(GAME_GEAR, picture)},
        decode=lambda files: _decode_8(GAME_GEAR, files[".gg"]),
        sizes=(ROM_8,),
        passed_over="the map beyond the screen; header and check sums; the priority in the map",
        refused="programs that are not ours",
        verified_by=("stable-retro",),
    ),
    Format(
        name="mega-drive-cartridge",
        title="Mega Drive cartridge",
        extensions=(".md", ".gen"),
        modes=("mega-drive",),
        encode=_encode_mega_drive,
        decode=_decode_mega_drive,
        sizes=(ROM_16,),
        passed_over="the map beyond the screen; header and check sums; the priority in the map",
        refused="programs that are not ours",
        verified_by=("stable-retro",),
    ),
)
