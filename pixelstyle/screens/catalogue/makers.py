"""Who made a machine, for lists."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode

_MAKERS = {
    "Teletext,": "Acorn",
    "BBC": "Acorn",
    "Acorn": "Acorn",
    "ZX": "Sinclair and Timex",
    "Sinclair": "Sinclair and Timex",
    "Timex": "Sinclair and Timex",
    "MSX,": "MSX",
    "MSX2,": "MSX",
    "Super": "Nintendo",
    "PICO-8,": "Fantasy consoles",
    "TIC-80,": "Fantasy consoles",
    "Thermal": "Paper",
    "Seven-colour": "Paper",
    "Any": "No machine",
    "24-bit": "No machine",
} | {
    name: name for name in ("Commodore", "Amstrad", "Atari", "Apple", "IBM", "Nintendo", "Sega", "NEC", "SNK", "Tandy")
}
"""By the first word of a mode's title."""


def maker_of(mode: ScreenMode) -> str:
    """The maker's name, or what else a mode is listed under; 'Other makers' for those of a single machine.

    >>> from pixelstyle.screens import get_mode
    >>> maker_of(get_mode("c64-multicolor")), maker_of(get_mode("sam-coupe"))
    ('Commodore', 'Other makers')
    """
    return _MAKERS.get(mode.title.split()[0], "Other makers")
