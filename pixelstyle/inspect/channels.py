"""What each channel of a layer wants to see: pictures made to excite it, from noise.

Erhan et al., "Visualizing Higher-Layer Features of a Deep Network" (2009); Olah, Mordvintsev and Schubert, "Feature
Visualization" (2017), whose preconditioning is used: Fourier coefficients in place of pixels, so that no frequency is
favoured, and colours along the axes in which natural pictures vary.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from pixelstyle.inspect.loading import device_of, load, picture_of
from pixelstyle.inspect.settings import ChannelsSettings
from pixelstyle.inspect.sheet import Figure, Row, Sheet
from pixelstyle.networks import FeatureNetwork, load_compiler, network_layers
from pixelstyle.settings import parse_numbers

BATCH = 8
"""Pictures that are made at once."""
RATE = 0.05
JITTER = 8
COLOURS = ((0.26, 0.09, 0.02), (0.27, 0.00, -0.05), (0.27, -0.09, 0.03))
"""Root of the colour covariance of ImageNet's pictures, as in tensorflow/lucid; rows are red, green and blue."""


def inspect_channels(settings: ChannelsSettings) -> Sheet:
    """A picture for each channel asked for.

    Raises PixelStyleError for a channel, UnknownNameError for a network or layer that is not there.
    """
    layer = settings.layer
    network = load(settings, [before_relu(layer, settings)])
    with torch.no_grad():
        count = next(iter(network(torch.zeros(1, 3, 64, 64, device=device_of(network))).values())).shape[1]
    wanted = parse_numbers(settings.channels, count, layer)
    figures: list[Figure] = []
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        for number, picture in zip(some, exciting(network, some, settings), strict=True):
            figures.append(Figure(f"{layer}:{number}", picture_of(picture), f"{layer}:{number}"))
    return Sheet(f"{settings.network}: what the channels of {layer} want to see", (Row("", tuple(figures)),))


def before_relu(layer: str, settings: ChannelsSettings) -> str:
    """The convolution under a ReLU: a channel that is silent in noise has a gradient there only."""
    under = layer.replace("relu", "conv", 1)
    return under if any(known.name == under for known in network_layers(settings.network)) else layer


def exciting(network: FeatureNetwork, channels: list[int], settings: ChannelsSettings) -> Tensor:
    """[N, 3, side, side] in 0..1, one picture for each channel of the network's only layer in use."""
    (layer,), side, device = network.used, settings.side, device_of(network)
    random = torch.Generator().manual_seed(settings.seed)
    # White noise, the same for every channel, so that differences between pictures are the channels'.
    noise = torch.randn(1, 3, side, side // 2 + 1, 2, generator=random) * 0.01
    coefficients = noise.repeat(len(channels), 1, 1, 1, 1).to(device).requires_grad_()
    load_compiler()
    optimiser = torch.optim.Adam([coefficients], lr=RATE)
    picked = torch.arange(len(channels), device=device), torch.tensor(channels, device=device)
    for step in range(settings.steps):
        optimiser.zero_grad()
        picture = _picture(coefficients, side)
        if step < settings.steps // 2:  # fine grain waits until the shapes are there
            picture = F.avg_pool2d(F.pad(picture, (1, 1, 1, 1), "reflect"), 3, 1)
        shift = torch.randint(-JITTER, JITTER + 1, (2,), generator=random).tolist()
        values = network(torch.roll(picture, shift, (2, 3)))[layer][picked]
        (-values.mean((1, 2)).sum()).backward()
        optimiser.step()
    return _picture(coefficients, side).detach()


def _picture(coefficients: Tensor, side: int) -> Tensor:
    """From Fourier coefficients [N, 3, side, side // 2 + 1, 2] along the colour axes to sRGB 0..1."""
    down, across = torch.fft.fftfreq(side), torch.fft.rfftfreq(side)
    frequency = (down[:, None].square() + across.square()).sqrt().clamp_min(1 / side)
    scaled = torch.view_as_complex(coefficients.contiguous()) / frequency.to(coefficients.device)
    planes = torch.fft.irfft2(scaled, s=(side, side), norm="ortho")
    colours = coefficients.new_tensor(COLOURS)
    mixed = torch.einsum("rc,nchw->nrhw", colours / colours.norm(dim=0).max(), planes)
    return mixed.sigmoid()
