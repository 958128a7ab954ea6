"""The overlay: clashing cells in frames at full brightness, all else dimmed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.palettes import get_palette
from pixelstyle.screens import check_rgb, get_mode, mark_clashes


def test_only_the_clashing_cell_is_framed() -> None:
    mode = get_mode("c64-multicolor")
    palette = get_palette("c64-colodore")
    picture = np.full((200, 160, 3), palette.bytes()[1])
    picture[8:16, 12:16] = palette.bytes()[2:7].repeat(7, axis=0)[:32].reshape(8, 4, 3)  # five colours in one cell
    clashes = check_rgb(picture, mode, palette)
    assert [clash.cell for clash in clashes] == [(3, 1)]
    marked = mark_clashes(picture, mode, clashes)
    assert marked.shape == (400, 640, 3)
    cell = marked[16:32, 48:64]
    assert (cell[0] == [255, 0, 255]).all()
    assert (cell[4, 4] == picture[10, 13]).all()
    outside = np.ones((400, 640), bool)
    outside[16:32, 48:64] = False
    assert (marked[outside] == palette.bytes()[1] // 3).all()
    whole = replace(clashes[0], box=(0, 0, 160, 200), whole=True)
    assert (mark_clashes(picture, mode, [whole, *clashes]) == marked).all()
    assert (mark_clashes(picture, mode, [whole])[0] == [255, 0, 255]).all()
