"""`train --vary`: several trainings that differ in their settings, side by side."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pixelstyle.batch import (
    Sweep,
    Trained,
    Varied,
    default_workers,
    in_rows,
    labels_of,
    parse_varied,
    plan_sweep,
    run_sweep,
)
from pixelstyle.cli.ctrl_c import CtrlC
from pixelstyle.cli.painting.train_options import TrainOptions
from pixelstyle.cli.progress import say
from pixelstyle.cli.termination import UNFINISHED, Termination, ended_by
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import write_atomically
from pixelstyle.inspect import Figure
from pixelstyle.settings import TrainSettings
from pixelstyle.workers import have_dask

_NOTHING = np.zeros((8, 8, 3), np.uint8)
"""What the sheet shows of a training without a picture."""


def train_several(
    paintings: Sequence[str], photos: Sequence[Path], options: TrainOptions, given: dict[str, Any]
) -> int:
    """Train them all; gives the exit status. Raises PixelStyleError before the first for what cannot be as asked."""
    varied = [parse_varied(text, TrainSettings, "train") for text in options.vary]
    assert options.output is not None
    sweep = plan_sweep(paintings, photos, given, varied, Path(options.output), overwrite=options.overwrite)
    from pixelstyle.training import Material, read_machines  # here, since they need torch

    for settings in sweep.settings:
        read_machines(settings.mode)
    for line in Material.read(paintings, photos).passed_over:
        say(f"Passed over: {line}")
    tell: Callable[[str], None] = (lambda line: None) if options.quiet else say
    left = sweep.left()
    for number, output in enumerate(sweep.outputs):
        if number not in left:
            tell(f"{output} is there and stays; --overwrite trains it again.")
    with CtrlC(patience=math.inf) as ctrl_c, Termination(ctrl_c._pressed):
        workers = _workers(options, sweep.settings[0].device, len(left), tell)
        made: dict[int, Trained] = {}
        whole = 0
        for number, became in run_sweep(sweep, workers, ctrl_c.asked, dask=options.dask):
            where = labels_of(sweep.settings[number], varied)
            if isinstance(became, str):
                say(f"{where}: failed: {became}")
                continue
            made[number] = became
            whole += not became.trouble
            tell(f"{where}: {_told(became)}: saved {sweep.outputs[number]}")
            _preview(options, sweep, made, varied)
        if ctrl_c.presses:
            say(f"Stopped by Ctrl-C: {whole} of {len(left)} trainings came to their end.")
            return ended_by()
    return 0 if whole == len(left) else UNFINISHED


def _workers(options: TrainOptions, device: str, trainings: int, tell: Callable[[str], None]) -> int:
    if options.dask is not None:
        return 1
    count = options.workers or default_workers(device)
    if options.workers is None and min(count, trainings) > 1 and not have_dask():
        tell(f"One training at a time, since Dask is not installed; {count} with pip install 'pixelstyle[style]'.")
        return 1
    return count


def _told(trained: Trained) -> str:
    """'content 0.512, style 0.204, 3,000 steps'."""
    judged = trained.judged
    losses = "" if judged is None else f"content {judged.content:.3f}, style {judged.style:.3f}, "
    return f"{losses}{trained.steps:,} steps{f' ({trained.trouble})' if trained.trouble else ''}"


def _preview(options: TrainOptions, sweep: Sweep, made: dict[int, Trained], varied: Sequence[Varied]) -> None:
    """The sheet of what the painters make of photos that were held out, those that are not there yet left black."""
    if options.preview is None:
        return
    figures = []
    for number, settings in enumerate(sweep.settings):
        trained = made.get(number)
        told = "" if trained is None else f" ({_told(trained)})"
        picture = _NOTHING if trained is None or trained.judged is None else trained.judged.sheet
        figures.append(Figure(labels_of(settings, varied[-1:]) + told, picture))
    sheet = in_rows(" and ".join(Path(path).name for path in sweep.paintings), figures, sweep.settings, varied)
    with contextlib.suppress(PixelStyleError):  # a help; the sweep goes on without
        write_atomically(Path(options.preview), sheet.png(), overwrite=True)
