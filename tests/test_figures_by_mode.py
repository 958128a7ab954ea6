"""The page of figures says what was measured, and goes on where it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.figures import measured, page
from benchmarks.figures.solved import AT_ONCE, crops, solve_crops
from pixelstyle.screens import get_mode


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Two whose pixels say where they are: red grows to the right, green downwards, and blue is the photo's."""
    down, across = np.mgrid[0:100, 0:150]
    paths = []
    for number, blue in enumerate((0, 255)):
        picture = np.stack([across, down, np.full_like(down, blue)], axis=2).astype(np.uint8)
        paths.append(tmp_path / f"{number}.png")
        Image.fromarray(picture).save(paths[-1])
    return paths


def test_crops_are_the_same_ones_whoever_asks_first_and_unlike_each_other(photos: list[Path]) -> None:
    found = [np.asarray(crop) for crop in crops(photos, (30, 20), 0, 8)]
    assert np.array_equal(found[6], np.asarray(next(crops(photos, (30, 20), 6, 1))))
    assert [int(crop[0, 0, 2]) for crop in found] == [0, 255] * 4
    widths = [int(crop[10, -1, 0]) - int(crop[10, 0, 0]) for crop in found]
    assert min(widths) > 70 and len({(crop[0, 0, 0], crop[0, 0, 1]) for crop in found}) == 8


def test_what_was_measured_stands_in_the_modes_row(
    photos: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measured, "FOLDER", tmp_path)
    for first in (0, AT_ONCE):
        measured.append("solve", solve_crops(get_mode("ansi-80x25"), photos, first))
    measured.append("solve", {"mode": "lynx", "first": 0, "seconds": [0.1, 0.6], "clashes": {"none": 2, "bayer-4": 1}})
    losses = {"afar 1": 1.0, "afar 2": 1.0}
    ours, dithered = ({"afar 1": 1 + n, "afar 2": 1 + 2 * n, "colour 4": n, "lone": n / 8} for n in (0.5, 1.0))
    pair = {"mode": "lynx", "photo": "china", "painting": "wave", "iterations": 75}
    seen = {**pair, "free": losses, "ours": ours, "floyd-steinberg": dithered}
    measured.append("eye", {**seen, "ours": dithered})
    measured.append("eye", seen)  # anew, after something has changed
    found = {line.split("`")[1]: line for line in page.rows().splitlines() if "`" in line}
    assert f"| {2 * AT_ONCE} |" in found["ansi-80x25"] and "| 0 |" in found["ansi-80x25"]
    assert f"| {AT_ONCE} | 0.35 | 0.60 | 3 |" in found["lynx"]
    assert "| 75 | 0.50 | 0.50 | 0.5 / 1.0 | 0.062 / 0.125 |" in found["lynx"]
    assert "| – | – | – | – | – |" in found["zx-spectrum"]
