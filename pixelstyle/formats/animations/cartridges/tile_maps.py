"""Pictures of consoles whose maps are of words, as tiles with what else their maps say."""

from __future__ import annotations

import numpy as np

from pixelstyle.formats.animations.cartridges.buffers import Laid
from pixelstyle.formats.consoles.video_memory import TileMachine
from pixelstyle.screens import NativePicture


def laid_by(machine: TileMachine, picture: NativePicture) -> Laid:
    """The tiles that a machine's map names, and the rest of its words. Raises PixelStyleError as its `encode`."""
    tiles, placed, palettes = machine.encode(picture)
    mode, size = picture.mode, 8 * machine.planes
    words = np.frombuffer(placed, machine.map_word).astype(np.intp).reshape(mode.height // 8, mode.width // 8)
    numbers = words & (1 << machine.number_bits) - 1
    cut = [tiles[start : start + size] for start in range(0, size * (int(numbers.max()) + 1), size)]
    return Laid(cut, numbers, words - numbers, palettes)
