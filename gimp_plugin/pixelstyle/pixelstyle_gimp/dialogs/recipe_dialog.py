"""The dialog of a recipe: pages for artists and for all settings, a live preview, and where the result goes."""

from __future__ import annotations

from random import Random
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, Gimp, GimpUi, GLib, Gtk  # noqa: E402

from pixelstyle_gimp import layers  # noqa: E402
from pixelstyle_gimp.arguments import remember, request_of  # noqa: E402
from pixelstyle_gimp.dialogs.artist_page import ArtistPage  # noqa: E402
from pixelstyle_gimp.dialogs.form import Form  # noqa: E402
from pixelstyle_gimp.dialogs.kept_pages import HistoryPage, RecipesPage  # noqa: E402
from pixelstyle_gimp.dialogs.live_preview import LivePreview  # noqa: E402
from pixelstyle_gimp.dialogs.output_rows import OutputRows  # noqa: E402
from pixelstyle_gimp.dialogs.preview_pane import PreviewPane  # noqa: E402
from pixelstyle_gimp.dialogs.progress_window import ProgressWindow  # noqa: E402
from pixelstyle_gimp.dialogs.question import confirm  # noqa: E402
from pixelstyle_gimp.dialogs.rows import scrolled  # noqa: E402
from pixelstyle_gimp.engine import Engine  # noqa: E402
from pixelstyle_gimp.engine_inputs import send_palette, send_part, send_style  # noqa: E402
from pixelstyle_gimp.errors import CancelledError, EngineError  # noqa: E402
from pixelstyle_gimp.kept_request import kept_request  # noqa: E402
from pixelstyle_gimp.request import Request, changed  # noqa: E402
from pixelstyle_gimp.results import Picture, place_of  # noqa: E402
from pixelstyle_gimp.run_request import run_request  # noqa: E402
from pixelstyle_gimp.surprise import surprise  # noqa: E402
from pixelstyle_gimp.watcher import handle_events  # noqa: E402

RESET = 1
DEBOUNCE = 300
"""Milliseconds of quiet before the preview is asked for anew."""
BEGINNINGS: dict[str, dict[str, Any]] = {"quantize": {"colours": 16}}
"""What a dialog begins with, where a recipe has to be told something."""


def ask_and_run(
    engine: Engine,
    config: Gimp.ProcedureConfig,
    recipe: str,
    title: str,
    image: Gimp.Image,
    drawables: list[Gimp.Drawable],
) -> Gimp.Image | None:
    """Ask, then do; gives the new image when there is one. Raises EngineError and CancelledError."""
    GimpUi.init("pixelstyle")
    request = request_of(recipe, config)
    engine.greet(handle_events, expect={"recipe": recipe, "settings": request.settings})
    dialog = RecipeDialog(engine, engine.recipe(recipe), title.rstrip("."), image, drawables)
    dialog.show(dialog.beginning(request))
    try:
        request = dialog.ask()
    finally:
        dialog.close()
    remember(config, request, image)
    return run_request(request, image, drawables, engine, ProgressWindow(f"PixelStyle: {title}"), show=True)


class RecipeDialog:
    """One open dialog."""

    def __init__(
        self, engine: Engine, recipe: dict[str, Any], title: str, image: Gimp.Image, drawables: list[Gimp.Drawable]
    ) -> None:
        self.engine, self.recipe, self.image, self.drawables = engine, recipe, image, drawables
        self._timer = 0
        self._quiet = False
        self._sent: layers.Part | None = None
        self.window = GimpUi.Dialog(title=f"PixelStyle: {title}", role="pixelstyle")
        self.window.add_button("_Reset", RESET)
        self.window.add_button("_Cancel", Gtk.ResponseType.CANCEL)
        self.window.add_button("_OK", Gtk.ResponseType.OK).get_style_context().add_class("suggested-action")
        self.window.set_default_response(Gtk.ResponseType.OK)
        self.window.set_default_size(*_room())
        self._build(self._offered())
        self.live = LivePreview(engine, self.pane, self._say)
        self._polling = GLib.timeout_add(50, self._poll)

    def _offered(self) -> dict[str, Any]:
        """What the engine offers to choose from, pictures as PNG files."""
        offered: dict[str, Any] = {"paintings": [], "presets": []}
        if "gallery" in self.engine.hello.get("commands", ()):
            offered = self.engine.ask("gallery", handle_events)
        for item in (*offered["paintings"], *offered["presets"]):
            item["thumbnail"] = self.engine.take(item["thumbnail"]) if item["thumbnail"] else None
        return offered | {key: self.engine.hello[key] for key in ("modes", "palettes")}

    def _build(self, offered: dict[str, Any]) -> None:
        columns = Gtk.Box(orientation=Gtk.Orientation.HORIZONTAL, spacing=12, border_width=10)
        self.window.get_content_area().pack_start(columns, True, True, 0)
        left = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8)
        left.set_size_request(400, -1)
        left.set_hexpand(False)  # what the window has more is for the picture
        columns.pack_start(left, False, False, 0)
        self.pane = PreviewPane(self._changed, self._crop)
        columns.pack_start(self.pane, True, True, 0)

        modes = [(mode["name"], mode["title"]) for mode in offered["modes"]]
        labels = Gtk.SizeGroup(mode=Gtk.SizeGroupMode.HORIZONTAL)
        self.form = Form(self.recipe["settings"], {"modes": modes}, labels, self._changed)
        first = (self.form, self.image, self.drawables[0], self._changed)
        self.artist = ArtistPage(self.recipe, offered, *first)
        self.recipes = RecipesPage(self.recipe["name"], offered["presets"], self.show, self._current, self._say)
        group = Gtk.SizeGroup(mode=Gtk.SizeGroupMode.HORIZONTAL)
        self.output = OutputRows(group, self._endings, place_of(self.image, self.drawables[0]), self._changed)
        self.output.set_border_width(8)
        self.pages = Gtk.Notebook()
        for words, page in (
            ("_Picture", scrolled(self.artist)),
            ("Rec_ipes", self.recipes),
            ("_History", HistoryPage(self.recipe["name"], dict(modes), self.show)),
            ("_All settings", self.form),
            ("Res_ult", self.output),
        ):
            self.pages.append_page(page, Gtk.Label(label=words, use_underline=True))
        left.pack_start(self.pages, True, True, 0)
        left.pack_start(self._buttons(), False, False, 0)

    def _buttons(self) -> Gtk.Box:
        line = Gtk.Box(orientation=Gtk.Orientation.HORIZONTAL, spacing=6)
        surprising = Gtk.Button(label="Surpris_e Me", use_underline=True)
        surprising.set_tooltip_text("A machine, a painting and a look by dice")
        surprising.connect("clicked", lambda _: self._surprise())
        star = Gtk.Button(label="★ _Favourite", use_underline=True)
        star.set_tooltip_text(
            "Star the painting or the recipe that is chosen, so that it comes first, or take its star"
        )
        star.connect("clicked", lambda _: self._star())
        line.pack_start(surprising, False, False, 0)
        line.pack_start(star, False, False, 0)
        if layers.kept_parameters(self.drawables[0]) is not None:
            use = Gtk.Button(label="Use this _Layer's", use_underline=True)
            use.set_tooltip_text("Fill the dialog with the parameters by which this layer was made")
            use.connect("clicked", self._use_kept)
            line.pack_start(use, False, False, 0)
        return line

    def _surprise(self) -> None:
        dice = Random()  # noqa: S311 - a game
        request = self.request()
        request.settings = surprise(self.recipe, self.engine.hello["modes"], dice)
        paintings = self.artist.paintings()
        if paintings:
            request.style = {"painting": dice.choice(paintings)}
        self.show(request)

    def _star(self) -> None:
        page = self.recipes if self.pages.get_nth_page(self.pages.get_current_page()) is self.recipes else self.artist
        try:
            if not page.turn_star():
                self._say("Choose a painting or a recipe first.")
        except OSError as error:
            self._say(f"It cannot be kept: {error.strerror}.")

    def _use_kept(self, _button: Gtk.Button) -> None:
        try:
            kept = kept_request(self.drawables[0], confirm)
        except EngineError as error:
            self._say(str(error))
        except CancelledError:
            pass
        else:
            if kept is not None:
                self.show(kept[0])

    def beginning(self, request: Request) -> Request:
        """A request as the dialog begins with it."""
        request.settings = request.settings or dict(BEGINNINGS.get(self.recipe["name"], {}))
        if not request.style:
            request.style = self.artist.first_style()
        return request

    def show(self, request: Request) -> None:
        """Fill the dialog with a request."""
        self._quiet = True
        self.form.fill(request.settings)
        self.artist.fill(request)
        self.output.fill(request)
        self._quiet = False
        self._changed()

    def request(self) -> Request:
        """What the dialog shows now."""
        settings = changed(self.form.values(), self.recipe["settings"])
        palette = self.artist.palette.request(settings)
        return Request(self.recipe["name"], settings, self.artist.style_request(), palette, **self.output.values())

    def ask(self) -> Request:
        """Wait for the person. Raises CancelledError."""
        self.window.show_all()
        self._changed(at_once=True)
        self.window.get_widget_for_response(Gtk.ResponseType.OK).grab_focus()
        while True:
            response = self.window.run()
            if response == RESET:
                self.show(self.beginning(Request(self.recipe["name"])))
            elif response == Gtk.ResponseType.OK:
                request = self.request()
                if self.artist.style is None or request.style or request.settings.get("painter"):
                    return request
                self._say("Choose a painting first, a layer, or a picture file.")
            else:
                raise CancelledError

    def close(self) -> None:
        """Take the window off the screen, and the preview's run off the engine."""
        for source in (self._polling, self._timer):
            if source:
                GLib.source_remove(source)
        self._polling = self._timer = 0
        self.live.cancel()
        self.window.destroy()
        handle_events()

    def _say(self, text: str) -> None:
        self.pane.status.set_text(text)

    def _current(self) -> tuple[Request, bytes | None]:
        png = self.live.last
        return self.request(), None if png is None else Picture(png).small()

    def _crop(self, text: str | None) -> None:
        self.form.rows["crop"].value = text

    def _changed(self, at_once: bool = False) -> None:
        """Ask for a new preview when nothing has changed for a moment."""
        if self._quiet:
            return
        if self._timer:
            GLib.source_remove(self._timer)
        self._timer = GLib.timeout_add(0 if at_once else DEBOUNCE, self._renew)

    def _renew(self) -> bool:
        self._timer = 0
        try:
            request = self.request()
            settings = dict(request.settings)
            send_palette(request, settings, self.image, self.engine)
            part = send_part(request, settings, self.recipe, self.image, self.drawables[0], self.engine)
            if part != self._sent:
                self._sent = part
                self.pane.set_source(part.png())
            mode = next(each for each in self.engine.hello["modes"] if each["name"] == self.form.rows["mode"].value)
            self.pane.show_crop(settings.get("crop"), _aspect(mode, settings))
            inputs = {self.recipe["inputs"][0]["name"]: "layer.png"}
            if request.style:
                inputs.update(send_style(request, self.recipe, self.image, self.engine))
            self.live.show(self.recipe, inputs, settings)
        except EngineError as error:
            self._say(str(error))
        return False

    def _poll(self) -> bool:
        try:
            self.live.poll()
        except EngineError as error:
            self._say(str(error))
            self._polling = 0
            return False
        return True

    def _endings(self) -> list[str]:
        mode = self.form.rows["mode"].value
        return next((entry["extensions"] for entry in self.engine.hello["modes"] if entry["name"] == mode), [".png"])


def _room() -> tuple[int, int]:
    """Pixels of a window in which a C64's screen is seen twice as large beside the sliders, if the monitor has them."""
    display = Gdk.Display.get_default()
    area = (display.get_primary_monitor() or display.get_monitor(0)).get_workarea()
    return min(1260, area.width - 20), min(860, area.height - 60)


def _aspect(mode: dict[str, Any], settings: dict[str, Any]) -> float:
    """A screen's width over its height, as it is seen; 0 where the picture's own is taken, or it is stretched."""
    if mode["any_size"] or settings.get("fit") == "stretch":
        return 0.0
    across, down = mode["pixel"]
    return float(mode["width"] * across / (mode["height"] * down))
