"""`batch --command convert`: many pictures, each converted; what is there already stays."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pixelstyle.batch.batch import Tally, outputs_in
from pixelstyle.batch.task import record_of
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import SavedElsewhereError, write_all
from pixelstyle.recipes import drain, find_recipe
from pixelstyle.settings import ConvertSettings


def convert_all(
    pictures: Sequence[Path],
    folder: Path,
    settings: ConvertSettings,
    also: Sequence[str],
    overwrite: bool,
    tell: Callable[[str], None],
    asked: Callable[[], int],
) -> Tally:
    """Convert the pictures into the folder, one after the other, until somebody has `asked`; `tell` gets a line each.

    Raises PixelStyleError for outputs that cannot be, or that two pictures would have.
    """
    outputs = outputs_in(folder, pictures, settings.mode, also)
    tally = Tally(left=len(pictures))
    for picture, paths in outputs.items():
        if asked():
            break
        tally.left -= 1
        _one(picture, paths, settings, overwrite, tell, tally)
    return tally


def _one(
    picture: Path,
    paths: Sequence[Path],
    settings: ConvertSettings,
    overwrite: bool,
    tell: Callable[[str], None],
    tally: Tally,
) -> None:
    if record_of(paths, "convert", {"image": str(picture)}, settings) is not None:
        tally.there.append(picture)
        tell(f"{picture}: there already")
        return
    began = time.monotonic()
    try:
        result = drain(find_recipe("convert").prepare({"image": picture}, settings))
        files = {file: data for path in reversed(paths) for file, data in result.encode(path).items()}
        write_all(files, overwrite=overwrite)
    except SavedElsewhereError as error:
        tally.elsewhere[picture] = str(error)
        tell(f"{picture}: saved elsewhere: {error}")
    except PixelStyleError as error:
        tally.failed[picture] = str(error)
        tell(f"{picture}: FAILED: {error}")
    else:
        tally.made.append(picture)
        tell(f"{picture}: saved {', '.join(map(str, paths))} ({time.monotonic() - began:.1f} s)")
