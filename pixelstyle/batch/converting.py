"""`batch --command convert`: many pictures, each converted; what is there already stays."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pixelstyle.batch.batch import Tally
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import SavedElsewhereError, sha256_of, write_all
from pixelstyle.recipes import check_output, drain, find_recipe, read_record
from pixelstyle.screens import get_mode
from pixelstyle.settings import ConvertSettings
from pixelstyle.version import __version__


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
    if not folder.is_dir():
        if folder.exists() or not folder.absolute().parent.is_dir():
            raise PixelStyleError(f"The folder '{folder}' cannot be made: its parent is missing or it is a file.")
        folder.mkdir()
    outputs = {picture: [folder / f"{picture.stem}{end}" for end in (".png", *also)] for picture in pictures}
    taken: dict[Path, Path] = {}
    sources = {path.absolute() for path in pictures}
    for picture, (png, *others) in outputs.items():
        for path in (png, *others):
            check_output(path, get_mode(settings.mode), overwrite=True)
        if png.absolute() in sources:
            raise PixelStyleError(f"'{png}' is one of the pictures that go in; name another folder with -o.")
        if png in taken:
            raise PixelStyleError(f"'{taken[png]}' and '{picture}' would both be saved as '{png}'.")
        taken[png] = picture
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
    if all(path.is_file() for path in paths) and _is_that(paths[0], picture, settings):
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


def _is_that(png: Path, picture: Path, settings: ConvertSettings) -> bool:
    """Whether a PNG was made of this picture, with these settings, by this version."""
    try:
        record = read_record(png)
        return (
            (record.version, record.recipe.name, record.settings) == (__version__, "convert", settings)
            and record.inputs["image"]["sha256"] == sha256_of(picture)
            and all(record.inputs[name]["sha256"] == sha256_of(path) for name, path in settings.files().items())
        )
    except (PixelStyleError, KeyError):
        return False
