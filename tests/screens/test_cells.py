"""Cells: cut and laid out again, each where it was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pixelstyle.screens.cells import cut_cells, lay_cells, pad_to_cells, spread

SIDES = st.tuples(st.integers(1, 5), st.integers(1, 5))


@given(cell=SIDES, grid=SIDES, channels=st.sampled_from([(), (3,), (2, 3)]))
def test_each_cell_is_its_part_of_the_picture(
    cell: tuple[int, int], grid: tuple[int, int], channels: tuple[int, ...]
) -> None:
    (width, height), (down, across) = cell, grid
    picture = np.random.default_rng(1).random((down * height, across * width, *channels))
    cells = cut_cells(picture, cell)
    assert cells.shape == (down, across, height, width, *channels)
    for row in range(down):
        for column in range(across):
            part = picture[row * height : (row + 1) * height, column * width : (column + 1) * width]
            assert (cells[row, column] == part).all()
    assert (lay_cells(cells) == picture).all()


@given(cell=SIDES, size=SIDES, channels=st.sampled_from([(), (3,)]))
def test_what_is_beyond_the_edge_repeats_it(
    cell: tuple[int, int], size: tuple[int, int], channels: tuple[int, ...]
) -> None:
    picture = np.random.default_rng(2).random((*size, *channels))
    padded = pad_to_cells(picture, cell)
    assert (padded[: size[0], : size[1]] == picture).all()
    assert (padded[size[0] :] == padded[size[0] - 1]).all()
    assert (padded[:, size[1] :] == padded[:, size[1] - 1 : size[1]]).all()
    assert 0 <= padded.shape[0] - size[0] < cell[1]
    assert 0 <= padded.shape[1] - size[1] < cell[0]
    cells = cut_cells(padded, cell)
    assert (spread(cells[:, :, 0, 0], cell, *size)[0] == picture[0, np.arange(size[1]) // cell[0] * cell[0]]).all()


def test_cells_that_do_not_fill_a_picture_are_refused() -> None:
    with pytest.raises(ValueError, match="reshape"):
        cut_cells(np.zeros((4, 5)), (2, 2))
