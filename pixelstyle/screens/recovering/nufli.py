"""What the VIC-II's registers must have held for a picture of hires FLI over sprites."""

from __future__ import annotations

import numpy as np

from pixelstyle.arrays import Indices
from pixelstyle.screens.signals.nufli import COLOURS, Layers
from pixelstyle.screens.solving.signals.nufli import best_layers, pairs_of


def nufli_layers(indices: Indices) -> Layers:
    """Layers that show colours 0..15, uint8 [200, 320], if any do; else such as show most of them."""
    return best_layers(pairs_of((indices[..., None] != np.arange(COLOURS)).astype(np.float32)))
