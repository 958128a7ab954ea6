"""Places that show one tile go on as one; sub-palettes hold what areas look like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from pixelstyle.optimise import make_method, make_target
from pixelstyle.optimise.methods.cell_sets import CellSets
from pixelstyle.optimise.methods.tied_tiles import TiedTiles
from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, TileGroups, Tiles, check, get_mode

CPU = torch.device("cpu")


def noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(5).random(shape, np.float32)


@pytest.mark.parametrize("flips", [False, True])
def test_a_tile_and_its_places_have_the_same_logits_in_every_view(flips: bool) -> None:
    mode = replace(get_mode("gameboy"), width=32, height=8, tiles=Tiles((8, 8), 2, flips))
    tile = np.arange(64, dtype=np.uint8).reshape(8, 8) % 4
    tile[0, 1] = 3  # unlike any of its mirror images
    other = tile[:, ::-1] if flips else tile
    picture = np.concatenate([tile, np.zeros((8, 8), np.uint8), other, tile], axis=1)
    native = NativePicture(mode, get_palette("gameboy"), np.ascontiguousarray(picture))
    groups = TileGroups.of(native)
    assert groups.group[0] == groups.group[2] == groups.group[3] != groups.group[1]
    assert (groups.view[0] != groups.view[2]) == flips
    logits = torch.from_numpy(noise(8, 32, 4)).requires_grad_()
    shared = TiedTiles(native, CPU).shared(logits)
    seen = shared[:, 16:24].flip(1) if flips else shared[:, 16:24]
    assert torch.allclose(shared[:, :8], seen) and torch.allclose(shared[:, :8], shared[:, 24:])
    assert torch.equal(shared[:, 8:16], logits[:, 8:16])
    shared[0, 0].sum().backward()
    assert logits.grad is not None and logits.grad[0, [0, 24]].unique().numel() == 1  # both places are asked


def test_annealing_ends_within_the_limit_and_a_restored_run_goes_on_alike() -> None:
    mode = replace(get_mode("nes"), width=64, height=64, tiles=Tiles((8, 8), 12))
    target = make_target(mode, get_palette("nes-mesen"), "oklab", CPU)
    start = torch.from_numpy(noise(1, 3, 64, 64))
    one, two = (make_method("anneal", target, start, 5) for _ in range(2))
    for iteration in range(20):
        one.begin(iteration, 20)
    with two.moving() as logits:
        logits.copy_(one.variables)
    two.restore(one.state())
    two.begin(19, 20)
    one.begin(19, 20)
    assert one.state()["tied"]
    assert torch.equal(one.picture(), two.picture())
    found = one.finish()
    assert check(found) == [] and len(np.unique(TileGroups.of(found).group)) <= 12


def test_sub_palettes_hold_the_hue_of_a_dull_area() -> None:
    """A dull red is nearer to a grey than to any red, and a mixture of the two is what it looks like."""
    mode = replace(get_mode("nes"), width=64, height=64, tiles=None)
    palette = get_palette("nes-mesen")
    target = make_target(mode, palette, "oklab", CPU)
    colours = target.colours
    dull = torch.tensor([0.36, 0.24, 0.24])
    logits = -200 * (colours - dull).square().sum(dim=1)
    mixture = torch.softmax(logits, dim=0).expand(64, 64, -1)
    picture = (mixture @ colours)[0, 0]
    found = CellSets(target).solved(mixture)
    held = colours[torch.from_numpy(found.choices()[0, 0].astype(np.int64))]
    red = held[:, 0] - held[:, 1]
    assert float(red.max()) >= float(picture[0] - picture[1])
    assert found.subpalettes is not None
    own = palette.srgb()[found.subpalettes[:, 1:]].sum(axis=2)
    assert (np.diff(own, axis=1) >= -0.35).all()  # about from dark to light: by OKLab, not by this sum
