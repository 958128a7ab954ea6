"""The live preview of a dialog: quick pictures at once, then the real thing as it is painted, of what is asked now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pixelstyle_gimp.dialogs.preview_pane import PreviewPane
from pixelstyle_gimp.engine import Engine
from pixelstyle_gimp.errors import EngineError

DRAFT = 128
"""Pixels across of a quick preview: what 2 processor cores paint in seconds."""
STEPS = 40
SCREEN = (
    *("mode", "palette", "metric", "fit", "crop", "focus", "background", "width", "height"),
    *("brightness", "contrast", "saturation", "gamma", "sharpen"),
)
"""The settings that the plain conversion shares with every recipe."""
SHORT = {"dream": {"octaves": 2, "octave_steps": 8, "iterations": 24, "frames": 1}}
"""What makes a preview quick where fewer iterations alone do not."""


class LivePreview:
    """Asks the engine for previews and shows what comes."""

    def __init__(self, engine: Engine, pane: PreviewPane, say: Callable[[str], None]) -> None:
        """`say` shows one line below the picture."""
        self.engine, self.pane, self.say = engine, pane, say
        self.jobs: list[int] = []
        self.last: bytes | None = None
        """The picture that is shown, a PNG."""
        self._words: dict[int, str] = {}
        """What is said below the finished picture of a job."""
        self._fit = "cover"
        self._input = ""
        self._pixel: tuple[int, int] = (1, 1)

    def show(self, recipe: dict[str, Any], inputs: dict[str, str], settings: dict[str, Any]) -> None:
        """Drop what is under way and begin anew."""
        self.cancel()
        self._fit = settings.get("crop") or settings.get("fit", "cover")
        self._input = recipe["inputs"][0]["name"]
        defaults = {item["name"]: item["default"] for item in recipe["settings"]}
        if "iterations" not in defaults:
            self._ask("Preview", recipe["name"], inputs, settings)
            return
        screen = {name: settings.get(name, defaults[name]) for name in SCREEN if name in defaults}
        self._ask("Plain conversion", "convert", {"image": "layer.png"}, screen)
        if settings.get("painter") or len(inputs) == len(recipe["inputs"]):
            iterations = settings.get("iterations")
            steps = min(iterations, STEPS) if isinstance(iterations, int) else STEPS
            short = {**settings, "iterations": steps, **SHORT.get(recipe["name"], {})}
            quick = {"draft": DRAFT} if self.pane.quick.get_active() else {}
            self._ask("Preview", recipe["name"], inputs, short, preview=0.2, **quick)

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
                self.say(f"By the painter of {message['painting']}; the preview follows")
            elif message["type"] == "step":
                if "preview" in message:
                    self._show(message["preview"], message)
                self.say(f"Preview, step {message['iteration']} of {message['iterations']}")
            elif message["type"] == "done":
                self._done(message)

    def _done(self, message: dict[str, Any]) -> None:
        self._pixel = _pair(message["pixel"])
        source = message["report"]["inputs"].get(self._input) or message["report"]["inputs"].get("image", {})
        self._fit = source.get("window", self._fit)
        self.pane.frame.show_used(self._fit)
        self._show(message["shown"], message)
        self.say(self._words[message["id"]])

    def _show(self, picture: dict[str, Any], message: dict[str, Any]) -> None:
        try:
            png = self.engine.take(picture)
        except OSError:  # a newer preview has taken its place
            return
        self.last = png
        view = self.pane.view
        view.set_png(png, message.get("clashes"), self._pixel)
        if view.pixbuf is not None:
            self.pane.show_part(self._fit, (view.pixbuf.get_width(), view.pixbuf.get_height()))

    def _ask(self, words: str, recipe: str, inputs: dict[str, str], settings: dict[str, Any], **fields: Any) -> None:
        clashes = self.pane.view.show_boxes
        try:
            job = self.engine.start(recipe=recipe, inputs=inputs, settings=settings, clashes=clashes, **fields)
        except EngineError as error:
            self.say(str(error))
            return
        self.jobs.append(job)
        self._words[job] = words


def _pair(pixel: list[int]) -> tuple[int, int]:
    across, down = pixel
    return across, down
