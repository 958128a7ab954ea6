"""What stands in machines' own ROMs in the tests: the little of it that our cartridges and disks hang on."""

from __future__ import annotations

import numpy as np

from pixelstyle.formats.shared.assembler_listing import machine_code, machine_words


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


_X1_IPL = machine_code("""
0000  31 00 FE     LD SP,$FE00
0003  01 03 1A     LD BC,$1A03
0006  3E 82        LD A,$82        ; the 8255: port B is read
0008  ED 79        OUT (C),A
000A  0B           DEC BC
000B  ED 78        IN A,(C)        ; writing to all planes at once, which may have begun with that, ends
000D  3E B0        LD A,$B0
000F  ED 79        OUT (C),A
0011  01 00 20     LD BC,$2000     ; stripes of text, no colour as itself, text behind: what has to be undone
0014  3E 07        LD A,7
0016  ED 79        OUT (C),A
0018  03           INC BC
0019  CB 70        BIT 6,B
001B  28 F9        JR Z,$0016
001D  06 13        LD B,$13
001F  2F           CPL
0020  ED 79        OUT (C),A
0022  05           DEC B
0023  ED 79        OUT (C),A
0025  05           DEC B
0026  ED 79        OUT (C),A
0028  05           DEC B
0029  ED 79        OUT (C),A
002B  01 FC 0F     LD BC,$0FFC     ; drive 0, its motor on
002E  3E 80        LD A,$80
0030  ED 79        OUT (C),A
0032  0E F8        LD C,$F8        ; the MB8877: to track 0
0034  3E 02        LD A,$02
0036  ED 79        OUT (C),A
0038  CD 8C 00     CALL $008C
003B  1E 00        LD E,0
003D  21 00 FE     LD HL,$FE00
0040  CD 98 00     CALL $0098
0043  3A 00 FE     LD A,($FE00)
0046  3D           DEC A
0047  20 FE        JR NZ,$0047     ; not to be started
0049  2A 0E FE     LD HL,($FE0E)
004C  11 53 79     LD DE,$7953     ; "Sy"
004F  B7           OR A
0050  ED 52        SBC HL,DE
0052  20 FE        JR NZ,$0052
0054  3A 10 FE     LD A,($FE10)
0057  FE 73        CP $73          ; "s"
0059  20 FE        JR NZ,$0059
005B  ED 5B 1E FE  LD DE,($FE1E)   ; from which record on
005F  2A 14 FE     LD HL,($FE14)   ; where to
0062  3A 13 FE     LD A,($FE13)    ; how much
0065  47           LD B,A
0066  3A 12 FE     LD A,($FE12)
0069  B7           OR A
006A  28 01        JR Z,$006D
006C  04           INC B
006D  C5           PUSH BC
006E  CD 98 00     CALL $0098
0071  1C           INC E
0072  C1           POP BC
0073  10 F8        DJNZ $006D
0075  21 89 00     LD HL,$0089
0078  11 00 FF     LD DE,$FF00
007B  01 03 00     LD BC,3
007E  ED B0        LDIR
0080  2A 16 FE     LD HL,($FE16)   ; where it starts
0083  01 00 1E     LD BC,$1E00
0086  C3 00 FF     JP $FF00
0089  ED 79        OUT (C),A       ; RAM in the ROM's place
008B  E9           JP (HL)
008C  3E 10        LD A,16         ; until the drive is ready and the MB8877 not busy
008E  3D           DEC A
008F  20 FD        JR NZ,$008E
0091  ED 78        IN A,(C)
0093  E6 81        AND $81
0095  20 FA        JR NZ,$0091
0097  C9           RET
0098  7B           LD A,E          ; record E to HL: sectors count from 1, 16 a side
0099  E6 0F        AND 15
009B  3C           INC A
009C  01 FA 0F     LD BC,$0FFA
009F  ED 79        OUT (C),A
00A1  7B           LD A,E
00A2  E6 10        AND $10
00A4  F6 80        OR $80
00A6  0E FC        LD C,$FC
00A8  ED 79        OUT (C),A
00AA  7B           LD A,E
00AB  07 07 07     RLCA RLCA RLCA
00AE  E6 07        AND 7
00B0  0E FB        LD C,$FB
00B2  ED 79        OUT (C),A
00B4  0E F8        LD C,$F8
00B6  3E 18        LD A,$18        ; seek
00B8  ED 79        OUT (C),A
00BA  CD 8C 00     CALL $008C
00BD  3E 80        LD A,$80        ; read a sector
00BF  ED 79        OUT (C),A
00C1  3E 10        LD A,16
00C3  3D           DEC A
00C4  20 FD        JR NZ,$00C3
00C6  ED 78        IN A,(C)
00C8  0F           RRCA
00C9  D0           RET NC
00CA  0F           RRCA
00CB  30 F9        JR NC,$00C6
00CD  0E FB        LD C,$FB
00CF  ED 78        IN A,(C)
00D1  77           LD (HL),A
00D2  23           INC HL
00D3  0E F8        LD C,$F8
00D5  18 EF        JR $00C6
""")


def x1_ipl() -> bytes:
    """The Sharp X1's, 4,096 bytes for $0000 on: it sets the 8255 up for 80 columns, fills the screen with text, reads
    record 0 of the disk in drive 0, and where that begins with 1 and is named "Sys" loads what it says, turns the ROM
    off and starts it. Of records it knows the first 256."""
    return _X1_IPL.ljust(4096, b"\0")
