"""The dialog of a recipe: its settings as the engine describes them, a live preview, and where the result goes."""

from __future__ import annotations

import json
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gimp, GimpUi, GLib, Gtk  # noqa: E402

from pixelstyle_gimp import layers, presets  # noqa: E402
from pixelstyle_gimp.arguments import remember, request_of  # noqa: E402
from pixelstyle_gimp.dialogs.form import Form  # noqa: E402
from pixelstyle_gimp.dialogs.live_preview import LivePreview  # noqa: E402
from pixelstyle_gimp.dialogs.output_rows import OutputRows  # noqa: E402
from pixelstyle_gimp.dialogs.picture_view import PictureView  # noqa: E402
from pixelstyle_gimp.dialogs.progress_window import ProgressWindow  # noqa: E402
from pixelstyle_gimp.dialogs.question import confirm  # noqa: E402
from pixelstyle_gimp.dialogs.rows import Rows  # noqa: E402
from pixelstyle_gimp.dialogs.source_rows import PaletteRow, StyleRow  # noqa: E402
from pixelstyle_gimp.engine import Engine  # noqa: E402
from pixelstyle_gimp.engine_inputs import send_palette, send_selection, send_style  # noqa: E402
from pixelstyle_gimp.errors import CancelledError, EngineError  # noqa: E402
from pixelstyle_gimp.kept_request import kept_request  # noqa: E402
from pixelstyle_gimp.request import Request, changed  # noqa: E402
from pixelstyle_gimp.run_request import run_request  # noqa: E402
from pixelstyle_gimp.watcher import handle_events  # noqa: E402

RESET = 1
DEBOUNCE = 300
"""Milliseconds of quiet before the preview is asked for anew."""


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
    dialog.show(request)
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
        self.window = GimpUi.Dialog(title=f"PixelStyle: {title}", role="pixelstyle")
        self.window.add_button("_Reset", RESET)
        self.window.add_button("_Cancel", Gtk.ResponseType.CANCEL)
        self.window.add_button("_OK", Gtk.ResponseType.OK).get_style_context().add_class("suggested-action")
        self.window.set_default_response(Gtk.ResponseType.OK)
        self._build()
        engine.put("layer.png", layers.png_of(drawables[0]))
        self.live = LivePreview(engine, self.view, self.status.set_text)
        self._polling = GLib.timeout_add(50, self._poll)

    def _build(self) -> None:
        columns = Gtk.Box(orientation=Gtk.Orientation.HORIZONTAL, spacing=12, border_width=10)
        self.window.get_content_area().pack_start(columns, True, True, 0)
        left = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8)
        left.set_size_request(380, -1)
        columns.pack_start(left, False, False, 0)
        labels = Gtk.SizeGroup(mode=Gtk.SizeGroupMode.HORIZONTAL)
        left.pack_start(self._preset_row(labels), False, False, 0)
        grid = Rows(labels)
        self.style: StyleRow | None = None
        if len(self.recipe["inputs"]) > 1:
            self.style = StyleRow(self.recipe["inputs"][1]["name"], self.image, self.drawables[0], self._changed)
            self.style.attach(grid)
        self.palette = PaletteRow(self.engine.hello["palettes"], self.image, self._changed)
        self.palette.attach(grid)
        left.pack_start(grid, False, False, 0)
        modes = [(mode["name"], mode["title"]) for mode in self.engine.hello["modes"]]
        self.form = Form(self.recipe["settings"], {"modes": modes}, labels, self._changed)
        left.pack_start(self.form, True, True, 0)
        self.output = OutputRows(labels, self._endings)
        left.pack_start(self.output, False, False, 0)

        right = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        columns.pack_start(right, True, True, 0)
        self.view = PictureView()
        right.pack_start(self.view, True, True, 0)
        self.status = Gtk.Label(label="Loading the network ...", xalign=0, wrap=True, max_width_chars=48)
        right.pack_start(self.status, False, False, 0)
        clashes = Gtk.CheckButton(label="Sho_w where colours clash", use_underline=True)
        clashes.set_tooltip_text("Frame the cells in which the picture wants more colours than the machine allows")
        clashes.connect("toggled", self._toggle_clashes)
        right.pack_start(clashes, False, False, 0)

    def _preset_row(self, labels: Gtk.SizeGroup) -> Gtk.Box:
        box = Gtk.Box(orientation=Gtk.Orientation.HORIZONTAL, spacing=4)
        self.presets = Gtk.ComboBoxText.new_with_entry()
        for name in presets.read_presets(self.recipe["name"]):
            self.presets.append_text(name)
        self.presets.get_child().set_placeholder_text("choose one, or write a name and save")
        title = Gtk.Label(label="_Preset", use_underline=True, xalign=0, margin_end=4)
        title.set_mnemonic_widget(self.presets)
        labels.add_widget(title)
        box.pack_start(title, False, False, 0)
        self.presets.get_child().set_activates_default(True)
        self.presets.connect("changed", self._load_preset)
        box.pack_start(self.presets, True, True, 0)
        save = Gtk.Button(label="_Save Preset", use_underline=True)
        save.connect("clicked", self._save_preset)
        box.pack_start(save, False, False, 0)
        if layers.kept_parameters(self.drawables[0]) is not None:
            use = Gtk.Button(label="Use this _Layer's Parameters", use_underline=True)
            use.connect("clicked", self._use_kept)
            box.pack_start(use, False, False, 0)
        return box

    def _use_kept(self, _button: Gtk.Button) -> None:
        try:
            kept = kept_request(self.drawables[0], confirm)
        except EngineError as error:
            self.status.set_text(str(error))
        except CancelledError:
            pass
        else:
            if kept is not None:
                self.show(kept[0])

    def show(self, request: Request) -> None:
        """Fill the dialog with a request."""
        self._quiet = True
        self.form.fill(request.settings)
        self.palette.fill(request)
        if self.style is not None:
            self.style.fill(request.style)
        self.output.fill(request)
        self._quiet = False
        self._changed()

    def request(self) -> Request:
        """What the dialog shows now."""
        settings = changed(self.form.values(), self.recipe["settings"])
        palette = self.palette.request(settings)
        style = {} if self.style is None else self.style.request()
        return Request(self.recipe["name"], settings, style, palette, **self.output.values())

    def ask(self) -> Request:
        """Wait for the person. Raises CancelledError."""
        self.window.show_all()
        self._changed(at_once=True)
        self.window.get_widget_for_response(Gtk.ResponseType.OK).grab_focus()
        while True:
            response = self.window.run()
            if response == RESET:
                self.show(Request(self.recipe["name"]))
            elif response == Gtk.ResponseType.OK:
                request = self.request()
                if self.style is None or request.style:
                    return request
                self.status.set_text(f"Choose a {self.recipe['inputs'][1]['name']} first: a layer, or a picture file.")
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

    def _changed(self, at_once: bool = False) -> None:
        """Ask for a new preview when nothing has changed for a moment."""
        if self._quiet:
            return
        if self._timer:
            GLib.source_remove(self._timer)
        self._timer = GLib.timeout_add(0 if at_once else DEBOUNCE, self._renew)

    def _renew(self) -> bool:
        self._timer = 0
        request = self.request()
        try:
            settings = dict(request.settings)
            send_palette(request, settings, self.image, self.engine)
            send_selection(settings, self.recipe, self.image, self.drawables[0], self.engine)
            inputs = {self.recipe["inputs"][0]["name"]: "layer.png"}
            if request.style:
                inputs.update(send_style(request, self.recipe, self.image, self.engine))
            self.live.show(self.recipe, inputs, settings)
        except EngineError as error:
            self.status.set_text(str(error))
        return False

    def _poll(self) -> bool:
        try:
            self.live.poll()
        except EngineError as error:
            self.status.set_text(str(error))
            self._polling = 0
            return False
        return True

    def _toggle_clashes(self, button: Gtk.CheckButton) -> None:
        self.view.show_boxes = self.live.clashes = button.get_active()
        self.view.queue_draw()
        self._changed()

    def _load_preset(self, combo: Gtk.ComboBoxText) -> None:
        values = presets.read_presets(self.recipe["name"]).get(combo.get_active_text() or "")
        if values is not None and combo.get_active() >= 0:
            self.show(Request.from_json(json.dumps(values)))

    def _save_preset(self, _button: Gtk.Button) -> None:
        name = (self.presets.get_active_text() or "").strip()
        if not name:
            self.status.set_text("Write a name for the preset into the field first.")
            return
        try:
            presets.write_preset(self.recipe["name"], name, json.loads(self.request().to_json()))
        except OSError as error:
            self.status.set_text(f"The preset cannot be written: {error.strerror}.")
            return
        self.presets.append_text(name)
        self.status.set_text(f"Saved as '{name}'.")

    def _endings(self) -> list[str]:
        mode = self.form.rows["mode"].value
        return next((entry["extensions"] for entry in self.engine.hello["modes"] if entry["name"] == mode), [".png"])
