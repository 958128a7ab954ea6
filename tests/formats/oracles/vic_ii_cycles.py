"""A PAL Commodore 64 without sprites, cycle by cycle, made from the rules in the documentation and nothing else.

The VIC-II follows Christian Bauer, "The MOS 6567/6569 video controller (VIC-II) and its application in the Commodore
64" (1996), sections 3.5 to 3.7; what a processor does in each cycle of an instruction is in the MCS6500 Hardware
Manual (1976), appendix A, what it computes is py65's. Instructions whose accesses are not listed here raise KeyError.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from py65.devices.mpu6502 import MPU

CYCLES, LINES = 63, 312
ACCESSES = {
    **dict.fromkeys([0x78, 0xCA, 0x88, 0xEA, 0x9A, 0xD8, 0xA9, 0xA2, 0xA0, 0x29, 0x09, 0xD0, 0xF0, 0x10, 0x30], "rr"),
    **dict.fromkeys([0x8A, 0xAA, 0x18, 0x69, 0x49, 0xE0], "rr"),
    **dict.fromkeys([0x4C, 0x24], "rrr"),
    **dict.fromkeys([0xAD, 0xEC, 0x2C, 0xBD], "rrrr"),
    0x8D: "rrrw",
    0x9D: "rrrrw",
    0x85: "rrw",
    0x20: "rrrwwr",
    0x60: "rrrrrr",
    **dict.fromkeys([0xE8, 0xC9], "rr"),
    0xA5: "rrr",
    0xBC: "rrrr",
    0xB1: "rrrrr",
    0xE6: "rrrww",
    0xEE: "rrrrww",
}
"""Reads and writes by opcode; a branch that is taken and a page that is crossed read once more each, at the end."""
STORES = (0x8D, 0x9D)


class Memory(list[int]):
    """64 K as the processor sees it, and the RAM under I/O, which it sees in place of that by its port at address 1."""

    def __init__(self) -> None:
        super().__init__([0xAA] * 65536)
        self[1] = 0x37
        self.under = [0xAA] * 0x1000

    def __setitem__(self, at: Any, value: Any) -> None:
        if isinstance(at, int) and at >> 12 == 0xD and self[1] & 3 == 0:
            self.under[at & 0xFFF] = value
        else:
            super().__setitem__(at, value)

    def register(self, at: int, value: int) -> None:
        """What a chip puts there, whatever the processor sees."""
        super().__setitem__(at, value)

    def seen(self, at: int) -> int:
        """What the VIC-II sees, which never sees I/O."""
        return self.under[at & 0xFFF] if at >> 12 == 0xD else self[at]


class VicII:
    """The raster, the internal counters and what is drawn in the lines of the picture."""

    def __init__(self, memory: Memory, moment: int) -> None:
        """`moment`: the cycle of the frame, counted from 0, that has just passed."""
        self.memory = memory
        self.line, self.cycle = moment // CYCLES, moment % CYCLES + 1
        self.control = 0x1B  # $D011 as it was written; read, it has the raster's bit 8
        self.enabled = self.display = self.bad = False
        self.stop = 0  # cycles for which BA has been low
        self.vcbase = self.vc = self.vmli = 0
        self.rc = 7
        self.matrix = [(0, 0)] * 40  # the video matrix and colour line
        self.drawn = np.zeros((200, 40, 4), np.uint8)
        self.mode = 0  # $D016 as the picture was drawn
        """For each line of the picture and each column the bitmap's byte, the video matrix's, the colour and $D021."""
        self.fetched: list[list[int | None]] = [[None] * 40 for _ in range(200)]
        """For each line of the picture the screen that each cell was fetched from, if from any."""
        self.began = [0] * 200
        """For each line of the picture the cycle in which its bad line began."""

    def tick(self, on_bus: int) -> None:
        """One cycle; `on_bus`: what the processor is reading, seen by the VIC-II as long as it has no access."""
        self.cycle += 1
        if self.cycle > CYCLES:
            self.line, self.cycle = (self.line + 1) % LINES, 1
            if self.line == 0:
                self.vcbase = 0
                self.enabled = False
            if 51 <= self.line < 251:
                self.fetched[self.line - 51] = [None] * 40
                self.began[self.line - 51] = 0
        self.enabled |= self.line == 0x30 and bool(self.control & 0x10)
        self.bad = self.enabled and 0x30 <= self.line <= 0xF7 and self.line & 7 == self.control & 7
        self.display |= self.bad
        self.stop = self.stop + 1 if self.bad and 12 <= self.cycle <= 54 else 0
        if self.stop == 1 and 51 <= self.line < 251:
            self.began[self.line - 51] = self.cycle
        if self.cycle == 14:
            self.vc, self.vmli = self.vcbase, 0
            if self.bad:
                self.rc = 0
        if 16 <= self.cycle <= 55:
            self._draw()
        if self.cycle == 58:
            if self.rc == 7:
                self.vcbase, self.display = self.vc, self.bad
            if self.display:
                self.rc = (self.rc + 1) & 7
        if self.bad and 15 <= self.cycle <= 54:
            self._fetch(on_bus)

    def _bank(self) -> int:
        return (3 - (self.memory[0xDD00] & 3)) * 0x4000

    def _fetch(self, on_bus: int) -> None:
        """A c-access: AEC follows BA by three cycles, and until then the data lines float."""
        screen = self.memory[0xD018] >> 4
        if self.stop > 3:
            cell = self.memory.seen(self._bank() + screen * 0x400 + self.vc)
            self.matrix[self.vmli] = cell, self.memory[0xD800 + self.vc] & 15
        else:
            self.matrix[self.vmli] = 0xFF, on_bus & 15
        if 51 <= self.line < 251:
            self.fetched[self.line - 51][self.vmli] = screen if self.stop > 3 else None

    def _draw(self) -> None:
        """A g-access in the bitmap modes."""
        matrix, colour, byte = 0, 0, self.memory.seen(self._bank() + 0x3FFF)
        column = self.cycle - 16
        if self.display:
            # Bitmap, 25 lines, 40 columns.
            assert (self.control & 0x78, self.memory[0xD016] & 0x08) == (0x38, 0x08)
            matrix, colour = self.matrix[self.vmli]
            byte = self.memory.seen(self._bank() + (self.memory[0xD018] >> 3 & 1) * 0x2000 + self.vc * 8 + self.rc)
            self.vc, self.vmli = (self.vc + 1) & 0x3FF, self.vmli + 1
        if 51 <= self.line < 251:
            self.drawn[self.line - 51, column] = byte, matrix, colour, self.memory[0xD021] & 15
            self.mode = self.memory[0xD016]

    def shown(self) -> np.ndarray:
        """The picture's dots in the bitmap modes, as colour numbers [200, 320]."""
        byte, matrix, colour, background = self.drawn.transpose(2, 0, 1)
        bits: np.ndarray = np.unpackbits(byte[:, :, None], axis=2)
        if self.mode & 0x10:
            places = np.stack([background, matrix >> 4, matrix & 15, colour])
            codes = (bits[:, :, ::2] << 1 | bits[:, :, 1::2]).repeat(2, axis=2)
        else:
            places, codes = np.stack([matrix & 15, matrix >> 4]), bits
        dots: np.ndarray = np.take_along_axis(places[:, :, :, None], codes[None].astype(np.intp), axis=0)
        left = background[:, :1].repeat(self.mode & 7, axis=1)  # what XSCROLL leaves free
        return np.concatenate([left, dots.reshape(200, 320)], axis=1)[:, :320]


class Machine:
    """The processor beside a VIC-II: it reads only while BA is high, and may write in the three cycles after."""

    def __init__(self, program: bytes, moment: int) -> None:
        """A .prg in memory, about to run from 2061 on."""
        self.memory = Memory()
        self.memory[0xDD00] = 0x97  # as the KERNAL leaves it: the VIC-II sees the first 16 K
        start = int.from_bytes(program[:2], "little")
        self.memory[start : start + len(program) - 2] = program[2:]
        self.cpu = MPU(memory=self.memory, pc=2061)
        self.vic = VicII(self.memory, moment)
        self.polled: set[tuple[int, int]] = set()
        """Line and cycle of each read of $D012."""

    def _access(self, kind: str, on_bus: int) -> None:
        self.vic.tick(on_bus)
        while kind == "r" and self.vic.stop:
            self.vic.tick(on_bus)

    def step(self) -> None:
        """One instruction."""
        at, opcode, cycles = self.cpu.pc, self.memory[self.cpu.pc], self.cpu.processorCycles
        operand = self.memory[at + 1] | self.memory[at + 2] << 8
        kinds = ACCESSES[opcode]
        for number, kind in enumerate(kinds):
            self._access(kind, self.memory[at + number])
        # All that touch a register of the VIC-II do it in their last cycle, which has just been.
        vic = self.vic
        self.memory.register(0xD011, vic.control & 0x7F | vic.line >> 8 << 7)
        self.memory.register(0xD012, vic.line & 0xFF)
        if opcode == 0xEC and operand == 0xD012:
            self.polled.add((vic.line, vic.cycle))
        self.cpu.step()
        if opcode in STORES:
            vic.control = self.memory[0xD011] if operand == 0xD011 else vic.control
        more = self.cpu.processorCycles - cycles - len(kinds)
        assert more in ((0,) if "w" in kinds else (0, 1, 2))
        for _ in range(more):
            self._access("r", self.memory[self.cpu.pc])

    def frames(self, count: int) -> None:
        """Until the raster has begun line 0 for the `count`-th time."""
        for _ in range(count):
            while self.vic.line < 300:
                self.step()
            while self.vic.line >= 300:
                self.step()


def in_turn(machine: Machine, after: int = 4) -> list[np.ndarray]:
    """The two pictures, colour numbers [200, 320], that a program shows in turn, which it is seen to do, when it has
    had so many frames to begin."""
    machine.frames(after)
    shown = []
    for _ in range(4):
        machine.frames(1)
        shown.append(machine.vic.shown())
    assert (shown[0] == shown[2]).all() and (shown[1] == shown[3]).all()
    return shown[:2]
