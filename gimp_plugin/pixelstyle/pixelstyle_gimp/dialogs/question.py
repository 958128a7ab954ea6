"""A question with yes and no, and something to be told."""

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


def tell(title: str, text: str, well: bool) -> None:
    """Say something, with the sign of information, or of a warning where all is not well."""
    GimpUi.init("pixelstyle")
    kind = Gtk.MessageType.INFO if well else Gtk.MessageType.WARNING
    dialog = Gtk.MessageDialog(
        message_type=kind, buttons=Gtk.ButtonsType.CLOSE, text=title, title=f"PixelStyle: {title}"
    )
    dialog.format_secondary_text(text)
    dialog.set_image(
        Gtk.Image.new_from_icon_name("dialog-information" if well else "dialog-warning", Gtk.IconSize.DIALOG)
    )
    dialog.get_image().show()
    for label in dialog.get_message_area().get_children():
        label.set_selectable(True)
    dialog.run()
    dialog.destroy()
