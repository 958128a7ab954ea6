"""A question with yes and no."""

from __future__ import annotations

import gi

gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import GimpUi, Gtk  # noqa: E402


def confirm(text: str) -> bool:
    """Whether the person says yes; Escape and closing the window are a no."""
    GimpUi.init("pixelstyle")
    dialog = Gtk.MessageDialog(message_type=Gtk.MessageType.WARNING, buttons=Gtk.ButtonsType.YES_NO, text=text)
    dialog.set_default_response(Gtk.ResponseType.NO)
    answer = dialog.run()
    dialog.destroy()
    return bool(answer == Gtk.ResponseType.YES)
