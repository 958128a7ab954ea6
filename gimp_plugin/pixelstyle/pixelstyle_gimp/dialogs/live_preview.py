"""The live preview of a dialog: quick pictures at once, then a draft as it is painted, of what is asked for now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pixelstyle_gimp.dialogs.picture_view import PictureView
from pixelstyle_gimp.engine import Engine
from pixelstyle_gimp.errors import EngineError

DRAFT = 128
"""Pixels across: what 2 processor cores paint in seconds."""
STEPS = 40
SCREEN = (
    *("mode", "palette", "metric", "fit", "crop", "focus", "background", "width", "height"),
    *("brightness", "contrast", "saturation", "gamma", "sharpen"),
)
"""The settings that the plain conversion shares with every recipe."""
SHORT = {"dream": {"octaves": 2, "octave_steps": 8, "iterations": 24, "frames": 1}}
"""What makes a draft quick where fewer iterations alone do not."""


class LivePreview:
    """Asks the engine for previews and shows what comes."""

    def __init__(self, engine: Engine, view: PictureView, say: Callable[[str], None]) -> None:
        """`say` shows one line below the picture."""
        self.engine, self.view, self.say = engine, view, say
        self.clashes = False
        self.jobs: list[int] = []
        self._words: dict[int, str] = {}
        """What is said below the finished picture of a job."""
        self._pixel: tuple[int, int] = (1, 1)

    def show(self, recipe: dict[str, Any], inputs: dict[str, str], settings: dict[str, Any]) -> None:
        """Drop what is under way and begin anew."""
        self.cancel()
        defaults = {item["name"]: item["default"] for item in recipe["settings"]}
        if "iterations" not in defaults:
            self._ask("Preview", recipe["name"], inputs, settings)
            return
        screen = {name: settings.get(name, defaults[name]) for name in SCREEN if name in defaults}
        self._ask("Plain conversion", "convert", {"image": "layer.png"}, screen)
        if len(inputs) == len(recipe["inputs"]):
            iterations = settings.get("iterations")
            steps = min(iterations, STEPS) if isinstance(iterations, int) else STEPS
            draft = {**settings, "iterations": steps, **SHORT.get(recipe["name"], {})}
            self._ask("Draft", recipe["name"], inputs, draft, draft=DRAFT, preview=0.2)

    def cancel(self) -> None:
        """Drop what is under way."""
        for job in self.jobs:
            self.engine.send("cancel", id=job)
        self.jobs = []

    def poll(self) -> None:
        """Show what the engine has sent since the last call. Raises EngineError when it is gone."""
        while (message := self.engine.poll()) is not None:
            if message.get("id") not in self.jobs:
                if "id" not in message and message.get("type") == "error":
                    self.say(message["message"])
                continue
            if message["type"] == "started":
                self._pixel = _pair(message["pixel"])
            elif message["type"] == "error":
                self.say(message["message"])
            elif message["type"] == "painted":
                self._show(message["preview"], message)
                self.say(f"By the painter of {message['painting']}; the draft follows")
            elif message["type"] == "step":
                if "preview" in message:
                    self._show(message["preview"], message)
                self.say(f"Draft, step {message['iteration']} of {message['iterations']}")
            elif message["type"] == "done":
                self._pixel = _pair(message["pixel"])
                self._show(message["shown"], message)
                self.say(self._words[message["id"]])

    def _show(self, picture: dict[str, Any], message: dict[str, Any]) -> None:
        try:
            png = self.engine.take(picture)
        except OSError:  # a newer preview has taken its place
            return
        self.view.set_png(png, message.get("clashes"), self._pixel)

    def _ask(self, words: str, recipe: str, inputs: dict[str, str], settings: dict[str, Any], **fields: Any) -> None:
        try:
            job = self.engine.start(recipe=recipe, inputs=inputs, settings=settings, clashes=self.clashes, **fields)
        except EngineError as error:
            self.say(str(error))
            return
        self.jobs.append(job)
        self._words[job] = words


def _pair(pixel: list[int]) -> tuple[int, int]:
    across, down = pixel
    return across, down
