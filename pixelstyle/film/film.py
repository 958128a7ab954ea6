"""A film from its first pass to its last frame: read, planned, made by whoever is there, and put together."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.film.budget.within import Budget, check_budget, within_budget
from pixelstyle.film.look import Look
from pixelstyle.film.making.shot_colours import ShotColours
from pixelstyle.film.packing import unpack
from pixelstyle.film.plan import Plan, frames_of, read_plan
from pixelstyle.film.preparing import Clock, Shot, keep_palette, shots_of, tasks_for
from pixelstyle.film.reading import Film, FilmFrame
from pixelstyle.film.shown import Shown
from pixelstyle.film.sound import Sound
from pixelstyle.film.tasks import Task, digest
from pixelstyle.film.work_folder import PLAN, WorkFolder
from pixelstyle.film.workers.executing import Executor
from pixelstyle.film.writing import write_film
from pixelstyle.formats import film_format
from pixelstyle.recipes import Canvas, never

_HEARD_AFTER = 0.2
"""Seconds after which Ctrl-C is heard at the latest, while others are at work."""
_PRINT = 1 << 20


@dataclass
class Progress:
    """How far a film is."""

    done: int = 0
    """Frames that are made."""
    there: int = 0
    """Of them, those that were there when it was begun."""
    read: int = 0
    """Frames that the first pass has seen."""
    total: int = 0
    """Frames in all, as far as that is known."""
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds_left(self) -> float | None:
        """By what the frames so far have taken; None before there are any."""
        fresh = self.done - self.there
        if fresh <= 0:
            return None
        return (time.monotonic() - self.began) / fresh * max(0, self.total - self.done)


def fingerprint(path: Path) -> str:
    """What tells a film, or a folder of frames, from another of its name without reading all of it."""
    whole = hashlib.sha256()
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        if file.is_file():
            size = file.stat().st_size
            with file.open("rb") as stream:
                head = stream.read(_PRINT)
                stream.seek(max(0, size - _PRINT))
                whole.update(f"{file.name if path.is_dir() else ''}:{size}:".encode() + head + stream.read(_PRINT))
    return whole.hexdigest()


def first_frame(film: Film) -> np.ndarray:
    """The film's first frame, uint8 [h, w, 3], which is not lost by looking at it."""
    first = next(film.frames)
    rest = film.frames

    def all_of_them() -> Iterator[FilmFrame]:
        yield first
        yield from rest

    film.frames = all_of_them()
    return first.rgb


def plan_film(
    film: Film,
    canvas: Canvas,
    look: Look,
    work: WorkFolder,
    *,
    one_palette: bool = False,
    most: int | None = None,
) -> Iterator[tuple[Plan, list[Task]]]:
    """The first pass: yields the plan so far, with the tasks of one more shot, until all of the film has been read.

    `one_palette`: all shots have the same colours; `most`: only so many frames of the film.
    """
    plan, clock = Plan(str(film.path), _asked(film, one_palette), look), Clock()
    plan.rate, plan.sound, plan.troubles = film.rate, film.has_sound, film.troubles
    plan.times = clock.times
    waiting: list[Shot] = []

    def planned(shot: Shot, palette: str) -> list[Task]:
        shot.samples = []
        tasks = tasks_for(look, shot, palette)
        plan.tasks += tasks
        plan.shots.append(shot.first)
        plan.end, plan.origin = film.end, film.origin
        return tasks

    for shot in shots_of(film, canvas, work, clock, most, look.keys):
        if one_palette:
            waiting.append(shot)
        else:
            yield plan, planned(shot, keep_palette(look, shot.samples, work))
    if waiting:
        step = -(-len(waiting) // 6)
        palette = keep_palette(look, [sample for shot in waiting[::step] for sample in shot.samples[:2]], work)
        for shot in waiting:
            yield plan, planned(shot, palette)
    if most is not None and len(plan.times) == most:
        plan.end, plan.troubles = plan.times[-1] + 1 / plan.rate, []


def _asked(film: Film, one_palette: bool) -> str:
    """What tells plans of the same look from one another."""
    return digest(fingerprint(film.path), str(film.rate), one_palette)


def known_plan(work: WorkFolder, film: Film, look: Look, *, one_palette: bool = False) -> Plan | None:
    """The plan of an earlier run in this folder, if it is that of the same film with the same look."""
    try:
        plan = read_plan(work.path / PLAN)
    except PixelStyleError:
        return None
    same = plan.fingerprint == _asked(film, one_palette) and plan.look.name == look.name
    whole = same and all(work.has(name) for task in plan.tasks for name in (task.content, task.palette))
    return plan if whole else None


def make_frames(
    planned: Iterator[tuple[Plan, list[Task]]],
    executor: Executor,
    work: WorkFolder,
    progress: Progress,
    tell: Callable[[Progress, Task | None], None],
    asked: Callable[[], int] = never,
) -> Plan | None:
    """The second pass, which begins while the first is still on its way; gives the plan, None if it was stopped.

    `tell` hears of every step, with the task that was done if there is one; once `asked` gives more than 0, nothing is
    begun any more. Raises PixelStyleError for what cannot be done.
    """
    plan: Plan | None = None
    reading, waiting, room = True, deque[Task](), executor.room
    given = set[str]()  # tasks have the name of all that goes into them: a shot that comes twice is made once
    while not asked():
        if reading and len(waiting) < room:
            following = next(planned, None)
            if following is None:
                reading = False
            else:
                plan, tasks = following
                for task in tasks:
                    if task.name in given or work.has(task.name):
                        progress.done += task.frames
                        progress.there += task.frames
                    else:
                        given.add(task.name)
                        waiting.append(task)
                progress.read = plan.frames
                progress.total = max(progress.total, progress.read)
                tell(progress, None)
        if not reading and plan is not None:
            progress.total = plan.frames
        while waiting and executor.pending < room:
            executor.submit(waiting.popleft())
        if not reading and not waiting and not executor.pending:
            return plan
        for task in executor.poll(_HEARD_AFTER if not reading else 0.0):
            progress.done += task.frames
            tell(progress, task)
    return None


def put_together(
    plan: Plan, work: WorkFolder, output: Path, scale: int | None, most: int | None = None
) -> Iterator[int]:
    """Write the film, yielding the number of frames written; each changes `most` bytes of a machine's at most.

    Raises PixelStyleError as `write_film` and `check_budget` do.
    """
    sound = Sound(Path(plan.source), plan.origin, plan.end) if plan.sound and Path(plan.source).is_file() else None
    ends = [*plan.times[1:], max(plan.end, plan.times[-1] + Fraction(1, 1000))]

    def shown() -> Iterator[Shown]:
        for number, (pixels, colours, cells) in enumerate(frames_of(plan, work)):
            yield Shown(pixels, colours, plan.times[number], ends[number] - plan.times[number], cells)

    frames, told = shown(), Budget([])
    if most is not None:
        kind = film_format(output.suffix, plan.look.mode)
        check_budget(plan.look.mode, kind)
        frames = within_budget(frames, plan.look.mode, kind, most, told)
    yield from write_film(output, frames, plan.look.mode, plan.rate, sound, scale)
    if told.over:
        plan.troubles.append(f"{told.over} frames take more than {most} bytes: they begin with another background.")
    if sound is not None and sound.trouble:
        plan.troubles.append(sound.trouble)


def digest_of_frames(plan: Plan, work: WorkFolder) -> str:
    """The SHA-256 of all frames' pixels and colours, in order."""
    whole = hashlib.sha256()
    for pixels, colours, _ in frames_of(plan, work):
        whole.update(pixels.tobytes() + (b"" if colours.palette is None else colours.palette.bytes().tobytes()))
    return whole.hexdigest()


def preview_of(look: Look, work: WorkFolder, task: Task) -> np.ndarray:
    """The last frame of a task's result, uint8 [h, w, 3] as a person sees it."""
    pixels = unpack(work.read(task.name)).arrays["pixels"][-1]
    colours = ShotColours.unpack(work.read(task.palette))
    return Shown(pixels, colours, Fraction(0), Fraction(1)).rgb(look.mode)
