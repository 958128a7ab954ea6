"""Frames of a client's camera, painted one after the other by a painter: quick, legal, steady."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from pixelstyle.engine.protocol import Message
from pixelstyle.engine.protocol import field as take
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import fit_picture
from pixelstyle.formats import encode_png_rgb
from pixelstyle.screens import ScreenMode, get_mode

if TYPE_CHECKING:
    from pixelstyle.painters import Stream

_MOST_SIDE = 2048
"""Of a frame."""


class FramePainter:
    """The painter before the machine of the last frame: the next one mostly has the same."""

    def __init__(self) -> None:
        self._asked: tuple[str, str] | None = None
        self._stream: Stream | None = None

    def answer(self, message: Message, write: Callable[[str, bytes], Any]) -> dict[str, Any]:
        """What `framed` says. Raises PixelStyleError for what is no frame, no painter, or no machine for painters."""
        mode = get_mode(take(message, "mode", str))
        frame = _decoded(take(message, "data", str))
        across, down = mode.pixel
        native = fit_picture(frame, mode.width, mode.height, "cover", aspect=across / down)
        painted = self._stream_for(mode, take(message, "painter", str), native).frame(native)
        return {
            "mode": mode.name,
            "size": [mode.width, mode.height],
            "pixel": list(mode.pixel),
            "shown": write("preview-frame.png", encode_png_rgb(painted.shown_rgb())),
        }

    def _stream_for(self, mode: ScreenMode, name: str, native: np.ndarray) -> Stream:
        if self._stream is None or self._asked != (mode.name, name):
            from pixelstyle.painters import Stream, find_painter, palette_for  # here, since they need torch

            painter, number = find_painter(name)
            painter.check(mode)
            palette = palette_for(mode, native, painter.paintings[number].pixels())
            self._stream = Stream(painter.scene(mode, palette, number, quick=True))
            self._asked = mode.name, name
        return self._stream


def _decoded(text: str) -> np.ndarray:
    """A JPEG or PNG in base64 as uint8 [h, w, 3]."""
    try:
        with Image.open(io.BytesIO(base64.b64decode(text, validate=True)), formats=("JPEG", "PNG")) as image:
            if max(image.size) > _MOST_SIDE:
                raise PixelStyleError(f"A frame is at most {_MOST_SIDE} pixels wide and high.")
            return np.asarray(image.convert("RGB"))
    except (OSError, ValueError, Image.DecompressionBombError):
        raise PixelStyleError("The frame is neither a JPEG nor a PNG.") from None
