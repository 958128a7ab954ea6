"""Two maps of tiles in turns: what of the next picture is not in video memory yet goes where the shown one is not.

A tile that is there already is named, not written again. New ones take the slots that neither picture needs; where
there are too few, the last of them are written over what is still shown in their own places, just before the next
picture is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pixelstyle.formats.animations.cartridges.packets import Area, Pace, Run, Update, changes, dealt


@dataclass(frozen=True)
class Laid:
    """A picture as tiles."""

    tiles: Sequence[bytes]
    """All different."""
    numbers: np.ndarray
    """int [rows, columns]: which of them stands where."""
    rest: np.ndarray
    """int [rows, columns]: whatever else a map says: palettes, mirroring."""
    palettes: bytes


@dataclass(frozen=True)
class Memory:
    """What is known of video memory."""

    tiles: Mapping[int, bytes]
    """By their slots."""
    shown: np.ndarray
    """int [rows, columns]: the slots of what is on the screen; [0, 0] at first."""
    maps: tuple[Sequence[Area] | None, Sequence[Area] | None]
    palettes: bytes


class TwoMaps(Protocol):
    """A machine with room for two maps."""

    @property
    def pace(self) -> Pace:
        """What a vertical blank has time for."""
        ...

    @property
    def slots(self) -> tuple[Sequence[int], Sequence[int]]:
        """Of tiles, those that each map can name, best first."""
        ...

    def tile_at(self, slot: int) -> int:
        """The address of a tile."""
        ...

    def map_of(self, turn: int, slots: np.ndarray, rest: np.ndarray) -> list[Area]:
        """The map for one of the two turns: tiles' slots and the rest of `Laid`, int [rows, columns], as it is
        written."""
        ...

    def registers(self, turn: int) -> bytes:
        """What shows the map of this turn."""
        ...


_NOTHING = Memory({}, np.zeros((0, 0), np.intp), (None, None), b"")


def following(machine: TwoMaps, memory: Memory | None, laid: Laid, turn: int, home: Memory | None) -> Update[Memory]:
    """The picture in the map of this turn, as `packets.played` asks for it once the machine is given."""
    memory = memory or _NOTHING
    slots = np.array(_placed(machine.slots[turn], memory, laid, home))
    written = {s: tile for s, tile in zip(slots.tolist(), laid.tiles, strict=True) if memory.tiles.get(s) != tile}
    placed, seen = machine.map_of(turn, slots[laid.numbers], laid.rest), set(memory.shown.ravel().tolist())
    runs = [
        *_runs(machine, {slot: tile for slot, tile in written.items() if slot not in seen}),
        *changes(memory.maps[turn], placed, machine.pace),
        *_runs(machine, {slot: tile for slot, tile in written.items() if slot in seen}),
    ]
    palettes = laid.palettes if laid.palettes != memory.palettes else b""
    maps = (placed, memory.maps[1]) if turn == 0 else (memory.maps[0], placed)
    known = Memory({**memory.tiles, **written}, slots[laid.numbers], maps, laid.palettes)
    return Update(known, dealt(runs, machine.pace, machine.registers(turn), palettes))


def _placed(may: Sequence[int], memory: Memory, laid: Laid, home: Memory | None) -> list[int]:
    """A slot for each tile: the one that it has, else the best of the free ones, else that of its place."""
    if home is not None:
        own = {home.tiles[slot]: slot for slot in home.shown.ravel().tolist()}
        return [own[tile] for tile in laid.tiles]
    there = {memory.tiles[slot]: slot for slot in may if slot in memory.tiles}
    found = {n: there[tile] for n, tile in enumerate(laid.tiles) if tile in there}
    seen, used = set(memory.shown.ravel().tolist()), set(found.values())
    free = [slot for slot in may if slot not in used and slot not in seen]
    missing = [n for n in range(len(laid.tiles)) if n not in found]
    over = len(missing) - len(free)
    if over > 0:
        rest, was = (seen & set(may)) - used, memory.shown.ravel().tolist()
        for n, slot in zip(laid.numbers.ravel().tolist(), was, strict=True):
            if over and n not in found and slot in rest:
                found[n], over = slot, over - 1
                rest.discard(slot)
        free += sorted(rest)
        missing = [n for n in missing if n not in found]
    found |= zip(missing, sorted(free[: len(missing)]), strict=True)
    return [found[n] for n in range(len(laid.tiles))]


def _runs(machine: TwoMaps, tiles: Mapping[int, bytes]) -> list[Run]:
    """Tiles by their slots; neighbours as one run."""
    runs: list[Run] = []
    for slot in sorted(tiles):
        address = machine.tile_at(slot)
        if runs and runs[-1].address + len(runs[-1].data) == address:
            runs[-1] = Run(runs[-1].address, runs[-1].data + tiles[slot])
        else:
            runs.append(Run(address, tiles[slot]))
    return runs
