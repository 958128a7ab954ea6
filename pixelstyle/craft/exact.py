"""What is counted in and around each block of 8 x 8 native pixels before the eye for craft looks: colours, runs, how
edges run, and where the borders of blocks cut them.

Counting takes pixels as equal or not, so nothing of this can be differentiated: an optimiser sees it as given.
"""

from __future__ import annotations

import functools
import itertools

import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.craft.terms import BLOCK

_AROUND = ((-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1))
"""The neighbours of a pixel, clockwise."""
_RUNS = (3, 4, 5, 6, 8, 12)
"""Of a row or column, so many pixels of one colour."""
_STEPS = (0, 4, 12, 30, 60, 120)
"""Largest differences of a channel from which an edge counts as higher."""
_FEW = (1, 2, 3, 4)
"""Numbers of colours that are told apart."""
_NEAR, _WIDE = 32, 96
"""Sides of the squares around a block in which colours are counted, in pixels."""
_EVERY = 2
"""Of the rows and columns of the wider square, one in so many is looked at."""
_SHAPES = 51
"""Ways in which eight neighbours may be of a pixel's colour or not, but for turning and mirroring."""
COUNTED = _SHAPES + 2 * len(_RUNS) + 2 * len(_STEPS) + len(_FEW) + 1 + 1 + 4 + 6
"""Numbers of each block."""


@torch.no_grad()
def counted(pictures: Tensor) -> Tensor:
    """Pictures, float32 [B, 3, H, W], sRGB 0..1, sides multiples of BLOCK, as float32 [B, COUNTED, H / 8, W / 8]."""
    bytes_ = (pictures * 255).round().clamp(0, 255).to(torch.int32)
    colours = bytes_[:, 0] * 65536 + bytes_[:, 1] * 256 + bytes_[:, 2]
    levels = torch.cat([colours[:, None], bytes_], dim=1)
    own = _distinct(colours[:, None], BLOCK, BLOCK, 1)
    few = torch.cat([(own == number).float() for number in _FEW], dim=1)
    far = _distinct(levels, _WIDE, BLOCK * _EVERY, _EVERY)
    far = far.repeat_interleave(_EVERY, dim=2).repeat_interleave(_EVERY, dim=3)[..., : own.shape[2], : own.shape[3]]
    return torch.cat(
        [
            _shapes(colours),
            _runs(colours, 2),
            _runs(colours, 1),
            _heights(bytes_, 3),
            _heights(bytes_, 2),
            few,
            own.log(),
            _distinct(colours[:, None], _NEAR, BLOCK, 1).log(),
            far.log(),
            _borders(colours, 2),
            _borders(colours, 1),
        ],
        dim=1,
    )


def _shapes(colours: Tensor) -> Tensor:
    """How often each of _SHAPES comes in a block, [B, _SHAPES, H / 8, W / 8]."""
    batch, height, width = colours.shape
    around = F.pad(colours[:, None].float(), (1, 1, 1, 1), value=-1)[:, 0].to(torch.int32)
    code = torch.zeros_like(colours)
    for bit, (dy, dx) in enumerate(_AROUND):
        same = around[:, 1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width] == colours
        code += same.to(torch.int32) << bit
    kinds = _kinds().to(colours.device)[code.long()]
    blocks = kinds.reshape(batch, height // BLOCK, BLOCK, width // BLOCK, BLOCK).permute(0, 1, 3, 2, 4)
    blocks = blocks.reshape(*blocks.shape[:3], BLOCK * BLOCK)
    found = torch.zeros(*blocks.shape[:3], _SHAPES, device=colours.device)
    found.scatter_add_(3, blocks, torch.ones(blocks.shape, device=colours.device))
    return found.permute(0, 3, 1, 2) / BLOCK**2


@functools.cache
def _kinds() -> Tensor:
    """For each of 256 codes the number of the shape that it is, turned and mirrored."""
    first = []
    for code in range(256):
        bits = [code >> place & 1 for place in range(8)]
        turned = (bits[2 * turn :] + bits[: 2 * turn] for turn in range(4))
        mirrored = ([each[-place % 8] for place in range(8)] for each in [bits])
        both = itertools.chain(turned, (m[2 * turn :] + m[: 2 * turn] for m in mirrored for turn in range(4)))
        first.append(min(sum(bit << place for place, bit in enumerate(each)) for each in both))
    order = {code: number for number, code in enumerate(sorted(set(first)))}
    return torch.tensor([order[code] for code in first])


def _runs(colours: Tensor, axis: int) -> Tensor:
    """The part of a block's pixels that begin a run of at least so many of one colour along an axis, for _RUNS."""
    length = colours.shape[axis]
    same = (colours.narrow(axis, 1, length - 1) == colours.narrow(axis, 0, length - 1)).float()
    begins = torch.ones_like(colours, dtype=torch.float32)
    begins.narrow(axis, 1, length - 1).copy_(1 - same)
    going, found = begins, []
    for step in range(1, max(_RUNS)):
        left = max(0, length - step)
        further = torch.zeros_like(begins)
        if left:
            further.narrow(axis, 0, left).copy_(going.narrow(axis, 0, left) * same.narrow(axis, step - 1, left))
        going = further
        if step + 1 in _RUNS:
            found.append(going)
    return F.avg_pool2d(torch.stack(found, dim=1), BLOCK)


def _heights(bytes_: Tensor, axis: int) -> Tensor:
    """The part of a block's pixels that differ from the next one by more than each of _STEPS."""
    length = bytes_.shape[axis] - 1
    off = (bytes_.narrow(axis, 1, length) - bytes_.narrow(axis, 0, length)).abs().amax(dim=1)
    whole = torch.zeros_like(bytes_[:, 0])
    whole.narrow(axis - 1, 0, length).copy_(off)
    return F.avg_pool2d(torch.stack([(whole > step).float() for step in _STEPS], dim=1), BLOCK)


def _distinct(levels: Tensor, side: int, stride: int, every: int) -> Tensor:
    """How many values each square of a side has whose middle is a block's, float32 [B, C, h, w], of [B, C, H, W]."""
    reach = (side - stride) // 2
    height, width = levels.shape[2:]
    rows, columns = -(-height // stride), -(-width // stride)
    beyond = (reach, reach + columns * stride - width, reach, reach + rows * stride - height)
    padded = F.pad(levels.float(), beyond, value=-1).to(torch.int32)[..., ::every, ::every]
    size, step = side // every, stride // every
    squares = padded.unfold(2, size, step).unfold(3, size, step)[:, :, :rows, :columns]
    ranked = squares.reshape(*squares.shape[:4], -1).sort(dim=-1).values
    changes = (ranked[..., 1:] != ranked[..., :-1]).sum(dim=-1)
    return (changes + (ranked[..., 0] >= 0)).float()


def _borders(colours: Tensor, axis: int) -> Tensor:
    """Of the border between a block and the next one along an axis: the part of its pixels that differ over it, of
    those that do so with both sides calm, and of places where an edge goes on over it though the colours change."""
    values = colours if axis == 2 else colours.transpose(1, 2)
    batch, height, width = values.shape
    borders = width // BLOCK - 1
    here, there = values[..., BLOCK - 1 : width - 1 : BLOCK], values[..., BLOCK::BLOCK]
    inner, outer = values[..., BLOCK - 2 : width - 2 : BLOCK], values[..., BLOCK + 1 :: BLOCK]
    differ = here != there
    calm = differ & (inner == here) & (outer == there)
    edge, over = here[:, 1:] != here[:, :-1], there[:, 1:] != there[:, :-1]
    goes_on = F.pad(edge & over & (differ[:, 1:] | differ[:, :-1]), (0, 0, 0, 1))
    maps = torch.stack([differ, calm, goes_on], dim=1).float()
    found = maps.reshape(batch, 3, height // BLOCK, BLOCK, borders).mean(dim=3)
    found = F.pad(found, (0, 1))
    return found if axis == 2 else found.transpose(2, 3)
