"""Names for the arrays that travel between rooms: what an array holds stands in the signature, its shape beside it.

A type checker sees the dtype only; H and W are a picture's height and width, K the colours of a palette.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Rgb8: TypeAlias = NDArray[np.uint8]
"""A picture: uint8 [H, W, 3], sRGB 0..255."""

Rgb: TypeAlias = NDArray[np.float32]
"""A picture: float32 [H, W, 3], sRGB 0..1."""

Rgba: TypeAlias = NDArray[np.float32]
"""A picture with straight (not premultiplied) alpha: float32 [H, W, 4], 0..1."""

Colours8: TypeAlias = NDArray[np.uint8]
"""A list of colours: uint8 [K, 3], sRGB 0..255."""

Colours: TypeAlias = NDArray[np.float32]
"""A list of colours: float32 [K, 3], sRGB 0..1."""

Planes: TypeAlias = NDArray[np.floating[Any]]
"""Several values for each pixel, in any precision: [H, W, C]."""

Points: TypeAlias = NDArray[np.floating[Any]]
"""Colours as points of a colour space, in any precision: [..., 3]."""

Indices: TypeAlias = NDArray[Any]
"""Which colour of its palette each pixel has: uint8 [H, W]; uint16 where it holds the colour itself."""

Held: TypeAlias = NDArray[np.uint8]
"""Which colours of the palette each cell's slots hold: uint8 [cells down, cells across, slots]."""

Choices: TypeAlias = NDArray[np.uint8]
"""Which colours of the palette each pixel may take: uint8 [H, W, M]."""

CellMap: TypeAlias = NDArray[np.uint8]
"""Which sub-palette or tile each cell uses: uint8 [cells down, cells across]."""

Costs: TypeAlias = NDArray[np.float32]
"""What each pixel costs in each colour of the palette, squared distances: float32 [H, W, K]."""

Allowed: TypeAlias = NDArray[np.bool_]
"""Whether each pixel may have each colour of the palette: bool [H, W, K]."""

Mask: TypeAlias = NDArray[np.bool_]
"""Whether something holds of each pixel: bool [H, W]."""

Shares: TypeAlias = NDArray[np.float32]
"""How much of something each pixel has: float32 [H, W], 0..1."""

Counts: TypeAlias = NDArray[np.int64]
"""How many there are of each of N things: int64 [N]."""
