"""Which rules go with which signal, by its name; a signal that is not named in a table has no such rule."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.clash import Clash
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.checking.signals.apple2 import double_hi_res_clashes, hi_res_clashes, uneven_bytes
from pixelstyle.screens.checking.signals.attribute_codes import oric_clashes, teletext_clashes
from pixelstyle.screens.checking.signals.direct_colour import not_five_bits
from pixelstyle.screens.checking.signals.half_brite import not_halves, too_few_halves
from pixelstyle.screens.checking.signals.hold_and_modify import held_and_modified, too_many_registers
from pixelstyle.screens.checking.signals.mixed_characters import pattern_clashes
from pixelstyle.screens.checking.signals.nufli import layer_clashes
from pixelstyle.screens.checking.signals.nuflix import fitted_clashes
from pixelstyle.screens.checking.signals.shifted_frames import frame_clashes, mixture_clashes
from pixelstyle.screens.checking.signals.sprites_over import overlay_clashes
from pixelstyle.screens.checking.signals.yjk import groups_beside_registers, groups_of_one_chroma
from pixelstyle.screens.mode import ScreenMode

OF_INDICES: dict[str | None, Callable[[CheckedPicture], list[Clash]]] = {
    "oric": oric_clashes,
    "teletext": teletext_clashes,
    "hgr": uneven_bytes,
    "mci": frame_clashes,
    "drazlace": frame_clashes,
    "ifli": frame_clashes,
    "mixed-characters": pattern_clashes,
    "sprites-over": overlay_clashes,
    "nufli": layer_clashes,
    "nuflix": fitted_clashes,
    "sham": too_many_registers,
}
"""Clashes of indices."""
OF_COLOURS: dict[str | None, Callable[[np.ndarray, ScreenMode, Palette], list[Clash]]] = {
    "hgr": hi_res_clashes,
    "dhgr": double_hi_res_clashes,
    "mci": mixture_clashes,
    "drazlace": mixture_clashes,
    "ifli": mixture_clashes,
}
"""Clashes of colours, uint8 [H, W, 3], that are all in the palette, where they are made by codes."""
BEYOND_PALETTE: dict[str | None, Callable[[np.ndarray, ScreenMode, Palette | None], list[Clash]]] = {
    "ham6": held_and_modified,
    "ham8": held_and_modified,
    "sham": held_and_modified,
    "yjk": groups_of_one_chroma,
    "rgb555": not_five_bits,
    "yae": groups_beside_registers,
}
"""The same where most colours are in no palette."""
FINER = {"yae"}
"""Whose colours beside the palette's have more bits than a palette's."""
OF_PALETTE: dict[str | None, Callable[[ScreenMode, Palette], list[Clash]]] = {"ehb": not_halves}
"""What is wrong with a palette of which a part follows from the rest."""
OF_CHOICE: dict[str | None, Callable[[ScreenMode, np.ndarray], list[Clash]]] = {"ehb": too_few_halves}
"""What is wrong with the colours of a picture, uint8 [H, W, 3], if no palette of that kind has them all."""
