"""Floor 3: what machines can show (modes), the nearest legal picture (solver), and whether a picture is legal
(checker)."""

from pixelstyle.screens.catalogue import get_mode, is_mode_file, modes
from pixelstyle.screens.checking.check import check, check_rgb, to_native
from pixelstyle.screens.checking.clash import Clash
from pixelstyle.screens.checking.colours import check_gamut
from pixelstyle.screens.checking.overlay import mark_clashes
from pixelstyle.screens.choosing.palette import choose_palette
from pixelstyle.screens.dither import DITHERS
from pixelstyle.screens.mode import Choice, ScreenMode, Slots, SubPalettes, Tiles
from pixelstyle.screens.native import NativePicture, show
from pixelstyle.screens.recovering.registers import with_registers
from pixelstyle.screens.recovering.state import with_slots
from pixelstyle.screens.solving.costs import SOLVER_METRICS, space_of
from pixelstyle.screens.solving.fit import fit
from pixelstyle.screens.solving.solve import nearest, solve

__all__ = [
    "DITHERS",
    "SOLVER_METRICS",
    "Choice",
    "Clash",
    "NativePicture",
    "ScreenMode",
    "Slots",
    "SubPalettes",
    "Tiles",
    "check",
    "check_gamut",
    "check_rgb",
    "choose_palette",
    "fit",
    "get_mode",
    "is_mode_file",
    "mark_clashes",
    "modes",
    "nearest",
    "show",
    "solve",
    "space_of",
    "to_native",
    "with_registers",
    "with_slots",
]
