"""A film's own painter: a shipped one that goes on learning, from the film's frames and one painting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import sha256_of, write_atomically
from pixelstyle.film.reading import Film
from pixelstyle.film.shots import signature, with_cuts
from pixelstyle.film.tasks import digest
from pixelstyle.formats import read_content
from pixelstyle.recipes import never
from pixelstyle.settings import StylizeSettings, TrainSettings

STEPS = 300
_MOST = 64
"""Frames that it learns from."""


def own_painter(
    film: Film,
    style: str,
    settings: StylizeSettings,
    folder: Path,
    steps: int = STEPS,
    tell: Callable[[int, float], None] = lambda step, loss: None,
    asked: Callable[[], int] = never,
) -> Path | None:
    """The file of a painter of the picture `style` for this film, which is read to its end; None if it was stopped.

    One that is in the folder already is taken. `tell` hears of every step and its loss. Raises PixelStyleError for a
    machine or a picture that painters cannot use.
    """
    from pixelstyle.painters import encode_painter, shipped_painter
    from pixelstyle.training import Material, Training

    frames = samples_of(film)
    asking = {"mode": settings.mode, "seed": settings.seed, "steps": steps}
    name = digest(asking, sha256_of(style), *(frame.tobytes() for frame in frames))
    path = folder / f"own-{name[:16]}.painter"
    if path.is_file():
        return path
    if min(frames[0].shape[:2]) < 64:
        raise PixelStyleError("The film's pictures are too small to learn from: 64 pixels a side at least.")
    known = shipped_painter().paintings
    stem = Path(style).stem.lower()
    begin = next((painting.name for painting in known if painting.name == stem), known[0].name)
    wanted = TrainSettings(
        mode=(settings.mode,), steps=steps, begin=begin, seed=settings.seed, patience=0, device=settings.device
    )
    material = Material({stem: read_content(style)}, frames, [], name)
    training = Training(material, wanted)
    for step in training.steps():
        tell(step.number, step.losses["total"])
        if asked():
            return None
    write_atomically(path, encode_painter(training.painter()), overwrite=True)
    return path


def samples_of(film: Film) -> list[np.ndarray]:
    """Frames of the film, uint8 [h, w, 3]: the first of each shot, and others evenly spread; it is read to its end."""
    firsts: list[np.ndarray] = []
    spread: list[np.ndarray] = []
    stride = 1
    frames = ((frame.rgb, signature(frame.rgb)) for frame in film.frames)
    for number, (rgb, cut) in enumerate(with_cuts(frames)):
        if cut and len(firsts) < _MOST // 2:
            firsts.append(rgb)
        elif number % stride == 0:
            spread.append(rgb)
            if len(spread) > _MOST // 2:
                spread, stride = spread[::2], stride * 2
    return firsts + spread
