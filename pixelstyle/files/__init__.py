"""Floor 3: files: reading pictures safely, fitting them to a screen, writing without half-written results."""

from pixelstyle.files.fitting import FITS, fit_picture
from pixelstyle.files.ilbm import ilbm_registers, parse_ilbm
from pixelstyle.files.line_palettes import CHUNKS as LINE_PALETTES
from pixelstyle.files.pictures import MAX_PIXELS, parse_colour, read_picture
from pixelstyle.files.reading import existing_file, read_bytes, sha256_of, split_layer
from pixelstyle.files.writing import cache_folder, check_destination, write_atomically

__all__ = [
    "FITS",
    "LINE_PALETTES",
    "MAX_PIXELS",
    "cache_folder",
    "check_destination",
    "existing_file",
    "fit_picture",
    "ilbm_registers",
    "parse_colour",
    "parse_ilbm",
    "read_bytes",
    "read_picture",
    "sha256_of",
    "split_layer",
    "write_atomically",
]
