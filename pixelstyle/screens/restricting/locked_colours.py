"""Shared colours held: those that a machine has once for the whole picture, such as the C64's background.

Whoever chooses them anew while a picture is painted lets every part of it feel what the others want.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens.mode import ScreenMode, Slots
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.recovering.state import with_slots
from pixelstyle.screens.restricting.forbidden_colours import Colour, hex_of, nearest_colour


def lock_shared(mode: ScreenMode, palette: Palette, colours: Sequence[Colour]) -> ScreenMode:
    """The mode with these as its shared colours, in the order of its slots.

    Raises PixelStyleError where it shares none or another number, and for a colour that it cannot have there.
    """
    rule = mode.subpalettes
    if rule is not None and rule.shared:
        as_slots = Slots(rule.shared, name="backdrop")
        held_by = lock_shared(replace(mode, subpalettes=None, slots=(as_slots,)), palette, colours).slots[0].choices
        return replace(mode, subpalettes=replace(rule, backdrop=held_by or ()))
    if mode.shows.background is not None:
        as_slots = Slots(1, choices=tuple(range(mode.shows.background[1])), name="background")
        (held_for_all,) = lock_shared(replace(mode, signal=None, slots=(as_slots,)), palette, colours).slots
        return _hold(mode, held_for_all.choices or ())
    shared = [slots for slots in mode.slots if slots.cell is None]
    if not shared:
        raise PixelStyleError(
            f"Mode {mode.name} neither chooses its palette nor has a colour that all cells share: none can be locked."
        )
    count = sum(slots.count for slots in shared)
    if len(colours) != count:
        names = ", ".join(slots.name if slots.count == 1 else f"{slots.count} x {slots.name}" for slots in shared)
        raise PixelStyleError(f"Lock all colours that the cells of {mode.name} share or none: {names}.")
    held: list[int] = []
    for slots, colour in zip((s for s in shared for _ in range(s.count)), colours, strict=True):
        possible = [k for k in _possible(mode, slots, palette) if palette.colours[k] == colour]
        if not possible:
            where = "The palette" if colour not in palette.colours else f"The {slots.name} of {mode.name}"
            allowed = [palette.colours[k] for k in _possible(mode, slots, palette)]
            near = nearest_colour(allowed, colour)
            raise PixelStyleError(f"{where} cannot be {hex_of(colour)}; the nearest that can is {hex_of(near)}.")
        held.append(possible[0])
    return _hold(mode, held)


def has_shared(mode: ScreenMode) -> bool:
    """Whether there are colours that all cells share."""
    return mode.shows.background is not None or any(slots.cell is None for slots in mode.slots)


def shared_of(picture: NativePicture) -> tuple[int, ...]:
    """The colours that all cells of a picture share, as palette entries; () where there are none. Derived where its
    slots are not known."""
    mode = picture.mode
    if not has_shared(mode):
        return ()
    if mode.shows.background is not None:
        return (mode.shows.background[0](picture.indices),)
    held = picture.slots or with_slots(picture).slots
    shared = [colours for slots, colours in zip(mode.slots, held, strict=True) if slots.cell is None]
    return tuple(int(k) for colours in shared for k in colours.ravel())


def hold_shared(mode: ScreenMode, picture: NativePicture) -> ScreenMode:
    """The mode with the shared colours that a picture of it has; derived where its slots are not known."""
    return _hold(mode, shared_of(replace(picture, mode=mode))) if has_shared(mode) else mode


def _hold(mode: ScreenMode, held: Sequence[int]) -> ScreenMode:
    if mode.shows.background is not None:
        return replace(mode, fixed={"background": held[0]})
    ahead = iter(held)
    return replace(
        mode,
        slots=tuple(
            replace(slots, choices=tuple(dict.fromkeys(islice(ahead, slots.count)))) if slots.cell is None else slots
            for slots in mode.slots
        ),
    )


def _possible(mode: ScreenMode, slots: Slots, palette: Palette) -> list[int]:
    """The palette entries that these slots can hold."""
    if slots.name in mode.fixed:
        return [mode.fixed[slots.name]]
    usable = mode.usable or range(len(palette))
    return [k for k in slots.choices or usable if k in usable and k < len(palette)]
