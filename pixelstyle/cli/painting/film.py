"""`film`: a film painted, optimised or dithered, without flicker."""

from __future__ import annotations

import contextlib
import json
import math
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pixelstyle.batch import default_workers
from pixelstyle.cli.ctrl_c import CtrlC
from pixelstyle.cli.options import argument, command_of, parameters_of, values_for
from pixelstyle.cli.painting.film_end import finish
from pixelstyle.cli.painting.film_options import FilmOptions
from pixelstyle.cli.painting.film_plan import JOIN, do_tasks, work_folder_of, write_plan
from pixelstyle.cli.painting.film_refusals import refuse_idle
from pixelstyle.cli.progress import say, tell
from pixelstyle.cli.termination import Termination, ended_by
from pixelstyle.cli.typed_settings import context_parameter, preset_option, settings_from
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import existing_file, write_atomically
from pixelstyle.formats import FILM_FORMATS, encode_png_rgb, film_format
from pixelstyle.recipes import Canvas, find_recipe
from pixelstyle.screens import get_mode
from pixelstyle.settings import StylizeSettings

if TYPE_CHECKING:
    from pixelstyle.film import Executor, Film, Progress, Task, WorkFolder

_LINE_SECONDS = 5.0
"""A line at most this often."""


def film_command() -> Any:
    """The command."""

    def body(values: dict[str, Any]) -> int:
        options = FilmOptions.of(values_for(FilmOptions, values))
        settings = settings_from(find_recipe("stylize"), values)
        assert isinstance(settings, StylizeSettings)
        refuse_idle(settings, values)
        from pixelstyle.film import check_budget, check_enlargement  # here, since it needs much

        if options.do is not None:
            return _do(options)
        if values["film"] is None:
            raise PixelStyleError("Name the film, such as in.mp4.")
        output = options.destination()
        options.check_others()
        mode = get_mode(settings.mode)
        kind = film_format(output.suffix, mode) if output.suffix.lower() in _machines() else None
        if options.bytes_per_frame is not None:
            check_budget(mode, kind)
        check_enlargement(output, mode, options.enlarge)
        source = Path(values["film"])
        if not source.is_dir():
            existing_file(source, "film")
        if source.resolve() == output.resolve():
            raise PixelStyleError(f"'{output}' is the film that goes in; name another with -o.")
        with CtrlC(patience=math.inf) as ctrl_c, Termination(ctrl_c._pressed):
            return _make(source, output, values["painting_file"], settings, options, ctrl_c)

    parameters = [
        context_parameter(),
        argument("film", "a film, an animation, or a folder of pictures", optional=True),
        argument("painting_file", "the picture with the style, where every frame is optimised", optional=True),
        *parameters_of(FilmOptions),
        preset_option(),
        *parameters_of(StylizeSettings),
    ]
    return command_of("film", "Make a film of a film, without flicker.", parameters, body)


def _machines() -> set[str]:
    """Extensions of what machines play."""
    return {kind.extension for kind in FILM_FORMATS}


def _make(
    source: Path, output: Path, style: str | None, settings: StylizeSettings, options: FilmOptions, ctrl_c: CtrlC
) -> int:
    from pixelstyle.film import (
        PLAN,
        Look,
        Progress,
        WorkFolder,
        first_frame,
        known_plan,
        make_frames,
        open_film,
        plan_film,
    )

    began = time.monotonic()
    film = open_film(source, Fraction(options.fps).limit_denominator(1001))
    canvas = Canvas.of(settings, first_frame(film))
    how: dict[str, Any] = {"dither": options.dither, "steady": options.steady, "keys": options.apart}
    look = Look.of(settings, canvas, style, **how)
    _check(look, canvas)
    plan_file = None if options.plan is None else Path(options.plan)
    work = WorkFolder(output.with_name(output.name + ".work") if plan_file is None else work_folder_of(plan_file))
    if options.own_painter:
        trained = _trained(film, style, settings, options, work, ctrl_c)
        if trained is None:
            say("Stopped while the film's painter was trained: that begins anew.")
            return ended_by()
        film = open_film(source, film.rate)
        first_frame(film)
        settings = replace(settings, painter=str(trained), painting=None)
        look = Look.of(settings, canvas, style if options.apart else None, **how)
    one_palette = options.palette_for == "film" or options.bytes_per_frame is not None
    known = None if options.frames else known_plan(work, film, look, one_palette=one_palette)
    planned = (
        iter([(known, known.tasks)])
        if known is not None
        else plan_film(film, canvas, look, work, one_palette=one_palette, most=options.frames)
    )
    if options.plan is not None:
        *_, (plan, _) = planned
        plan.enlarge, plan.most = options.enlarge, options.bytes_per_frame
        return write_plan(plan, Path(options.plan), output, overwrite=options.overwrite, quiet=options.quiet)
    progress = Progress(total=min(film.expected or 0, options.frames or film.expected or 0))
    teller = _Teller(options, look, work)
    executor = _executor(options, look, work)
    kept = f"frames are kept in '{work.path}'; run it again to go on."
    try:
        made = make_frames(planned, executor, work, progress, teller.hear, ctrl_c.asked)
    except PixelStyleError as error:
        if not progress.done:
            raise
        raise PixelStyleError(f"{error} {progress.done:,} {kept}") from None
    finally:
        executor.close()
    if made is None:
        say(f"Stopped: {progress.done:,} {kept}")
        return ended_by()
    made.write(work.path / PLAN)
    return finish(made, work, output, options, began)


def _trained(
    film: Film, style: str | None, settings: StylizeSettings, options: FilmOptions, work: WorkFolder, ctrl_c: CtrlC
) -> Path | None:
    """The film's own painter; None if it was stopped."""
    from pixelstyle.film import own_painter

    assert style is not None
    told = time.monotonic()

    def tell(step: int, loss: float) -> None:
        nonlocal told
        if not options.quiet and time.monotonic() - told > _LINE_SECONDS:
            told = time.monotonic()
            say(f"its painter: step {step:,} of {options.own_steps:,}, loss {loss:.3f}")

    return own_painter(film, style, settings, work.path, options.own_steps, tell, ctrl_c.asked)


def _do(options: FilmOptions) -> int:
    """A part of a plan."""
    from pixelstyle.film import WorkFolder, read_plan

    if options.plan is None:
        raise PixelStyleError("Say which plan the task is of, such as --plan plan.json --do 3.")
    plan = read_plan(Path(options.plan))
    work = WorkFolder(work_folder_of(Path(options.plan)))
    if options.do != JOIN:
        return do_tasks(plan, work, options.do or "", options.quiet)
    options = replace(options, enlarge=options.enlarge or plan.enlarge, keep=True)
    return finish(plan, work, options.destination(), options, time.monotonic())


def _check(look: Any, canvas: Canvas) -> None:
    """Raise PixelStyleError for what every frame would fail by."""
    from pixelstyle.film import check_carrying

    if look.kind == "painter":
        from pixelstyle.painters import find_painter

        painter, _ = find_painter(look.settings.painter, look.settings.painting)
        painter.check(canvas.mode)
    if look.keys is not None:
        check_carrying(canvas.mode)
    elif look.kind == "dither" and not canvas.mode.constrained:
        raise PixelStyleError("In 24 bits there is nothing to do without a painting: name one after the film.")
    elif look.kind == "dither" and look.ordered and look.ordered.hands_on:
        raise PixelStyleError(
            f"The dither {look.dither} hands errors on, which flickers; take an ordered one, such as bayer-4."
        )


def _executor(options: FilmOptions, look: Any, work: WorkFolder) -> Executor:
    from pixelstyle.film import DaskCluster, Here

    workers = options.workers or default_workers("cpu" if look.kind != "style" else look.settings.device)
    if options.dask is None and workers == 1:
        return Here(look, work)
    return DaskCluster(look, work, workers=workers, address=options.dask)


class _Teller:
    """What a person hears while a film is made."""

    def __init__(self, options: FilmOptions, look: Any, work: WorkFolder) -> None:
        self._options, self._look, self._work, self._told = options, look, work, time.monotonic()

    def hear(self, progress: Progress, task: Task | None) -> None:
        """One more step."""
        from pixelstyle.film import preview_of

        if self._options.json:
            left = progress.seconds_left
            told = {"frame": progress.done, "of": progress.total, "seconds_left": None if left is None else round(left)}
            tell(json.dumps(told))
        if time.monotonic() - self._told < _LINE_SECONDS:
            return
        self._told = time.monotonic()
        if not self._options.quiet and not self._options.json:
            left = progress.seconds_left
            ahead = "" if left is None else f", {_time(left)} left"
            say(f"{progress.done:,} of {max(progress.total, progress.done):,} frames{ahead}")
        if self._options.preview is not None and task is not None:
            shown = preview_of(self._look, self._work, task)
            with contextlib.suppress(PixelStyleError):  # a help; the film goes on without
                write_atomically(Path(self._options.preview), encode_png_rgb(shown), overwrite=True)


def _time(seconds: float) -> str:
    """12 s, 3 min, 2 h 5 min."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
