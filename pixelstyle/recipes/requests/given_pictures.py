"""Pictures that a Python program has at hand, where a file's name goes: as PNG files for as long as the work takes."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import HeldFolder
from pixelstyle.recipes.result import Result

if TYPE_CHECKING:
    from torch import Tensor

Picture: TypeAlias = "str | Path | bytes | IO[bytes] | Image.Image | np.ndarray | Tensor | Result"
"""A file's name, a file's content, an open file, a Pillow image, a result, an array [H, W], [H, W, 3] or [H, W, 4], or
a tensor [3, H, W] or [1, 3, H, W]: whole numbers 0..255, or fractions 0..1."""

Made = TypeVar("Made", bound=Result)


def with_files(work: Callable[..., Made], **pictures: Picture) -> Made:
    """The result of `work`, which is given each picture by its name as a file's name.

    Those that are no names are files NAME.png while it works; the result calls them so, and knows their checksums, so
    that the same pictures give the same bytes. Raises PixelStyleError for what is no picture.
    """
    if all(isinstance(picture, str | Path) for picture in pictures.values()):
        return work(**pictures)
    with HeldFolder("given") as folder:
        files = {name: file_of(folder, name, picture) for name, picture in pictures.items()}
        made = work(**files)
        inputs = {
            name: facts | ({} if files.get(name) is pictures.get(name) else {"path": Path(facts["path"]).name})
            for name, facts in made.inputs.items()
        }
        return replace(made, inputs=inputs)


def file_of(folder: Path, name: str, picture: Picture, ending: str = "") -> str | Path:
    """A picture as a file, in `folder` where it is none yet; what neither its first bytes nor its name tell of gets
    `ending`, or .png. Raises PixelStyleError for what is no picture."""
    if isinstance(picture, str | Path):
        return picture
    if isinstance(picture, bytes | bytearray | memoryview):
        path = folder / f"{name}{_extension(bytes(picture)) or ending or '.png'}"
        path.write_bytes(picture)
    elif hasattr(picture, "read"):
        named = getattr(picture, "name", None)
        return file_of(folder, name, picture.read(), (Path(named).suffix if isinstance(named, str) else "") or ending)
    else:
        path = folder / f"{name}.png"
        _image(name, picture).save(path)
    return path


def _extension(content: bytes) -> str:
    """The extension that suits a file's first bytes; '' where Pillow knows none of pictures that begin so."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            return f".{(image.format or 'png').lower()}"
    except (OSError, Image.DecompressionBombError):
        return ""


def _image(name: str, picture: Any) -> Image.Image:
    if isinstance(picture, Image.Image):
        return picture
    if isinstance(picture, Result):
        return picture.image
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(picture, torch.Tensor):
        picture = picture.detach().cpu().numpy()
        picture = picture[0] if picture.ndim == 4 and len(picture) == 1 else picture
        picture = picture.transpose(1, 2, 0) if picture.ndim == 3 and len(picture) in (1, 3, 4) else picture
    if not isinstance(picture, np.ndarray):
        raise PixelStyleError(f"The {name} is a {type(picture).__name__}: give a file's name, an image or an array.")
    if picture.ndim == 3 and picture.shape[2] == 1:
        picture = picture[..., 0]
    if picture.size == 0 or picture.ndim not in (2, 3) or (picture.ndim == 3 and picture.shape[2] not in (3, 4)):
        shape = " x ".join(map(str, picture.shape))
        raise PixelStyleError(f"The {name} is an array of {shape}; a picture is [H, W], [H, W, 3] or [H, W, 4].")
    return Image.fromarray(_bytes(name, picture))


def _bytes(name: str, picture: np.ndarray) -> np.ndarray:
    """The same as uint8 0..255."""
    if picture.dtype == np.bool_:
        return picture * np.uint8(255)
    whole = np.issubdtype(picture.dtype, np.integer)
    most = 255 if whole else 1
    if not (picture.min() >= 0 and picture.max() <= most):  # this way round NaN fails, too
        raise PixelStyleError(f"The {name} has values outside 0 to {most}, which {picture.dtype} pictures have.")
    scaled = picture if whole else np.round(picture.astype(np.float64) * 255)
    return scaled.astype(np.uint8)
