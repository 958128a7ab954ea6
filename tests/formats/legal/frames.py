"""Legal pictures for two multicolour frames half a pixel apart: random colours in every cell of both."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens import ScreenMode

_LINES = {"mci": 8, "drazlace": 8, "ifli": 1}
"""How high the areas of screen RAM are, by signal."""
FRAMES = tuple(_LINES)


def random_frames(mode: ScreenMode, rng: np.random.Generator) -> np.ndarray:
    """Random memory as wide pixels of both frames, in turn, and the background before each line."""
    assert mode.signal is not None
    lines, across, down = _LINES[mode.signal], mode.width // 8, mode.height // 8
    areas = mode.height // lines
    colour = rng.integers(0, 16, (down, across, 1)).repeat(areas // down, axis=0)
    screens = [rng.integers(0, 16, (areas, across, 2)) for _ in range(2)]
    if mode.signal == "drazlace":
        screens[1] = screens[0]
    pixels, background = np.empty((mode.height, mode.width), np.uint8), int(rng.integers(0, 16))
    for frame, screen in enumerate(screens):
        held = np.concatenate([np.full_like(colour, background), screen, colour], axis=2)
        choices = held.repeat(lines, axis=0).repeat(4, axis=1)
        picks = rng.integers(0, 4, choices.shape[:2])[..., None]
        pixels[:, frame::2] = np.take_along_axis(choices, picks, axis=2)[..., 0]
    pixels[:, 0] += 16 * background
    return pixels
