"""The first page of a recipe's dialog: what an artist asks for, with the machine, and pictures to choose from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gimp, Gtk  # noqa: E402

from pixelstyle_gimp.dialogs.form import Form  # noqa: E402
from pixelstyle_gimp.dialogs.gallery import Gallery, Item  # noqa: E402
from pixelstyle_gimp.dialogs.linked import LinkedChoice, Look, MachineRows, add_look  # noqa: E402
from pixelstyle_gimp.dialogs.rows import Rows  # noqa: E402
from pixelstyle_gimp.dialogs.source_rows import PaletteRow, StyleRow  # noqa: E402
from pixelstyle_gimp.kept import presets  # noqa: E402
from pixelstyle_gimp.request import Request  # noqa: E402
from pixelstyle_gimp.words import label_of  # noqa: E402

_TONES = (
    Look("brightness", "darker", "lighter", -0.5, 0.5, 0.02),
    Look("contrast", "flat", "hard", 0.3, 2.0, 0.05, 1.0),
    Look("saturation", "grey", "bright", 0.0, 2.5, 0.05, 1.0),
)
LOOKS: dict[str, tuple[Look, ...]] = {
    "stylize": (
        Look("style_weight", "a hint", "all of it", 0.0, 12.0, 0.1, 3.0),
        Look("content_weight", "free", "faithful", 0.0, 4.0, 0.05, 1.0),
        Look("style_scale", "fine", "broad", 0.25, 3.0, 0.05, 1.0),
        Look("tv_weight", "lively", "smooth", 0.0, 6.0, 0.1),
        Look("clean", "grainy", "tidy", 0.0, 1.0, 0.05, 0.5),
    ),
    "dream": (
        Look("strength", "a breath", "edge to edge", 0.0, 1.0, 0.05, 0.5, "Strength of the dream"),
        Look("tv_weight", "lively", "smooth", 0.0, 6.0, 0.1),
        Look("octaves", "small things", "large things", 1, 6, 1, 4, "Size of what appears"),
        *_TONES,
    ),
    "convert": (Look("strength", "plain", "fully mixed", 0.0, 1.0, 0.05, 0.8), *_TONES),
    "quantize": (Look("colours", "two", "sixty-four", 2, 64, 1, 16), *_TONES),
}
CHOICES: dict[str, tuple[str, ...]] = {
    "stylize": ("keep_colours",),
    "dream": ("quality",),
    "convert": ("dither",),
    "quantize": ("search",),
}
_PAINTER = "painter"


class ArtistPage(Gtk.Box):
    """Style, machine, colours, time and sliders."""

    def __init__(
        self,
        recipe: dict[str, Any],
        lists: dict[str, Any],
        form: Form,
        image: Gimp.Image,
        layer: Gimp.Layer,
        changed: Callable[[], None],
    ) -> None:
        """`lists` are the engine's: `modes`, `palettes`, and `paintings` with their thumbnails as PNG."""
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=6, border_width=8)
        self._form, self._changed = form, changed
        grid = Rows(Gtk.SizeGroup(mode=Gtk.SizeGroupMode.HORIZONTAL))
        self.style: StyleRow | None = None
        if len(recipe["inputs"]) > 1:
            self._paintings = [item["name"] for item in lists["paintings"]]
            paintings = {item["name"]: item["title"] for item in lists["paintings"]}
            self.gallery = Gallery(self._choose_painting, 206)
            items = [
                Item(
                    f"painting/{item['name']}", item["title"], item["thumbnail"], "Its painter can do this in a second."
                )
                for item in lists["paintings"]
            ]
            self.gallery.set_items(items, presets.read_favourites())
            if items:
                self.pack_start(self.gallery, False, False, 0)
            self.style = StyleRow(recipe["inputs"][1]["name"], image, layer, paintings, self._style_changed)
            self.style.attach(grid)
        if "mode" in form.rows:
            self.machines = MachineRows(lists["modes"], form.rows["mode"])
            self.machines.attach(grid)
        self.palette = PaletteRow(lists["palettes"], image, changed)
        self.palette.attach(grid)
        if self.style is not None:
            time = Gtk.ComboBoxText()
            time.append(_PAINTER, "a second: by the painting's painter")
            for value, label in form.rows["quality"].choices:
                time.append(value, label)
            self._take_time(time)
            time.connect("changed", self._give_time)
            grid.add_row("_Time it may take", time)
            for name in ("quality", "painter"):
                form.rows[name].widget.connect("changed", lambda *_: self._take_time(time))
        for name in CHOICES.get(recipe["name"], ()):
            grid.add_row(label_of(name), LinkedChoice(form.rows[name]))
        for look in LOOKS.get(recipe["name"], ()):
            add_look(grid, look, form.rows[look.setting])
        self.pack_start(grid, False, False, 0)

    def fill(self, request: Request) -> None:
        """Show what a request says beside its settings."""
        self.palette.fill(request)
        if self.style is not None:
            self.style.fill(request.style)
            self._mark()

    def style_request(self) -> dict[str, Any]:
        """The style as a request keeps it."""
        return {} if self.style is None else self.style.request()

    def first_style(self) -> dict[str, Any]:
        """What a style is until one is chosen: the first painting of the gallery."""
        first = None if self.style is None else self.gallery.first()
        return {} if first is None else {"painting": first.partition("/")[2]}

    def paintings(self) -> list[str]:
        """The names of the shipped paintings, where the recipe takes a style."""
        return [] if self.style is None else self._paintings

    def turn_star(self) -> bool:
        """Star the painting that is chosen, or take its star; whether there is one. Raises OSError."""
        key = None if self.style is None else self.gallery.chosen()
        if key is not None:
            others = {other for other in presets.read_favourites() if not other.startswith("painting/")}
            starred = {other for other in self.gallery.turn_star(key) if other.startswith("painting/")}
            presets.write_favourites(others | starred)
        return key is not None

    def _choose_painting(self, key: str) -> None:
        if self.style is not None:
            self.style.choose_painting(key.partition("/")[2])

    def _style_changed(self) -> None:
        self._mark()
        if self._form.rows["painter"].value in self.paintings():  # another painting is another painter's
            self._form.rows["painter"].value = self.style_request().get("painting")
        self._changed()

    def _mark(self) -> None:
        if self.style is not None:
            self.gallery.choose(f"painting/{self.style.request().get('painting', '')}")

    def _give_time(self, time: Gtk.ComboBoxText) -> None:
        """A person has chosen: the painter of the painting, or how long to optimise."""
        chosen, painter, quality = time.get_active_id(), self._form.rows["painter"], self._form.rows["quality"]
        if chosen == _PAINTER and not painter.value:
            painter.value = self.style_request().get("painting")
            self._take_time(time)  # only the shipped paintings have painters
        elif chosen not in (None, _PAINTER):
            painter.value = None
            quality.value = chosen

    def _take_time(self, time: Gtk.ComboBoxText) -> None:
        """The settings have changed, wherever."""
        time.set_active_id(_PAINTER if self._form.rows["painter"].value else self._form.rows["quality"].value)
