"""Pages of a recipe's dialog with what fills it at once: recipes, shipped and one's own, and what was made lately."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402

from pixelstyle_gimp.dialogs.gallery import Gallery, Item  # noqa: E402
from pixelstyle_gimp.kept import history, presets  # noqa: E402
from pixelstyle_gimp.request import Request  # noqa: E402
from pixelstyle_gimp.words import label_of, machine_and_mode  # noqa: E402

_SHIPPED, _OWN = "recipe/", "own/"
_PICTURE = "picture"
"""Of a preset: its small picture, as base64. A request passes it over."""


class RecipesPage(Gtk.Box):
    """Shipped recipes and presets of one's own, as pictures."""

    def __init__(
        self,
        recipe: str,
        shipped: list[dict[str, Any]],
        show: Callable[[Request], None],
        current: Callable[[], tuple[Request, bytes | None]],
        say: Callable[[str], None],
    ) -> None:
        """`shipped` has the engine's, with thumbnails as PNG. `show` fills the dialog, `current` gives what it shows
        and its preview, `say` tells a person something."""
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=6, border_width=8)
        self._recipe, self._show, self._current, self._say = recipe, show, current, say
        self._shipped = {item["name"]: item for item in shipped if item["recipe"] == recipe}
        self.gallery = Gallery(self._choose, 300, (112, 84))
        self.pack_start(self.gallery, True, True, 0)
        line = Gtk.Box(orientation=Gtk.Orientation.HORIZONTAL, spacing=6)
        title = Gtk.Label(label="_Name", use_underline=True)
        self.name = Gtk.Entry(placeholder_text="of what the dialog shows now", activates_default=True)
        title.set_mnemonic_widget(self.name)
        save = Gtk.Button(label="_Save as Mine", use_underline=True)
        save.connect("clicked", self._save)
        line.pack_start(title, False, False, 0)
        line.pack_start(self.name, True, True, 0)
        line.pack_start(save, False, False, 0)
        self.pack_start(line, False, False, 0)
        self._fill()

    def turn_star(self) -> bool:
        """Star what is chosen, or take its star; whether there is something. Raises OSError."""
        key = self.gallery.chosen()
        if key is not None:
            others = {other for other in presets.read_favourites() if not other.startswith((_SHIPPED, _OWN))}
            starred = {other for other in self.gallery.turn_star(key) if other.startswith((_SHIPPED, _OWN))}
            presets.write_favourites(others | starred)
        return key is not None

    def _fill(self) -> None:
        own = presets.read_presets(self._recipe)
        items = [
            Item(f"{_OWN}{name}", name, _picture(values.get(_PICTURE)), "One of yours.") for name, values in own.items()
        ]
        items += [
            Item(f"{_SHIPPED}{name}", item["title"], item["thumbnail"], item["about"])
            for name, item in self._shipped.items()
        ]
        self.gallery.set_items(items, presets.read_favourites())

    def _choose(self, key: str) -> None:
        name = key.partition("/")[2]
        if key.startswith(_SHIPPED):
            now = self._current()[0]
            now.settings = dict(self._shipped[name]["settings"])
            now.palette = {}
            self._show(now)
            self._say(self._shipped[name]["about"])
            return
        try:
            self._show(Request.from_json(json.dumps(presets.read_presets(self._recipe)[name])))
        except (KeyError, ValueError):
            self._say(f"'{name}' is damaged, or is not there any more.")
            return
        self.name.set_text(name)

    def _save(self, _button: Gtk.Button) -> None:
        name = self.name.get_text().strip()
        if not name:
            self._say("Write a name into the field first.")
            return
        request, picture = self._current()
        values = json.loads(request.to_json())
        if picture is not None:
            values[_PICTURE] = base64.b64encode(picture).decode()
        try:
            presets.write_preset(self._recipe, name, values)
        except OSError as error:
            self._say(f"It cannot be kept: {error.strerror}.")
            return
        self._fill()
        self.gallery.choose(f"{_OWN}{name}")
        self._say(f"Kept as '{name}'.")


class HistoryPage(Gtk.Box):
    """What was made lately, as pictures; a click fills the dialog with what it was made by."""

    def __init__(self, recipe: str, titles: dict[str, str], show: Callable[[Request], None]) -> None:
        """`titles` are those of the modes, by name."""
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=6, border_width=8)
        self._entries = {entry.name: entry for entry in history.entries(recipe)}
        self._show = show
        self.gallery = Gallery(self._choose, 300, (112, 84))
        items = []
        for entry in self._entries.values():
            mode = str(entry.request.settings.get("mode", "c64-multicolor" if recipe != "quantize" else ""))
            title = titles.get(mode, mode) or "24-bit colour"
            about = [title, *(f"{label_of(key)}: {value}" for key, value in _told(entry.request))]
            items.append(Item(entry.name, machine_and_mode(title)[0], entry.picture, "\n".join(about)))
        self.gallery.set_items(items)
        if not items:
            self.pack_start(Gtk.Label(label="What you make will be here, to go on from.", margin=12), False, False, 0)
        self.pack_start(self.gallery, True, True, 0)

    def _choose(self, key: str) -> None:
        self._show(self._entries[key].request)


def _told(request: Request) -> list[tuple[str, Any]]:
    return [(key, value) for key, value in sorted(request.settings.items()) if key != "mode"][:8]


def _picture(text: object) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except ValueError:
        return None
