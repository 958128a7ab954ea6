"""What a window can offer to choose from: the paintings that come along, and the presets, each with a picture.

The shipped painter's file holds the paintings; they are read off it here without torch, which its room would load.
"""

from __future__ import annotations

import functools
import json
from importlib import resources
from pathlib import Path

from pixelstyle.errors import UnknownNameError

_PAINTER = resources.files("pixelstyle") / "painters" / "weights" / "shipped.painter"
_SHIPPED = "painting:"
_PICTURES = resources.files("pixelstyle.recipes") / "preset_pictures"


@functools.cache
def paintings() -> dict[str, bytes]:
    """The shipped painter's paintings, by name, as WebP files of at most 448 pixels."""
    data = _PAINTER.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    names = json.loads(header["__metadata__"]["painter"])["paintings"]
    spans = [header[f"painting.{number}"]["data_offsets"] for number in range(len(names))]
    return {name: data[start + first : start + last] for name, (first, last) in zip(names, spans, strict=True)}


def painting(name: str) -> bytes:
    """One of them. Raises UnknownNameError."""
    try:
        return paintings()[name]
    except KeyError:
        raise UnknownNameError("painting", name, paintings()) from None


def painting_title(name: str) -> str:
    """'van-gogh-village-street-in-auvers-1890' as people write it."""
    *words, year = name.split("-")
    return f"{' '.join(map(_written, words))}, {year}" if year.isdigit() else name.replace("-", " ")


def _written(word: str) -> str:
    """A word of a painting's name as it is written there."""
    if word in ("de", "in", "la", "of"):
        return word
    return word.upper() if not set(word) - set("ivx") else word.capitalize()


def preset_picture(name: str) -> bytes | None:
    """A small PNG of what a shipped preset makes; None for a preset that has none."""
    path = _PICTURES / f"{name}.png"
    return path.read_bytes() if path.is_file() else None


def painting_file(text: str) -> str:
    """An input as a file's path: 'painting:NAME' is a shipped painting, laid into the current folder, which is the
    engine's own. Raises UnknownNameError for one that is not shipped."""
    if not text.startswith(_SHIPPED):
        return text
    name = text.removeprefix(_SHIPPED)
    path = Path(f"painting-{name}.webp")
    data = painting(name)  # first: what is no painting's name may be no file's either
    if not path.is_file():
        path.write_bytes(data)
    return str(path)
