"""Second views of settings, in an artist's terms: each shows and changes a row of the form with all settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402

from pixelstyle_gimp.dialogs.form import Row  # noqa: E402
from pixelstyle_gimp.dialogs.rows import Rows, narrow  # noqa: E402
from pixelstyle_gimp.words import label_of, machine_and_mode  # noqa: E402


@dataclass(frozen=True)
class Look:
    """A slider: what its ends mean, the part of its setting's range that it has, its step, and where it stands while
    the setting is found by itself."""

    setting: str
    low: str
    high: str
    least: float
    most: float
    step: float
    usual: float = 0.0
    label: str = ""


class LinkedSlider(Gtk.Scale):
    """A number between two words."""

    def __init__(self, look: Look, row: Row) -> None:
        super().__init__(orientation=Gtk.Orientation.HORIZONTAL, digits=2, draw_value=False)
        self.set_range(look.least, look.most)
        self.set_increments(look.step, look.step * 5)
        for place, word in ((look.least, look.low), (look.most, look.high)):
            self.add_mark(place, Gtk.PositionType.BOTTOM, f"<small>{GLib.markup_escape_text(word)}</small>")
        self.set_tooltip_text(row.item["help"])
        self._look, self._row, self._quiet = look, row, False
        self.connect("value-changed", self._give)
        row.widget.connect("value-changed" if isinstance(row.widget, Gtk.SpinButton) else "changed", self._take)
        self._take()

    def _give(self, _scale: Gtk.Scale) -> None:
        if not self._quiet:
            self._quiet = True
            value = round(self.get_value() / self._look.step) * self._look.step
            self._row.value = int(value) if self._row.item["type"] == "integer" else round(value, 3)
            self._quiet = False

    def _take(self, *_: object) -> None:
        value = self._row.value
        if not self._quiet:
            self._quiet = True
            self.set_value(value if isinstance(value, (int, float)) else self._look.usual)
            self._quiet = False


class LinkedChoice(Gtk.ComboBoxText):
    """A choice once more."""

    def __init__(self, row: Row) -> None:
        super().__init__()
        for value, label in row.choices:
            self.append(value, label)
        narrow(self)
        self.set_tooltip_text(row.item["help"])
        self._row = row
        self.connect("changed", self._give)
        row.widget.connect("changed", self._take)
        self._take()

    def _give(self, _combo: Gtk.ComboBoxText) -> None:
        if self.get_active_id() != self._row.widget.get_active_id():
            self._row.value = self.get_active_id()

    def _take(self, *_: object) -> None:
        self.set_active_id(self._row.widget.get_active_id())


class MachineRows:
    """Which machine, then which of its screens."""

    def __init__(self, modes: Sequence[dict[str, Any]], row: Row) -> None:
        self._row, self._quiet = row, False
        self._modes: dict[str, list[tuple[str, str]]] = {}
        for mode in sorted(modes, key=lambda mode: _maker_place(mode, modes)):
            machine, rest = machine_and_mode(mode["title"])
            self._modes.setdefault(machine, []).append((mode["name"], rest))
        self.machine, self.mode = Gtk.ComboBoxText(), Gtk.ComboBoxText()
        self.machine.set_wrap_width(0)
        for machine in self._modes:
            self.machine.append(machine, machine)
        for combo in (self.machine, self.mode):
            narrow(combo)
            combo.set_tooltip_text(row.item["help"])
        self.machine.connect("changed", self._choose_machine)
        self.mode.connect("changed", self._choose_mode)
        row.widget.connect("changed", self._take)
        self._take()

    def attach(self, grid: Rows) -> None:
        """Put them into a grid, below what is there."""
        grid.add_row("_Machine", self.machine)
        grid.add_row("Scree_n", self.mode)

    def _choose_machine(self, _combo: Gtk.ComboBoxText) -> None:
        if not self._quiet:
            self._fill(self._modes[self.machine.get_active_id()][0][0])
            self._choose_mode(self.mode)

    def _choose_mode(self, _combo: Gtk.ComboBoxText) -> None:
        if not self._quiet and self.mode.get_active_id() not in (None, self._row.value):
            self._row.value = self.mode.get_active_id()

    def _take(self, *_: object) -> None:
        named = self._row.value
        machine = next((name for name, modes in self._modes.items() if named in dict(modes)), None)
        if machine is not None:
            self._quiet = True
            self.machine.set_active_id(machine)
            self._quiet = False
            self._fill(named)

    def _fill(self, chosen: str) -> None:
        modes = self._modes[self.machine.get_active_id()]
        self._quiet = True
        self.mode.remove_all()
        for name, rest in modes:
            self.mode.append(name, rest[:1].upper() + rest[1:])
        self.mode.set_active_id(chosen)
        self.mode.set_sensitive(len(modes) > 1)
        self._quiet = False


def _maker_place(mode: dict[str, Any], modes: Sequence[dict[str, Any]]) -> int:
    """Where a mode's maker is first met: machines of one maker stand together, as in the lists of the command line."""
    maker = mode.get("maker")
    if maker == "Other makers":
        return len(modes)
    return next(place for place, other in enumerate(modes) if other.get("maker") == maker)


def add_look(grid: Rows, look: Look, row: Row) -> None:
    """A row of an artist's page for one setting."""
    grid.add_row(look.label or label_of(look.setting), LinkedSlider(look, row))
