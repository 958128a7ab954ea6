"""The assignment problem: one column for each row, at the least cost altogether."""

from __future__ import annotations

import math

import numpy as np


def assign(costs: np.ndarray) -> np.ndarray:
    """For each row of `costs`, float [n, k] with k >= n, a column of its own, int [n]: the sum is the least.

    Shortest augmenting paths (Jonker and Volgenant, 1987) in the form of Crouse (2016), which is scipy's: of several
    best assignments it gives the same one, so that a light install reads pictures alike without scipy.

    >>> assign(np.array([[4.0, 1.0, 3.0], [2.0, 0.0, 5.0], [3.0, 2.0, 2.0]])).tolist()
    [1, 0, 2]
    """
    wished: np.ndarray = costs.argmin(axis=1)
    if len(np.unique(wished)) == len(wished) and ((costs == costs.min(axis=1, keepdims=True)).sum(axis=1) == 1).all():
        return wished  # nobody stands in another's way, and each wishes for one only
    return np.array(_augmented(costs.tolist()))


def _augmented(costs: list[list[float]]) -> list[int]:
    """One row after the other finds its column, along the shortest path on which those before make room."""
    rows, columns = len(costs), len(costs[0])
    by_row, by_column = [0.0] * rows, [0.0] * columns
    column_of, row_of = [-1] * rows, [-1] * columns
    for first in range(rows):
        shortest, before = [math.inf] * columns, [-1] * columns
        left, passed_rows, passed_columns = list(range(columns - 1, -1, -1)), [], []
        row, lowest, end = first, 0.0, -1
        while end < 0:
            passed_rows.append(row)
            nearest, place, own, line = math.inf, -1, by_row[row], costs[row]
            for number, column in enumerate(left):
                through = lowest + line[column] - own - by_column[column]
                if through < shortest[column]:
                    before[column], shortest[column] = row, through
                if shortest[column] < nearest or (shortest[column] == nearest and row_of[column] < 0):
                    nearest, place = shortest[column], number
            lowest, column = nearest, left[place]
            left[place] = left[-1]
            left.pop()
            passed_columns.append(column)
            if row_of[column] < 0:
                end = column
            else:
                row = row_of[column]
        by_row[first] += lowest
        for row in passed_rows[1:]:
            by_row[row] += lowest - shortest[column_of[row]]
        for column in passed_columns:
            by_column[column] -= lowest - shortest[column]
        row = -1
        while row != first:
            row = row_of[end] = before[end]
            column_of[row], end = end, column_of[row]
    return column_of
