"""A film as packets, one for each vertical blank of a console: what is written to video memory, and what is then shown.

Pictures are changed only while the beam is on its way up. What a frame needs is dealt out over as many blanks as it
takes; the last of them shows it. A film of more frames than there is time for loses some: it never gets slower. The
last frame leads back to the first, and the packets after the first frame's begin anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Generic, TypeVar

import numpy as np

from pixelstyle.formats.animations.frames import Frame
from pixelstyle.screens import NativePicture

BLANKS = 60
"""A second, of a machine for NTSC, nearly."""
Area = tuple[int, np.ndarray]
"""An address of video memory and the bytes from there on, uint8 [N]."""
State = TypeVar("State")
Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Run:
    """Bytes that go to one place."""

    address: int
    data: bytes


@dataclass(frozen=True)
class Packet:
    """What is done in one vertical blank."""

    runs: tuple[Run, ...] = ()
    shows: bytes = b""
    """What the machine's registers are told where a frame is complete; b'' where none is."""
    palettes: bytes = b""
    """What palette memory takes before that; b'' where it stays as it is."""


@dataclass(frozen=True)
class Pace:
    """What a vertical blank has time for, in whatever is best counted: cycles, bytes."""

    blank: int
    run: int
    """What a run costs beside what it writes."""
    unit: int
    """What writing a unit costs."""
    size: int
    """Bytes of a unit, of which every run is a multiple."""
    show: int = 0
    """What it costs to show a frame."""
    palettes: int = 0
    """And, if it has other palettes, to write those."""


@dataclass(frozen=True)
class Update(Generic[State]):
    """What it takes to show a frame."""

    state: State
    """Of video memory, when it is shown."""
    packets: tuple[Packet, ...]
    """At least one, the last of which shows it."""


def dealt(runs: Iterable[Run], pace: Pace, shows: bytes, palettes: bytes = b"") -> tuple[Packet, ...]:
    """Runs, in their order, as packets that each fit into a blank; the last one shows the frame, in these palettes."""
    packets: list[list[Run]] = [[]]
    left = pace.blank
    for run in runs:
        units, start = len(run.data) // pace.size, 0
        while start < units:
            count = min(units - start, (left - pace.run) // pace.unit)
            if count <= 0:
                packets.append([])
                left = pace.blank
                continue
            part = run.data[start * pace.size : (start + count) * pace.size]
            packets[-1].append(Run(run.address + start * pace.size, part))
            left -= pace.run + count * pace.unit
            start += count
    if left < pace.show + (pace.palettes if palettes else 0):
        packets.append([])
    *before, last = [tuple(each) for each in packets]
    return *map(Packet, before), Packet(last, shows, palettes)


def changes(before: Sequence[Area] | None, now: Sequence[Area], pace: Pace) -> list[Run]:
    """What is not as before, as runs of whole units; gaps that cost less than another run are written, too."""
    gap, found = pace.run // pace.unit, []
    for number, (address, data) in enumerate(now):
        units = data.reshape(-1, pace.size)
        differs = np.ones(len(units), bool)
        if before is not None:
            differs = (units != before[number][1].reshape(-1, pace.size)).any(axis=1)
        ends: list[list[int]] = []
        for place in np.flatnonzero(differs).tolist():
            if ends and place - ends[-1][1] <= gap:
                ends[-1][1] = place + 1
            else:
                ends.append([place, place + 1])
        found += [Run(address + start * pace.size, units[start:end].tobytes()) for start, end in ends]
    return found


def played(
    frames: Sequence[Frame],
    laid: Callable[[NativePicture], Shown],
    follow: Callable[[State | None, Shown, int, State | None], Update[State]],
    turns: int,
) -> tuple[list[Packet], list[Packet]]:
    """The packets that show the first frame, and those that are repeated for ever after.

    `laid` is what a machine makes of a picture. `follow` shows that after a state (None: of nothing at all), in one of
    so many `turns` of buffers, and has to come to the state that is its last argument if there is one.
    """
    joined, starts, end = _joined(frames)
    pictures = [laid(picture) for picture in joined]
    first = follow(None, pictures[0], 0, None)
    state, clock, turn, shown, loop = first.state, 0, 0, 0, list[Packet]()
    if len(pictures) == 1:
        return list(first.packets), [Packet()] * max(1, end)
    for number in range(1, len(pictures)):
        update = follow(state, pictures[number], (turn + 1) % turns, None)
        ready = clock + len(update.packets)
        over = starts[number + 1] if number + 1 < len(pictures) else end
        if ready >= over and (shown or number + 1 < len(pictures)):  # it would be over before it is seen
            continue
        loop += _in_time(update, clock, starts[number])
        state, turn, clock, shown = update.state, (turn + 1) % turns, max(ready, starts[number]), number
    if (turn + 1) % turns:  # the first frame's buffer is the one that is seen: the last frame goes into the other
        again = follow(state, pictures[shown], (turn + 1) % turns, None)
        loop += again.packets
        state, clock = again.state, clock + len(again.packets)
    loop += _in_time(follow(state, pictures[0], 0, first.state), clock, end)
    return list(first.packets), loop


def _joined(frames: Sequence[Frame]) -> tuple[list[NativePicture], list[int], int]:
    """Pictures of which none is as the one before, the blanks from which they are seen, and that of the end."""
    pictures: list[NativePicture] = []
    starts: list[int] = []
    now = Fraction(0)
    for frame in frames:
        if not pictures or not _same(pictures[-1], frame.picture):
            pictures.append(frame.picture)
            starts.append(round(now * BLANKS))
        now += frame.seconds
    return pictures, starts, round(now * BLANKS)


def _same(one: NativePicture, other: NativePicture) -> bool:
    return one.palette.colours == other.palette.colours and np.array_equal(one.indices, other.indices)


def _in_time(update: Update[State], clock: int, start: int) -> list[Packet]:
    """The packets after as many empty ones as there is time for."""
    return [Packet()] * (start - clock - len(update.packets)) + list(update.packets)


def into(memory: bytearray) -> Callable[[Run], None]:
    """What writes runs into video memory, as far as that goes: for `seen`."""
    size = len(memory)

    def write(run: Run) -> None:
        memory[run.address : run.address + len(run.data)] = run.data
        del memory[size:]

    return write


def seen(
    intro: Iterable[Packet],
    loop: Iterable[Packet],
    write: Callable[[Run], None],
    picture: Callable[[Packet], NativePicture],
) -> list[Frame]:
    """The reverse of `played`: what the packets show, when each has been written, and `picture` looks at memory."""
    for packet in intro:
        for run in packet.runs:
            write(run)
        if packet.shows:
            found = [Frame(picture(packet), Fraction(0))]
    for packet in loop:
        found[-1] = replace(found[-1], seconds=found[-1].seconds + Fraction(1, BLANKS))
        for run in packet.runs:
            write(run)
        if packet.shows:
            following = picture(packet)
            if not _same(found[-1].picture, following):
                found.append(Frame(following, Fraction(0)))
    return [frame for frame in found if frame.seconds]
