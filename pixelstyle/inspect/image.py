"""What excites a network in a photo: the strongest channels of each layer, and where they look.

Every channel is shown with the patch that excites it most and with what comes back from that one activation by three
rules at the ReLUs (see pixelstyle.networks.relu_rules): plain gradient, deconvolution, guided backpropagation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from pixelstyle.inspect.loading import device_of, load, picture_of, read_sized
from pixelstyle.inspect.settings import STYLE_LAYERS, ImageSettings
from pixelstyle.inspect.sheet import GAP, MARGIN, Figure, Row, Sheet
from pixelstyle.networks import (
    LOGITS,
    FeatureNetwork,
    Layer,
    ReluRule,
    classifies,
    network_layers,
    relu_backward,
    top_classes,
)

RULES: tuple[ReluRule, ...] = ("plain", "deconvolution", "guided")
SHOWN = 104
"""Side of the patches on the sheet, in pixels."""
COPIES, NOISE = 24, 0.15
"""Noisy copies that a saliency map is the mean of, and the deviation of their noise."""


@dataclass(frozen=True)
class Spot:
    """The strongest activation of one channel, and the square of the picture that it sees."""

    channel: int
    strength: float
    row: int
    column: int
    patch: tuple[slice, slice]


def inspect_image(photo: str | Path, settings: ImageSettings) -> Sheet:
    """A row for each layer; the likeliest classes and a saliency map where the network classifies.

    Raises PixelStyleError for a photo that cannot be read, UnknownNameError for a network or layer that is not there.
    """
    known = {layer.name: layer for layer in network_layers(settings.network)}
    classes = classifies(settings.network)
    names = list(settings.layer) or _usual(list(known))
    network = load(settings, [*names, LOGITS] if classes else names)
    picture = read_sized(photo, settings.side, device_of(network))
    found = {name: _strongest(network, picture, known[name], settings.strongest) for name in names}
    gradients = {rule: _gradients(network, picture, found, rule) for rule in RULES}
    rows = [_overview(network, picture, classes)]
    for name in names:
        figures: list[Figure] = []
        for spot in found[name]:
            channel = f"{name}:{spot.channel}"
            figures.append(
                Figure(f"{channel} sees ({_short(spot.strength)})", _fitted(picture_of(picture)[spot.patch]), channel)
            )
            for rule in RULES:
                gradient = gradients[rule][name, spot.channel][spot.patch]
                figures.append(Figure(rule, _fitted(_visible(gradient)), channel))
        field = known[name].field
        text = f"one activation sees {field} x {field} pixels" if field else "one activation sees everything"
        rows.append(Row(name, tuple(figures), (text,)))
    across = min(settings.strongest, 3) * (1 + len(RULES)) * (SHOWN + GAP)
    return Sheet(f"{Path(photo).name} in {settings.network}", tuple(rows), width=2 * MARGIN + across)


def _usual(names: Sequence[str]) -> list[str]:
    """Style's own layers where they are there, otherwise five from shallow to deep."""
    if set(STYLE_LAYERS) <= set(names):
        return list(STYLE_LAYERS)
    inner = [name for name in names if name != LOGITS]
    return list(dict.fromkeys(inner[round((len(inner) - 1) * part / 4)] for part in range(5)))


def _overview(network: FeatureNetwork, picture: Tensor, classes: bool) -> Row:
    figures = [Figure("the picture", picture_of(picture))]
    if not classes:
        return Row("", tuple(figures), ("This network knows no classes; efficientnet-lite0 does.",))
    with torch.no_grad():
        logits = network(picture)[LOGITS]
    likeliest = top_classes(logits)
    saliency = _saliency(network, picture, int(logits.flatten().argmax()))
    figures.append(Figure(f"what makes it {likeliest[0][0]}", picture_of(saliency.expand(3, -1, -1))))
    return Row("", tuple(figures), tuple(f"{share:6.1%}  {name}" for name, share in likeliest))


def _saliency(network: FeatureNetwork, picture: Tensor, index: int) -> Tensor:
    """How much each pixel decides about one class, [H, W] in 0..1.

    Simonyan, Vedaldi and Zisserman (2013): the gradient of the class score, its largest channel. It is squared and
    averaged over noisy copies of the picture, without which it is hardly more than grain: Smilkov et al., "SmoothGrad"
    (2017).
    """
    random = torch.Generator().manual_seed(0)
    whole = torch.zeros_like(picture[0, 0])
    for _ in range(COPIES):
        noise = torch.randn(picture.shape, generator=random).to(picture.device)
        watched = (picture + NOISE * noise).requires_grad_()
        (gradient,) = torch.autograd.grad(network(watched)[LOGITS].flatten()[index], watched)
        whole += gradient[0].square().amax(0)
    seen = whole.sqrt()
    return (seen / torch.quantile(seen.flatten(), 0.995).clamp_min(1e-12)).clamp(0, 1)


def _strongest(network: FeatureNetwork, picture: Tensor, layer: Layer, count: int) -> list[Spot]:
    """The channels whose single strongest activation is the highest."""
    with torch.no_grad():
        values = network(picture)[layer.name][0].float()
    top = values.max()
    if int((values == top).sum()) > 1:  # a ReLU6 at its ceiling: nothing there has a gradient
        values = values.masked_fill(values == top, 0)
    height, width = picture.shape[-2:]
    peaks, places = values.flatten(1).max(dim=1)
    spots = []
    for channel in peaks.topk(min(count, len(peaks))).indices.tolist():
        row, column = divmod(int(places[channel]), values.shape[2])
        middle = [(row + 0.5) * height / values.shape[1], (column + 0.5) * width / values.shape[2]]
        patch = _window(middle[0], layer.field, height), _window(middle[1], layer.field, width)
        spots.append(Spot(channel, float(peaks[channel]), row, column, patch))
    return spots


def _window(middle: float, field: int, length: int) -> slice:
    """`field` pixels around `middle` (all for 0), moved inwards at the picture's edge; never fewer than 8."""
    side = min(max(field, 8) if field else length, length)
    begin = min(max(0, round(middle - side / 2)), length - side)
    return slice(begin, begin + side)


def _gradients(
    network: FeatureNetwork, picture: Tensor, found: dict[str, list[Spot]], rule: ReluRule
) -> dict[tuple[str, int], Tensor]:
    """For each spot the gradient of its activation with respect to the picture, [H, W, 3], by one rule."""
    watched = picture.clone().requires_grad_()
    with relu_backward(rule):
        activations = network(watched)
    gradients = {}
    for name, spots in found.items():
        for spot in spots:
            activation = activations[name][0, spot.channel, spot.row, spot.column]
            (gradient,) = torch.autograd.grad(activation, watched, retain_graph=True)
            gradients[name, spot.channel] = gradient[0].permute(1, 2, 0)
    return gradients


def _visible(gradient: Tensor) -> np.ndarray:
    """A gradient [h, w, 3] as a picture: grey is 0, the strongest values full; a lone peak does not hide the others."""
    strengths = gradient.abs().flatten()
    scale = strengths[strengths > 0.001 * strengths.max()].quantile(0.99) if strengths.any() else strengths.new_ones(())
    return picture_of((gradient / scale * 0.5 + 0.5).permute(2, 0, 1))


def _short(strength: float) -> str:
    return f"{strength:.0f}" if strength >= 100 else f"{strength:.3g}"


def _fitted(patch: np.ndarray) -> np.ndarray:
    """A patch at the sheet's size: its own pixels when it is small, reduced smoothly when it is large."""
    height, width = patch.shape[:2]
    factor = SHOWN / max(height, width)
    how = Image.Resampling.NEAREST if factor >= 1 else Image.Resampling.LANCZOS
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return np.asarray(Image.fromarray(np.ascontiguousarray(patch)).resize(size, how))
