"""The window of an interactive run: the picture as it becomes, time left, losses, and weights to be moved meanwhile."""

from __future__ import annotations

from typing import Any

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gimp, GimpUi, Gtk  # noqa: E402

from pixelstyle_gimp.dialogs.picture_view import PictureView  # noqa: E402
from pixelstyle_gimp.engine import Engine  # noqa: E402
from pixelstyle_gimp.errors import CancelledError  # noqa: E402
from pixelstyle_gimp.watcher import describe_step, handle_events  # noqa: E402
from pixelstyle_gimp.words import label_of  # noqa: E402

FINISH = 1
MOST = 3.0
"""A slider goes to this many times its weight at the start, and to this at least."""

_NAMES = {"content": "_Likeness to the photo", "style": "_Strength of the painting", "tv": "Cal_m"}


class ProgressWindow:
    """A Watcher with a window, Cancel and Finish Now."""

    def __init__(self, title: str) -> None:
        GimpUi.init("pixelstyle")
        self._engine: Engine | None = None
        self._job: int | None = None
        self._cancelled = False
        self.dialog = GimpUi.Dialog(title=title, role="pixelstyle-progress")
        self.dialog.add_button("_Cancel", Gtk.ResponseType.CANCEL)
        self._finish = self.dialog.add_button("_Finish Now", FINISH)
        self._finish.set_tooltip_text("Bring the picture to a good end in a dozen steps and take it")
        self._finish.set_sensitive(False)
        self.dialog.connect("response", self._respond)
        area = self.dialog.get_content_area()
        area.set_spacing(8)
        area.set_border_width(10)
        self.view = PictureView(480, 320)
        area.pack_start(self.view, True, True, 0)
        self.bar = Gtk.ProgressBar(show_text=True)
        self.bar.set_text("Loading the network ...")
        area.pack_start(self.bar, False, False, 0)
        self.weights = Gtk.Grid(row_spacing=4, column_spacing=8)
        area.pack_start(self.weights, False, False, 0)
        self.dialog.show_all()

    def begin(self, engine: Engine, title: str) -> None:
        self._engine = engine
        self.dialog.set_title(title)
        Gimp.progress_init(title)

    def started(self, job: int, message: dict[str, Any]) -> None:
        self._job = job
        self._finish.set_label("_Finish Now")
        self._finish.set_sensitive(bool(message["weights"]))
        for child in self.weights.get_children():
            child.destroy()
        for line, (name, weight) in enumerate(message["weights"].items()):
            label = Gtk.Label(label=_NAMES.get(name) or label_of(f"{name}_weight"), use_underline=True, xalign=0)
            self.weights.attach(label, 0, line, 1, 1)
            slider = Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, 0, max(1.0, weight) * MOST, 0.01)
            slider.set_value(weight)
            label.set_mnemonic_widget(slider)
            slider.set_hexpand(True)
            slider.set_value_pos(Gtk.PositionType.RIGHT)
            slider.connect("value-changed", self._move, name)
            self.weights.attach(slider, 1, line, 1, 1)
        self.weights.show_all()

    def painted(self, message: dict[str, Any]) -> None:
        self.bar.set_text(f"By the painter of {message['painting']}")
        if self._engine is not None:
            self.view.set_png(self._engine.take(message["preview"]))

    def step(self, message: dict[str, Any]) -> None:
        fraction = message["iteration"] / message["iterations"]
        self.bar.set_fraction(fraction)
        self.bar.set_text(describe_step(message))
        Gimp.progress_update(fraction)
        if "preview" in message and self._engine is not None:
            self.view.set_png(self._engine.take(message["preview"]))

    def warn(self, text: str) -> None:
        Gimp.message(text)

    def idle(self) -> None:
        handle_events()
        if self._cancelled:
            raise CancelledError

    def end(self) -> None:
        Gimp.progress_end()
        self.dialog.destroy()

    def _move(self, slider: Gtk.Scale, name: str) -> None:
        if self._engine is not None:
            self._engine.send("weights", id=self._job, weights={name: slider.get_value()})

    def _respond(self, _dialog: Gtk.Dialog, response: int) -> None:
        if response == FINISH and self._engine is not None:
            self._engine.send("finish", id=self._job)
            # Pressed once more, it takes the picture as it is.
            self._finish.set_sensitive(self._finish.get_label() == "_Finish Now")
            self._finish.set_label("Stop at _Once")
        else:
            self._cancelled = True
