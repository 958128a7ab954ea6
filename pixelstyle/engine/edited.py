"""A picture that was opened from a native file and painted on: what the file held beside the pixels stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_indices
from pixelstyle.screens import NativePicture, check, to_native


def same_picture(image: Path, rgb: np.ndarray, kept: NativePicture) -> bool:
    """Whether the picture in the file `image`, uint8 [h, w, 3], is still the one that was opened, in pixels and, where
    the palette is part of the picture and the file has one, in palette."""
    try:
        native, _ = to_native(rgb, kept.mode)
    except PixelStyleError:
        return False
    if (native != kept.native_rgb()).any():
        return False
    found = None if kept.mode.choice is None or kept.mode.coded else read_indices(image)
    return found is None or [tuple(colour) for colour in found[1].tolist()] == list(kept.palette.colours)


def as_edited(native: NativePicture, kept: NativePicture) -> NativePicture:
    """A legal picture `native` as an edited `kept`: with its palette, slots and sub-palettes where they still show all
    of it, and in any case with what the file held beside the picture (a border's colour).

    Of colours that stand in several places a pixel that was not changed keeps its own, another one gets one that its
    cell has.
    """
    if native.mode != kept.mode:
        return native
    beside = replace(native, extra=kept.extra | native.extra)
    if native.mode.coded:
        return beside
    rgb, colours = native.native_rgb(), kept.palette.bytes()
    indices = kept.indices.copy()
    rows, columns = np.nonzero((rgb != kept.native_rgb()).any(axis=2))
    choices = kept.choices()[rows, columns]
    fitting = (colours[choices] == rgb[rows, columns][:, None]).all(axis=2)
    if not fitting.any(axis=1).all():
        return beside
    indices[rows, columns] = np.take_along_axis(choices, fitting.argmax(axis=1)[:, None], axis=1)[:, 0]
    found = replace(kept, indices=indices, extra=beside.extra)
    return beside if check(found) else found
