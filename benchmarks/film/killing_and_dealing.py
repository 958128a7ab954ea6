"""Films by many: the same bytes whoever is killed, and how much of so many workers' time is work, by simulation.

python -m benchmarks film --kills 20 --mode c64-multicolor --painter van-gogh

The simulation takes the times of a frame, of the first pass and of the one process that hands tasks out as they were
measured here, and deals the tasks of a film of so many shots out as `make_frames` and Dask do: one is handed out when
its shot has been read, and the first one of which all is there goes to the next free worker.
"""

from __future__ import annotations

import argparse
import heapq
import os
import random
import resource
import signal
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from pixelstyle.film import (
    DaskCluster,
    Here,
    Look,
    Plan,
    Progress,
    Task,
    WorkFolder,
    digest_of_frames,
    first_frame,
    make_frames,
    open_film,
    plan_film,
)
from pixelstyle.film.tasks import CHUNK, tasks_of_shot
from pixelstyle.recipes import Canvas
from pixelstyle.settings import StylizeSettings
from tests.film.films import crossed, pan, write


@dataclass(frozen=True)
class Measured:
    """Seconds."""

    reading: float
    """Of the first pass, a frame."""
    frame: float
    """Of a frame that is made."""
    handing: float
    """Of the process that hands tasks out and takes results in, a task."""


def planned(
    folder: Path, film: Path, settings: StylizeSettings, style: str | None, keys: int | None = None
) -> tuple[Plan, WorkFolder]:
    """The first pass; `keys` as of Look."""
    source = open_film(film, Fraction(25))
    canvas = Canvas.of(settings, first_frame(source))
    folder.mkdir()
    work = WorkFolder(folder / "work")
    *_, (plan, _) = plan_film(source, canvas, Look.of(settings, canvas, style, keys=keys), work)
    return plan, work


def worked(plan: Plan, work: WorkFolder, workers: int, kills: int, dice: random.Random) -> tuple[str, float, int]:
    """All frames' SHA-256, the seconds from the first task on, and how many workers were killed."""
    executor = Here(plan.look, work) if workers == 1 else DaskCluster(plan.look, work, workers=workers)
    killed = 0

    def tell(progress: Progress, task: Task | None) -> None:
        nonlocal killed
        if killed < kills and task is not None and dice.random() < 0.4:
            assert isinstance(executor, DaskCluster)
            os.kill(dice.choice(sorted(executor.processes())), signal.SIGKILL)
            killed += 1

    began = time.perf_counter()
    try:
        make_frames(iter([(plan, plan.tasks)]), executor, work, Progress(), tell)
        seconds = time.perf_counter() - began
    finally:
        executor.close()
    return digest_of_frames(plan, work), seconds, killed


def efficiency(measured: Measured, workers: int, shots: int, frames: int) -> float:
    """The part of so many workers' time that is work, by simulation."""
    read, handed, order = 0.0, 0.0, 0
    waiting: dict[str, tuple[float, int, Task]] = {}
    followers: dict[str, list[str]] = {}
    missing: dict[str, int] = {}
    pieces = [(n, min(CHUNK, frames - n * CHUNK)) for n in range(-(-frames // CHUNK))]
    events: list[tuple[float, int, str]] = []  # when a task has all that it needs
    for shot in range(shots):
        read += frames * measured.reading
        named = [(f"{shot}-{n}", count) for n, count in pieces]
        for task in sorted(tasks_of_shot("", named, "", 0), key=lambda task: task.level):
            handed = max(handed, read) + measured.handing
            order += 1
            waiting[task.name], missing[task.name] = (handed, order, task), len(task.needs)
            for name in task.needs:
                followers.setdefault(name, []).append(task.name)
            if not task.needs:
                heapq.heappush(events, (handed, order, task.name))
    ready: list[tuple[int, str]] = []
    free, clock, end, total = workers, 0.0, 0.0, 0.0
    ends: list[tuple[float, str]] = []
    while events or ready or ends:
        clock = min([each[0][0] for each in (events, ends) if each], default=clock)
        while events and events[0][0] <= clock:
            _, number, name = heapq.heappop(events)
            heapq.heappush(ready, (number, name))
        while ends and ends[0][0] <= clock:
            _, name = heapq.heappop(ends)
            free += 1
            for follower in followers.get(name, ()):
                missing[follower] -= 1
                if not missing[follower]:
                    at, number, _ = waiting[follower]
                    heapq.heappush(events, (max(at, clock), number, follower))
        while events and events[0][0] <= clock:
            _, number, name = heapq.heappop(events)
            heapq.heappush(ready, (number, name))
        while free and ready:
            _, name = heapq.heappop(ready)
            seconds = measured.frame * waiting[name][2].frames
            free, total, end = free - 1, total + seconds, max(end, clock + seconds)
            heapq.heappush(ends, (clock + seconds, name))
    return total / (workers * end)


def measure(folder: Path, film: Path, settings: StylizeSettings, style: str | None) -> tuple[Measured, str]:
    """What the simulation is fed with, and the SHA-256 of all frames as one process makes them."""
    began = time.process_time()
    plan, work = planned(folder, film, settings, style)
    reading = (time.process_time() - began) / plan.frames
    began = time.process_time()
    digest, _, _ = worked(plan, work, 1, 0, random.Random(0))
    frame = (time.process_time() - began) / plan.frames
    began = time.process_time()
    for task in plan.tasks:
        data = [work.read(name) for name in task.inputs]
        work.put(task.name, work.read(task.name))
        assert data
    handing = (time.process_time() - began) / len(plan.tasks)
    return Measured(reading, frame, handing), digest


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks film", description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="runs in which workers are killed")
    parser.add_argument("--mode", default="gameboy")
    parser.add_argument("--painter", default=None)
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--shots", type=int, default=120, help="of the simulated film")
    parser.add_argument("--shot", type=int, default=96, help="frames of each of its shots")
    parser.add_argument("--long", type=int, default=0, help="frames of a film that only is to show how memory grows")
    given = parser.parse_args(argv)
    settings = StylizeSettings(mode=given.mode, painter=given.painter)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        half = given.frames // 2
        film = write(folder / "in.mkv", [*crossed(half, 2), *pan(half, name="chelsea")], codec="ffv1", pixels="bgr0")
        measured, alone = measure(folder / "alone", film, settings, None)
        print(f"{1000 * measured.reading:.1f} ms a frame to read, {1000 * measured.frame:.1f} to make; ", end="")
        print(f"{1000 * measured.handing:.1f} ms a task to hand out (processor time)")
        for workers in (1, 2, 4, 8, 16, 32, 64):
            part = efficiency(measured, workers, given.shots, given.shot)
            minute = efficiency(Measured(measured.reading, 60.0, measured.handing), workers, given.shots, given.shot)
            print(f"{workers:3} workers: {part:.3f} of their time is work, {minute:.3f} where a frame takes a minute")
        same, killed = 0, 0
        for run in range(given.kills):
            plan, work = planned(folder / f"run-{run}", film, settings, None)
            workers = (2, 3, 8)[run % 3]
            digest, _, hit = worked(plan, work, workers, 2, random.Random(run))
            same, killed = same + (digest == alone), killed + hit
            told = "the same" if digest == alone else "OTHER BYTES"
            print(f"run {run}, {workers} workers: {hit} killed, {told}", flush=True)
        print(f"{same} of {given.kills} runs, with {killed} workers killed, have the same SHA-256 of all frames")
        if given.long:
            _grow(folder, settings, given.long)
    return 0 if same == given.kills else 1


def _grow(folder: Path, settings: StylizeSettings, count: int) -> None:
    """Say how much memory a long film takes."""
    scene = pan(1)[0]
    frames = [np.roll(scene, number, axis=1) for number in range(96)]
    film = write(folder / "long.mkv", [frames[number % 96] for number in range(count)])
    plan, work = planned(folder / "long", film, settings, None)
    worked(plan, work, 1, 0, random.Random(0))
    print(f"{count} frames: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
