"""`check` and `view`: what is in a picture file, and whether its machine could show it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Literal, cast

import numpy as np
import typer

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import check_destination, read_bytes, write_atomically
from pixelstyle.formats import (
    PNG_KEY,
    decode_png,
    decode_png_rgb,
    encode_png_rgb,
    load_native,
    mode_file_facts,
    png_colours,
    png_machine,
    save_native,
)
from pixelstyle.palettes import SHIFTED, Palette, full_levels, get_palette
from pixelstyle.screens import Clash, ScreenMode, check, check_gamut, check_rgb, mark_clashes, to_native
from pixelstyle.version import __version__

Mode = Annotated[
    str | None,
    typer.Option("--mode", "-m", help="the machine's screen mode, where the file does not tell", show_default=False),
]
PaletteName = Annotated[
    str | None,
    typer.Option("--palette", help="a shipped palette's name or a palette file, in place of the mode's own"),
]
File = Annotated[Path, typer.Argument(help="a native file, or a PNG of a machine's picture", show_default=False)]

SHOWN_CLASHES = 10
"""As many as a person reads; a plain photo has one in every cell."""


def check_command(
    file: File,
    mode: Mode = None,
    palette: PaletteName = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the findings as JSON")] = False,
    overlay: Annotated[
        Path | None, typer.Option(help="write a PNG that marks the clashes", metavar="FILE", show_default=False)
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="replace the overlay if it exists")] = False,
) -> int:
    """Tell whether a machine can show a picture: exit status 0 if so; else each clash with its cell, and 1."""
    if overlay is not None:
        check_destination(overlay, overwrite)
    rgb, found, clashes = clashes_in(file, mode, None if palette is None else get_palette(palette))
    if overlay is not None:
        write_atomically(overlay, encode_png_rgb(mark_clashes(rgb, found, clashes)), overwrite=overwrite)
    if as_json:
        print(json.dumps({"file": str(file), "mode": found.name, "legal": not clashes, "clashes": _plain(clashes)}))
    elif clashes:
        print(*clashes[:SHOWN_CLASHES], sep="\n")
        if len(clashes) > SHOWN_CLASHES:
            print(f"and {len(clashes) - SHOWN_CLASHES:,} more; --json lists all, --overlay FILE.png marks them")
        count = f"{len(clashes):,} clashes" if len(clashes) > 1 else "one clash"
        print(f"{file}: not legal for {found.name}: {count}")
    else:
        print(f"{file}: legal for {found.name}")
    return 1 if clashes else 0


def view_command(
    file: File,
    output: Annotated[Path, typer.Option("--output", "-o", help="file to write, usually a PNG", show_default=False)],
    mode: Mode = None,
    palette: PaletteName = None,
    size: Annotated[str, typer.Option(help="as a person sees it, or the machine's pixels", metavar="shown|native")] = (
        "shown"
    ),
    scale: Annotated[int, typer.Option(help="enlarge by this whole number, nearest neighbour")] = 1,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="replace the file if it exists")] = False,
) -> int:
    """Turn a native file back into a PNG (or a legal PNG into a native file)."""
    if size not in ("shown", "native"):
        raise UnknownNameError("size", size, ("shown", "native"))
    picture = load_native(file, mode, None if palette is None else get_palette(palette))
    facts = mode_file_facts(file, mode)
    record = {"version": __version__, "mode": picture.mode.name, **({"inputs": facts} if facts else {})}
    text, kind = {PNG_KEY: json.dumps(record)}, cast(Literal["native", "shown"], size)
    for written in save_native(picture, output, overwrite=overwrite, size=kind, scale=scale, text=text):
        print(f"saved {written}", file=sys.stderr)
    return 0


def clashes_in(
    path: Path, mode_name: str | None, palette: Palette | None
) -> tuple[np.ndarray, ScreenMode, list[Clash]]:
    """A picture file's native pixels (uint8 [H, W, 3]), its mode, and what its machine could not show.

    PNGs are judged by their colours, whatever made them; native files by what they hold. Raises PixelStyleError for a
    file that is no such picture at all.
    """
    if path.suffix.lower() != ".png":
        picture = load_native(path, mode_name, palette)
        rgb = picture.native_rgb()
        return _told(path, rgb) if picture.palette.source == SHIFTED else rgb, picture.mode, check(picture)
    data = read_bytes(path, "picture")
    try:
        mode, palette = png_machine(path, data, mode_name, palette)
        rgb, sized = to_native(decode_png_rgb(data), mode)
        if palette is None and sized.choice is not None and sized.choice.bits is not None:
            full = full_levels(rgb, sized.choice.bits)
            rgb = rgb if full is None else _told(path, full)
        if not mode.constrained:
            return rgb, sized, []
        if palette is not None and not mode.coded:
            return rgb, sized, check_rgb(rgb, sized, palette)
        return rgb, sized, _clashes_of_chosen(path, data, rgb, sized, palette)
    except PixelStyleError as error:
        raise PixelStyleError(f"'{path}': {error}") from None


def _clashes_of_chosen(
    path: Path, data: bytes, rgb: np.ndarray, mode: ScreenMode, palette: Palette | None
) -> list[Clash]:
    """What is wrong with a PNG whose registers, or codes, are to be found from its native pixels or its own chunks.

    A picture that can be read so is judged by what it then holds; another one by its colours alone.
    """
    clashes = check_gamut(rgb, mode, png_colours(path, data, mode) if palette is None else palette)
    if clashes:
        return clashes
    try:
        return check(decode_png(data, mode, palette))
    except PixelStyleError:
        clashes = check_rgb(rgb, mode, palette)
        if not clashes:
            raise
        return clashes


def _told(path: Path, rgb: np.ndarray) -> np.ndarray:
    print(f"{path}: {SHIFTED}", file=sys.stderr)
    return rgb


def _plain(clashes: list[Clash]) -> list[dict[str, object]]:
    return [{"cell": c.cell, "box": c.box, "found": c.found, "allowed": c.allowed, "rule": c.rule} for c in clashes]
