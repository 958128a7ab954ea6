"""Rows of the dialog that say where the result goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402

from pixelstyle_gimp.dialogs.rows import Beginning, Rows, ask_for_file, path_entry  # noqa: E402
from pixelstyle_gimp.native.kinds import KINDS  # noqa: E402
from pixelstyle_gimp.request import OUTPUTS, SELECTIONS, SIZES, Request  # noqa: E402

_KINDS = {".png": "PNG"} | {f".{ending}": kind.title for kind in KINDS for ending in kind.endings}
"""What files are, by their endings."""


class OutputRows(Rows):
    """What is worked on, layer or image, its pixels, and a file of the machine's own."""

    def __init__(
        self,
        group: Gtk.SizeGroup,
        endings: Callable[[], list[str]],
        place: tuple[str, str],
        changed: Callable[[], None],
    ) -> None:
        """`endings` gives the files that the chosen mode can be saved as, `place` is the folder and the name, without
        an ending, that the chooser begins with; `changed` is called when something else is to be worked on."""
        super().__init__(group)
        self._endings, self._place = endings, place
        self.output, self.size, self.selection = Gtk.ComboBoxText(), Gtk.ComboBoxText(), Gtk.ComboBoxText()
        self.selection.connect("changed", lambda _: changed())
        rows = ((self.output, OUTPUTS), (self.size, SIZES), (self.selection, SELECTIONS))
        for combo, choices in rows:
            for nick, label in choices:
                combo.append(nick, label)
        self.enlarge = Gtk.SpinButton.new_with_range(0, 32, 1)
        self.enlarge.set_tooltip_text("Every pixel this many times across and down; 0: over the part that it came from")
        self.export = path_entry(self._choose)
        self.export.set_placeholder_text("the machine's own file, if you want one")
        self.add_row("Where some_thing is selected", self.selection)
        self.add_row("Where the result _goes", self.output)
        self.add_row("Pixels", self.size)
        self.add_row("Enlarge (0 = in register)", self.enlarge)
        self.add_row("E_xport to", self.export)

    def fill(self, request: Request) -> None:
        """Show where the result of a request goes."""
        self.output.set_active_id(request.output)
        self.size.set_active_id(request.size)
        self.selection.set_active_id(request.selection)
        self.enlarge.set_value(request.enlarge)

    def values(self) -> dict[str, Any]:
        """As the fields of a Request."""
        return {
            "output": self.output.get_active_id(),
            "size": self.size.get_active_id(),
            "enlarge": self.enlarge.get_value_as_int(),
            "selection": self.selection.get_active_id(),
            "export": self.export.get_text().strip(),
        }

    def _choose(self) -> str | None:
        endings = self._endings()
        # The first is the PNG: somebody who exports wants what comes after it.
        first = [*endings[1:], *endings[:1]]
        folder, name = self._place
        return ask_for_file(
            "Export to the Machine's Own File",
            Gtk.FileChooserAction.SAVE,
            self,
            Beginning(
                folder, f"{name}{first[0]}", [(f"{_KINDS.get(ending, 'Files')} ({ending})", ending) for ending in first]
            ),
        )
