"""Noise at several scales in a painting's colours, which fits to itself at its edges: what textures are painted over.

D. Ulyanov, V. Lebedev, A. Vedaldi and V. Lempitsky, "Texture Networks: Feed-forward Synthesis of Textures and Stylized
Images" (2016) feed noise at several scales; here it is added up to a picture, which is what painters take.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.colour import oklab_to_srgb, srgb_to_oklab
from pixelstyle.files import fit_picture

_LARGEST, _SMALLEST = 64, 2
"""Shown pixels between two values of the coarsest noise and of the finest; between them each is half the one before."""
_FALL = 0.4, 1.0
"""The exponents of size, by chance one between these, with which finer noise is weaker."""
_BESIDE = 2
"""Values of a coarse grid that are repeated beside it, so that what is interpolated fits to itself."""
_SAMPLE = 96


def noise_picture(
    size: tuple[int, int], pixel: tuple[int, int], painting: np.ndarray, random: torch.Generator
) -> np.ndarray:
    """float32 [height, width, 3], sRGB 0..1: noise of the mean and the covariance of a painting's colours.

    `size`: width and height in native pixels, each of `pixel` shown ones across and down; `painting`: uint8 [h, w, 3].
    """
    width, height = size
    least, most = _FALL
    fall = least + (most - least) * float(torch.rand((), generator=random))
    noise = torch.zeros(3, height, width)
    scale = _LARGEST
    while scale >= _SMALLEST:
        grid = max(1, round(height * pixel[1] / scale)), max(1, round(width * pixel[0] / scale))
        noise += (scale / _LARGEST) ** fall * _enlarged(torch.randn(3, *grid, generator=random), height, width)
        scale //= 2
    spread, mean = torch.std_mean(noise, dim=(1, 2), correction=0, keepdim=True)
    points = srgb_to_oklab(fit_picture(painting, _SAMPLE, _SAMPLE, "stretch")).reshape(-1, 3).astype(np.float64)
    root = np.linalg.cholesky(np.cov(points.T) + 1e-9 * np.eye(3))
    even = ((noise - mean) / (spread + 1e-6)).permute(1, 2, 0).double().numpy()
    return np.asarray(oklab_to_srgb(even @ root.T + points.mean(axis=0)).clip(0, 1), np.float32)


def _enlarged(grid: Tensor, height: int, width: int) -> Tensor:
    """[3, height, width] of [3, h, w], both of which fit to themselves at their edges."""
    down, across = grid.shape[1:]
    rows = torch.arange(-_BESIDE, down + _BESIDE) % down
    columns = torch.arange(-_BESIDE, across + _BESIDE) % across
    beside = grid[:, rows][:, :, columns]
    y = (torch.arange(height) + 0.5) * down / height + _BESIDE
    x = (torch.arange(width) + 0.5) * across / width + _BESIDE
    # grid_sample: -1 and 1 are the outer edges of the first and the last value.
    places = torch.stack(
        [
            (x / beside.shape[2] * 2 - 1).expand(height, width),
            (y / beside.shape[1] * 2 - 1)[:, None].expand(height, width),
        ],
        dim=-1,
    )
    return F.grid_sample(beside[None], places[None], mode="bicubic", align_corners=False)[0]
