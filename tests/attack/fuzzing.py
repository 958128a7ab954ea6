"""Mutated files through every door, one after the other: each is read, or is one clear line, soon, in little room."""

from __future__ import annotations

import contextlib
import signal
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType

from pixelstyle.errors import PixelStyleError
from tests.attack.doors import Door
from tests.attack.mutations import mutated, mutated_within

SECONDS = 5
MEMORY = 1 << 30


@dataclass
class Found:
    """What the files came to."""

    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: dict[str, Path] = field(default_factory=dict)
    """What went wrong, and a file with which it does: one for each place in the sources."""
    times: Counter[str] = field(default_factory=Counter)
    """How often each did."""

    @property
    def inputs(self) -> int:
        """How many there were."""
        return self.read.total() + self.refused.total() + self.times.total()


class TooSlowError(BaseException):
    """Nothing catches it but the one who set the clock."""


def fuzz(doors: Sequence[Door], random: Random, folder: Path, count: int, keep: Path | None = None) -> Iterator[Found]:
    """Read `count` files, the doors in turn; yields what was found after each. `keep`: where faulty ones go."""
    found = Found()
    for number in range(count):
        door = doors[number % len(doors)]
        extension, good = random.choice(door.good())
        beside = door.companions(extension)
        path = folder / f"a{extension}"
        change = mutated if random.random() < 0.5 else mutated_within
        path.write_bytes(change(good, random))
        for kind, data in beside.items():
            (folder / f"a{kind}").write_bytes(mutated(data, random) if random.random() < 0.3 else data)
        what = attempt(door, path)
        if what is None or what == "":
            (found.read if what is None else found.refused)[door.name] += 1
        else:
            found.times[what] += 1
            if what not in found.faults:
                found.faults[what] = path
                if keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    found.faults[what] = keep / f"{door.name}-{len(found.faults)}{extension}"
                    found.faults[what].write_bytes(path.read_bytes())
        for kind in (extension, *beside):
            (folder / f"a{kind}").unlink(missing_ok=True)
        yield found


def attempt(door: Door, path: Path) -> str | None:
    """What is wrong with how a file is read: None for nothing, '' where it is refused as it should be."""
    before, began = peak_reset(), time.process_time()
    try:
        with _at_most(SECONDS):
            try:
                door.read(path)
                became = None
            except PixelStyleError as error:
                became = (
                    "" if "\n" not in str(error) and len(str(error)) < 2000 else f"{door.name}: {str(error)[:100]!r}"
                )
    except TooSlowError:
        return f"{door.name}: more than {SECONDS} seconds"
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{door.name}: {type(error).__name__} in {Path(place.filename).name}:{place.lineno}: {str(error)[:80]}"
    if time.process_time() - began > SECONDS:  # C code hears no clock
        return f"{door.name}: more than {SECONDS} seconds"
    if peak() - before > MEMORY:
        return f"{door.name}: more than {MEMORY >> 20} MB"
    return became


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Of this process's time. Raises TooSlowError."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def peak_reset() -> int:
    """The bytes in use now, from which the peak is counted on; 0 where the system cannot say."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return peak()


def peak() -> int:
    """The most that this process has used since the last reset, in bytes."""
    with contextlib.suppress(OSError), Path("/proc/self/status").open() as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) << 10
    return 0
