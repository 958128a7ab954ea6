"""Where frames go: a folder of PNGs, a pipe as raw pixels, the terminal, or a window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import make_folder, write_all
from pixelstyle.formats import encode_png
from pixelstyle.screens import NativePicture

Sink = Callable[[NativePicture, int], None]
"""Takes a frame and its number, counted from 1."""


def open_sink(where: str, terminal: Callable[[np.ndarray], None], *, overwrite: bool = False) -> Sink:
    """A folder, '-' for raw RGB on standard output, 'terminal', 'window', or 'none', which only measures.

    `terminal` prints a picture, uint8 [H, W, 3]. Raises PixelStyleError for a folder that cannot be made, or is not
    empty without `overwrite`, and where OpenCV has no windows.
    """
    if where == "none":
        return lambda native, number: None
    if where == "-":
        return _piped
    if where == "terminal":
        return lambda native, number: terminal(native.shown_rgb())
    if where == "window":
        return _window()
    return _folder(Path(where), overwrite)


def _piped(native: NativePicture, number: int) -> None:
    """Red, green and blue of every shown pixel, a byte each, and nothing else: what ffplay -f rawvideo takes."""
    sys.stdout.buffer.write(native.shown_rgb().tobytes())
    sys.stdout.buffer.flush()


def _folder(folder: Path, overwrite: bool) -> Sink:
    make_folder(folder)
    if any(folder.glob("frame-*.png")) and not overwrite:
        raise PixelStyleError(f"The folder '{folder}' holds frames already; add --overwrite to replace them.")

    def write(native: NativePicture, number: int) -> None:
        write_all({folder / f"frame-{number:05}.png": encode_png(native)}, overwrite=overwrite)

    return write


def _window() -> Sink:
    try:
        import cv2

        cv2.namedWindow("PixelStyle", cv2.WINDOW_NORMAL)
    except Exception:  # a build without windows, or nowhere to show one: OpenCV's own error is many lines
        raise PixelStyleError(
            "There is no window to be had here: take --to terminal, or --to - into a program that shows raw video."
        ) from None
    shower: Any = cv2

    def put(native: NativePicture, number: int) -> None:
        shower.imshow("PixelStyle", native.shown_rgb()[..., ::-1])
        shower.waitKey(1)

    return put
