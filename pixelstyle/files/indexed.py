"""The numbers of an indexed picture's pixels, and what its palette has at each: two places may hold the same colour."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from PIL import Image

from pixelstyle.files.reading import split_layer


def read_indices(path: str | Path) -> tuple[np.ndarray, np.ndarray] | None:
    """uint8 [H, W] and uint8 [K, 3] of an indexed picture that Pillow reads; None for every other file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(split_layer(path)[0]) as image:
                if image.mode != "P":
                    return None
                colours = np.frombuffer(bytes(image.getpalette("RGB") or b""), np.uint8)
                return np.array(image), colours.reshape(-1, 3)
    except Exception:  # of a damaged file anything may come; whoever reads the picture itself has said so
        return None
