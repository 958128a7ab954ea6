"""What a person, a log file or another program sees while a run works."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import numpy as np
from rich import progress as rich_progress
from rich.console import Console, RenderableType
from rich.table import Column

from pixelstyle.cli.outputs import OutputOptions, without_nan
from pixelstyle.cli.piped import as_told
from pixelstyle.cli.terminal_picture import HalfBlocks, print_picture
from pixelstyle.palettes import SHIFTED, TOO_MANY
from pixelstyle.recipes import Result, Run, tile_counts
from pixelstyle.screens import in_words
from pixelstyle.settings import Settings

if TYPE_CHECKING:
    from pixelstyle.optimise import Step

SHOWN_CHANGES = 10
"""As many cells that were changed as a person reads."""

PICTURE_SECONDS = 2.0
"""A picture that is shown while it is made is a new one at most as often."""

LINE_SECONDS = 10.0
"""Where there is no terminal to draw a bar on, a line at most this often."""


class Progress:
    """Shows nothing of a run: --quiet. The others extend it."""

    def begin(self, run: Run, settings: Settings) -> None:
        """The run is prepared."""

    def step(self, step: Step) -> None:
        """One more iteration is done."""

    def picture(self, make: Callable[[], np.ndarray]) -> None:
        """There may be another picture, uint8 [H, W, 3] as shown: made where it is to be seen."""

    def say(self, text: str) -> None:
        """Something that a person should know, outside the usual course."""

    def pause(self) -> None:
        """The steps are over, one way or another: take the bar off the screen."""

    def end(self, result: Result, files: list[Path], ended: str) -> None:
        """All is written; `ended` says why it is less than was asked for, '' if it is not."""


class JsonProgress(Progress):
    """--json: one object a line, {'event': 'begin' | 'step' | 'note' | 'end', ...}."""

    def begin(self, run: Run, settings: Settings) -> None:
        _print_json(event="begin", headline=as_told(run.headline), mode=run.mode.name, settings=settings.changed())

    def step(self, step: Step) -> None:
        _print_json(
            event="step",
            iteration=step.iteration,
            iterations=step.iterations,
            losses=step.losses,
            seconds=round(step.seconds, 3),
            eta=round(step.eta, 3),
        )

    def say(self, text: str) -> None:
        _print_json(event="note", text=text)

    def end(self, result: Result, files: list[Path], ended: str) -> None:
        _print_json(event="end", files=[str(path) for path in files], ended=ended, report=result.report())


class _Bar(rich_progress.Progress):
    """A progress bar, and above it the picture as it is now: both are drawn anew together, so that neither tears the
    other."""

    picture: HalfBlocks | None = None

    def get_renderables(self) -> Iterable[RenderableType]:
        if self.picture is not None:
            yield self.picture
        yield from super().get_renderables()


class TerminalProgress(Progress):
    """A progress bar on standard error; plain lines where that is no terminal."""

    def __init__(self, show: bool = False) -> None:
        """`show`: the picture, too."""
        self.show, self.next_picture = show, 0.0
        self.console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
        self.bar = _Bar(
            # What matters first: a narrow terminal cuts off the end.
            rich_progress.MofNCompleteColumn(),
            rich_progress.BarColumn(bar_width=20),
            rich_progress.TextColumn("{task.fields[pace]}"),
            rich_progress.TextColumn(
                "{task.fields[losses]}", table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)
            ),
            console=self.console,
            transient=True,
            expand=True,
        )
        self.task = self.bar.add_task("", total=None, losses="", pace="")
        self.last_line = time.monotonic()

    def begin(self, run: Run, settings: Settings) -> None:
        self.console.print(as_told(run.headline))
        known = {"method": "method", "iterations": "steps", "seed": "seed"}
        facts = {"mode": run.mode.name} | {
            name: getattr(settings, field) for name, field in known.items() if hasattr(settings, field)
        }
        self.console.print(", ".join(f"{name} {value}" for name, value in facts.items()))

    def step(self, step: Step) -> None:
        losses, pace = _figures(step.losses), f"{_time(step.eta)}, {step.iteration / max(step.seconds, 1e-9):.2f} it/s"
        if self.console.is_terminal:
            self.bar.start()
            self.bar.update(self.task, completed=step.iteration, total=step.iterations, losses=losses, pace=pace)
        elif time.monotonic() - self.last_line >= LINE_SECONDS:
            self.last_line = time.monotonic()
            self.console.print(f"iteration {step.iteration} of {step.iterations}: {losses}; {pace}")

    def picture(self, make: Callable[[], np.ndarray]) -> None:
        if self.show and self.console.is_terminal and time.monotonic() >= self.next_picture:
            self.bar.picture = HalfBlocks(make(), spare=4)
            self.next_picture = time.monotonic() + PICTURE_SECONDS

    def say(self, text: str) -> None:
        self.console.print(text)

    def pause(self) -> None:
        if self.bar.live.is_started:  # else it would leave an empty line
            self.bar.stop()

    def end(self, result: Result, files: list[Path], ended: str) -> None:
        if ended:
            self.console.print(ended)
        measured = {"mean CIEDE2000": result.figures["mean_ciede2000"]} if "mean_ciede2000" in result.figures else {}
        figures = result.losses or measured
        kind = "legal picture" if result.mode.constrained else "picture"
        told = f"{_figures(figures)}; " if figures else ""  # nobody has judged what a painter made in one pass
        self.console.print(f"{kind}: {told}{result.figures.get('seconds', 0):.1f} s")
        if result.palette is not None and result.palette.source == SHIFTED:
            self.console.print(SHIFTED)
        if result.palette is not None and result.palette.source.startswith(TOO_MANY):
            self.console.print(result.palette.source.split("\n")[0])
        for line in _kept(result.figures):
            self.console.print(line)
        if self.show and self.console.is_terminal:
            print_picture(result.shown(), self.console)
        elif self.show:
            self.console.print("not shown: standard error is no terminal")
        if files:
            saved = f"saved {', '.join(map(str, files))}"
            counts = tile_counts(result.picture, result.settings)
            self.console.print(saved if counts is None else f"{saved}: {counts}")
            from pixelstyle.cli.next_steps import next_steps  # here, since refusals do without every machine's files

            if tried := next_steps(result, files):
                self.console.print(tried, soft_wrap=True)  # commands to be copied: no line end in the middle of a name


def _kept(figures: Mapping[str, Any]) -> list[str]:
    """What was found and changed of a picture that was drawn for the machine."""
    if "legal_if_moved" in figures:
        return [f"not legal as it is; moved {in_words(figures['legal_if_moved'])} it would be, to every pixel"]
    if "read_as" not in figures:
        return []
    changed = [change["text"] for change in figures.get("repaired", ())]
    more = [f"and {len(changed) - SHOWN_CHANGES:,} more; --report names all"] if len(changed) > SHOWN_CHANGES else []
    kept = "all other cells are kept" if changed else "every pixel is kept"
    return [*changed[:SHOWN_CHANGES], *more, f"{kept}: {figures['read_as']}"]


class Unbroken(Progress):
    """Shows what another shows while anybody reads it: a closed pipe or a full disk ends the showing, not the run."""

    def __init__(self, shown: Progress, stream: TextIO) -> None:
        self._shown, self._stream = shown, stream
        self._heard = True

    def begin(self, run: Run, settings: Settings) -> None:
        self._try(self._shown.begin, run, settings)

    def step(self, step: Step) -> None:
        self._try(self._shown.step, step)

    def picture(self, make: Callable[[], np.ndarray]) -> None:
        self._try(self._shown.picture, make)

    def say(self, text: str) -> None:
        self._try(self._shown.say, text)

    def pause(self) -> None:
        self._try(self._shown.pause)

    def end(self, result: Result, files: list[Path], ended: str) -> None:
        self._try(self._shown.end, result, files, ended)

    def _try(self, show: Callable[..., None], *what: Any) -> None:
        if self._heard:
            try:
                show(*what)
            except (OSError, SystemExit):  # rich leaves the program when a pipe is closed
                self._heard = False
                silence(self._stream)


def progress_for(options: OutputOptions) -> Progress:
    """What these options ask to be shown."""
    if options.quiet:
        return Progress()
    return (
        Unbroken(JsonProgress(), sys.stdout) if options.json else Unbroken(TerminalProgress(options.show), sys.stderr)
    )


def say(line: str) -> None:
    """A line on standard error, as long as anybody reads it."""
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        silence(sys.stderr)


def tell(line: str) -> None:
    """A line on standard output, as long as anybody reads it."""
    try:
        print(line, flush=True)
    except OSError:
        silence(sys.stdout)


def silence(stream: TextIO) -> None:
    """Let what is still to be written to a stream that fails go nowhere, so that it fails no more."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _figures(losses: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in losses.items())


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02} left" if hours else f"{minutes}:{rest:02} left"


def _print_json(**event: Any) -> None:
    sys.stdout.write(json.dumps(without_nan(event)) + "\n")
    sys.stdout.flush()
