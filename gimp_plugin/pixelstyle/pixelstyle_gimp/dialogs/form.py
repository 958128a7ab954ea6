"""All settings of a recipe, from the engine's description of them: one row a setting, whatever settings there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402

from pixelstyle_gimp.dialogs.rows import Rows, ask_for_file, narrow, path_entry  # noqa: E402
from pixelstyle_gimp.words import choice_word, label_of  # noqa: E402

ELSEWHERE = ("palette", "size", "scale")
"""Settings that the dialog asks for in its own way."""


class Row:
    """One setting: a widget that shows and takes its value."""

    def __init__(
        self, item: dict[str, Any], choices: list[tuple[str, str]] | None, changed: Callable[..., None]
    ) -> None:
        """`item` is the engine's description of it; `changed` is called whenever a person gives it another value."""
        self.item = item
        self.name: str = item["name"]
        self.kind: str = "choice" if choices else item["type"]
        self.choices = choices or []
        self._make(changed)
        self.widget.set_tooltip_text(item["help"])
        self.value = item["default"]

    @property
    def label(self) -> str:
        """The name for people."""
        return label_of(self.name)

    def _make(self, changed: Callable[..., None]) -> None:
        item = self.item
        if self.kind == "choice":
            self.widget = Gtk.ComboBoxText()
            for value, label in self.choices:
                self.widget.append(value, label)
            narrow(self.widget)
            self.widget.connect("changed", changed)
        elif self.kind == "boolean":
            self.widget = Gtk.CheckButton()
            self.widget.connect("toggled", changed)
        elif self.kind == "integer" and not item["optional"]:
            self.widget = Gtk.SpinButton.new_with_range(item.get("least", -(2**31)), item.get("most", 2**31 - 1), 1)
            self.widget.connect("value-changed", changed)
        else:
            if item.get("file"):
                self.widget = path_entry(lambda: ask_for_file(self.label, Gtk.FileChooserAction.OPEN, self.widget))
            else:
                self.widget = Gtk.Entry(width_chars=14, activates_default=True)
            if item["optional"] or item["name"] == "layer":
                self.widget.set_placeholder_text("automatic")
            self.widget.connect("changed", changed)

    @property
    def value(self) -> Any:
        """The setting, as the engine takes it."""
        if self.kind == "choice":
            found = self.widget.get_active_id()
            return None if found in (None, "") else found
        if self.kind == "boolean":
            return self.widget.get_active()
        if self.kind == "integer" and not self.item["optional"]:
            return self.widget.get_value_as_int()
        text = self.widget.get_text().strip()
        if not text and self.item["optional"]:
            return None
        if self.item["type"] == "list":
            return [part.strip() for part in text.split(",") if part.strip()]
        if self.item["type"] in ("integer", "number"):
            try:
                return int(text) if self.item["type"] == "integer" else float(text)
            except ValueError:
                return text  # the engine says what is wrong with it
        return text

    @value.setter
    def value(self, value: Any) -> None:
        if self.kind == "choice":
            self.widget.set_active_id("" if value is None else str(value))
        elif self.kind == "boolean":
            self.widget.set_active(bool(value))
        elif self.kind == "integer" and not self.item["optional"]:
            self.widget.set_value(value)
        elif isinstance(value, (list, tuple)):
            self.widget.set_text(", ".join(map(str, value)))
        else:
            self.widget.set_text("" if value is None else f"{value:g}" if isinstance(value, float) else str(value))


class Form(Gtk.Box):
    """All settings of a recipe."""

    def __init__(
        self,
        described: list[dict[str, Any]],
        lists: dict[str, list[tuple[str, str]]],
        group: Gtk.SizeGroup,
        changed: Callable[[], None],
    ) -> None:
        """`lists` gives (value, label) for settings that name entries of the engine's lists; `group`: see Rows."""
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        self._group = group
        self.rows: dict[str, Row] = {}
        for item in described:
            if item["name"] in ELSEWHERE:
                continue
            choices = [(value, choice_word(value)) for value in item.get("choices", [])] or lists.get(
                item.get("of", "")
            )
            if choices and item["optional"]:
                choices = [("", "automatic"), *choices]
            self.rows[item["name"]] = Row(item, choices, lambda *_: changed())
        self.pack_start(self._all(), True, True, 0)

    def _all(self) -> Gtk.ScrolledWindow:
        grid, panel = Rows(self._group), None
        grid.set_border_width(8)
        # The engine's order, but for the tiles' rules, which few people need.
        for row in sorted(self.rows.values(), key=lambda row: row.item["panel"] == "Tiles"):
            if row.item["panel"] != panel:
                panel = row.item["panel"]
                grid.add_heading(panel)
            grid.add_row(row.label, row.widget)
        window = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER)
        window.set_min_content_height(200)
        window.add(grid)
        return window

    def values(self) -> dict[str, Any]:
        """Every setting's value."""
        return {name: row.value for name, row in self.rows.items()}

    def fill(self, values: dict[str, Any]) -> None:
        """Show these values, and defaults for the others."""
        for name, row in self.rows.items():
            row.value = values.get(name, row.item["default"])
