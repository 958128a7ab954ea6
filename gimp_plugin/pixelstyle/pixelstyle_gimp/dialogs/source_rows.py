"""Two rows of the dialog: where the style comes from, and whose colours are used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gimp, Gtk  # noqa: E402

from pixelstyle_gimp import layers  # noqa: E402
from pixelstyle_gimp.dialogs.rows import Rows, narrow  # noqa: E402
from pixelstyle_gimp.request import Request  # noqa: E402

_FILE, _MACHINE, _COLORMAP, _PAINTING = "file", "machine", "colormap", "painting/"


class _SourceRow:
    """A choice, and a file below it."""

    label = ""

    def __init__(self, title: str, changed: Callable[[], None]) -> None:
        self.combo = Gtk.ComboBoxText()
        narrow(self.combo)
        self.file = Gtk.FileChooserButton(title=title, action=Gtk.FileChooserAction.OPEN)
        self.file.set_no_show_all(True)
        self.combo.connect("changed", self._choose, changed)
        self.file.connect("file-set", lambda _: changed())

    def attach(self, grid: Rows) -> None:
        """Put it into a grid, below what is there."""
        grid.add_row(self.label, self.combo, self.file)

    def _choose(self, combo: Gtk.ComboBoxText, changed: Callable[[], None]) -> None:
        self.file.set_visible(combo.get_active_id() == _FILE)
        changed()


class StyleRow(_SourceRow):
    """A shipped painting, a layer of any open image, or a picture file."""

    def __init__(
        self,
        name: str,
        image: Gimp.Image,
        drawable: Gimp.Drawable,
        paintings: dict[str, str],
        changed: Callable[[], None],
    ) -> None:
        """`paintings` has the shipped ones' titles by their names."""
        super().__init__(f"Choose a {name}", changed)
        self.label = f"{name.capitalize()[:2]}_{name[2:]}"
        self._styles: dict[str, dict[str, Any]] = {}
        self._given = ""
        self.combo.append(_FILE, "A picture file ...")
        for painting, title in paintings.items():
            self._styles[f"{_PAINTING}{painting}"] = {"painting": painting}
            self.combo.append(f"{_PAINTING}{painting}", title)
        for other in Gimp.get_images():
            for layer in _all_layers(other.get_layers()):
                if layer == drawable:
                    continue
                key = f"{other.get_id()}/{layer.get_tattoo()}"
                where = "" if other == image else f" ({other.get_name()})"
                self._styles[key] = layers.describe_layer(layer)
                self.combo.append(key, f"Layer: {layer.get_name()}{where}")

    def fill(self, style: dict[str, Any]) -> None:
        """Show the style of a request."""
        key = f"{style.get('image')}/{style.get('layer')}"
        if "painting" in style:
            key = f"{_PAINTING}{style['painting']}"
        # A chooser takes its time to know the file that it was given.
        self._given = style.get("file", "")
        if style.get("file"):
            self.file.set_filename(style["file"])
        self.combo.set_active_id(key if key in self._styles else _FILE)

    def choose_painting(self, name: str) -> None:
        """Take one of the shipped ones."""
        self.combo.set_active_id(f"{_PAINTING}{name}")

    def request(self) -> dict[str, Any]:
        """The style as a request keeps it; {} while nothing is chosen."""
        if self.combo.get_active_id() in self._styles:
            return self._styles[self.combo.get_active_id()]
        path = self.file.get_filename() or self._given
        return {"file": path} if path else {}


class PaletteRow(_SourceRow):
    """The machine's colours, the image's colormap, one of GIMP's palettes, a shipped one, or a palette file."""

    label = "Palette"

    def __init__(self, shipped: list[str], image: Gimp.Image, changed: Callable[[], None]) -> None:
        super().__init__("Choose a palette file (.gpl, .hex, .act, .pal, .vpl)", changed)
        self._given = ""
        self.combo.append(_MACHINE, "The machine's")
        if image.get_base_type() == Gimp.ImageBaseType.INDEXED:
            self.combo.append(_COLORMAP, "The image's colormap")
        self.combo.append(_FILE, "A palette file ...")
        for palette in Gimp.palettes_get_list(""):
            self.combo.append(f"gimp/{palette.get_name()}", f"GIMP: {palette.get_name()}")
        for name in shipped:
            self.combo.append(f"shipped/{name}", name)

    def fill(self, request: Request) -> None:
        """Show the palette of a request."""
        source, named = request.palette.get("from"), request.settings.get("palette")
        self._given = ""
        if source == "gimp":
            key = f"gimp/{request.palette['name']}"
        elif source == "colormap":
            key = _COLORMAP
        else:
            key = _MACHINE if named is None else f"shipped/{named}"
        if not self.combo.set_active_id(key):
            self.combo.set_active_id(_MACHINE if named is None else _FILE)
            if named is not None:
                self._given = named
                self.file.set_filename(named)

    def request(self, settings: dict[str, Any]) -> dict[str, Any]:
        """The request's palette; a shipped one or a file goes into `settings`.

        Raises EngineError for one of GIMP's palettes that has too many colours.
        """
        key = self.combo.get_active_id() or _MACHINE
        if key == _COLORMAP:
            return {"from": "colormap"}
        if key.startswith("gimp/"):
            return layers.describe_palette(Gimp.Palette.get_by_name(key.partition("/")[2]))
        if key == _FILE and (self.file.get_filename() or self._given):
            settings["palette"] = self.file.get_filename() or self._given
        elif key.startswith("shipped/"):
            settings["palette"] = key.partition("/")[2]
        return {}


def _all_layers(roots: Iterable[Gimp.Layer]) -> Iterator[Gimp.Layer]:
    for layer in roots:
        yield layer
        if layer.is_group():
            yield from _all_layers(layer.get_children())
