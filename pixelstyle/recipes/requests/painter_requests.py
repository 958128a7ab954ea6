"""What may be asked of the shipped painter: told from its file's header, before torch is loaded."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import read_tensor_header
from pixelstyle.settings import StylizeSettings, TextureSettings

_SHIPPED = Path(__file__).parents[2] / "painters" / "weights" / "shipped.painter"


_NEITHER = {
    StylizeSettings: "Say in whose style: a picture of it after the content, or a painter with --painter.",
    TextureSettings: "Say of what the texture is: a picture, or a painter with --painter.",
}


def check_painter(settings: StylizeSettings | TextureSettings, style: object) -> None:
    """As `check_painter_named`, for the painter of these settings.

    Raises PixelStyleError, too, where a picture is named for the style besides, or where neither is.
    """
    if settings.painter is None:
        if style is None:
            raise PixelStyleError(_NEITHER[type(settings)])
        return
    if style is not None:
        raise PixelStyleError(f"The painter '{settings.painter}' has its style already: leave out '{style}'.")
    check_painter_named(settings.painter, settings.painting)


def check_painter_named(name: str, painting: str | None) -> None:
    """Raise UnknownNameError for a name, or the beginning of one, that no shipped painter has, PixelStyleError for a
    file that is none of a painter's."""
    if name.lower().endswith(_SHIPPED.suffix):
        try:
            _names_in(Path(name))
        except (ValueError, LookupError, TypeError, RecursionError):
            raise PixelStyleError(f"'{name}' is no painter: 'pixelstyle train' writes them.") from None
        return
    known = painter_names()
    if not any(each.startswith(painting or name) for each in known):
        raise UnknownNameError("painter", name, known, see="pixelstyle painters")


@functools.cache
def painter_names() -> list[str]:
    """The paintings whose painters come along, by the header of their file."""
    return _names_in(_SHIPPED)


def _names_in(path: Path) -> list[str]:
    """Raises ValueError and others for a file that is none of a painter's."""
    return [str(name) for name in json.loads(read_tensor_header(path, "painter").metadata["painter"])["paintings"]]
