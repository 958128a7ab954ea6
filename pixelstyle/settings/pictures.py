"""Pictures with what they are for, as people write them: 'wave.jpg=0.5', '#ff0000=a.jpg'."""

from __future__ import annotations

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import parse_colour
from pixelstyle.settings.options import split_file


def parse_weighted(text: str) -> tuple[str, float]:
    """'wave.jpg=0.5' as path and weight; without one it is 1. Raises PixelStyleError for a weight below 0.

    >>> parse_weighted("wave.jpg=0.5")
    ('wave.jpg', 0.5)
    """
    _, path, weight = split_file(text, "path=weight")
    value = float(weight[1:] or 1)
    if not 0 <= value < float("inf"):
        raise PixelStyleError(f"'{text}' is not a style with its weight, 0 or more, such as wave.jpg=0.5.")
    return path, value


def parse_region(text: str) -> tuple[tuple[int, int, int], str]:
    """'#ff0000=a.jpg' as the colour and the path. Raises PixelStyleError.

    >>> parse_region("#ff0000=a.jpg")
    ((255, 0, 0), 'a.jpg')
    """
    name, path, _ = split_file(text, "name=path")
    if not name.endswith("=") or not path:
        raise PixelStyleError(f"'{text}' is not a colour of the mask with its style, such as #ff0000=a.jpg.")
    return parse_colour(name[:-1]), path
