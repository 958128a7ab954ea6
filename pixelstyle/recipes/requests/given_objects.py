"""Objects that a Python program has at hand, where names of settings go: they are known by a name while it works.

A record can only say that name: what was made with a mode, a palette or another part of one's own is repeated by the
program that has it, not by `again`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.palettes import Palette, get_palette, palettes_at_hand
from pixelstyle.plug_ins import Kind, parts_at_hand
from pixelstyle.screens import ScreenMode, get_mode, modes_at_hand

_PARTS: dict[str, Kind] = {"method": "methods", "network": "networks", "style_statistics": "statistics"}
"""Settings that name one part, and its kind."""
_SEEN: list[object] = []
"""Parts that have been given, in their order: a network is kept by its name, so no other one may ever have that."""


@contextmanager
def with_names(settings: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The settings with names in place of objects, which are known by them until this ends.

    `mode` may be a ScreenMode, `palette` a Palette or a list of colours ('#rrggbb' or three numbers of 0..255),
    `method` a Method, `style_statistics` a Style, `network` a NetworkKind, and `term` a list of terms. Raises
    PixelStyleError for what is no colour, and for what is no term.
    """
    plain = dict(settings)
    own_modes: dict[str, ScreenMode] = {}
    own_palettes: dict[str, Palette] = {}
    parts: dict[tuple[Kind, str], Any] = {}
    mode, palette = settings.get("mode"), settings.get("palette")
    if isinstance(mode, ScreenMode):
        known = _known_mode(mode)
        plain["mode"] = known.name
        own_modes[known.name] = known
    if isinstance(palette, Sequence) and not isinstance(palette, str):
        palette = Palette("own", tuple(_colour(one) for one in palette))
    if isinstance(palette, Palette):
        plain["palette"] = name = _name_of(palette)
        own_palettes[name] = palette if name == palette.name else replace(palette, name=name)
    for setting, kind in _PARTS.items():
        part = settings.get(setting)
        if part is not None and not isinstance(part, str):
            plain[setting] = name = _part_name(part)
            parts[kind, name] = part
    if "term" in settings:
        plain["term"] = tuple(_named_terms(settings["term"], parts))
    with modes_at_hand(own_modes), palettes_at_hand(own_palettes), parts_at_hand(parts):
        yield plain


def _named_terms(given: Any, parts: dict[tuple[Kind, str], Any]) -> Iterator[str]:
    """The names of terms with their weights; those that are objects come among the parts."""
    if isinstance(given, str) or callable(given):
        given = [given]
    for one in given:
        if isinstance(one, str):
            yield one
            continue
        if not callable(one):
            raise PixelStyleError(f"A term is a name, a Term, or 0.5 * Term, not {one!r}.")
        # An Objective, told by what it has: its room would load torch, which plain conversion does without.
        terms = getattr(one, "terms", None)
        weighted = [(1.0, one)] if terms is None else [(one.weights[term.name], term) for term in terms]
        for weight, term in weighted:
            name = _part_name(term)
            parts["terms", name] = term
            yield f"{name}={weight}"


def _part_name(part: Any) -> str:
    """What a part is called here and in records: its own name, and the number under which it was first seen."""
    number = next((number for number, seen in enumerate(_SEEN) if seen is part), len(_SEEN))
    if number == len(_SEEN):
        _SEEN.append(part)
    own = getattr(part, "name", None)
    named = own if isinstance(own, str) and own else getattr(part, "__name__", type(part).__name__).lower()
    return f"{named}-own{number}"


def _known_mode(mode: ScreenMode) -> ScreenMode:
    """The mode itself, under another name where a different one of the catalogue has its: files are of that one."""
    try:
        same = get_mode(mode.name) == mode
    except UnknownNameError:
        same = True
    return mode if same else replace(mode, name=f"{mode.name}-{hashlib.sha256(repr(mode).encode()).hexdigest()[:8]}")


def _name_of(palette: Palette) -> str:
    """Its own name where it comes along; else one that no other palette has."""
    try:
        if get_palette(palette.name) == palette:
            return palette.name
    except PixelStyleError:
        pass
    return f"{palette.name}-{palette.digest}"


def _colour(value: Any) -> tuple[int, int, int]:
    if isinstance(value, str):
        (found,) = Palette.from_hex("own", [value]).colours
        return found
    try:
        red, green, blue = (int(part) for part in value)
    except (TypeError, ValueError):
        red = -1
    if red < 0 or not all(0 <= part <= 255 for part in (red, green, blue)):
        raise PixelStyleError(f"A colour is '#rrggbb' or three numbers from 0 to 255, not {value!r}.")
    return red, green, blue
