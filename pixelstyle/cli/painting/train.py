"""`train`: a painter from paintings and photos."""

from __future__ import annotations

import contextlib
import json
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pixelstyle.batch import find_pictures, trouble_of_training
from pixelstyle.cli.ctrl_c import CtrlC
from pixelstyle.cli.options import arguments, command_of, parameters_of, values_for
from pixelstyle.cli.outputs import without_nan
from pixelstyle.cli.painting.sweep import train_several
from pixelstyle.cli.painting.train_options import TrainOptions
from pixelstyle.cli.progress import say, tell
from pixelstyle.cli.termination import UNFINISHED, Termination, ended_by
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import existing_file, write_all, write_atomically
from pixelstyle.formats import encode_png_rgb
from pixelstyle.settings import TrainSettings

if TYPE_CHECKING:
    from pixelstyle.training import Training

_LINE_SECONDS = 10.0
"""A line at most this often."""


def train_command() -> Any:
    """The command."""

    def body(values: dict[str, Any]) -> int:
        options = TrainOptions.of(values_for(TrainOptions, values))
        settings = TrainSettings.of(values_for(TrainSettings, values))
        options.check(settings.textures)
        if options.photos is not None and not Path(options.photos).is_dir():
            raise PixelStyleError(f"'{options.photos}' is no folder with photos.")
        photos = [] if options.photos is None else find_pictures([options.photos])
        for painting in values["paintings"]:
            existing_file(painting, "picture")
        if options.vary:
            return train_several(values["paintings"], photos, options, values_for(TrainSettings, values))
        from pixelstyle.training import Material, Training, read_machines  # here, since they need torch

        read_machines(settings.mode)
        material = Material.read(values["paintings"], photos)
        for line in material.passed_over:
            say(f"Passed over: {line}")
        training = Training(material, settings)
        if options.resume is not None:
            training.resume(options.resume)
        with CtrlC(patience=math.inf) as ctrl_c, Termination(ctrl_c._pressed):
            trouble = ""
            try:
                _take_steps(training, options, ctrl_c)
            except Exception as error:
                trouble = trouble_of_training(error, training.trainer.done)
            return _save(training, options, ctrl_c, trouble)

    parameters = [
        arguments("paintings", "the paintings whose style it learns"),
        *parameters_of(TrainOptions),
        *parameters_of(TrainSettings),
    ]
    return command_of("train", "Train a painter, which then paints legal pictures in one pass.", parameters, body)


def _take_steps(training: Training, options: TrainOptions, ctrl_c: CtrlC) -> None:
    began, first, told, checkpoints = time.monotonic(), training.trainer.done, 0.0, options.checkpoint is not None
    if not options.quiet and not options.json:
        size = sum(value.numel() for value in training.trainer.network.parameters())
        say(
            f"{len(training.material.photos)} photos, {len(training.material.paintings)} paintings, {size:,} parameters"
        )
    for step in training.steps():
        now = time.monotonic()
        left = (now - began) / (step.number - first) * (training.trainer.steps - step.number)
        if options.json:
            told_now = {"step": step.number, "of": step.steps, "machine": step.machine, "losses": step.losses}
            tell(json.dumps(without_nan(told_now | {"seconds_left": round(left)})))
        elif not options.quiet and now - told > _LINE_SECONDS:
            told = now
            where = f"step {step.number:,} of {training.trainer.steps:,}"
            say(f"{where}, loss {step.losses['total']:.3f}, {_time(left)} left")
        if training.due():
            _look(training, options)
        stopped = ctrl_c.presses > 0
        if checkpoints and (step.number % options.checkpoint_every == 0 or stopped):
            assert options.checkpoint is not None
            try:
                training.save_checkpoint(options.checkpoint)
            except PixelStyleError as error:  # a help; the training goes on without
                checkpoints = False
                say(f"No more checkpoints: {error}")
        if stopped:
            return


def _look(training: Training, options: TrainOptions) -> None:
    early = training.early
    found = training.look()
    if not options.quiet and not options.json:
        say(f"held-out photos at step {training.trainer.done:,}: loss {found.loss:.3f}")
    if training.early != early and not options.quiet:
        say(f"Nothing gets better any more: it ends at step {training.early:,}.")
    if options.preview is not None:
        with contextlib.suppress(PixelStyleError):  # a help; the training goes on without
            write_atomically(Path(options.preview), encode_png_rgb(found.sheet), overwrite=True)


def _save(training: Training, options: TrainOptions, ctrl_c: CtrlC, trouble: str) -> int:
    from pixelstyle.painters import encode_painter

    assert options.output is not None
    painter = training.painter()
    files = {Path(options.output): encode_painter(painter)}
    write_all(files, overwrite=options.overwrite)
    after = f"after {training.trainer.done:,} of {training.trainer.steps:,} steps"
    if trouble:
        say(f"Ended {after}: {trouble}.")
    if not options.quiet:
        if ctrl_c.presses:
            say(f"Stopped by Ctrl-C {after}.")
        for path in files:
            say(f"saved {path}")
    return ended_by() if ctrl_c.presses else UNFINISHED if trouble else 0


def _time(seconds: float) -> str:
    """12 s, 3 min, 2 h 5 min."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
