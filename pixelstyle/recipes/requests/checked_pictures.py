"""What is in a machine's picture, and whether the machine can show it, of whatever a Python program has at hand."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from pixelstyle.files import HeldFolder
from pixelstyle.formats import checked_file, extensions_for_mode, load_native
from pixelstyle.recipes.requests.given_pictures import Picture, file_of
from pixelstyle.recipes.result import Result
from pixelstyle.screens import Clash, NativePicture
from pixelstyle.screens import check as check_native


def check(picture: Picture | NativePicture, mode: str | None = None) -> list[Clash]:
    """Every clash of a picture with its machine's rules, row by row; [] for a legal one.

    A native file, a PNG, their content, an open file, a Pillow image, an array or a result; `mode` is needed where
    neither the file nor its name tells the machine's. Raises PixelStyleError for what is no such picture.
    """
    if isinstance(picture, Result):
        return [] if picture.picture is None else check_native(picture.picture)
    if isinstance(picture, NativePicture):
        return check_native(picture)
    with HeldFolder("given") as folder:
        return checked_file(Path(file_of(folder, "picture", picture, _ending(mode))), mode).clashes


def view(picture: Picture, mode: str | None = None) -> Image.Image:
    """A native file, or a legal PNG, as a person sees it on its machine: a Pillow image, which notebooks show.

    What may be given is as in `check`. Raises PixelStyleError as `load_native`.
    """
    if isinstance(picture, Result):
        return picture.image
    with HeldFolder("given") as folder:
        return Image.fromarray(load_native(file_of(folder, "picture", picture, _ending(mode)), mode).shown_rgb())


def _ending(mode: str | None) -> str:
    """What a native file without a name is taken for, where its content does not tell."""
    return "" if mode is None else extensions_for_mode(mode)[:2][-1]
