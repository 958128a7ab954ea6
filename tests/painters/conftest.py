"""A painter that has learnt nothing: small, quick, and as legal as one that has."""

from __future__ import annotations

import io

import pytest
import torch
from PIL import Image

from pixelstyle.painters import Painter, PainterNetwork, Painting, Shape


@pytest.fixture(scope="session")
def novice() -> Painter:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        network = PainterNetwork(Shape(styles=2, fine=8, coarse=8, blocks=2, pixel=8))
        for value in network.parameters():  # what starts at zero is to have a say, too
            value.data += 0.05 * torch.randn(value.shape)
        network.tones.copy_(torch.tensor([[[0.5, 0.05, 0.0], [0.2, 0.1, 0.1]], [[0.4, 0.0, -0.1], [0.3, 0.05, 0.1]]]))
    written = io.BytesIO()
    Image.new("RGB", (64, 48), "#3366aa").save(written, "WEBP")
    paintings = tuple(Painting(name, written.getvalue()) for name in ("hokusai-wave", "hokusai-poppies"))
    return Painter(network.eval().requires_grad_(False), paintings, ("c64-multicolor", "zx-spectrum"), 7, 3)
