"""Shared colours held: a C64's background and its like are what somebody locks, on every machine that has such."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import get_palette
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import ScreenMode, check, modes
from pixelstyle.screens.restricting.locked_colours import has_shared, shared_of

SHARING = [mode for mode in modes() if has_shared(mode) and not mode.fixed]


@pytest.mark.parametrize("mode", SHARING, ids=lambda mode: mode.name)
def test_locked_shared_colours_are_held(mode: ScreenMode, astronaut: Path) -> None:
    assert mode.palette is not None
    palette = get_palette(mode.palette)
    shared = [slots.count for slots in mode.slots if slots.cell is None] or [1]  # one of a signal's own
    wanted = [k for count in shared for k in range(5, 5 + count)]
    lock = ",".join(palette.hex()[k] for k in wanted)
    result = convert(astronaut, mode=mode.name, lock=lock)
    assert result.picture is not None and check(result.picture) == []
    assert [palette.colours[k] for k in shared_of(result.picture)] == [palette.colours[k] for k in wanted]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"mode": "zx-spectrum", "lock": "#000000"}, "none can be locked"),
        ({"mode": "none", "lock": "#000000"}, "no palette"),
        ({"mode": "plus4-multicolor", "lock": "#000000"}, "share or none: 2 x background"),
        ({"mode": "c64-multicolor", "lock": "#ff00ff"}, "The palette cannot be #ff00ff; .* is #8e3c97"),
        ({"mode": "c64-multicolor", "lock": "#ffffff", "forbid": "#ffffff"}, "both locked and forbidden"),
        ({"mode": "c64-fli", "lock": "#ffffff"}, "The background of c64-fli cannot be #ffffff; .* is #000000"),
    ],
)
def test_what_cannot_be_locked_is_said(settings: dict[str, Any], told: str, astronaut: Path) -> None:
    with pytest.raises(PixelStyleError, match=told):
        convert(astronaut, **settings)
