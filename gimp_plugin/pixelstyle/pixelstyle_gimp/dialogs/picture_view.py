"""A picture shown crisp, with zoom, beside the one it was made of, with clashing cells framed on demand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
gi.require_version("GdkPixbuf", "2.0")
from gi.repository import Gdk, GdkPixbuf, GLib, Gtk  # noqa: E402

ZOOMS = (1, 2, 3, 4, 6, 8)
_GOOD, _NEAREST = 1, 3
"""CAIRO_FILTER_GOOD and CAIRO_FILTER_NEAREST, as numbers: what GTK hands us to draw with, is no import of ours."""


def pixbuf_of(png: bytes) -> GdkPixbuf.Pixbuf:
    """A PNG file as GTK draws it."""
    loader = GdkPixbuf.PixbufLoader.new_with_type("png")
    loader.write_bytes(GLib.Bytes.new(png))
    loader.close()
    return loader.get_pixbuf()


class PictureView(Gtk.DrawingArea):
    """Shows a PNG as large as fits, or enlarged by a whole number and moved with the mouse."""

    def __init__(self, width: int = 360, height: int = 260, zoomed: Callable[[], None] = lambda: None) -> None:
        """`zoomed` is called when the mouse wheel has changed the zoom."""
        super().__init__()
        self.set_size_request(width, height)
        self.pixbuf: GdkPixbuf.Pixbuf | None = None
        self.boxes: list[list[int]] = []
        self.pixel = (1, 1)
        self.show_boxes = False
        self.zoom = 0
        """How many times it is enlarged; 0: as large as fits."""
        self.before: GdkPixbuf.Pixbuf | None = None
        """The picture that it was made of, of the same part."""
        self.split: float | None = None
        """Left of this part of the width the picture before is shown; None: nowhere."""
        self._moved = [0.0, 0.0]
        self._held: tuple[float, float] | None = None
        self._zoomed = zoomed
        mask = Gdk.EventMask
        self.add_events(mask.BUTTON_PRESS_MASK | mask.BUTTON_RELEASE_MASK | mask.BUTTON1_MOTION_MASK | mask.SCROLL_MASK)
        self.connect("draw", self._draw)
        self.connect("button-press-event", self._press)
        self.connect("button-release-event", lambda *_: self._hold(None))
        self.connect("motion-notify-event", self._move)
        self.connect("scroll-event", self._scroll)

    def set_png(self, png: bytes, boxes: list[list[int]] | None = None, pixel: tuple[int, int] = (1, 1)) -> None:
        """Show another picture; `boxes` are cells in native pixels, each shown `pixel` = (across, down) times."""
        self.pixbuf = pixbuf_of(png)
        self.boxes, self.pixel = boxes or [], pixel
        self.queue_draw()

    def set_zoom(self, zoom: int) -> None:
        """Enlarge it so many times; 0 for as large as fits."""
        self.zoom = zoom
        self.queue_draw()

    def set_split(self, split: float | None) -> None:
        """Show the picture before left of this part of the width."""
        self.split = split
        self.queue_draw()

    def place(self) -> tuple[float, float, float]:
        """Where the picture is drawn, left and top, and how many times it is enlarged."""
        width, height = self.get_allocated_width(), self.get_allocated_height()
        if self.pixbuf is None:
            return 0, 0, 1
        across, down = self.pixbuf.get_width(), self.pixbuf.get_height()
        fits = min(width / across, height / down)
        # Larger by whole numbers only; a picture larger than the window is reduced as little as possible.
        factor = self.zoom or (max(1, int(fits)) if fits >= 1 else fits)
        left, top = (width - across * factor) // 2, (height - down * factor) // 2
        return left + self._within(0, across * factor - width), top + self._within(1, down * factor - height), factor

    def _within(self, axis: int, beyond: float) -> float:
        """How far it is moved, no further than it reaches beyond the window."""
        most = max(0.0, beyond / 2)
        self._moved[axis] = min(most, max(-most, self._moved[axis]))
        return self._moved[axis] // 1

    def _draw(self, _widget: Gtk.Widget, context: Any) -> bool:
        context.set_source_rgb(0.2, 0.2, 0.2)
        context.paint()
        if self.pixbuf is None:
            return False
        left, top, factor = self.place()
        across, down = self.pixbuf.get_width(), self.pixbuf.get_height()
        _paint(context, self.pixbuf, left, top, factor)
        if self.show_boxes:
            context.set_source_rgb(1.0, 0.0, 1.0)
            context.set_line_width(1)
            for x, y, cell_width, cell_height in self.boxes:
                a, b = self.pixel[0] * factor, self.pixel[1] * factor
                context.rectangle(left + x * a + 0.5, top + y * b + 0.5, cell_width * a - 1, cell_height * b - 1)
            context.stroke()
        if self.split is not None and self.before is not None:
            edge = left + self.split * across * factor
            context.save()
            context.rectangle(left, top, edge - left, down * factor)
            context.clip()
            smaller = across * factor / self.before.get_width()
            _paint(context, self.before, left, top, smaller, down * factor / self.before.get_height())
            context.restore()
            for colour, wide in ((0.0, 4), (1.0, 2)):  # seen on any ground
                context.set_source_rgb(colour, colour, colour)
                context.rectangle(edge - wide / 2, top, wide, down * factor)
                context.fill()
        return False

    def _press(self, _widget: Gtk.Widget, event: Gdk.EventButton) -> bool:
        self._hold((event.x, event.y))
        if self.split is not None:
            self._split_at(event.x)
        return True

    def _hold(self, place: tuple[float, float] | None) -> bool:
        self._held = place
        return True

    def _move(self, _widget: Gtk.Widget, event: Gdk.EventMotion) -> bool:
        if self._held is None:
            return False
        if self.split is not None:
            self._split_at(event.x)
        else:
            self._moved[0] += event.x - self._held[0]
            self._moved[1] += event.y - self._held[1]
            self._held = (event.x, event.y)
            self.queue_draw()
        return True

    def _split_at(self, x: float) -> None:
        if self.pixbuf is not None:
            left, _, factor = self.place()
            self.set_split(min(1.0, max(0.0, (x - left) / (self.pixbuf.get_width() * factor))))

    def _scroll(self, _widget: Gtk.Widget, event: Gdk.EventScroll) -> bool:
        up = {Gdk.ScrollDirection.UP: 1, Gdk.ScrollDirection.DOWN: -1}.get(event.direction)
        if up is None or self.pixbuf is None:
            return False
        now = self.place()[2]
        further = [zoom for zoom in ZOOMS if (zoom > now if up > 0 else zoom < now)]
        if further:
            self.zoom = min(further) if up > 0 else max(further)
            self.queue_draw()
            self._zoomed()
        return True


def _paint(context: Any, pixbuf: GdkPixbuf.Pixbuf, left: float, top: float, across: float, down: float = 0.0) -> None:
    """A picture, every pixel a square where it is enlarged, smooth where it is reduced."""
    context.save()
    context.translate(left, top)
    context.scale(across, down or across)
    Gdk.cairo_set_source_pixbuf(context, pixbuf, 0, 0)
    context.get_source().set_filter(_NEAREST if across >= 1 else _GOOD)
    context.paint()
    context.restore()
