"""Floor 3: files: reading pictures safely, fitting them to a screen, writing without half-written results."""

from typing import TYPE_CHECKING

from pixelstyle.late_room import hand_on_late

if TYPE_CHECKING:
    from pixelstyle.files.checkpoint_header import CHECKPOINT_LAYOUT, read_checkpoint_header
    from pixelstyle.files.fitting import FITS, MAX_SIDE, WHOLE, Frame, fit_picture, inner_size
    from pixelstyle.files.held_folder import HeldFolder
    from pixelstyle.files.indexed import read_indices
    from pixelstyle.files.kinds.ilbm import Ilbm, ilbm_registers, parse_ilbm
    from pixelstyle.files.kinds.ilbm import shown as shown_ilbm
    from pixelstyle.files.kinds.line_palettes import CHUNKS as LINE_PALETTES
    from pixelstyle.files.kinds.line_palettes import line_palettes
    from pixelstyle.files.kinds.pcx import pcx_colours, unpack_pcx
    from pixelstyle.files.kinds.signatures import has_head, is_picture
    from pixelstyle.files.kinds.unreadable import what_is
    from pixelstyle.files.moving import read_moving
    from pixelstyle.files.pictures import MAX_PIXELS, parse_colour, read_picture, read_transparency
    from pixelstyle.files.reading import (
        MAX_TOML,
        existing_file,
        is_file,
        parse_toml,
        read_bytes,
        read_toml,
        sha256_of,
        split_layer,
    )
    from pixelstyle.files.subject import MIDDLE, subject_focus
    from pixelstyle.files.tensor_header import TensorHeader, has_checksum, read_tensor_header
    from pixelstyle.files.writing import (
        SavedElsewhereError,
        cache_folder,
        check_destination,
        check_folder,
        make_folder,
        move_into_place,
        once_more,
        write_all,
        write_atomically,
    )

__all__ = [
    "CHECKPOINT_LAYOUT",
    "FITS",
    "LINE_PALETTES",
    "MAX_PIXELS",
    "MAX_SIDE",
    "MAX_TOML",
    "MIDDLE",
    "WHOLE",
    "Frame",
    "HeldFolder",
    "Ilbm",
    "SavedElsewhereError",
    "TensorHeader",
    "cache_folder",
    "check_destination",
    "check_folder",
    "existing_file",
    "fit_picture",
    "has_checksum",
    "has_head",
    "ilbm_registers",
    "inner_size",
    "is_file",
    "is_picture",
    "line_palettes",
    "make_folder",
    "move_into_place",
    "once_more",
    "parse_colour",
    "parse_ilbm",
    "parse_toml",
    "pcx_colours",
    "read_bytes",
    "read_checkpoint_header",
    "read_indices",
    "read_moving",
    "read_picture",
    "read_tensor_header",
    "read_toml",
    "read_transparency",
    "sha256_of",
    "shown_ilbm",
    "split_layer",
    "subject_focus",
    "unpack_pcx",
    "what_is",
    "write_all",
    "write_atomically",
]

hand_on_late(__name__)
