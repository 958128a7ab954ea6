"""A job: one recipe at work for a client, watched, steered and answered in messages."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pixelstyle.engine.clashes import clash_boxes
from pixelstyle.engine.control import CancelledError, Control
from pixelstyle.engine.galleries import painting_file
from pixelstyle.engine.protocol import Message
from pixelstyle.engine.protocol import field as take
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import SavedElsewhereError, read_picture, write_all
from pixelstyle.formats import encode_png_rgb
from pixelstyle.recipes import (
    Canvas,
    Changeable,
    Recipe,
    Result,
    Run,
    as_bytes,
    check_outputs,
    check_scale,
    cut_out,
    find_recipe,
    once_more,
    result_of,
    steps_until,
    trouble_of,
)
from pixelstyle.screens import ScreenMode, draft_mode, get_mode, show
from pixelstyle.settings import Settings

if TYPE_CHECKING:
    from pixelstyle.optimise import Step


@dataclass(frozen=True)
class Job:
    """A `run` message, checked."""

    recipe: Recipe
    inputs: dict[str, str]
    settings: Settings
    preview: float | None
    """Least seconds between two previews; None for no previews."""
    draft: int | None
    """The longer side of a smaller screen to work on, in shown pixels; None: the machine's own."""
    clashes: bool
    save: list[Path]
    overwrite: bool

    @classmethod
    def of(cls, message: Message) -> Job:
        """Raises PixelStyleError for a message that asks for something which is not there."""
        recipe = find_recipe(take(message, "recipe", str))
        inputs = take(message, "inputs", dict)
        for item in recipe.inputs:
            if not isinstance(inputs.get(item.name), str) and not (item.optional and item.name not in inputs):
                raise PixelStyleError(f"The recipe {recipe.name} needs the picture '{item.name}'.")
        known = [item.name for item in recipe.inputs]
        for name in inputs:
            if name not in known:
                raise UnknownNameError("input", name, known)
        return cls(
            recipe,
            {name: painting_file(path) if isinstance(path, str) else path for name, path in inputs.items()},
            settings_of(recipe, take(message, "settings", dict, {})),
            take(message, "preview", (int, float), None),
            take(message, "draft", int, None),
            take(message, "clashes", bool, False),
            [Path(str(path)) for path in take(message, "save", list, [])],
            take(message, "overwrite", bool, False),
        )

    def prepare(self) -> Run:
        """Everything up to the first step; destinations and sizes are checked too, before any work."""
        run = self.recipe.prepare_on(self._draft(), self.inputs, self.settings)
        check_scale(run.mode, self.settings)
        check_outputs(self.save, run.mode, overwrite=self.overwrite)
        return run

    def _draft(self) -> ScreenMode | None:
        """The smaller screen, where one was asked for and the recipe can work on a screen that is handed to it."""
        if self.draft is None or not self.recipe.takes_mode() or not self._has_source():
            return None
        height, width = cut_out(self._source(), self.settings).shape[:2]
        return draft_mode(get_mode(self.settings.mode), max(16, self.draft), width / height)

    def _has_source(self) -> bool:
        """Whether there is a picture to work on: a painter's texture is of none."""
        return self.recipe.inputs[0].name in self.inputs

    def _source(self) -> np.ndarray:
        return read_picture(self.inputs[self.recipe.inputs[0].name], background=self.settings.background)

    def work(self, run: Run, control: Control, tell: Callable[..., None], write: Callable[[str, bytes], Any]) -> Result:
        """Run to the end, or until the client stops it. `tell` sends a message, `write` puts a PNG before the client.

        Raises CancelledError.
        """
        shown_at = -math.inf  # the first step is shown at once
        reached, trouble = 0, ""
        try:
            for step in steps_until(run, lambda: control.finishes, lambda left: tell("finishing", steps=left)):
                reached = step.iteration
                if control.cancelled.is_set():
                    raise CancelledError
                news: dict[str, Any] = {}
                last = step.iteration == step.iterations
                if self.preview is not None and (last or time.monotonic() - shown_at >= self.preview):
                    news = self._preview(run, step.preview(), write)
                    shown_at = time.monotonic()
                tell("step", **_facts(step), **news)
                self._take_changes(run, control, tell)
        except (CancelledError, BrokenPipeError):
            raise
        except Exception as error:  # the picture that there is must not be lost to it
            trouble = trouble_of(error, reached)
        if control.cancelled.is_set():
            raise CancelledError
        result = result_of(run)
        return replace(result, trouble=trouble) if trouble else result

    def first(self, run: Run, write: Callable[[str, bytes], Any]) -> dict[str, Any] | None:
        """What `painted` carries: the picture by a painter, where one fits and previews are asked for; else None."""
        found = None if self.preview is None else self.recipe.first_look(run.mode, self.inputs, self.settings)
        if found is None:
            return None
        return self._preview(run, found.pixels, write) | {"painting": found.figures["painting"]}

    def _take_changes(self, run: Run, control: Control, tell: Callable[..., None]) -> None:
        while not control.changes.empty():
            try:
                change(run, control.changes.get())
            except PixelStyleError as error:
                tell("warning", code="request", message=str(error))

    def _preview(self, run: Run, pixels: np.ndarray, write: Callable[[str, bytes], Any]) -> dict[str, Any]:
        shown = show(as_bytes(pixels), run.mode)
        news = {"preview": write("preview.png", encode_png_rgb(shown))}
        if self.clashes:
            news["clashes"] = clash_boxes(pixels, Canvas.of(replace(self.settings, crop=None), shown, run.mode))
        return news

    def answer(self, result: Result, tell: Callable[..., None], write: Callable[[str, bytes], Any]) -> dict[str, Any]:
        """What `done` carries: the picture in native and in shown pixels, and everything known of it.

        A file that cannot be written where it was asked for goes elsewhere, of which `tell` hears.
        """
        mode, settings = result.mode, self.settings
        saved = once_more(partial(self._saved, result, tell))
        answer: dict[str, Any] = {
            size: write(f"{size}.png", once_more(replace(result, settings=replace(settings, size=size, scale=1)).png))
            for size in ("native", "shown")
        }
        if self.clashes and self._has_source():
            source = self._source()
            canvas = Canvas.of(settings, source, mode)
            answer["clashes"] = clash_boxes(canvas.content(source), canvas)
        palette = result.palette
        return answer | {
            "recipe": self.recipe.name,
            "size": [mode.width, mode.height],
            "pixel": list(mode.pixel),
            "palette": None if palette is None else {"name": palette.name, "colours": palette.hex()},
            "report": result.report(),
            "saved": saved,
        }

    def _saved(self, result: Result, tell: Callable[..., None]) -> list[str]:
        """The files that are saved, wherever they are."""
        files = {file: data for path in self.save for file, data in result.encode(path).items()}
        places = list(files)
        try:
            write_all(files, overwrite=self.overwrite)
        except SavedElsewhereError as error:
            tell("warning", code="request", message=str(error))
            places = [error.places.get(path, path) for path in files]
        except PixelStyleError as error:  # the client has the picture still, and can ask again
            tell("warning", code="request", message=str(error))
            places = [path for path in files if path.exists()]
        return [str(path.resolve()) for path in places]


def _facts(step: Step) -> dict[str, Any]:
    """What the client hears of a step."""
    return {
        "iteration": step.iteration,
        "iterations": step.iterations,
        "losses": step.losses,
        "seconds": round(step.seconds, 3),
        "eta": round(step.eta, 3),
    }


def settings_of(recipe: Recipe, values: dict[str, Any]) -> Settings:
    """Settings from JSON. Raises PixelStyleError, also for those that say where to write: `save` does."""
    return recipe.settings.of(recipe.settings.without_outputs(values, "A message"))


def changeable(run: Run) -> dict[str, Any]:
    """The settings that may be changed while it runs, and their values; {} for runs without such settings."""
    found: dict[str, Any] = run.changeable() if isinstance(run, Changeable) else {}
    return found


def change(run: Run, values: dict[str, Any]) -> None:
    """Let the next step use other settings. Raises PixelStyleError."""
    if not isinstance(run, Changeable):
        raise PixelStyleError("Nothing can be changed while this runs.")
    run.change(values)
