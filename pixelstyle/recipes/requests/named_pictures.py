"""Masks and frames that settings name: whether they go with the picture, told before the network is there."""

from __future__ import annotations

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_bytes
from pixelstyle.formats import png_record, read_content
from pixelstyle.recipes.regions.mask_pictures import check_mask, check_shape, has_regions
from pixelstyle.settings import DreamSettings, StylizeSettings


def look_over_masks(settings: StylizeSettings | DreamSettings, content: np.ndarray | None) -> None:
    """Raise PixelStyleError for masks that are not of the shape of the content, uint8 [H, W, 3], or lack a region's
    colour; what is not known of a content that has not been read is left."""
    if isinstance(settings, DreamSettings):
        if settings.mask is not None and not read_content(settings.mask).any():
            raise black_all_over(settings.mask)
        return
    has_regions(settings)
    masks = {"mask": settings.mask, "protect mask": settings.protect, "detail mask": settings.detail}
    for what, path in masks.items():
        if path is None:
            continue
        picture = read_content(path)
        if content is not None:
            check_shape(picture, content, path, what)
        if what == "mask":
            check_mask(picture, settings)


def look_over_carried(path: str) -> None:
    """Raise PixelStyleError for what is no frame of an animation that this program made."""
    inputs = png_record(read_bytes(path, "picture")).get("inputs")
    if not isinstance(inputs, dict) or "content" not in inputs:
        raise no_frame(path)


def no_frame(path: object) -> PixelStyleError:
    """What is told of a picture that no frame can go on from."""
    return PixelStyleError(f"'{path}' is no frame to go on from: 'stylize' has not made it.")


def black_all_over(path: str) -> PixelStyleError:
    """What is told of a mask that leaves nothing to a dream."""
    return PixelStyleError(f"The mask '{path}' is black all over: paint white where the dream may go.")
