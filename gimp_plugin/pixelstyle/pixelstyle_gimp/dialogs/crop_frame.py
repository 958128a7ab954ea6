"""A frame over the whole picture that says which part of it is used: drawn, moved and sized with the mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, GdkPixbuf, Gtk  # noqa: E402

Box = tuple[float, float, float, float]
_NEAR = 12
"""Pixels within which a corner is taken hold of."""
_LEAST = 8
"""Pixels of the picture that a frame has at least."""


class CropFrame(Gtk.DrawingArea):
    """Shows a picture with a frame over it."""

    def __init__(self, changed: Callable[[str | None], None]) -> None:
        """`changed` is called with 'left,top,width,height' in the picture's pixels when the mouse lets go."""
        super().__init__()
        self._changed = changed
        self.pixbuf: GdkPixbuf.Pixbuf | None = None
        self.aspect = 0.0
        """The frame's width over its height; 0: any."""
        self.box: Box | None = None
        self._used: Box | None = None
        self._held: tuple[str, float, float, Box] | None = None
        mask = Gdk.EventMask
        self.add_events(mask.BUTTON_PRESS_MASK | mask.BUTTON_RELEASE_MASK | mask.BUTTON1_MOTION_MASK)
        self.connect("draw", self._draw)
        self.connect("button-press-event", self._press)
        self.connect("motion-notify-event", self._move)
        self.connect("button-release-event", self._release)

    def show_frame(self, text: str | None, aspect: float) -> None:
        """The frame of a setting, in the shape of a screen; where there is none, the part that is used by itself."""
        self.aspect = aspect
        self.box = _box(text)
        self.queue_draw()

    def show_used(self, text: str | None) -> None:
        """The part that the preview was made of; until it is known it is the largest one in the middle."""
        self._used = _box(text)
        self.queue_draw()

    def shown_box(self) -> Box:
        """The frame that is seen."""
        if self.box is not None:
            return self.box
        across, down = self._size()
        if self._used is not None:
            left, top, width, height = self._used
            if min(left, top) >= 0 and left + width <= across and top + height <= down:
                return self._used
        if not self.aspect:
            return 0, 0, across, down
        width = min(across, down * self.aspect)
        return (across - width) / 2, (down - width / self.aspect) / 2, width, width / self.aspect

    def _size(self) -> tuple[int, int]:
        return (1, 1) if self.pixbuf is None else (self.pixbuf.get_width(), self.pixbuf.get_height())

    def place(self) -> tuple[float, float, float]:
        """Where the picture is drawn, left and top, and how many times it is enlarged."""
        width, height = self.get_allocated_width(), self.get_allocated_height()
        across, down = self._size()
        factor = min((width - 8) / across, (height - 8) / down)
        return (width - across * factor) / 2, (height - down * factor) / 2, factor

    def _draw(self, _widget: Gtk.Widget, context: Any) -> bool:
        context.set_source_rgb(0.2, 0.2, 0.2)
        context.paint()
        if self.pixbuf is None:
            return False
        left, top, factor = self.place()
        across, down = self._size()
        context.save()
        context.translate(left, top)
        context.scale(factor, factor)
        Gdk.cairo_set_source_pixbuf(context, self.pixbuf, 0, 0)
        context.paint()
        x, y, width, height = self.shown_box()
        context.set_source_rgba(0, 0, 0, 0.6)
        for rest in (
            (0, 0, across, y),
            (0, y + height, across, down - y - height),
            (0, y, x, height),
            (x + width, y, across - x - width, height),
        ):
            context.rectangle(*rest)
        context.fill()
        context.restore()
        for colour, wide in ((0.0, 3), (1.0, 1)):
            context.set_source_rgb(colour, colour, colour)
            context.set_line_width(wide)
            context.rectangle(left + x * factor, top + y * factor, width * factor, height * factor)
            context.stroke()
        context.set_source_rgb(1, 1, 1)
        for a in (x, x + width):
            for b in (y, y + height):
                context.rectangle(left + a * factor - 4, top + b * factor - 4, 8, 8)
        context.fill()
        return False

    def _press(self, _widget: Gtk.Widget, event: Gdk.EventButton) -> bool:
        left, top, factor = self.place()
        x, y = (event.x - left) / factor, (event.y - top) / factor
        box = self.shown_box()
        corners = [(a, b) for a in (box[0], box[0] + box[2]) for b in (box[1], box[1] + box[3])]
        near = [(a, b) for a, b in corners if max(abs(a - x), abs(b - y)) * factor < _NEAR]
        if near:  # the corner across from it stays
            a, b = near[0]
            self._held = ("size", 2 * box[0] + box[2] - a, 2 * box[1] + box[3] - b, box)
        elif box[0] < x < box[0] + box[2] and box[1] < y < box[1] + box[3]:
            self._held = ("move", x, y, box)
        else:
            self._held = ("size", x, y, box)
        return True

    def _move(self, _widget: Gtk.Widget, event: Gdk.EventMotion) -> bool:
        if self._held is None:
            return False
        left, top, factor = self.place()
        across, down = self._size()
        x = min(across, max(0.0, (event.x - left) / factor))
        y = min(down, max(0.0, (event.y - top) / factor))
        kind, from_x, from_y, box = self._held
        if kind == "move":
            to_x = min(across - box[2], max(0.0, box[0] + (event.x - left) / factor - from_x))
            to_y = min(down - box[3], max(0.0, box[1] + (event.y - top) / factor - from_y))
            self.box = (to_x, to_y, box[2], box[3])
        else:
            self.box = self._sized(min(across, max(0.0, from_x)), min(down, max(0.0, from_y)), x, y)
        self.queue_draw()
        return True

    def _sized(self, from_x: float, from_y: float, x: float, y: float) -> Box:
        """The frame from one corner towards another, in its shape, within the picture."""
        across, down = self._size()
        room_x, room_y = (across - from_x if x >= from_x else from_x), (down - from_y if y >= from_y else from_y)
        width, height = max(_LEAST, abs(x - from_x)), max(_LEAST, abs(y - from_y))
        if self.aspect:
            width = max(width, height * self.aspect)
            width = min(width, room_x, room_y * self.aspect)
            height = width / self.aspect
        left = from_x if x >= from_x else from_x - width
        top = from_y if y >= from_y else from_y - height
        return left, top, width, height

    def _release(self, *_: object) -> bool:
        if self._held is None:
            return False
        self._held = None
        if self.box is not None:
            across, down = self._size()
            left, top = min(across - 1, round(self.box[0])), min(down - 1, round(self.box[1]))
            width, height = min(across - left, round(self.box[2])), min(down - top, round(self.box[3]))
            self._changed(f"{left},{top},{max(1, width)},{max(1, height)}")
        return True


def _box(text: str | None) -> Box | None:
    """'left,top,width,height'; None for what is nothing of the kind."""
    try:
        left, top, width, height = (float(part) for part in (text or "").split(","))
    except ValueError:
        return None
    return left, top, width, height
