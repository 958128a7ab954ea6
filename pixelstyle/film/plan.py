"""A plan: all of a film's tasks, and what it takes to do them and to put the film together, in one JSON file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_bytes, write_atomically
from pixelstyle.film.look import Look
from pixelstyle.film.making.shot_colours import ShotColours
from pixelstyle.film.packing import unpack
from pixelstyle.film.tasks import Task
from pixelstyle.film.work_folder import WorkFolder
from pixelstyle.film.working import do
from pixelstyle.version import __version__

_WHAT = "pixelstyle film"
_MOST_BYTES = 256 << 20


@dataclass
class Plan:
    """What is known of a film when it has been read once."""

    source: str
    """The film's path as given."""
    fingerprint: str
    """What tells another film of the same name."""
    look: Look
    tasks: list[Task] = field(default_factory=list)
    """Those before that others need."""
    times: list[Fraction] = field(default_factory=list)
    """Seconds at which each frame is shown."""
    end: Fraction = Fraction(0)
    """Seconds at which the last one ends."""
    origin: Fraction = Fraction(0)
    """Seconds at which the first one stands on the clock of the film's sound."""
    rate: Fraction = Fraction(25)
    sound: bool = False
    shots: list[int] = field(default_factory=list)
    """The number of each shot's first frame."""
    troubles: list[str] = field(default_factory=list)
    """What went wrong when the film was read."""
    enlarge: int | None = None
    """By how much the film is enlarged, if that was said when it was planned. Where it goes no file says."""
    most: int | None = None
    """How many bytes each frame changes at most."""

    @property
    def frames(self) -> int:
        """How many frames the film has."""
        return len(self.times)

    def encoded(self) -> bytes:
        """As a file."""
        told = {
            "what": _WHAT,
            "version": __version__,
            "source": self.source,
            "fingerprint": self.fingerprint,
            "look": self.look.record(),
            "tasks": [task.record() for task in self.tasks],
            "times": [str(time) for time in self.times],
            "end": str(self.end),
            "origin": str(self.origin),
            "rate": str(self.rate),
            "sound": self.sound,
            "shots": self.shots,
            "troubles": self.troubles,
            "enlarge": self.enlarge,
            "most": self.most,
        }
        return json.dumps(told, indent=1).encode() + b"\n"

    def write(self, path: Path) -> None:
        """As a file, which replaces one of before. Raises PixelStyleError where it cannot be written."""
        write_atomically(path, self.encoded(), overwrite=True)


def read_plan(path: Path) -> Plan:
    """A plan from a file. Raises PixelStyleError for what is none, or another version's."""
    try:
        told = json.loads(read_bytes(path, "plan", _MOST_BYTES))
        if told["what"] != _WHAT:
            raise ValueError
        if told["version"] != __version__:
            raise PixelStyleError(f"'{path}' is the plan of another version of PixelStyle: make it anew.")
        plan = Plan(str(told["source"]), str(told["fingerprint"]), Look.from_record(told["look"]))
        plan.tasks = [_task(record) for record in told["tasks"]]
        plan.times = [Fraction(time) for time in told["times"]]
        plan.end, plan.origin, plan.rate = (Fraction(told[name]) for name in ("end", "origin", "rate"))
        plan.sound, plan.shots = bool(told["sound"]), [int(first) for first in told["shots"]]
        plan.troubles = [str(line) for line in told["troubles"]]
        plan.enlarge = None if told["enlarge"] is None else int(told["enlarge"])
        plan.most = None if told["most"] is None else int(told["most"])
    except (ValueError, LookupError, TypeError, RecursionError, ZeroDivisionError):
        raise PixelStyleError(f"'{path}' is no plan: `pixelstyle film ... --plan {path.name}` writes one.") from None
    return plan


def _task(record: dict[str, Any]) -> Task:
    task = Task(**record)
    names = (task.name, task.content, task.palette, *task.needs)
    if not all(isinstance(name, str) and len(name) == 64 and set(name) <= set("0123456789abcdef") for name in names):
        raise ValueError  # a name is a file's, and must not lead out of the folder
    return task


def do_task(plan: Plan, work: WorkFolder, task: Task) -> bytes:
    """A task's result, from the folder or made now, what it needs first. Raises PixelStyleError as `do`."""
    by_name = {each.name: each for each in plan.tasks}
    waiting = [task]
    while waiting:
        now = waiting[-1]
        if work.has(now.name):
            waiting.pop()
            continue
        missing = [by_name[name] for name in now.needs if not work.has(name)]
        if missing:
            waiting += missing
            continue
        neighbours = [None if name is None else work.read(name) for name in (now.left, now.right)]
        work.put(now.name, do(plan.look, now.kind, work.read(now.content), work.read(now.palette), neighbours))
    return work.read(task.name)


def frames_of(plan: Plan, work: WorkFolder) -> Iterator[tuple[np.ndarray, ShotColours, np.ndarray | None]]:
    """Every frame in order: uint8 [H, W] or [H, W, 3], its shot's colours, and which of the shot's sub-palettes each
    cell has, uint8 [rows, columns], where there are some. Raises PixelStyleError for a missing one."""
    for task in sorted(plan.tasks, key=lambda task: task.first):
        colours = ShotColours.unpack(work.read(task.palette))
        arrays = unpack(work.read(task.name)).arrays
        for number, pixels in enumerate(arrays["pixels"]):
            yield pixels, colours, arrays["cells"][number] if "cells" in arrays else None
