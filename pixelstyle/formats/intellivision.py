"""Mattel Intellivision cartridge (.int) that shows one picture: 4,096 words of 16 bits from $5000 on, upper byte first.

    $5000  header, with a title and the year after 1900
    $5021  the program, to which the EXEC, the console's own ROM, hands over before its title screen
    $5080  64 patterns, a word for each of their 512 bytes
    $5280  240 words for BACKTAB
    then zeros

The program calls nothing in the EXEC, but for that its interrupt goes through the address in $0100 and $0101.

Sources: Joe Zbiciak, "Intellivision Interrupts", "Graphics ROM and RAM" and "CP-1600 Instruction Set Summary" of the
SDK-1600, and its examples' "EXEC-friendly ROM header"; AtariAge, "Rom header information?" (2015): the Universal Data
Block; Oscar Toledo Gutierrez, IntyBASIC: its prologue, which starts in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_words
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.formats.shared.tiles import (
    SIDE,
    TileMap,
    padded,
    picture_of_sub_palettes,
    sub_palette_codes,
    tile_map,
)
from pixelstyle.screens import NativePicture, get_mode, spread

_WORDS, _PATTERNS, _DOWN, _ACROSS = 4096, 64, 12, 20
_BORDER_AT, _PATTERNS_AT, _CARDS_AT = 0x13, 0x80, 0x280
_IN_GRAM = 1 << 11
_CODE = machine_words("""
5000  000D 0050   ; pictures of moving objects: none
5002  000D 0050   ; processes: none
5004  0021 0050   ; the program
5006  000D 0050   ; pictures of the background: none
5008  0014 0050   ; pictures for GRAM: none
500A  0015 0050   ; the title
500C  03C0        ; the program runs after the title has been found; no clicks of keys
500D  0000        ; the border's width
500E  0000        ; color stack
500F  0000 0000 0000 0000
5013  0000        ; the border's colour
5014  0001
5015  007E 0050 0049 0058 0045 004C 0053 0054 0059 004C 0045 0000 ; 2026, "PIXELSTYLE"
5021  0003        DIS
5022  02BE 02F1   MVII #$02F1,R6
5024  02B8 502E   MVII #$502E,R0   ; where interrupts go
5026  0240 0100   MVO R0,$0100
5028  0040        SWAP R0
5029  0240 0101   MVO R0,$0101
502B  0002        EIS
502C  0220 0001   B $502C
502E  02BE 02F1   MVII #$02F1,R6   ; the first may have come late in a blank: the next one is waited for
5030  02B8 5037   MVII #$5037,R0
5032  0240 0100   MVO R0,$0100
5034  0002        EIS
5035  0220 0001   B $5035
5037  0003        DIS              ; a blank begins; as $0020 is not written, it lasts
5038  02BE 02F1   MVII #$02F1,R6
503A  01C0        CLRR R0
503B  0240 0021   MVO R0,$0021     ; foreground/background mode
503D  0281 5013   MVI $5013,R1
503F  0241 002C   MVO R1,$002C     ; border
5041  01E4        CLRR R4
5042  02B9 0018   MVII #24,R1
5044  0260        MVO@ R0,R4       ; no moving objects
5045  0011        DECR R1
5046  022C 0003   BNEQ $5044
5048  0240 0030   MVO R0,$0030     ; no scrolling
504A  0240 0031   MVO R0,$0031
504C  0240 0032   MVO R0,$0032
504E  0240 01FB   MVO R0,$01FB     ; silence
5050  0240 01FC   MVO R0,$01FC
5052  0240 01FD   MVO R0,$01FD
5054  02BC 5080   MVII #$5080,R4
5056  02BD 3800   MVII #$3800,R5
5058  02B9 0200   MVII #512,R1
505A  02A0        MVI@ R4,R0       ; patterns
505B  0268        MVO@ R0,R5
505C  0011        DECR R1
505D  022C 0004   BNEQ $505A
505F  02BD 0200   MVII #$0200,R5
5061  02B9 00F0   MVII #240,R1
5063  02A0        MVI@ R4,R0       ; cards
5064  0268        MVO@ R0,R5
5065  0011        DECR R1
5066  022C 0004   BNEQ $5063
5068  02B8 506F   MVII #$506F,R0
506A  0240 0100   MVO R0,$0100
506C  0002        EIS
506D  0220 0001   B $506D
506F  0240 0020   MVO R0,$0020     ; at each blank: show the picture, in that mode
5071  0240 0021   MVO R0,$0021
5073  02BE 02F1   MVII #$02F1,R6
5075  0002        EIS
5076  0220 0001   B $5076
""")
"""Branches to themselves wait for an interrupt, from which nothing returns."""


def _encode(picture: NativePicture) -> Files:
    codes, held, cells = sub_palette_codes(picture)
    back, front = np.moveaxis(held[cells].astype(np.uint16), 2, 0)
    plain = (front == back) & (front >= SIDE)  # shown by the background alone
    codes = np.where(spread(plain, (SIDE, SIDE), *codes.shape), np.uint8(0), codes)
    front[plain] = 0
    strange = np.argwhere(front >= SIDE)
    if len(strange):
        row, column = strange[0]
        raise PixelStyleError(
            f"The card in column {column}, row {row} has colour {front[row, column]} in front, which only backgrounds "
            "can have; 'pixelstyle check' lists every such card."
        )
    laid = tile_map(codes, flips=False)
    words = np.zeros(_WORDS, ">u2")
    words[: len(_CODE)] = _CODE
    words[_BORDER_AT] = picture.extra.get("border", 0) & 15
    words[_PATTERNS_AT:_CARDS_AT] = np.packbits(padded(laid.tiles, _PATTERNS, picture.mode))
    behind = (back & 3) << 9 | (back >> 2 & 1) << 13 | (back >> 3) << 12
    words[_CARDS_AT : _CARDS_AT + _DOWN * _ACROSS] = (front | laid.numbers << 3 | _IN_GRAM | behind).ravel()
    return {".int": words.tobytes()}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".int"]
    expect_length(data, (2 * _WORDS,), "An Intellivision cartridge with a picture")
    words = np.frombuffer(data, ">u2").astype(np.intp)
    cards = words[_CARDS_AT : _CARDS_AT + _DOWN * _ACROSS].reshape(_DOWN, _ACROSS)
    mode = get_mode("intellivision")
    assert mode.subpalettes is not None
    patterns = np.unpackbits(words[_PATTERNS_AT:_CARDS_AT].astype(np.uint8)).reshape(-1, SIDE, SIDE)
    level = np.zeros(cards.shape, bool)
    codes = TileMap(patterns, cards >> 3 & 63, level, level).codes()
    pairs = (cards >> 9 & 3 | cards >> 11 & 4 | cards >> 9 & 8) << 3 | cards & 7
    picture = picture_of_sub_palettes(mode, codes, mode.subpalettes.rows, pairs)
    picture = replace(picture, extra={"border": int(words[_BORDER_AT])})
    if _encode(picture)[".int"] != data:
        raise PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")
    return picture


FORMATS: tuple[Format, ...] = (
    Format(
        name="intellivision-cartridge",
        title="Mattel Intellivision cartridge",
        extensions=(".int",),
        modes=("intellivision",),
        encode=_encode,
        decode=_decode,
        sizes=(2 * _WORDS,),
        starts=(np.array(_CODE[:_BORDER_AT], ">u2").tobytes(),),
        passed_over="nothing",
        refused="programs that are not ours",
        verified_by=("MAME",),
    ),
)
