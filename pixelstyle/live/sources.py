"""Where frames come from: a camera, a film (both read by OpenCV), or a folder of pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pixelstyle.batch import find_pictures
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import existing_file
from pixelstyle.formats import read_content


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
        return _captured(_opencv(), camera, f"There is no camera {camera}, or another program has it.", None)
    assert path is not None
    if Path(path).is_dir():
        return _folder(find_pictures([path]))
    existing_file(path, "film")
    return _captured(_opencv(), str(path), f"'{path}' is no film that can be read.", path)


def _folder(pictures: list[Path]) -> Source:
    """Every picture once; a broken one is passed over, and told of at the end."""
    broken: list[str] = []

    def frames() -> Iterator[np.ndarray]:
        for picture in pictures:
            try:
                yield read_content(picture)
            except PixelStyleError as error:
                broken.append(str(error))

    if not pictures:
        raise PixelStyleError("There is no picture in the folder.")
    return Source(frames(), lambda: f"Passed over {len(broken)}: {broken[0]}" if broken else "")


def _captured(cv2: Any, name: int | str, complaint: str, film: str | None) -> Source:
    """Frames of a film or a camera. Raises PixelStyleError with the `complaint` where there is not even a first one."""
    capture = cv2.VideoCapture(name)
    first: Any
    ok, first = capture.read() if capture.isOpened() else (False, None)
    if not ok:
        capture.release()
        raise PixelStyleError(complaint)
    expected = int(capture.get(cv2.CAP_PROP_FRAME_COUNT)) if film else 0
    read = 0

    def frames() -> Iterator[np.ndarray]:
        nonlocal read
        frame, there = first, True
        try:
            while there:
                read += 1
                yield np.ascontiguousarray(frame[..., ::-1])
                there, frame = capture.read()
        finally:
            capture.release()

    def trouble() -> str:
        if film is None or read >= expected:
            return ""
        return f"'{film}' ends in the middle: {read} of {expected} frames could be read."

    return Source(frames(), trouble)


def _opencv() -> Any:
    try:
        import cv2
    except ImportError:
        raise PixelStyleError("Films and cameras need a package: pip install 'pixelstyle[film]'.") from None
    opencv: Any = cv2
    # What a damaged film is told of in many lines is told here in one.
    opencv.utils.logging.setLogLevel(opencv.utils.logging.LOG_LEVEL_SILENT)
    return opencv
