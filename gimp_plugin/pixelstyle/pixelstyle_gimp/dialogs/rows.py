"""How rows of the dialog look: a label and a widget, the labels of all grids one below the other; entries for paths."""

from __future__ import annotations

from collections.abc import Callable

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk, Pango  # noqa: E402


class Rows(Gtk.Grid):
    """Rows of the dialog. Grids that share a `group` have labels of one width."""

    def __init__(self, group: Gtk.SizeGroup) -> None:
        super().__init__(row_spacing=4, column_spacing=8)
        self._group = group
        self._count = 0

    def add_row(self, text: str, widget: Gtk.Widget, below: Gtk.Widget | None = None) -> None:
        """`text` may have a mnemonic; `below` is a second widget that belongs to the same label."""
        label = Gtk.Label(label=text, use_underline=True, xalign=0)
        label.set_mnemonic_widget(widget)
        self._group.add_widget(label)
        self.attach(label, 0, self._count, 1, 1)
        for part in (widget, below):
            if part is not None:
                part.set_hexpand(True)
                turn_when_focused(part)
                self.attach(part, 1, self._count, 1, 1)
                self._count += 1

    def add_heading(self, text: str) -> None:
        """A bold line above the rows that follow."""
        label = Gtk.Label(label=text, xalign=0, margin_top=6)
        label.set_attributes(_bold())
        self.attach(label, 0, self._count, 2, 1)
        self._count += 1


def turn_when_focused(field: Gtk.Widget) -> None:
    """The mouse wheel changes a field only where it has been clicked: over others it moves the page."""

    def pass_on(widget: Gtk.Widget, _event: object) -> bool:
        if not (widget.has_focus() or getattr(widget, "get_focus_child", lambda: None)()):
            widget.stop_emission_by_name("scroll-event")  # its own answer; the page, around it, hears of it still
        return False

    if isinstance(field, Gtk.SpinButton | Gtk.ComboBox | Gtk.Scale):
        field.connect("scroll-event", pass_on)


def narrow(combo: Gtk.ComboBoxText) -> None:
    """Long titles must not widen the dialog."""
    for cell in combo.get_cells():
        cell.set_property("ellipsize", Pango.EllipsizeMode.END)
        cell.set_property("width-chars", 22)


def path_entry(choose: Callable[[], str | None]) -> Gtk.Entry:
    """An entry with a folder in it; a click on that calls `choose`, which gives a path or None."""
    entry = Gtk.Entry(width_chars=14, activates_default=True)
    entry.set_icon_from_icon_name(Gtk.EntryIconPosition.SECONDARY, "document-open-symbolic")
    entry.set_icon_tooltip_text(Gtk.EntryIconPosition.SECONDARY, "Choose a file")

    def press(*_: object) -> None:
        path = choose()
        if path:
            entry.set_text(path)

    entry.connect("icon-press", press)
    return entry


def ask_for_file(title: str, action: Gtk.FileChooserAction, over: Gtk.Widget, name: str = "") -> str | None:
    """A file chooser above the window that holds `over`: the path, or None."""
    chooser = Gtk.FileChooserDialog(title=title, transient_for=over.get_toplevel(), action=action)
    chooser.add_buttons("_Cancel", Gtk.ResponseType.CANCEL, "_OK", Gtk.ResponseType.OK)
    chooser.set_do_overwrite_confirmation(True)
    if name:
        chooser.set_current_name(name)
    path: str | None = chooser.get_filename() if chooser.run() == Gtk.ResponseType.OK else None
    chooser.destroy()
    return path


def _bold() -> Pango.AttrList:
    attributes = Pango.AttrList()
    attributes.insert(Pango.attr_weight_new(Pango.Weight.BOLD))
    return attributes
