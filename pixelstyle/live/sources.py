"""Where frames come from: a film or a folder of pictures, as films are read everywhere, or a camera, by OpenCV."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.film import open_film


@dataclass(frozen=True)
class Source:
    """Frames, uint8 [h, w, 3], and what is to be told when they have come to their end."""

    frames: Iterator[np.ndarray]
    trouble: Callable[[], str]
    """Why they ended too early; '' if they did not."""


def open_source(path: str | None, camera: int | None) -> Source:
    """A film or folder at `path`, or the camera of this number.

    Raises PixelStyleError for both and neither, and for what is not there or cannot be read.
    """
    if (path is None) == (camera is None):
        raise PixelStyleError("Say where frames come from: --in FILM, --in FOLDER or --camera 0.")
    if camera is not None:
        return _captured(camera)
    assert path is not None
    film = open_film(path)
    return Source((frame.rgb for frame in film.frames), lambda: " ".join(film.troubles[:1]))


def _captured(camera: int) -> Source:
    """Frames of a camera. Raises PixelStyleError where there is not even a first one."""
    cv2 = _opencv()
    capture = cv2.VideoCapture(camera)
    first: Any
    there, first = capture.read() if capture.isOpened() else (False, None)
    if not there:
        capture.release()
        raise PixelStyleError(f"There is no camera {camera}, or another program has it.")

    def frames() -> Iterator[np.ndarray]:
        frame, there = first, True
        try:
            while there:
                yield np.ascontiguousarray(frame[..., ::-1])
                there, frame = capture.read()
        finally:
            capture.release()

    return Source(frames(), lambda: "")


def _opencv() -> Any:
    try:
        import cv2
    except ImportError:
        raise PixelStyleError("Cameras need a package: pip install 'pixelstyle[camera]'.") from None
    opencv: Any = cv2
    # What is wrong with a camera is told in one line, not in OpenCV's many.
    opencv.utils.logging.setLogLevel(opencv.utils.logging.LOG_LEVEL_SILENT)
    return opencv
