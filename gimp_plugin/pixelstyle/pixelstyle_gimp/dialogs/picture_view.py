"""A picture shown crisp: every pixel as a square, enlarged by whole numbers, with clashing cells framed on demand."""

from __future__ import annotations

from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
gi.require_version("GdkPixbuf", "2.0")
from gi.repository import Gdk, GdkPixbuf, GLib, Gtk  # noqa: E402


class PictureView(Gtk.DrawingArea):
    """Shows a PNG as large as fits."""

    def __init__(self, width: int = 360, height: int = 260) -> None:
        super().__init__()
        self.set_size_request(width, height)
        self.pixbuf: GdkPixbuf.Pixbuf | None = None
        self.boxes: list[list[int]] = []
        self.pixel = (1, 1)
        self.show_boxes = False
        self.connect("draw", self._draw)

    def set_png(self, png: bytes, boxes: list[list[int]] | None = None, pixel: tuple[int, int] = (1, 1)) -> None:
        """Show another picture; `boxes` are cells in native pixels, each shown `pixel` = (across, down) times."""
        loader = GdkPixbuf.PixbufLoader.new_with_type("png")
        loader.write_bytes(GLib.Bytes.new(png))
        loader.close()
        self.pixbuf = loader.get_pixbuf()
        self.boxes, self.pixel = boxes or [], pixel
        self.queue_draw()

    def _draw(self, _widget: Gtk.Widget, context: Any) -> bool:
        width, height = self.get_allocated_width(), self.get_allocated_height()
        context.set_source_rgb(0.2, 0.2, 0.2)
        context.paint()
        if self.pixbuf is None:
            return False
        across, down = self.pixbuf.get_width(), self.pixbuf.get_height()
        fits = min(width / across, height / down)
        # Larger by whole numbers only; a picture larger than the window is reduced as little as possible.
        factor = max(1, int(fits)) if fits >= 1 else fits
        shown = (max(1, int(across * factor)), max(1, int(down * factor)))
        left, top = (width - shown[0]) // 2, (height - shown[1]) // 2
        scaled = self.pixbuf.scale_simple(*shown, GdkPixbuf.InterpType.NEAREST)
        Gdk.cairo_set_source_pixbuf(context, scaled, left, top)
        context.paint()
        if self.show_boxes:
            context.set_source_rgb(1.0, 0.0, 1.0)
            context.set_line_width(1)
            for x, y, cell_width, cell_height in self.boxes:
                a, b = self.pixel[0] * factor, self.pixel[1] * factor
                context.rectangle(left + x * a + 0.5, top + y * b + 0.5, cell_width * a - 1, cell_height * b - 1)
            context.stroke()
        return False
