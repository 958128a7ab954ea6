"""What the VIC-II's registers must have held for a picture of hires FLI over sprites."""

from __future__ import annotations

import numpy as np

from pixelstyle.arrays import Indices
from pixelstyle.screens.signals.nufli import COLOURS, Layers
from pixelstyle.screens.solving.signals.nufli import best_layers, pairs_of
from pixelstyle.screens.solving.signals.nuflix import best_fitted_layers


def nufli_layers(indices: Indices, fitted: bool = False) -> Layers:
    """Layers that show colours 0..15, uint8 [200, 320], if any do; else such as show most of them. `fitted`: registers
    are written where the picture needs it."""
    pairs = pairs_of((indices[..., None] != np.arange(COLOURS)).astype(np.float32))
    return best_fitted_layers(pairs) if fitted else best_layers(pairs)
