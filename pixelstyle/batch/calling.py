"""Many pictures from Python, in one call."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Unpack

from pixelstyle.batch.batch import Tally, default_workers, find_pictures, plan, run_batch
from pixelstyle.settings import StylizeKeywords, StylizeSettings
from pixelstyle.workers import have_dask


def batch_pictures(
    pictures: str | Path | Iterable[str | Path],
    style: str | Path | None = None,
    *,
    into: str | Path,
    also: Iterable[str] = (),
    workers: int | str | None = None,
    overwrite: bool = False,
    tell: Callable[[str], None] | None = None,
    **settings: Unpack[StylizeKeywords],
) -> Tally:
    """Every one of the pictures stylized, as a PNG in the folder `into`. What is there already stays, so that a batch
    which was stopped goes on.

    `pictures` are names, folders, and patterns such as 'in/*.png'; `also` what else is saved of each ('.kla');
    `workers` the processes, by themselves as many as suit the computer, or the address of a Dask scheduler that has
    some ('tcp://host:8786'); `tell` gets a line for each picture. Without a style a `painter` is among the settings,
    which are names here, no objects. Gives what became of the pictures; raises PixelStyleError, before the first, for
    what cannot be done as asked, and where no worker is left.
    """
    named = [pictures] if isinstance(pictures, (str, Path)) else pictures
    wanted = StylizeSettings.of(settings)
    found = find_pictures(str(one) for one in named)
    tasks = plan(found, None if style is None else str(style), Path(into), wanted, also, overwrite=overwrite)
    dask = workers if isinstance(workers, str) else None
    count = workers if isinstance(workers, int) else 1
    if workers is None and have_dask():
        count = default_workers(wanted.device)
    *_, tally = run_batch(tasks, count, tell or (lambda line: None), dask=dask)
    return tally
