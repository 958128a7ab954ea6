"""The first pass: once through the film, in order and cheaply; it leaves everything that the second needs.

Frames are laid onto the screen, held still where nothing moves, and parted into shots and pieces, which are kept. What
a piece begins with is the state from which the second pass goes on, anywhere and in any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from pixelstyle.film.look import Look
from pixelstyle.film.making.makers import colours_for
from pixelstyle.film.making.motion import moving
from pixelstyle.film.packing import pack
from pixelstyle.film.reading import Film
from pixelstyle.film.shots import signature, with_cuts
from pixelstyle.film.steady import held
from pixelstyle.film.tasks import CHUNK, Task, digest, tasks_of_shot
from pixelstyle.film.work_folder import WorkFolder
from pixelstyle.recipes import Canvas

_SAMPLES = 6
"""Frames at most by which a shot's colours are chosen."""


@dataclass
class Shot:
    """Frames between two cuts."""

    first: int
    """The number of its first frame in the film, from 0."""
    pieces: list[tuple[str, int]] = field(default_factory=list)
    """The names of its pieces of content, and how many frames each has."""
    samples: list[np.ndarray] = field(default_factory=list)
    """Some of its contents, uint8 [h, w, 3], evenly spread."""

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return sum(count for _, count in self.pieces)


@dataclass
class Clock:
    """When each frame is shown."""

    times: list[Fraction] = field(default_factory=list)
    """Seconds from the first frame on."""


def shots_of(
    film: Film, canvas: Canvas, work: WorkFolder, clock: Clock, most: int | None = None, keys: int | None = None
) -> Iterator[Shot]:
    """Each shot of the film, of `most` frames at most, when all of it is kept in the work folder; `keys` as of `Look`.

    Where frames are carried, what moves is never held: it would stay behind in what changes little.
    """
    shot: Shot | None = None
    gathered: list[np.ndarray] = []
    content: np.ndarray | None = None
    before: np.ndarray | None = None
    stride = 1
    for number, ((laid, grain), cut) in enumerate(with_cuts(_laid(film, canvas, clock, most))):
        if cut or shot is None:
            if shot is not None:
                yield _with_piece(shot, gathered, work)
            shot, gathered, content, before, stride = Shot(number), [], None, None, 1
        still = held(content, laid, grain)
        content = np.where(moving(before, laid)[..., None], laid, still) if keys and before is not None else still
        before = laid
        if len(gathered) == (keys or CHUNK):
            _with_piece(shot, gathered, work)
            gathered = []
        if (number - shot.first) % stride == 0:
            shot.samples.append(content)
            if len(shot.samples) > _SAMPLES:
                shot.samples, stride = shot.samples[::2], stride * 2
        gathered.append(content)
    assert shot is not None  # a film has a frame at least
    yield _with_piece(shot, gathered, work)


def _laid(
    film: Film, canvas: Canvas, clock: Clock, most: int | None
) -> Iterator[tuple[tuple[np.ndarray, float], np.ndarray]]:
    """Each frame on the screen, uint8 [h, w, 3] in shown pixels, with the side of its own pixels; and its signature."""
    for number, frame in enumerate(film.frames):
        if number == most:
            return
        clock.times.append(frame.time)
        laid = (canvas.content_shown(frame.rgb) * 255).round().astype(np.uint8)
        left, top, right, bottom = canvas.framing.frame.box(frame.rgb.shape[1], frame.rgb.shape[0])
        grain = max(laid.shape[1] / (right - left), laid.shape[0] / (bottom - top))
        yield (laid, grain), signature(frame.rgb)


def _with_piece(shot: Shot, frames: list[np.ndarray], work: WorkFolder) -> Shot:
    packed = pack({"frames": np.stack(frames)})
    name = digest(packed)
    if not work.has(name):
        work.put(name, packed)
    shot.pieces.append((name, len(frames)))
    return shot


def keep_palette(look: Look, samples: list[np.ndarray], work: WorkFolder) -> str:
    """Choose the colours for some contents, uint8 [h, w, 3], and keep them; gives their name."""
    packed = colours_for(look, samples).pack()
    name = digest(packed)
    work.put(name, packed)
    return name


def tasks_for(look: Look, shot: Shot, palette: str) -> list[Task]:
    """The tasks of a shot, those before that others need."""
    return sorted(tasks_of_shot(look.name, shot.pieces, palette, shot.first), key=lambda task: task.level)
