"""Packets in a cartridge's memory: each where it fits, with the place of the next, and back."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.animations.cartridges.packets import Packet


@dataclass(frozen=True)
class Rom:
    """How a machine keeps packets."""

    machine: str
    """Whose cartridge it is, for errors."""
    start: int
    """Where in the file the first one stands."""
    bank: int
    """None goes on where another so many bytes begin."""
    largest: int
    """Bytes of the largest file."""
    size: Callable[[Packet], int]
    packed: Callable[[Packet, int, int], bytes]
    """A packet as bytes for a place, with that of the next one."""

    def parts(self, intro: Sequence[Packet], loop: Sequence[Packet]) -> tuple[dict[int, bytes], int]:
        """The bytes at each place, and the end; the last packet leads back to the loop's first.

        Raises PixelStyleError where they are too many.
        """
        packets, at, end = [*intro, *loop], list[int](), self.start
        for size in map(self.size, packets):
            if end % self.bank + size > self.bank:
                end += -end % self.bank
            at.append(end)
            end += size
        if end > self.largest:
            raise PixelStyleError(
                f"The film takes {end:,} bytes, and a {self.machine} cartridge has room for {self.largest:,}: "
                "take fewer --frames."
            )
        then = [*at[1:], at[len(intro)]]
        placed = zip(packets, at, then, strict=True)
        return {here: self.packed(packet, here, following) for packet, here, following in placed}, end

    def power(self, end: int, least: int) -> int:
        """The size of a file that ends there: a power of two."""
        return max(least, 1 << (end - 1).bit_length())

    def ours(self, data: bytes, player: bytes, at: int) -> None:
        """Raise PixelStyleError for a cartridge that holds another program."""
        if data[at : at + len(player)] != player:
            raise PixelStyleError("This cartridge holds some other program, not a film with PixelStyle's player.")


def check_frame(shows: object, known: Container[object]) -> None:
    """Raise PixelStyleError where registers are told what shows no frame."""
    if shows not in known:
        raise PixelStyleError("The cartridge is damaged: it shows something that is no frame of a film.")


def followed(start: int, parsed: Callable[[int], tuple[Packet, int]]) -> tuple[list[Packet], list[Packet]]:
    """The packets from a place in a file on, each of which tells the next, and those of them that are repeated.

    Raises PixelStyleError as `parsed` does.
    """
    known: dict[int, int] = {}
    packets: list[Packet] = []
    while start not in known:
        known[start] = len(packets)
        packet, start = parsed(start)
        packets.append(packet)
    return packets[: known[start]], packets[known[start] :]
