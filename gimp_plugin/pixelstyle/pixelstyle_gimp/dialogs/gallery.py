"""Small pictures to choose from: paintings, recipes, and what was made lately; those with a star come first."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf, Gtk, Pango  # noqa: E402

from pixelstyle_gimp.dialogs.picture_view import pixbuf_of  # noqa: E402

STAR = "★ "


@dataclass(frozen=True)
class Item:
    """One thing to choose."""

    key: str
    title: str
    picture: bytes | None
    """A PNG; None: it has none."""
    about: str = ""
    """More of it, where the mouse rests."""


class Gallery(Gtk.ScrolledWindow):
    """Items as pictures with a line below; a click or Return chooses one."""

    def __init__(self, chosen: Callable[[str], None], height: int, size: tuple[int, int] = (84, 62)) -> None:
        """`chosen` is called with a key whenever a person chooses; `size` is that of the pictures."""
        super().__init__(hscrollbar_policy=Gtk.PolicyType.NEVER)
        self._size = size
        self._keys: list[str] = []
        self._items: list[Item] = []
        self._starred: set[str] = set()
        self.box = Gtk.FlowBox(
            min_children_per_line=3,
            max_children_per_line=8,
            homogeneous=True,
            row_spacing=2,
            column_spacing=2,
            selection_mode=Gtk.SelectionMode.SINGLE,
            valign=Gtk.Align.START,
        )
        self.box.connect("child-activated", lambda _, child: chosen(self._keys[child.get_index()]))
        self.add(self.box)
        self.set_min_content_height(height)

    def set_items(self, items: list[Item], starred: Collection[str] = ()) -> None:
        """Show these, those with a star first, and keep what was chosen."""
        chosen = self.chosen()
        for child in self.box.get_children():
            child.destroy()
        self._items, self._starred = items, set(starred)
        ordered = sorted(items, key=lambda item: item.key not in starred)
        self._keys = [item.key for item in ordered]
        for item in ordered:
            self.box.add(self._cell(item, item.key in starred))
        self.box.show_all()
        self.choose(chosen)

    def choose(self, key: str | None) -> None:
        """Mark an item; None, and a key that is not there, for none of them."""
        if key in self._keys:
            self.box.select_child(self.box.get_child_at_index(self._keys.index(key)))
        else:
            self.box.unselect_all()

    def first(self) -> str | None:
        """The key of the first item; None where there is none."""
        return self._keys[0] if self._keys else None

    def chosen(self) -> str | None:
        """The key of the item that is marked."""
        selected = self.box.get_selected_children()
        return self._keys[selected[0].get_index()] if selected else None

    def turn_star(self, key: str) -> set[str]:
        """Give an item a star, or take it away; all that have one now."""
        starred = self._starred ^ {key}
        self.set_items(self._items, starred)
        return starred

    def _cell(self, item: Item, starred: bool) -> Gtk.Widget:
        cell = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=1)
        image = Gtk.Image()
        image.set_size_request(*self._size)
        if item.picture is not None:
            image.set_from_pixbuf(_fitted(pixbuf_of(item.picture), *self._size))
        cell.pack_start(image, False, False, 0)
        words = Gtk.Label(label=f"{STAR if starred else ''}{item.title}", justify=Gtk.Justification.CENTER)
        words.set_line_wrap(True)
        words.set_lines(2)
        words.set_ellipsize(Pango.EllipsizeMode.END)
        words.set_max_width_chars(13)
        words.set_attributes(_small())
        cell.pack_start(words, False, False, 0)
        cell.set_tooltip_text(f"{item.title}\n{item.about}".strip())
        return cell


def _fitted(pixbuf: GdkPixbuf.Pixbuf, across: int, down: int) -> GdkPixbuf.Pixbuf:
    """As large as it goes into so many pixels."""
    factor = min(across / pixbuf.get_width(), down / pixbuf.get_height())
    size = max(1, round(pixbuf.get_width() * factor)), max(1, round(pixbuf.get_height() * factor))
    return pixbuf.scale_simple(*size, GdkPixbuf.InterpType.BILINEAR)


def _small() -> Pango.AttrList:
    attributes = Pango.AttrList()
    attributes.insert(Pango.attr_scale_new(0.8))
    return attributes
