"""Through what the network looks at a machine by itself."""

from __future__ import annotations

import pytest

from pixelstyle.recipes.network_pair import Judges
from pixelstyle.screens import modes
from pixelstyle.settings import StylizeSettings

HELD = [mode.name for mode in modes() if mode.shows.beyond_palette and mode.choice is None]


@pytest.mark.parametrize("name", [*HELD, "c64-multicolor", "cpc-mode1", "cpc-plus-mode1"])
def test_machines_that_have_greys_are_seen_sharp(name: str) -> None:
    """Through a blur noise is not seen: pictures of 15 bits a pixel were full of it when their corners, black, white
    and six hues, were taken for all that they have."""
    assert display_of(name) == "sharp"


@pytest.mark.parametrize("name", ["zx-spectrum", "apple2-hgr", "teletext", "bbc-mode1", "cpc-plus-mode2"])
def test_machines_that_lack_them_are_not(name: str) -> None:
    assert display_of(name) == "0.8,0.8"


def display_of(name: str) -> str:
    return Judges.load(StylizeSettings(mode=name), ["relu1_1"]).display_name
