"""What an image remembers of the native file that it was opened from, and of the machine that it is for.

It may have come with a stranger's file: what is remembered is only ever compared with the picture, or a name that
counts if the engine knows it.
"""

from __future__ import annotations

import base64
import json
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp  # noqa: E402

from pixelstyle_gimp import layers  # noqa: E402
from pixelstyle_gimp.native.kinds import Kind  # noqa: E402

_FILE = "pixelstyle-file"
"""The parasite with the native file's bytes, which XCF files keep."""
_MODE = "pixelstyle-mode"
"""The parasite with the mode that a person chose: flag 0, so that it makes no undo step, for as long as it is open."""
_CONVERTED = "pixelstyle-converted"
_LARGEST = 1 << 20


def remember_file(image: Gimp.Image, mode: str, files: dict[str, bytes]) -> None:
    """Keep the file that an image was opened from: `files` by their endings, the main one first."""
    kept = {ending: base64.b64encode(data).decode() for ending, data in files.items()}
    if sum(map(len, kept.values())) <= _LARGEST:
        text = json.dumps({"mode": mode, "files": kept})
        image.attach_parasite(Gimp.Parasite.new(_FILE, layers.KEEP | layers.UNDOABLE, text.encode()))
    else:
        remember_mode(image, mode)


def remember_mode(image: Gimp.Image, mode: str) -> None:
    """Keep the mode that was chosen for an image."""
    image.attach_parasite(Gimp.Parasite.new(_MODE, 0, mode.encode()))


def allow_conversion(image: Gimp.Image) -> None:
    """Keep that a person wants the nearest picture of this image written, which is not legal itself."""
    image.attach_parasite(Gimp.Parasite.new(_CONVERTED, 0, b"1"))


def conversion_allowed(image: Gimp.Image) -> bool:
    """Whether `allow_conversion` was said of this image, since it was opened."""
    return image.get_parasite(_CONVERTED) is not None


def remembered_file(image: Gimp.Image, kind: Kind) -> dict[str, bytes]:
    """The native file that an image was opened from, by endings, the main one first; {} where that is of another kind,
    or nothing."""
    files = _kept(image).get("files")
    try:
        found = {str(ending): base64.b64decode(data, validate=True) for ending, data in dict(files or {}).items()}
    except (ValueError, TypeError):
        return {}
    main, *others = found or [""]
    return found if main in kind.endings and set(others) <= set(kind.companions) else {}


def remembered_modes(image: Gimp.Image) -> list[str]:
    """The names of the modes that an image may be for, the likeliest first: the one that was chosen, that of its file,
    those in which PixelStyle made its layers."""
    chosen = image.get_parasite(_MODE)
    found: list[Any] = [] if chosen is None else [bytes(chosen.get_data()).rstrip(b"\0").decode(errors="replace")]
    found.append(_kept(image).get("mode"))
    for layer in image.get_layers():
        text = layers.kept_parameters(layer)
        if text is not None and layer.get_visible():
            found.append(_mode_of_request(text))
    return list(dict.fromkeys(name for name in found if isinstance(name, str) and name))


def _kept(image: Gimp.Image) -> dict[str, Any]:
    parasite = image.get_parasite(_FILE)
    try:
        kept = {} if parasite is None else json.loads(bytes(parasite.get_data()).rstrip(b"\0"))
    except (ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _mode_of_request(text: str) -> object:
    try:
        return json.loads(text)["request"]["settings"].get("mode", "c64-multicolor")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
