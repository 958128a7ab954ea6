"""The modes that ship: one module a family of machines, each with its `MODES`.

A mode is found by the name of its record alone; to add one, add it to its family's MODES (and a family to _FAMILIES).
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from types import MappingProxyType

from pixelstyle.errors import UnknownNameError
from pixelstyle.plug_ins import own_records
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.mode_file import read_mode

_FAMILIES = (
    "c64",
    "c64_characters",
    "c64_frames",
    "c64_nufli",
    "c64_sprites_over",
    "micros.plus4",
    "micros.vic20",
    "micros.pet",
    "micros.c128",
    "micros.mega65",
    "micros.zx",
    "micros.zx_next",
    "micros.msx",
    "micros.msx2",
    "micros.v9990",
    "micros.cpc",
    "micros.atari8",
    "atari_st",
    "amiga",
    "micros.bbc",
    "archimedes",
    "micros.apple2",
    "micros.apple_iigs",
    "micros.more_micros",
    "micros.japan",
    "micros.commander_x16",
    "micros.coco",
    "pc",
    "consoles.atari2600",
    "consoles.atari7800",
    "consoles.intellivision",
    "consoles.nintendo",
    "consoles.sega",
    "consoles.nec",
    "consoles.game_engines",
    "consoles.snk",
    "consoles.sony",
    "fantasy",
    "consoles.handhelds",
    "consoles.playdate",
    "paper",
    "epaper",
    "terminal",
    "ansi",
    "plain",
)


_ALSO_CALLED = dict.fromkeys(("colecovision", "sg-1000", "ti-99"), "msx-screen2")
"""Machines with the very screen of another, by whose mode's name they go in lists and files."""

_at_hand: ContextVar[Mapping[str, ScreenMode]] = ContextVar("modes at hand", default=MappingProxyType({}))


@contextmanager
def modes_at_hand(modes: Mapping[str, ScreenMode]) -> Iterator[None]:
    """Modes of a program's own, known by these names until this ends."""
    token = _at_hand.set({**_at_hand.get(), **modes})
    try:
        yield
    finally:
        _at_hand.reset(token)


@cache
def _by_name() -> dict[str, ScreenMode]:
    found: dict[str, ScreenMode] = {}
    for family in _FAMILIES:
        for mode in importlib.import_module(f"{__name__}.{family}").MODES:
            if mode.name in found:
                raise ValueError(f"two modes are named {mode.name}")
            found[mode.name] = mode
    return found


def _known() -> dict[str, ScreenMode]:
    """Those that come along, and those of installed packages."""
    shipped = _by_name()
    return shipped | own_records("modes", ScreenMode, shipped)


def shipped_modes() -> list[ScreenMode]:
    """Those that come along, for what is made of them when a room is entered: packages need all rooms to be loaded."""
    return list(_by_name().values())


def modes() -> list[ScreenMode]:
    """All modes, family by family, then those of installed packages.

    >>> [mode.name for mode in modes()][:2]
    ['c64-multicolor', 'c64-hires']
    """
    return list(_known().values())


def is_mode_file(name: str) -> bool:
    """Whether a mode's name is that of a file.

    >>> is_mode_file("my-console.toml"), is_mode_file("nes")
    (True, False)
    """
    return name.lower().endswith(".toml")


def get_mode(name: str) -> ScreenMode:
    """The mode of that name, or the one in a mode file (a name that ends in .toml).

    Raises UnknownNameError, which names the nearest there are, and PixelStyleError for a bad file.

    >>> mode = get_mode("c64-multicolor")
    >>> mode.width, mode.height, mode.pixel, [slots.count for slots in mode.slots]
    (160, 200, (2, 1), [1, 2, 1])
    >>> get_mode("colecovision").name
    'msx-screen2'
    """
    if name in _at_hand.get():
        return _at_hand.get()[name]
    if is_mode_file(name):
        return read_mode(name, _known())
    found = _by_name().get(_ALSO_CALLED.get(name, name)) or _known().get(name)
    if found is None:
        raise UnknownNameError("mode", name, _known(), see="pixelstyle modes")
    return found
