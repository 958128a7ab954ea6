"""Display models: what lies between the machine's pixels and the eye.

On a television a dither is a colour. A network that looks through such a display may use dithers as colours, too; seen
sharp, the same picture then looks rougher. So this is the artist's choice. By itself it is `sharp`, but a slight blur
for palettes without greys, whose pictures are all dither: seen sharp, those have so much contrast from pixel to pixel
that the network sees little else and asks for colours that differ least, such as red in cyan where it should be grey.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.colour import linear_to_srgb, srgb_to_linear, srgb_to_oklab, srgb_to_yuv, yuv_to_srgb
from pixelstyle.networks import best_dtype
from pixelstyle.settings import parse_blur

Display = Callable[[Tensor], Tensor]
"""Shown picture [1, 3, H, W], sRGB 0..1, in; the same size and range out; differentiable."""

# A low-pass filter that is 3 dB down at f cycles per pixel is about a Gaussian of sigma 0.1325 / f pixels.
_PIXEL_CLOCK = 7.88e6  # PAL C64, pixels a second; other machines of its time are close
_LUMA_SIGMA = 0.1325 * _PIXEL_CLOCK / 5.0e6  # ITU-R BT.470: luma bandwidth of PAL B/G
_CHROMA_SIGMA = 0.1325 * _PIXEL_CLOCK / 1.3e6  # the same for its colour difference signals
_SPOT = (0.5, 0.4)  # the electron beam's spot: sigma across and down, in shown pixels


AUTO_BLUR = "0.8,0.8"
"""What `auto` is for palettes that lack greys."""
_GREY_GAP = 0.257
"""A palette lacks greys if one between its darkest and its lightest colour is further than this from all, in OKLab.
Spectra 6, whose green would be the nearest, is just beyond it; the CoCo's greens just within."""


def suitable_display(colours: Tensor) -> str:
    """What `auto` stands for with these colours, [K, 3], sRGB 0..1: 'sharp' or AUTO_BLUR."""
    return AUTO_BLUR if lacks_greys(colours) else "sharp"


def lacks_greys(colours: Tensor) -> bool:
    """Whether some grey between the darkest and the lightest of these colours, [K, 3], sRGB 0..1, is far from all.

    Two colours have none between them, however near they are.
    """
    points = torch.unique(srgb_to_oklab(colours.double()), dim=0)
    if len(points) <= 2:
        return True
    greys = torch.zeros(64, 3, dtype=points.dtype, device=points.device)
    greys[:, 0] = torch.linspace(float(points[:, 0].min()), float(points[:, 0].max()), 64)
    return bool(torch.cdist(greys, points).amin(dim=1).max() > _GREY_GAP)


def make_display(text: str) -> Display | None:
    """`sharp` (None: pixels are squares), `crt`, `retina`, or 'SIGMA_X,SIGMA_Y': Gaussian blur in shown pixels.

    Raises PixelStyleError for anything else.
    """
    if text == "sharp":
        return None
    if text == "crt":
        return crt
    if text == "retina":
        return retina
    across, down = parse_blur(text)
    return lambda picture: blurred(picture, across, down)


def crt(picture: Tensor) -> Tensor:
    """A picture [1, 3, H, W], sRGB 0..1, on a PAL television with a composite cable.

    The signal carries brightness in 5 MHz and colour in 1.3 MHz; the decoder's delay line averages the colour of two
    successive lines (that is how PAL cancels phase errors); then the beam's spot spreads the light.
    """
    yuv = srgb_to_yuv(picture.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
    luma = _blur(yuv[:, :1], _LUMA_SIGMA, dim=3)
    chroma = _blur(yuv[:, 1:], _CHROMA_SIGMA, dim=3)
    above = torch.cat([chroma[:, :, :1], chroma[:, :, :-1]], dim=2)
    signal = torch.cat([luma, (chroma + above) / 2], dim=1)
    decoded = yuv_to_srgb(signal.permute(0, 2, 3, 1)).permute(0, 3, 1, 2).clamp(0, 1)
    return blurred(decoded, *_SPOT)


def retina(picture: Tensor) -> Tensor:
    """A picture [1, 3, H, W], sRGB 0..1, in which a trained network has made dithers shades; all else is sharp."""
    from pixelstyle.craft import through_retina  # its weights are loaded when they are asked for

    return through_retina(picture, best_dtype(picture.device))


def blurred(picture: Tensor, across: float, down: float) -> Tensor:
    """[1, 3, H, W], sRGB 0..1, after a Gaussian blur of these sigmas in pixels, in linear light, as eyes mix it."""
    light = srgb_to_linear(picture.clamp(0, 1))
    light = _blur(_blur(light, across, dim=3), down, dim=2)
    return linear_to_srgb(light.clamp(0, 1))


AFAR = 1.0
"""Sigma in shown pixels of the blur through which pictures are seen from afar: where the eye begins to mix dots."""


def from_afar(picture: Tensor) -> Tensor:
    """[1, 3, H, W], sRGB 0..1, as seen from afar: blurred in linear light and half as large, [1, 3, H/2, W/2].

    A quarter of the pixels, and so of the network's work. Only what is kept is computed: two pixels' mean of a Gaussian
    is every second value of a wider kernel.
    """
    light = srgb_to_linear(picture.clamp(0, 1))
    one = _gaussian(AFAR)
    reach = len(one) // 2
    two = (F.pad(one, (0, 1)) + F.pad(one, (1, 0))) / (2 * one.sum())
    kernel = two.to(light)
    for dim in (3, 2):
        odd = light.shape[dim] % 2
        padding = (reach, reach + odd, 0, 0) if dim == 3 else (0, 0, reach, reach + odd)
        shape, stride = ((1, 1, 1, -1), (1, 2)) if dim == 3 else ((1, 1, -1, 1), (2, 1))
        weights = kernel.view(shape).expand(3, 1, *shape[2:])
        light = F.conv2d(F.pad(light, padding, mode="replicate"), weights, stride=stride, groups=3)
    return linear_to_srgb(light.clamp(0, 1))


def _blur(planes: Tensor, sigma: float, *, dim: int) -> Tensor:
    """Blur [1, C, H, W] along one dimension; the edge is repeated outwards."""
    if sigma <= 0:
        return planes
    kernel = _gaussian(sigma).to(planes)
    reach, kernel = len(kernel) // 2, kernel / kernel.sum()
    padding = (reach, reach, 0, 0) if dim == 3 else (0, 0, reach, reach)
    padded = F.pad(planes, padding, mode="replicate")
    shape = (1, 1, 1, -1) if dim == 3 else (1, 1, -1, 1)
    channels = planes.shape[1]
    return F.conv2d(padded, kernel.view(shape).expand(channels, 1, *shape[2:]), groups=channels)


def _gaussian(sigma: float) -> Tensor:
    """Twice the Gaussian's share of each pixel, float64 [2 n + 1]; not its value at the middle: right for narrow ones
    too."""
    reach = max(1, math.ceil(3 * sigma))
    edges = (torch.arange(-reach, reach + 2, dtype=torch.float64) - 0.5) / (sigma * math.sqrt(2))
    return torch.erf(edges).diff()
