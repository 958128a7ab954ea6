"""A running VICE, by its binary monitor (`x64sc -binarymonitor`): a program is put into memory and started at once.

No reset, no LOAD: the chips are set as the machine's KERNAL leaves them, the program is written into RAM, and the
processor goes on at its SYS. That takes milliseconds, and the emulator may be on another computer.

Source: The VICE Manual, chapter "Binary monitor", API version 2: each message is $02, the version, the length of its
body and the number of the request (little-endian), its kind, and the body; answers have an error before the number.
"""

from __future__ import annotations

import re
import socket
import struct
import time
from types import TracebackType

from pixelstyle.errors import PixelStyleError

DEFAULT_ADDRESS = "127.0.0.1:6502"
"""Where VICE listens unless it is told otherwise."""

_STX, _VERSION, _MOST = 2, 2, 1 << 24
_MEMORY_GET, _MEMORY_SET, _REGISTERS_SET, _BANKS, _REGISTERS, _EXIT = 0x01, 0x02, 0x32, 0x82, 0x83, 0xAA
_WITH_EFFECTS, _MAIN_MEMORY = 1, 0
_SYS = re.compile(rb"\A.{4}\x9e *(\d{1,5})", re.DOTALL)
"""A BASIC line that begins with SYS: a link, a number, the token, digits."""

_C64, _VIC20 = 0x0801, 0x1201
_MACHINES = {_C64: "C64", _VIC20: "VIC-20"}
_STARTED = {_C64: "x64sc", _VIC20: "xvic -memory 8k"}
_CHIPS = {
    _C64: {
        0x0000: "2F 37",  # the processor's port: ROMs and I/O are there
        0xD011: "1B 00 00 00 00 00 C8 00 14 FF 00 00 00 00",  # screen on, in text; no sprites, no interrupts
        0xD01D: "00",
        0xDC0D: "7F",
        0xDC0E: "08",
        0xDD02: "3F",
        0xDD00: "07",  # the VIC-II sees the first 16 K
        0xDD0D: "7F",
    },
    _VIC20: {
        0x9000: "0C 26 16 2E 00 C0 00 00 00 00 00 00 00 00 00 1B",
        0x911E: "7F",
        0x912E: "7F",
    },
}
"""What a program before may have left otherwise: in the I/O area, by the first address."""


class ViceError(PixelStyleError):
    """VICE cannot be reached, or cannot take what it is sent."""


class _HungUpError(ViceError):
    """The connection was closed by the other side."""


class Vice:
    """A connection. Each method leaves the emulation running; raises ViceError for whatever goes wrong."""

    def __init__(self, address: str = DEFAULT_ADDRESS, *, seconds: float = 3.0) -> None:
        """`address` is HOST:PORT, or either. Connects at once, and waits at most so many seconds for each answer."""
        self.address = address
        self._number, self._seconds = 0, seconds
        for wait in (0.05, 0.2, 0.5, 0.0):
            self._socket = self._connected()
            try:
                self._ask(_BANKS)
                return
            except _HungUpError:  # so it does, for a moment, to whoever comes right after another
                self._socket.close()
                if not wait:
                    raise
                time.sleep(wait)

    def _connected(self) -> socket.socket:
        try:
            return socket.create_connection(parse_address(self.address), timeout=self._seconds)
        except OSError as error:
            raise ViceError(
                f"No VICE answers at {self.address} ({error.strerror or error}): start it with x64sc -binarymonitor."
            ) from None

    def __enter__(self) -> Vice:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def start(self, program: bytes) -> None:
        """Run a .prg that begins with a BASIC line 'SYS n', in place of whatever runs now.

        Raises ViceError also for programs of no machine that is known here, and for an emulator of another machine.
        """
        begins = int.from_bytes(program[:2], "little")
        entry = _SYS.match(program[2:])
        if begins not in _MACHINES or entry is None:
            raise ViceError("VICE is sent programs for the C64 and the VIC-20 that begin with SYS; this is none.")
        registers = self._numbers(self._ask(_REGISTERS, bytes([_MAIN_MEMORY])), id_size=1, skip=1)
        banks = self._numbers(self._ask(_BANKS), id_size=2)
        if ("io" in banks) != (begins == _C64):  # which a VIC-20, all of whose memory is always seen, does not name
            self._ask(_EXIT)
            wanted = f"{_MACHINES[begins]}: start {_STARTED[begins]} -binarymonitor"
            raise ViceError(f"The VICE at {self.address} is no {wanted}.")
        for address, values in _CHIPS[begins].items():
            bank = banks.get("io", banks["cpu"]) if address > 1 else banks["cpu"]
            self._write(address, bytes.fromhex(values), bank)
        memory = banks.get("ram", banks["cpu"])
        self._write(begins, program[2:], memory)
        if self._read(begins, len(program) - 2, memory) != program[2:]:
            self._ask(_EXIT)
            raise ViceError(f"This {_MACHINES[begins]} has too little memory: start {_STARTED[begins]} -binarymonitor.")
        items = [(registers["PC"], int(entry[1])), (registers["SP"], 0xFD), (registers["FL"], 0x24)]
        body = struct.pack("<BH", _MAIN_MEMORY, len(items))
        self._ask(_REGISTERS_SET, body + b"".join(struct.pack("<BBH", 3, *item) for item in items))
        self._ask(_EXIT)

    def _read(self, address: int, count: int, bank: int) -> bytes:
        return self._ask(_MEMORY_GET, struct.pack("<BHHBH", 0, address, address + count - 1, _MAIN_MEMORY, bank))[2:]

    def _write(self, address: int, data: bytes, bank: int) -> None:
        end = address + len(data) - 1
        if end > 0xFFFF:
            raise ViceError("The program is longer than the machine's memory.")
        header = struct.pack("<BHHBH", _WITH_EFFECTS, address, end, _MAIN_MEMORY, bank)
        self._ask(_MEMORY_SET, header + data)

    def _ask(self, kind: int, body: bytes = b"") -> bytes:
        """The body of the answer. What VICE tells by itself, that it has stopped say, is passed over."""
        self._number += 1
        try:
            self._socket.sendall(struct.pack("<BBIIB", _STX, _VERSION, len(body), self._number, kind) + body)
            while True:
                start, _, length, _, code, number = struct.unpack("<BBIBBI", self._receive(12))
                if start != _STX or length > _MOST:
                    raise ViceError(f"What listens at {self.address} is not VICE's binary monitor.")
                answer = self._receive(length)
                if number == self._number:
                    break
        except ConnectionError:
            raise _HungUpError(f"The VICE at {self.address} has closed the connection.") from None
        except OSError as error:
            raise ViceError(f"The VICE at {self.address} has stopped answering ({error.strerror or error}).") from None
        if code:
            raise ViceError(f"VICE refuses what it is sent (command ${kind:02X}, code ${code:02X}).")
        return answer

    def _receive(self, count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            part = self._socket.recv(min(65536, count - len(data)))
            if not part:
                raise _HungUpError(f"The VICE at {self.address} has closed the connection.")
            data += part
        return bytes(data)

    def _numbers(self, answer: bytes, *, id_size: int, skip: int = 0) -> dict[str, int]:
        """A list of VICE's, ids by names: of each item its size, its id, `skip` other bytes, and a counted name."""
        found: dict[str, int] = {}
        at = 2
        for _ in range(int.from_bytes(answer[:2], "little")):
            size, item = answer[at], answer[at + 1 : at + 1 + answer[at]]
            name = item[id_size + skip + 1 :].decode("ascii", "replace")
            found[name] = int.from_bytes(item[:id_size], "little")
            at += 1 + size
        return found


def parse_address(address: str) -> tuple[str, int]:
    """Host and port of HOST:PORT, [::1]:PORT, HOST or PORT. Raises ViceError for anything else.

    >>> parse_address("6510"), parse_address("[::1]:6502"), parse_address("amiga")
    (('127.0.0.1', 6510), ('::1', 6502), ('amiga', 6502))
    """
    host, _, port = DEFAULT_ADDRESS.partition(":")
    whole = f":{address}" if address.isdecimal() else address
    found = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:\s/]*))(?::([0-9]{1,5}))?", whole)
    if found is None or not address or not 0 < int(found[3] or port) < 65536:
        raise ViceError(f"'{address}' is no address of VICE's binary monitor: HOST:PORT, such as {DEFAULT_ADDRESS}.")
    return found[1] or found[2] or host, int(found[3] or port)
