"""Which colour of a pixel's own choices is nearest to a wanted one, quickly enough to be asked pixel by pixel.

A weighted squared distance |T w - T c|^2 is, but for |T w|^2, a linear function of the wanted colour w: three
products and a sum for each candidate c. Where there are many candidates, the colour cube is cut into boxes, each
with the few candidates that are nearest to any point of it.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.colour import embed

Candidate = tuple[float, float, float, float, tuple[float, float, float, int]]
"""Three weights and an offset of the cost; then the colour itself (sRGB 0..1) and its palette index."""
Few = tuple[Candidate, ...]
"""Candidates few enough to be tried one by one, which the loops over pixels do themselves: calls would take longer."""

TO_YUV: np.ndarray = np.asarray(embed(np.eye(3), "yuv")).T
"""Distances are Euclidean in Y'UV: of the spaces that are linear in sRGB, so that what an eye averages over an area
is what the diffused errors add up to, it is the one nearest to how colours look."""

_FEW = 6
PARTS = 15.999
"""Boxes along each side of the colour cube: a little less than 16, so that full brightness is in the last one."""


def candidates(colours: np.ndarray) -> list[Candidate]:
    """Each colour of a palette, sRGB [K, 3], ready for the linear form of its distance."""
    transformed = colours.astype(np.float64) @ TO_YUV.T
    weights = -2 * transformed @ TO_YUV
    offsets = (transformed**2).sum(axis=1)
    parts = np.column_stack([weights, offsets, colours]).tolist()
    return [
        (a, b, c, offset, (red, green, blue, index)) for index, (a, b, c, offset, red, green, blue) in enumerate(parts)
    ]


def pickers(choices: np.ndarray, colours: np.ndarray) -> list[list[Few | Boxes]]:
    """For each pixel, [H][W], what finds the nearest of its choices, uint8 [H, W, M]; pixels of one cell share
    theirs."""
    every = candidates(colours)
    made: dict[bytes, Few | Boxes] = {}
    lines: list[list[Few | Boxes]] = []
    ordered = np.sort(choices, axis=2)
    previous: np.ndarray | None = None
    for line in ordered:
        if previous is None or not np.array_equal(line, previous):
            row = []
            for key in map(bytes, np.ascontiguousarray(line)):
                if key not in made:
                    own = tuple(every[index] for index in dict.fromkeys(key))
                    made[key] = own if len(own) <= _FEW else Boxes(own)
                row.append(made[key])
        previous = line
        lines.append(row)
    return lines


class Boxes(dict[int, Few]):
    """From the number of a box of the colour cube to the few of many candidates that are nearest to some point of it.

    A colour's box is `int(red * PARTS) << 8 | int(green * PARTS) << 4 | int(blue * PARTS)`, which the loops over pixels
    work out themselves: calls would take longer.
    """

    def __init__(self, many: Few) -> None:
        super().__init__()
        self.many = many
        self.linear = np.array([candidate[:4] for candidate in many])

    def __missing__(self, number: int) -> Few:
        corner = np.array([number >> 8, number >> 4 & 15, number & 15])
        costs = self.linear[:, :3] @ ((corner + _CORNERS) / PARTS).T + self.linear[:, 3:]
        # The difference of two costs is linear, so that who loses at all corners to the same rival loses inside.
        rival = costs[costs.max(axis=1).argmin()]
        few = self[number] = tuple(self.many[n] for n in np.flatnonzero((costs <= rival).any(axis=1)))
        return few


_CORNERS = np.array([[n >> 2 & 1, n >> 1 & 1, n & 1] for n in range(8)])
