"""The pictures of a contact sheet: one after the other, or by the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import Recipe, Result, best_of, find_recipe
from pixelstyle.settings import Settings
from pixelstyle.workers import Call, Carried, Cluster, Ended, at_work, carried, deal, laid_out


@dataclass(frozen=True)
class Drawn:
    """A picture of a sheet."""

    shown: np.ndarray
    """uint8 [h, w, 3], as a person sees it."""
    told: str
    """What its label says beside its setting."""


def draw(recipe: Recipe, inputs: Mapping[str, str], settings: Settings, asked: Callable[[], int]) -> Drawn:
    """Make one, early if somebody has `asked`. Raises PixelStyleError."""
    result = best_of(recipe.prepare({**inputs}, settings), asked)
    told = "" if result.stopped_after is None else f", finished early after {result.stopped_after}"
    if result.trouble:
        told += f", ended early: {result.trouble}"
    return Drawn(result.shown(), told + _losses(result))


def drawn_by(
    cluster: Cluster, recipe: Recipe, inputs: dict[str, str], settings: Sequence[Settings], asked: Callable[[], int]
) -> Iterator[Drawn]:
    """The same for each of the settings by a cluster's workers, in order. Raises PixelStyleError for the first that
    cannot be made, and where no worker is left."""

    def call(each: Settings) -> Call:
        def arguments() -> tuple[Any, ...]:
            files = carried({**inputs, **each.files()}) if cluster.elsewhere else {}
            return cluster.owner, recipe.name, inputs, each.changed(), files

        return Call(_draw, arguments)

    waiting: dict[int, Ended] = {}
    following = 0
    for ended in deal(cluster, [call(each) for each in settings], asked):
        waiting[ended.number] = ended
        while following in waiting:
            yield _made(waiting.pop(following))
            following += 1


def _made(ended: Ended) -> Drawn:
    if ended.failure is not None:
        raise PixelStyleError(ended.failure)
    assert isinstance(ended.result, Drawn)
    return ended.result


def _draw(owner: str, recipe: str, inputs: dict[str, str], told: dict[str, Any], files: Carried) -> Drawn:
    """What a worker does."""
    with at_work(owner) as asked, laid_out(files) as places:
        found = find_recipe(recipe)
        moved = {name: places.get(name, path) for name, path in inputs.items()}
        try:
            return draw(found, moved, found.settings.of(told).with_files(places), asked)
        except PixelStyleError as error:
            raise PixelStyleError(str(error)) from None  # others of the kind cannot travel


def _losses(result: Result) -> str:
    """Content and style as such: the total would compare different weights."""
    parts = {name: loss for name, loss in result.losses.items() if name in ("content", "style")}
    text = ", ".join(f"{name} {loss:.3f}" for name, loss in (parts or result.losses).items())
    return f" ({text})" if text else ""
