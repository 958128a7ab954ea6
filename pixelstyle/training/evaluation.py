"""How good a painter is on photos that it has not seen: the legal picture's loss, and a sheet to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from pixelstyle.files import fit_picture
from pixelstyle.optimise import make_display, show, suitable_display, to_tensor
from pixelstyle.painters import Painter, has_only_shades, noise_picture, palette_for
from pixelstyle.palettes import in_shades
from pixelstyle.screens import NativePicture
from pixelstyle.training.judging import StyleJudge
from pixelstyle.training.samples import Machine

_NOISE = 320, 200
_GAP = 4
"""Pixels between two pictures of a sheet."""


@dataclass(frozen=True)
class Evaluation:
    """What came of one look."""

    loss: float
    """Content + style, as weighted in training, of legal pictures seen as the machine shows them: a mean."""
    content: float
    style: float
    """The same two without their weights."""
    sheet: np.ndarray
    """uint8 [H, W, 3]: the pictures side by side, a row for each machine."""


def evaluate(
    painter: Painter,
    judge: StyleJudge,
    photos: Sequence[np.ndarray],
    machines: Sequence[Machine],
    style_weight: float,
    content_weight: float = 1.0,
) -> Evaluation:
    """Each painting once on each machine, over the photos, uint8 [h, w, 3], in turn; textures over noise."""
    losses, parts, rows = [], [], []
    for machine in machines:
        mode = machine.mode
        pictures = []
        for number in range(len(painter.paintings)):
            photo = _noise(judge.paintings[number], number) if painter.textures else photos[number % len(photos)]
            native = painted(painter, machine, photo, judge.paintings[number], number)
            colours = torch.from_numpy(native.palette.srgb())
            shades = native.palette if has_only_shades(native.palette) else None
            seen = make_display(suitable_display(colours)) if mode.choice is None else None
            fitted = fit_picture(photo, *mode.shown_size)
            in_these = None if shades is None else in_shades(fitted, shades)
            content = to_tensor(fitted if in_these is None else in_these, judge.device)
            legal = show(to_tensor(native.native_rgb(), judge.device), mode.pixel)
            with torch.no_grad():
                found = judge(legal, content, [number], max(mode.shown_size), display=seen, shades=shades)
            losses.append(float(content_weight * found[0] + style_weight * found[1]))
            parts.append((float(found[0]), float(found[1])))
            pictures.append(native.shown_rgb())
        rows.append(_beside(pictures, 1))
    content, style = np.mean(parts, axis=0).tolist()
    return Evaluation(float(np.mean(losses)), content, style, _beside(rows, 0))


def _noise(painting: np.ndarray, seed: int) -> np.ndarray:
    """uint8 [h, w, 3]: what a texture is painted over."""
    noise = noise_picture(_NOISE, (1, 1), painting, torch.Generator().manual_seed(seed))
    return np.asarray((noise * 255).round(), np.uint8)


def painted(painter: Painter, machine: Machine, photo: np.ndarray, painting: np.ndarray, number: int) -> NativePicture:
    """A photo, uint8 [h, w, 3], as the painter shows it on a machine."""
    mode = machine.mode
    across, down = mode.pixel
    content = fit_picture(photo, mode.width, mode.height, "cover", aspect=across / down)
    palette = machine.palette or palette_for(mode, content, painting)
    return painter.paint(content, mode, palette, number)


def _beside(pictures: Sequence[np.ndarray], axis: int) -> np.ndarray:
    """uint8 pictures [h, w, 3] in a row (axis 1) or a column (axis 0), black between them."""
    most = max(picture.shape[1 - axis] for picture in pictures)
    padded = []
    for picture in pictures:
        beside = [(0, 0), (0, 0), (0, 0)]
        beside[axis], beside[1 - axis] = (0, _GAP), (0, most - picture.shape[1 - axis])
        padded.append(np.pad(picture, beside))
    return np.concatenate(padded, axis=axis)
