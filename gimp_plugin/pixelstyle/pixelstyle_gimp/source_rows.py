"""Two rows of the dialog: where the style comes from, and whose colours are used."""

from __future__ import annotations

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gimp, Gtk  # noqa: E402

from pixelstyle_gimp import layers  # noqa: E402
from pixelstyle_gimp.request import Request  # noqa: E402
from pixelstyle_gimp.rows import Rows, narrow  # noqa: E402

_FILE, _MACHINE, _COLORMAP = "file", "machine", "colormap"


class _Row:
    """A choice, and a file below it."""

    label = ""

    def __init__(self, title: str, changed) -> None:
        self.combo = Gtk.ComboBoxText()
        narrow(self.combo)
        self.file = Gtk.FileChooserButton(title=title, action=Gtk.FileChooserAction.OPEN)
        self.file.set_no_show_all(True)
        self.combo.connect("changed", self._choose, changed)
        self.file.connect("file-set", lambda _: changed())

    def attach(self, grid: Rows) -> None:
        grid.add_row(self.label, self.combo, self.file)

    def _choose(self, combo, changed) -> None:
        self.file.set_visible(combo.get_active_id() == _FILE)
        changed()


class StyleRow(_Row):
    """A layer of any open image, or a picture file."""

    def __init__(self, name: str, image, drawable, changed) -> None:
        super().__init__(f"Choose a {name}", changed)
        self.label = f"{name.capitalize()[0]}_{name[1:]}"
        self._styles: dict[str, dict] = {}
        self.combo.append(_FILE, "A picture file ...")
        for other in Gimp.get_images():
            for layer in _all_layers(other.get_layers()):
                if layer == drawable:
                    continue
                key = f"{other.get_id()}/{layer.get_tattoo()}"
                where = "" if other == image else f" ({other.get_name()})"
                self._styles[key] = {"layer": layer.get_tattoo(), "image": other.get_id(), "name": layer.get_name()}
                self.combo.append(key, f"Layer: {layer.get_name()}{where}")

    def fill(self, style: dict) -> None:
        key = f"{style.get('image')}/{style.get('layer')}"
        self.combo.set_active_id(key if key in self._styles else _FILE)
        if style.get("file"):
            self.file.set_filename(style["file"])
        # A chooser takes its time to know the file that it was given.
        self._given = style.get("file", "")

    def request(self) -> dict:
        """{} while nothing is chosen."""
        if self.combo.get_active_id() in self._styles:
            return self._styles[self.combo.get_active_id()]
        path = self.file.get_filename() or self._given
        return {"file": path} if path else {}


class PaletteRow(_Row):
    """The machine's colours, the image's colormap, one of GIMP's palettes, a shipped one, or a palette file."""

    label = "P_alette"

    def __init__(self, shipped: list[str], image, changed) -> None:
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

    def request(self, settings: dict) -> dict:
        """The request's palette; a shipped one or a file goes into `settings`."""
        key = self.combo.get_active_id() or _MACHINE
        if key == _COLORMAP:
            return {"from": "colormap"}
        if key.startswith("gimp/"):
            palette = Gimp.Palette.get_by_name(key.partition("/")[2])
            colours = ["#" + bytes(colour).hex() for colour in layers.colours_of(palette)]
            return {"from": "gimp", "name": palette.get_name(), "colours": colours}
        if key == _FILE and (self.file.get_filename() or self._given):
            settings["palette"] = self.file.get_filename() or self._given
        elif key.startswith("shipped/"):
            settings["palette"] = key.partition("/")[2]
        return {}


def _all_layers(roots):
    for layer in roots:
        yield layer
        if layer.is_group():
            yield from _all_layers(layer.get_children())
