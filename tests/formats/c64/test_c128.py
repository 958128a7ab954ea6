"""Commodore 128: programs run by py65, after which a VDC of our own, by the manual, must show the picture."""

from __future__ import annotations

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, formats
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import random_picture
from tests.formats.oracles.judged import VDC_BY_PY65

RGBI = (8, 4, 2, 1)


class Vdc:
    """Its registers and memory, as the processor reaches them."""

    def __init__(self) -> None:
        self.registers, self.memory, self.chosen = [0] * 37, bytearray(b"\xaa" * 65536), 0
        self.registers[4], self.registers[7], self.registers[25] = 38, 32, 0x47

    def choose(self, _address: int, value: int) -> None:
        self.chosen = value & 63

    def write(self, _address: int, value: int) -> None:
        if self.chosen == 31:
            at = self.registers[18] << 8 | self.registers[19]
            self.memory[at] = value
            self.registers[18:20] = [(at + 1) >> 8 & 255, (at + 1) & 255]
        else:
            self.registers[self.chosen] = value

    def shown(self, height: int) -> np.ndarray:
        """Red, green, blue and intensity of each dot, bool [height, 640, 4]."""
        assert self.registers[25] & 0xC0 == 0xC0
        high = self.registers[9] + 1
        assert self.registers[6] * high == height
        bitmap, attributes = (self.registers[n] << 8 | self.registers[n + 1] for n in (12, 20))
        memory = np.frombuffer(self.memory, np.uint8)
        lit = np.unpackbits(memory[bitmap : bitmap + 80 * height].reshape(height, 80), axis=1)
        colours = memory[attributes : attributes + 80 * height // high].reshape(-1, 80)
        colours = colours.repeat(high, axis=0).repeat(8, axis=1)
        return (np.where(lit == 1, colours & 15, colours >> 4)[..., None] & np.array(RGBI)) != 0


@pytest.mark.emulator
@pytest.mark.parametrize(("mode_name", "extension"), VDC_BY_PY65)
def test_a_program_shows_its_picture_on_the_vdc(mode_name: str, extension: str) -> None:
    mpu6502 = pytest.importorskip("py65.devices.mpu6502")
    memory = pytest.importorskip("py65.memory").ObservableMemory()
    picture = random_picture(get_mode(mode_name), 5)
    (data,) = encode_for(f"a{extension}", picture).values()
    for n, byte in enumerate(data[2:]):
        memory[0x1C01 + n] = byte
    vdc = Vdc()
    memory.subscribe_to_read([0xD600], lambda _address: 0x80)
    memory.subscribe_to_read([0xD601], lambda _address: vdc.registers[vdc.chosen])
    memory.subscribe_to_write([0xD600], vdc.choose)
    memory.subscribe_to_write([0xD601], vdc.write)
    cpu = mpu6502.MPU(memory=memory, pc=int(data[7:11]))
    last = -1
    while cpu.pc != last:
        last = cpu.pc
        cpu.step()
    shown = vdc.shown(picture.indices.shape[0])
    assert memory[0xFF00] == 0x3E  # no ROM hides the picture
    assert (vdc.registers[4], vdc.registers[7]) == ((155, 128) if "8x2" in mode_name else (38, 32))
    assert bool(vdc.registers[28] & 16) is ("16k" not in mode_name)
    assert (shown[..., :3] == (picture.indices[..., None] >> np.array([2, 1, 0]) & 1)).all()
    assert (shown[..., 3] == (picture.indices >= 8)).all()


def test_programs_by_others_and_cut_ones_are_refused() -> None:
    fmt = next(fmt for fmt in formats() if fmt.name == "c128-program")
    data = fmt.encode(random_picture(get_mode("c128-vdc"), 1))[".prg"]
    with pytest.raises(PixelStyleError, match="not one of PixelStyle's"):
        fmt.decode({".prg": data.replace(b"\x09\xc0", b"\x09\x80", 1)})
    with pytest.raises(PixelStyleError, match="A C128 program that shows a picture"):
        fmt.decode({".prg": data[:-1]})
