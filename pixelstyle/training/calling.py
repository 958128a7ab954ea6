"""Training from Python, in one call."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pixelstyle.files import check_destination, write_all
from pixelstyle.painters import Painter, encode_painter
from pixelstyle.settings import TrainSettings
from pixelstyle.training.trainer import TrainingStep
from pixelstyle.training.training import Material, Training


def train(
    paintings: str | Path | Iterable[str | Path],
    photos: Iterable[str | Path],
    output: str | Path,
    *,
    watch: Callable[[TrainingStep], None] | None = None,
    overwrite: bool = False,
    **settings: Any,
) -> Painter:
    """A painter that learns paintings by photos, written to `output` ('mine.painter'), which `stylize(...,
    painter=output)` then paints by. Settings: the fields of TrainSettings.

    `watch` is called with every step; what it raises ends the training without a file. Raises PixelStyleError for
    anything that cannot be done as asked, where it can be told before the first step.
    """
    named = [paintings] if isinstance(paintings, (str, Path)) else list(paintings)
    check_destination(Path(output), overwrite)
    material = Material.read(named, [Path(photo) for photo in photos])
    training = Training(material, TrainSettings.of(settings))
    for step in training.steps():
        if watch is not None:
            watch(step)
        if training.due():
            training.look()
    painter = training.painter()
    write_all({Path(output): encode_painter(painter)}, overwrite=overwrite)
    return painter
