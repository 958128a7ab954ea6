"""The right half of a recipe's dialog: the preview with zoom, split, crop frame and clashes."""

from __future__ import annotations

from collections.abc import Callable

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf, Gtk  # noqa: E402

from pixelstyle_gimp import pictures  # noqa: E402
from pixelstyle_gimp.dialogs.crop_frame import CropFrame  # noqa: E402
from pixelstyle_gimp.dialogs.picture_view import ZOOMS, PictureView, pixbuf_of  # noqa: E402
from pixelstyle_gimp.dialogs.rows import turn_when_focused  # noqa: E402


class PreviewPane(Gtk.Box):
    """What will come, and the whole picture with the frame of what is used of it."""

    def __init__(self, renew: Callable[[], None], crop: Callable[[str | None], None]) -> None:
        """`renew` is called where another preview is wanted, `crop` with what the frame says."""
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        self._renew, self._crop = renew, crop
        self._source: GdkPixbuf.Pixbuf | None = None
        self.view = PictureView(440, 330, self._show_zoom)
        self.frame = CropFrame(crop)
        self.pages = Gtk.Stack()
        self.pages.add_named(self.view, "preview")
        self.pages.add_named(self.frame, "crop")
        self.pack_start(self.pages, True, True, 0)
        tools = Gtk.Box(orientation=Gtk.Orientation.HORIZONTAL, spacing=6)
        self.zoom = Gtk.ComboBoxText()
        self.zoom.append("0", "As large as fits")
        for zoom in ZOOMS:
            self.zoom.append(str(zoom), "True size" if zoom == 1 else f"{zoom} times")
        self.zoom.set_active_id("0")
        self.zoom.connect("changed", lambda combo: self.view.set_zoom(int(combo.get_active_id() or 0)))
        self.zoom.set_tooltip_text("How large the preview is shown; the mouse wheel over it does the same")
        turn_when_focused(self.zoom)
        tools.pack_start(self.zoom, False, False, 0)
        self.split = _toggle("_Before and after", "Your picture left of the line, which the mouse moves", self._split)
        self.crop = _toggle(
            "Crop: _keep a part", "Drag a frame over your picture: what is in it is used", self._crop_page
        )
        for tool in (self.split, self.crop):
            tools.pack_start(tool, False, False, 0)
        self.pack_start(tools, False, False, 0)
        self.status = Gtk.Label(label="Loading the network ...", xalign=0, wrap=True, max_width_chars=60)
        self.all = Gtk.Button(label="_Drop the frame", use_underline=True, no_show_all=True)
        self.all.set_tooltip_text("Use all of the picture again")
        self.all.connect("clicked", lambda _: self._uncrop())
        below = Gtk.Box(orientation=Gtk.Orientation.HORIZONTAL, spacing=6)
        below.pack_start(self.status, True, True, 0)
        below.pack_start(self.all, False, False, 0)
        self.pack_start(below, False, False, 0)
        checks = Gtk.Box(orientation=Gtk.Orientation.HORIZONTAL, spacing=12)
        self.quick = Gtk.CheckButton(label="_Quick, coarse preview", use_underline=True)
        self.quick.set_tooltip_text(
            "Paint the preview on a screen 128 pixels wide, in place of all the machine's pixels"
        )
        self.quick.connect("toggled", lambda _: renew())
        clashes = Gtk.CheckButton(label="Sho_w where colours clash", use_underline=True)
        clashes.set_tooltip_text("Frame the cells in which the picture wants more colours than the machine allows")
        clashes.connect("toggled", self._toggle_clashes)
        checks.pack_start(self.quick, False, False, 0)
        checks.pack_start(clashes, False, False, 0)
        self.pack_start(checks, False, False, 0)

    def set_source(self, png: bytes) -> None:
        """The picture that is worked on."""
        self._source = self.frame.pixbuf = pixbuf_of(png)
        self.frame.queue_draw()

    def show_part(self, fit: str, shown: tuple[int, int]) -> None:
        """Lay what a screen of `shown` pixels is made of under the split; `fit` as `pictures.screen_box` takes it."""
        if self._source is None:
            return
        across, down = self._source.get_width(), self._source.get_height()
        left, top, width, height = pictures.screen_box(fit, (across, down), shown)
        before = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, *shown)
        before.fill(0x000000FF)
        scale_x, scale_y = shown[0] / width, shown[1] / height
        x1, y1 = max(0, round(-left * scale_x)), max(0, round(-top * scale_y))
        x2 = min(shown[0], round((across - left) * scale_x))
        y2 = min(shown[1], round((down - top) * scale_y))
        if x2 > x1 and y2 > y1:
            self._source.composite(
                before,
                *(x1, y1, x2 - x1, y2 - y1, -left * scale_x, -top * scale_y, scale_x, scale_y),
                *(GdkPixbuf.InterpType.BILINEAR, 255),
            )
        self.view.before = before
        self.view.queue_draw()

    def show_crop(self, text: str | None, aspect: float) -> None:
        """The frame that the settings say, in the shape of a screen."""
        self.frame.show_frame(text, aspect)
        self.all.set_visible(text is not None)

    def _show_zoom(self) -> None:
        self.zoom.set_active_id(str(self.view.zoom))

    def _split(self, button: Gtk.ToggleButton) -> None:
        self.view.set_split(0.5 if button.get_active() else None)
        if button.get_active():
            self.crop.set_active(False)

    def _crop_page(self, button: Gtk.ToggleButton) -> None:
        self.pages.set_visible_child_name("crop" if button.get_active() else "preview")
        if button.get_active():
            self.split.set_active(False)

    def _uncrop(self) -> None:
        self._crop(None)

    def _toggle_clashes(self, button: Gtk.CheckButton) -> None:
        self.view.show_boxes = button.get_active()
        self.view.queue_draw()
        self._renew()


def _toggle(label: str, help_text: str, toggled: Callable[[Gtk.ToggleButton], None]) -> Gtk.ToggleButton:
    button = Gtk.ToggleButton(label=label, use_underline=True)
    button.set_tooltip_text(help_text)
    button.connect("toggled", toggled)
    return button
