"""How rows of the dialog look: a label and a widget, the labels of all grids one below the other; entries for paths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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


PAGE_HEIGHT = 540
"""Pixels of a page of the dialog: with what is around it, it goes onto a screen of 768 lines."""


def scrolled(page: Gtk.Widget) -> Gtk.ScrolledWindow:
    """A page that may be longer than a small screen."""
    window = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER)
    window.set_propagate_natural_height(True)
    window.set_max_content_height(PAGE_HEIGHT)
    window.add(page)
    return window


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


@dataclass(frozen=True)
class Beginning:
    """What a file chooser begins with."""

    folder: str
    name: str
    kinds: list[tuple[str, str]]
    """What files are called, with their endings; the first is chosen."""


def ask_for_file(
    title: str, action: Gtk.FileChooserAction, over: Gtk.Widget, beginning: Beginning | None = None
) -> str | None:
    """A file chooser above the window that holds `over`: the path, or None."""
    chooser = Gtk.FileChooserDialog(title=title, transient_for=over.get_toplevel(), action=action)
    chooser.add_buttons("_Cancel", Gtk.ResponseType.CANCEL, "_OK", Gtk.ResponseType.OK)
    chooser.set_default_response(Gtk.ResponseType.OK)
    chooser.set_do_overwrite_confirmation(True)
    if beginning is not None:
        chooser.set_current_folder(beginning.folder)
        chooser.set_current_name(beginning.name)
        for words, ending in beginning.kinds:
            chooser.add_filter(_filter(words, ending))
        chooser.add_filter(_filter("All files", ""))
        chooser.connect("notify::filter", _rename, dict(beginning.kinds))
    path: str | None = chooser.get_filename() if chooser.run() == Gtk.ResponseType.OK else None
    chooser.destroy()
    return path


def _filter(words: str, ending: str) -> Gtk.FileFilter:
    made = Gtk.FileFilter()
    made.set_name(words)
    for spelling in {ending, ending.upper()}:
        made.add_pattern(f"*{spelling}")
    return made


def _rename(chooser: Gtk.FileChooserDialog, _what: object, endings: dict[str, str]) -> None:
    """Another kind of file is another ending of the name."""
    chosen, name = chooser.get_filter(), chooser.get_current_name()
    ending = endings.get(chosen.get_name()) if chosen is not None else None
    old = next((old for old in endings.values() if name and name.endswith(old)), None)
    if ending and old and ending != old:
        chooser.set_current_name(f"{name[: -len(old)]}{ending}")


def _bold() -> Pango.AttrList:
    attributes = Pango.AttrList()
    attributes.insert(Pango.attr_weight_new(Pango.Weight.BOLD))
    return attributes
