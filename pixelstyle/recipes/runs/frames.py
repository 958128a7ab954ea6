"""One frame of a film, optimised: as a picture by itself, but for the pixels that other frames have settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pixelstyle.files import read_picture
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode
from pixelstyle.settings import StylizeSettings

if TYPE_CHECKING:  # torch takes seconds to import
    from pixelstyle.recipes.run import Run


def frame_run(
    content: Path,
    style: str | Path,
    settings: StylizeSettings,
    mode: ScreenMode,
    palette: Palette | None,
    kept: tuple[NativePicture | np.ndarray, np.ndarray] | None,
) -> Run:
    """The run that makes a frame from a content that fills the screen of `mode`, in `palette` (None in 24 bits).

    `kept`: a picture, in 24 bits uint8 [H, W, 3], and where its pixels stay, bool [H, W]; None: nowhere. Raises what
    `prepare_stylize` raises.
    """
    from pixelstyle.recipes.regions.palette import OwnedPalette
    from pixelstyle.recipes.runs.temporal_coherence import Carried
    from pixelstyle.recipes.stylize import Stylization
    from pixelstyle.recipes.stylize_scene import Inputs

    if kept is not None:
        settings = replace(settings, clusters=0.0)  # it would merge what is settled
    inputs = Inputs.read(content, style, settings)
    work = Stylization.of(inputs, settings, mode)
    scene = work.scene
    if palette is not None:
        scene = replace(scene, colours=OwnedPalette(palette))
    if kept is None:
        work = replace(work, scene=scene)
        return work.run_free_first() if settings.free_first and mode.constrained else work.run()
    before, still = kept
    native = before if isinstance(before, NativePicture) else None
    pixels = before.native_rgb() if isinstance(before, NativePicture) else before
    carried = Carried(pixels.astype(np.float32) / np.float32(255), native, still)
    return replace(work, scene=replace(scene, carried=carried)).run()


def expected_in(frames: Sequence[np.ndarray], style: str | Path | np.ndarray, settings: StylizeSettings) -> np.ndarray:
    """What a palette is chosen for before there are results: float32 [h, W, 3], frames in a style over one another.

    `frames`: float32 [H, W, 3] in native pixels; `style`: a picture's file, or its pixels, uint8 [h, w, 3].
    """
    from pixelstyle.recipes.style_pictures import expected_colours

    picture = style if isinstance(style, np.ndarray) else read_picture(style, background=settings.background)
    return np.concatenate([expected_colours(frame, picture) for frame in frames])
