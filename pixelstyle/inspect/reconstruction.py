"""What a layer keeps: pictures remade from content (Mahendran and Vedaldi 2015), textures from style (Gatys 2015)."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from pixelstyle.inspect.loading import device_of, load, picture_of, read_sized
from pixelstyle.inspect.settings import ReconstructSettings, StyleSettings
from pixelstyle.inspect.sheet import Figure, Row, Sheet
from pixelstyle.networks import FeatureNetwork
from pixelstyle.objectives import Content, GramStyle, Objective, TotalVariation
from pixelstyle.optimise import Convert, Judge, Optimisation, make_target
from pixelstyle.screens import get_mode

SMOOTHNESS = 0.2
"""Weight of the total variation, without which reconstructions from deep layers are covered in grain."""
RATE = 0.03


def inspect_reconstruct(photo: str | Path, settings: ReconstructSettings) -> Sheet:
    """The photo beside what each layer alone knows of it.

    Raises PixelStyleError for a photo that cannot be read, UnknownNameError for a network or layer that is not there.
    """
    network = load(settings, settings.layer)
    picture = read_sized(photo, settings.side, device_of(network))
    with torch.no_grad():
        activations = network(picture)
    figures = [Figure("the picture", picture_of(picture))]
    for layer in settings.layer:
        objective = Content(layer, activations[layer]) + SMOOTHNESS * TotalVariation()
        made, losses = _remade(network, objective, picture, settings.steps, settings.seed)
        figures.append(Figure(f"from {layer}, content loss {losses['content']:.3f}", picture_of(made)))
    return Sheet(f"{Path(photo).name} as {settings.network} remembers it", (Row("", tuple(figures)),))


def inspect_style(painting: str | Path, settings: StyleSettings) -> Sheet:
    """The painting beside the texture that each layer holds. Raises as `inspect_reconstruct`."""
    network = load(settings, settings.layer)
    picture = read_sized(painting, settings.side, device_of(network))
    with torch.no_grad():
        activations = network(picture)
    figures = [Figure("the picture", picture_of(picture))]
    for number, layer in enumerate(settings.layer):
        layers = settings.layer[: number + 1] if settings.cumulative else (layer,)
        style = GramStyle.of({name: activations[name] for name in layers})
        objective = style + SMOOTHNESS / 10 * TotalVariation()
        made, losses = _remade(network, objective, picture, settings.steps, settings.seed)
        upto = f"up to {layer}" if settings.cumulative else layer
        figures.append(Figure(f"{upto}, style loss {losses['style']:.3f}", picture_of(made)))
    return Sheet(f"The style of {Path(painting).name} in {settings.network}", (Row("", tuple(figures)),))


def _remade(
    network: FeatureNetwork, objective: Objective, like: Tensor, steps: int, seed: int
) -> tuple[Tensor, dict[str, float]]:
    """A 24-bit picture [1, 3, H, W] of the size of `like`, from noise of the same colours; and its losses."""
    random = torch.Generator().manual_seed(seed)
    noise = torch.randn(like.shape, generator=random).to(like.device)
    start = (like.mean((2, 3), keepdim=True) + noise * like.std((2, 3), keepdim=True)).clamp(0, 1)
    mode = get_mode("none").resized(like.shape[3], like.shape[2])
    method = Convert(make_target(mode, None, "oklab", like.device), start, every=steps)
    run = Optimisation(Judge(network, objective), method, iterations=steps, rate=RATE)
    for _ in run.steps():
        pass
    return method.picture().detach(), run.result().losses
