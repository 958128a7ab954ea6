"""What is counted around each block before the eye for craft looks, against what a plain count finds."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from pixelstyle.craft import exact
from pixelstyle.craft.exact import COUNTED, counted
from tools.craft.eye import planting


def as_tensor(picture: np.ndarray) -> Tensor:
    """uint8 [H, W, 3] as float32 [1, 3, H, W]."""
    return torch.from_numpy(picture.transpose(2, 0, 1).astype(np.float32) / 255)[None]


def test_colours_are_counted_in_each_square_and_wrap_nowhere() -> None:
    chance = np.random.default_rng(1)
    colours = chance.integers(0, 40, (40, 56), dtype=np.int32)
    for side in (8, 32):
        found = exact._distinct(torch.from_numpy(colours)[None, None], side, 8, 1)[0, 0]
        for row in range(5):
            for column in range(7):
                top, left = (8 * place - (side - 8) // 2 for place in (row, column))
                there = colours[max(0, top) : top + side, max(0, left) : left + side]
                assert found[row, column] == len(np.unique(there))


def test_every_size_of_whole_blocks_is_counted() -> None:
    for height, width in ((8, 8), (8, 24), (16, 8), (24, 104)):
        assert counted(torch.rand(2, 3, height, width)).shape == (2, COUNTED, height // 8, width // 8)


def test_shapes_are_the_same_turned_and_mirrored() -> None:
    picture = np.random.default_rng(2).integers(0, 2, (24, 24, 3), np.uint8) * 255
    shapes = counted(as_tensor(picture))[0, : exact._SHAPES]
    assert torch.allclose(shapes.sum(dim=0), torch.ones(3, 3))
    turned = counted(as_tensor(np.rot90(picture).copy()))[0, : exact._SHAPES]
    mirrored = counted(as_tensor(picture[:, ::-1].copy()))[0, : exact._SHAPES]
    assert torch.equal(turned, shapes.rot90(1, (1, 2))) and torch.equal(mirrored, shapes.flip(2))


def test_runs_of_a_row_are_as_long_as_they_are() -> None:
    picture = np.zeros((8, 16, 3), np.uint8)
    picture[:, 4:] = 255
    colours = torch.from_numpy(picture[..., 0].astype(np.int32))[None]
    runs = exact._runs(colours, 2)[0, :, 0]
    assert runs[:, 0].tolist() == [2 / 8, 2 / 8, 1 / 8, 1 / 8, 1 / 8, 1 / 8]  # of 4 and of 12 pixels
    assert not runs[:, 1].any()


def test_a_clash_is_where_a_border_cuts_an_area() -> None:
    free = np.zeros((16, 16, 3), np.uint8)
    free[4:12, 4:12] = 200
    shown = free.copy()
    shown[8:, :8][shown[8:, :8] == 200] = 90
    cut = planting._cut(free, shown)
    assert cut[8, 4:8].all() and cut[8:12, 7].all() and cut.sum() == 7


def test_edges_waver_only_between_two_areas() -> None:
    picture = np.zeros((20, 20, 3), np.uint8)
    picture[:, 10:] = 255
    assert planting._even_edges(picture)[5, 8:12].all()
    picture[5, 11] = 90
    assert not planting._even_edges(picture)[5, 9:12].any()
