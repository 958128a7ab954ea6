"""Which machine? A question with a list of modes."""

from __future__ import annotations

from collections.abc import Mapping

import gi

gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import GimpUi, Gtk  # noqa: E402

from pixelstyle_gimp.errors import CancelledError  # noqa: E402
from pixelstyle_gimp.watcher import handle_events  # noqa: E402


def ask_mode(title: str, text: str, modes: Mapping[str, str], label: str, chosen: str = "") -> str:
    """The name of the mode that the person chooses; `modes` has titles by name, `label` says what the button does.

    Raises CancelledError for Cancel, Escape, and a window that is closed.
    """
    GimpUi.init("pixelstyle")
    dialog = Gtk.Dialog(title=f"PixelStyle: {title}")
    dialog.add_buttons("_Cancel", Gtk.ResponseType.CANCEL, label, Gtk.ResponseType.OK)
    dialog.set_default_response(Gtk.ResponseType.OK)
    words = Gtk.Label(label=text, wrap=True, xalign=0, max_width_chars=60, selectable=True)
    box = dialog.get_content_area()
    box.set_border_width(12)
    box.set_spacing(12)
    box.pack_start(words, False, False, 0)
    names = list(modes)
    combo = Gtk.ComboBoxText()
    for name in names:
        combo.append(name, f"{modes[name]} ({name})" if name else modes[name])
    combo.set_active(names.index(chosen) if chosen in names else 0)
    if len(names) > 1:
        box.pack_start(combo, False, False, 0)
    # The list would take Return for itself, and open.
    dialog.get_widget_for_response(Gtk.ResponseType.OK).grab_focus()
    dialog.show_all()
    answer, found = dialog.run(), combo.get_active_id()
    dialog.destroy()
    handle_events()  # so that it is gone while the engine works
    if answer != Gtk.ResponseType.OK:
        raise CancelledError
    return str(found)
