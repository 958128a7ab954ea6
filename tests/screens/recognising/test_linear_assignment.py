"""The assignment problem beside scipy's answer."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from pixelstyle.screens.recognising.linear_assignment import assign


@given(st.integers(1, 9), st.integers(0, 9), st.sampled_from([2, 5, 1000]), st.integers(0, 2**32 - 1))
def test_assignment_is_scipys_also_where_several_are_best(rows: int, more: int, values: int, seed: int) -> None:
    costs = np.random.default_rng(seed).integers(0, values, (rows, rows + more)).astype(float)
    assert assign(costs).tolist() == linear_sum_assignment(costs)[1].tolist()
