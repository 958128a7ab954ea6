"""The network that paints: a picture in native pixels in, what each pixel would have in each colour of a palette out.

A U-net with residual blocks (Johnson, Alahi and Fei-Fei, "Perceptual Losses for Real-Time Style Transfer and
Super-Resolution", 2016) and a normalisation whose scales and shifts belong to the painting (Dumoulin, Shlens and
Kudlur, "A Learned Representation for Artistic Style", 2017) and to the machine. The palette comes in at the head only:

    logit of a colour = -SHARPNESS |wanted - colour|^2 + channels . embedding of the colour

with the wanted colour, in OKLab, and the channels from the network, so that one body serves every palette.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pixelstyle.painters.planes import PLANES, pixel_planes

FEATURES = 10
"""Numbers that describe a machine (see conditions.py)."""
SHARPNESS = 40.0
"""Of the softmax over colours: what a squared distance of 1 in OKLab counts."""
_TONING = 0.3, 3.0
"""How much less and more contrast than its own a picture may come to have."""
_LEAST = 1e-5
"""What is added to a channel's variance."""
_STRIDE = 4
"""Inputs are padded to multiples of this."""


@dataclass(frozen=True)
class Shape:
    """The sizes of a network."""

    styles: int
    """Paintings it knows."""
    fine: int = 40
    """Channels at half of the resolution."""
    coarse: int = 88
    """The same at a quarter."""
    blocks: int = 5
    """Residual blocks at a quarter."""
    pixel: int = 24
    """Channels at full resolution."""
    embedding: int = 8
    """Channels that are matched with a colour's."""


@dataclass(frozen=True)
class Condition:
    """What is painted how: for a batch of B pictures on one machine."""

    styles: Tensor
    """float32 [B, S]: how much of each painting, sums 1."""
    machine: Tensor
    """float32 [FEATURES], of `machine_features`."""
    cell: tuple[int, int]
    """Width and height of the smallest cells in native pixels; (0, 0) without."""
    plain: bool = False
    """Whether the palette is of shades of one colour: the picture is in these already, and not brought into the
    painting's tones."""
    wraps: bool = False
    """Whether what lies beyond an edge is what lies at the opposite one: the picture fits to itself."""
    coarse: bool = False
    """Whether convolutions compute in bfloat16: faster where the processor is made for it."""


class ConditionalNorm(nn.Module):
    """Instance normalisation, then a scale and a shift for each channel, which hang on the painting and the machine."""

    def __init__(self, channels: int, shape: Shape) -> None:
        super().__init__()
        self.style = nn.Parameter(torch.zeros(shape.styles, 2 * channels))
        self.machine = nn.Parameter(torch.zeros(FEATURES, 2 * channels))

    def forward(self, values: Tensor, condition: Condition) -> Tensor:
        scale, shift = (condition.styles @ self.style + condition.machine @ self.machine).float().chunk(2, dim=1)
        if torch.compiler.is_exporting() or torch.onnx.is_in_onnx_export():  # which knows this one only
            return F.instance_norm(values, weight=1 + scale[0], bias=shift[0], eps=_LEAST)
        if len(values) == 1:  # one picture's instance is the batch, whose kernel is several times as fast
            return F.batch_norm(values, None, None, 1 + scale[0], shift[0], training=True, eps=_LEAST)
        spread, mean = torch.var_mean(values.float(), dim=(2, 3), correction=0, keepdim=True)
        factor = (1 + scale)[:, :, None, None] * (spread + _LEAST).rsqrt()
        return values * factor.to(values.dtype) + (shift[:, :, None, None] - mean * factor).to(values.dtype)


class Layer(nn.Module):
    """A convolution, a conditional normalisation and, by default, a ReLU."""

    def __init__(self, before: int, after: int, shape: Shape, *, stride: int = 1, dilation: int = 1) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(before, after, 3, stride, dilation, dilation, padding_mode="replicate", bias=False)
        self.norm = ConditionalNorm(after, shape)

    def forward(self, values: Tensor, condition: Condition, active: bool = True) -> Tensor:
        values = self.norm(self._convolved(values, condition.wraps), condition)
        return F.relu(values) if active else values

    def _convolved(self, values: Tensor, wraps: bool) -> Tensor:
        convolution = self.convolution
        if not wraps and (torch.is_grad_enabled() or torch.compiler.is_exporting()):
            return cast("Tensor", convolution(values))
        around = _surrounded(values, convolution.dilation[0], wraps)
        return F.conv2d(around, convolution.weight, None, convolution.stride, 0, convolution.dilation)


def _surrounded(values: Tensor, reach: int, wraps: bool) -> Tensor:
    """[B, C, H, W] with so many pixels more on each side: those at the edge, or at the opposite one if it `wraps`.

    As F.pad, in a quarter of the time: that knows no channels that come last.
    """
    height, width = values.shape[2:]
    shape = *values.shape[:2], height + 2 * reach, width + 2 * reach
    around = torch.empty(shape, dtype=values.dtype, device=values.device, memory_format=torch.channels_last)
    around[:, :, reach:-reach, reach:-reach] = values
    left, right = (values[..., -reach:], values[..., :reach]) if wraps else (values[..., :1], values[..., -1:])
    around[:, :, reach:-reach, :reach], around[:, :, reach:-reach, -reach:] = left, right
    inner = around[:, :, reach:-reach]
    top, bottom = (inner[:, :, -reach:], inner[:, :, :reach]) if wraps else (inner[:, :, :1], inner[:, :, -1:])
    around[:, :, :reach], around[:, :, -reach:] = top, bottom
    return around


class Residual(nn.Module):
    """Two layers, added to what they were given."""

    def __init__(self, channels: int, shape: Shape, dilation: int = 1) -> None:
        super().__init__()
        self.first = Layer(channels, channels, shape, dilation=dilation)
        self.second = Layer(channels, channels, shape)

    def forward(self, values: Tensor, condition: Condition) -> Tensor:
        change: Tensor = self.second(self.first(values, condition), condition, active=False)
        return values + change


class ColourEmbedding(nn.Module):
    """OKLab colours [K, 3] as vectors [B, K, E], by the painting."""

    WIDTH = 32

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.first = nn.Linear(3, self.WIDTH)
        self.style = nn.Parameter(torch.zeros(shape.styles, self.WIDTH))
        self.second = nn.Linear(self.WIDTH, shape.embedding)

    def forward(self, colours: Tensor, styles: Tensor) -> Tensor:
        inner = self.first(colours * colours.new_tensor([2.0, 6.0, 6.0])) + (styles @ self.style).unsqueeze(1)
        embedded: Tensor = self.second(F.silu(inner))
        return embedded


class PainterNetwork(nn.Module):
    """See the module's docstring."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        fine, coarse, pixel = shape.fine, shape.coarse, shape.pixel
        self.entry = Layer(4 * PLANES, fine, shape)
        self.down = Layer(fine, coarse, shape, stride=2)
        self.blocks = nn.ModuleList(Residual(coarse, shape, dilation=1 + n % 2) for n in range(shape.blocks))
        self.up = Layer(coarse + fine, fine, shape)
        self.block = Residual(fine, shape)
        self.spread = nn.Conv2d(fine, 4 * pixel, 1)
        self.mix = nn.Conv2d(pixel + PLANES, pixel, 1)
        self.detail = Layer(pixel, pixel, shape)
        self.exit = nn.Conv2d(pixel + PLANES, 3 + shape.embedding, 1)
        self.embedding = ColourEmbedding(shape)
        self.register_buffer("tones", torch.zeros(shape.styles, 2, 3))
        self.toning = nn.Parameter(torch.full((shape.styles, 3), 0.5))
        nn.init.zeros_(self.exit.weight[:3])
        nn.init.zeros_(self.exit.bias)  # type: ignore[arg-type]

    def coarsened(self) -> PainterNetwork:
        """A copy whose convolutions are in bfloat16, which saves turning them into that for each picture."""
        network = copy.deepcopy(self)
        for module in network.modules():
            if isinstance(module, nn.Conv2d):
                module.to(torch.bfloat16)
        return network

    tones: Tensor
    """float32 [S, 2, 3]: the means and the deviations of each painting's colours in OKLab."""

    def forward(self, picture: Tensor, colours: Tensor, condition: Condition) -> Tensor:
        """Logits float32 [B, K, H, W] of each of the OKLab `colours` [K, 3].

        `picture`: OKLab [B, 3, H, W] in native pixels.
        """
        height, width = picture.shape[2:]
        toned = self.toned(picture, condition)
        planes = pixel_planes(picture, toned, colours, condition.cell)
        beside = 0, -width % _STRIDE, 0, -height % _STRIDE
        padded = F.pad(planes, beside, mode="replicate") if any(beside) else planes
        kind = self.entry.convolution.weight.dtype
        with torch.autocast(picture.device.type, torch.bfloat16, enabled=condition.coarse and kind == torch.float32):
            painted = self._painted(padded.to(kind, memory_format=torch.channels_last), condition)
        painted = painted[:, :, :height, :width].float()
        wanted = toned + painted[:, :3]
        return self._logits(wanted, painted[:, 3:], colours, condition)

    def toned(self, picture: Tensor, condition: Condition, part: float | None = None) -> Tensor:
        """A picture in OKLab, [B, 3, H, W], with the means and deviations of the painting's colours: by a `part`, 0..1,
        or by the one that has been learnt."""
        if condition.plain:
            return picture
        spread, mean = torch.var_mean(picture, dim=(2, 3), correction=0, keepdim=True)
        of_style, deviation = torch.einsum("bs,sdc->dbc", condition.styles, self.tones)[..., None, None]
        factor = (deviation / (spread + 1e-6).sqrt()).clamp(*_TONING)
        moved = (picture - mean) * factor + of_style
        learnt = (condition.styles @ self.toning)[..., None, None]
        return torch.lerp(picture, moved, learnt if part is None else torch.full_like(learnt, part))

    def _painted(self, planes: Tensor, condition: Condition) -> Tensor:
        """The wanted colours' offsets and the channels, [B, 3 + E, H, W]."""
        fine = self.entry(F.pixel_unshuffle(planes, 2).contiguous(memory_format=torch.channels_last), condition)
        values = self.down(fine, condition)
        for block in self.blocks:
            values = block(values, condition)
        values = F.interpolate(values, scale_factor=2, mode="nearest")
        values = self.block(self.up(torch.cat([values, fine], dim=1), condition), condition)
        values = F.pixel_shuffle(self.spread(values), 2)
        values = F.relu(self.mix(torch.cat([values, planes.to(values.dtype)], dim=1)))
        values = self.detail(values, condition)
        painted: Tensor = self.exit(torch.cat([values, planes.to(values.dtype)], dim=1))
        return painted

    def _logits(self, wanted: Tensor, channels: Tensor, colours: Tensor, condition: Condition) -> Tensor:
        """-SHARPNESS |w - c|^2 + e . f(c), without what all colours of a pixel have in common."""
        batch, _, height, width = wanted.shape
        embedded = self.embedding(colours, condition.styles).float()
        near = (2 * SHARPNESS) * colours.expand(batch, -1, -1)
        matrix = torch.cat([near, embedded], dim=2)
        flat = torch.cat([wanted, channels], dim=1).flatten(2)
        logits = torch.baddbmm((-SHARPNESS * colours.square().sum(dim=1)).view(1, -1, 1), matrix, flat)
        return logits.view(batch, len(colours), height, width)
