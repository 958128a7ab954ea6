"""What is measured in each block of 8 x 8 native pixels before the eye for craft looks: which pixels are alike, how far
apart, and in which small patterns. All of it is differentiable, but for what `exact.py` counts besides.

Which pixels are equal sets a drawing from a photo, and a dither from both; how often a pixel is like that one so many
rows and columns away tells one dither from another.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.craft.exact import COUNTED, counted
from pixelstyle.craft.terms import BLOCK

_NEAR = ((0, 1), (1, 0), (1, 1), (1, -1))
_LAGS = (
    *_NEAR, (0, 2), (2, 0), (2, 2), (2, -2), (1, 2), (1, -2), (2, 1), (2, -1),
    (0, 3), (3, 0), (3, 3), (0, 4), (4, 0), (4, 4), (0, 5), (5, 0), (0, 6), (6, 0), (0, 8), (8, 0),
)  # fmt: skip
"""Rows and columns from a pixel to the one that it is compared with."""
_LOOSE = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0))
"""Those at which it is also asked how roughly alike they are."""
_ALIKE, _ROUGHLY = 4e-4, 0.02
"""Mean squared differences of sRGB values, 0..1, at which two pixels are half alike."""
_REACH = 8
COUNT = len(_LAGS) + len(_LOOSE) + 25 + COUNTED
"""Numbers of each block."""


def statistics(pictures: Tensor) -> Tensor:
    """Pictures, float32 [B, 3, H, W], sRGB 0..1, sides multiples of BLOCK, as float32 [B, COUNT, H / 8, W / 8]."""
    height, width = pictures.shape[2:]
    around = F.pad(pictures, (_REACH,) * 4, mode="replicate")
    off = {}
    for dy, dx in _LAGS:
        other = around[..., _REACH + dy : _REACH + dy + height, _REACH + dx : _REACH + dx + width]
        off[dy, dx] = (other - pictures).square().mean(dim=1)
    alike = {lag: _ALIKE / (_ALIKE + values) for lag, values in off.items()}
    roughly = {lag: _ROUGHLY / (_ROUGHLY + off[lag]) for lag in _LOOSE}
    maps = [*alike.values(), *roughly.values(), *_patterns(alike, roughly), *_shades(pictures)]
    means = F.avg_pool2d(torch.stack(maps, dim=1), BLOCK)
    at_edges = [_last(alike[0, 1], 2), _last(alike[1, 0], 1)]
    spread = F.avg_pool2d(pictures.square(), BLOCK) - F.avg_pool2d(pictures, BLOCK).square()
    besides = torch.stack([*at_edges, _colours(pictures)], dim=1)
    return torch.cat([means, besides, (spread.clamp(min=0) + 1e-6).sqrt(), counted(pictures)], dim=1)


def _patterns(alike: dict[tuple[int, int], Tensor], roughly: dict[tuple[int, int], Tensor]) -> list[Tensor]:
    """How far each pixel is alone, juts out of an area to one side, is of a line or a checkerboard, or lies calm."""
    right, down, slant, counter = (alike[lag] for lag in _NEAR)
    left, up = _moved(right, 0, 1), _moved(down, 1, 0)
    corners = (slant, counter, _moved(slant, 1, 1), _moved(counter, 1, -1))
    not_right, not_down, not_left, not_up = 1 - right, 1 - down, 1 - left, 1 - up
    beside, over = not_left * not_right, not_up * not_down
    apart = 1 - corners[0]
    for corner in corners[1:]:
        apart = apart * (1 - corner)
    calm = right * left * up * down
    return [
        beside * over,
        beside * over * apart,
        beside * not_up * down,
        beside * not_down * up,
        over * not_left * right,
        over * not_right * left,
        right * left * over,
        up * down * beside,
        not_right * alike[0, 2],
        not_down * alike[2, 0],
        not_right * not_down * slant * counter,
        calm,
        not_right * roughly[0, 1],
        not_down * roughly[1, 0],
        not_right * not_down * slant,
        not_right * not_down * counter,
    ]


def _shades(pictures: Tensor) -> list[Tensor]:
    """A pixel's colour, [B, H, W] each."""
    return [pictures[:, 0], pictures[:, 1], pictures[:, 2]]


def _moved(values: Tensor, dy: int, dx: int) -> Tensor:
    """[B, H, W] moved down and to the right by so much; where nothing comes in, nothing is alike."""
    height, width = values.shape[1:]
    padded = F.pad(values, (max(dx, 0), max(-dx, 0), dy, 0))
    return padded[:, :height, max(-dx, 0) : max(-dx, 0) + width]


def _last(values: Tensor, axis: int) -> Tensor:
    """Of each block of [B, H, W] the mean over its last column, axis 2, or its last row, axis 1."""
    height, width = (side // BLOCK for side in values.shape[1:])
    blocks = values.reshape(-1, height, BLOCK, width, BLOCK)
    return blocks[..., -1].mean(dim=2) if axis == 2 else blocks[:, :, -1].mean(dim=3)


def _colours(pictures: Tensor) -> Tensor:
    """The logarithm of how many colours each block has, [B, H / 8, W / 8]."""
    batch, _, high, wide = pictures.shape
    height, width = high // BLOCK, wide // BLOCK
    blocks = pictures.reshape(batch, 3, height, BLOCK, width, BLOCK).permute(0, 2, 4, 3, 5, 1)
    pixels = blocks.reshape(batch * height * width, BLOCK * BLOCK, 3)
    lengths = pixels.square().sum(dim=2)
    off = lengths[:, :, None] + lengths[:, None] - 2 * pixels @ pixels.transpose(1, 2)
    fellows = (_ALIKE / (_ALIKE + off.clamp(min=0) / 3)).sum(dim=2)
    return (1 / fellows).sum(dim=1).log().reshape(batch, height, width)
