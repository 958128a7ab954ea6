"""A picture that there is survives too little memory for the last look at it."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import Result, find_recipe, result_of
from pixelstyle.recipes.run import Run
from pixelstyle.settings import ConvertSettings


class Failing:
    """A real run whose result fails so many times first."""

    def __init__(self, run: Run, error: Exception, times: int) -> None:
        self.run, self.error, self.times = run, error, times

    def result(self) -> Result:
        self.times -= 1
        if self.times >= 0:
            raise self.error
        return self.run.result()


def converted(astronaut: Path) -> Run:
    return find_recipe("convert").prepare({"image": str(astronaut)}, ConvertSettings(mode="pico-8"))


def test_where_memory_runs_out_over_the_result_it_is_asked_once_more(astronaut: Path) -> None:
    run = converted(astronaut)
    found = result_of(cast("Run", Failing(run, MemoryError(), 1)))
    assert np.array_equal(found.pixels, run.result().pixels)


@pytest.mark.parametrize(("error", "times"), [(MemoryError(), 2), (PixelStyleError("no"), 1), (ValueError("no"), 1)])
def test_what_fails_again_or_otherwise_is_told(astronaut: Path, error: Exception, times: int) -> None:
    with pytest.raises(type(error)):
        result_of(cast("Run", Failing(converted(astronaut), error, times)))
