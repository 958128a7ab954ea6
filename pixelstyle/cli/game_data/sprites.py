"""`sprites`: a sheet or an animation as a machine's sprites."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from pixelstyle.cli.options import arguments, command_of, parameters_of, values_for
from pixelstyle.cli.progress import say
from pixelstyle.cli.termination import Termination, stop
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import check_destination, write_all
from pixelstyle.formats import C64, Sprites, encode_sprites, told_of
from pixelstyle.recipes import ANCHORS, cut_sheets, grid_of, make_c64_sprites, make_sprites
from pixelstyle.screens import DITHERS
from pixelstyle.settings import Options, option


@dataclass(frozen=True)
class SpriteOptions(Options):
    """How a sheet is cut, and for which machine."""

    panel: ClassVar[str] = "Sprites"

    mode: str = option("nes", "the machine", "-m")
    grid: str | None = option(None, "cut into frames of this size, such as 16x16; a row is an animation")
    islands: bool = option(False, "cut into what is surrounded by nothing")
    gap: int = option(1, "pixels of nothing that do not part an island", least=0, most=64)
    key: str | None = option(None, "a colour that is transparent, such as #ff00ff, where the file has no transparency")
    object: str | None = option(None, "size of the hardware's sprites, such as 8x16; by itself the smallest")
    base_tile: int = option(0, "the number of the first tile: those before are the game's own", least=0, most=65_535)
    anchor: str = option("bottom", f"the pixel that is the sprite's place: {', '.join(ANCHORS)} or X,Y in a frame")
    duration: int = option(100, "milliseconds that a frame is seen, where the file does not say", least=1, most=65_535)
    palettes: str | None = option(
        None, "palettes that are given: inline '#..,#..;#..', a palette file or the machine's .pal", file=False
    )
    overlay: bool = option(False, "C64: a fine sprite of one more colour over each multicolour one")
    max_palettes: int | None = option(None, "use no more palettes than these", least=1, most=16)
    dither: str = option("none", "how colours between those of the machine are mixed", choices=DITHERS)


@dataclass(frozen=True)
class SpriteOutput(Options):
    """Where they go."""

    panel: ClassVar[str] = "Output"

    output: tuple[str, ...] = option(
        (), "file to write; its ending says what: .png .json .chr .2bpp .c1 .s .asm .c .res .spd .p8; repeatable", "-o"
    )
    overwrite: bool = option(False, "replace files that exist")
    quiet: bool = option(False, "print nothing but errors", "-q")


def sprites_command() -> Any:
    """The command."""

    def body(values: dict[str, Any]) -> int:
        asked, output = (
            SpriteOptions.of(values_for(SpriteOptions, values)),
            SpriteOutput.of(values_for(SpriteOutput, values)),
        )
        if asked.grid is not None and asked.islands:
            raise PixelStyleError("A sheet is cut by --grid or by --islands, not by both.")
        names = output.output or (f"{Path(values['pictures'][0]).stem}-sprites.json",)
        if asked.grid is not None:
            grid_of(asked.grid)
        cut = "islands" if asked.islands else "whole" if asked.grid is None else asked.grid
        for name in names:
            check_destination(Path(name), output.overwrite)
        cuts = cut_sheets(values["pictures"], cut, asked.key, asked.gap, asked.duration)
        if asked.mode in C64:
            made: Sprites = make_c64_sprites(cuts, asked.mode, overlay=asked.overlay, anchor=asked.anchor)
        elif asked.overlay:
            raise PixelStyleError(
                "Only the C64's sprites lie over others: --overlay goes with -m c64-sprites-multicolor."
            )
        else:
            made = make_sprites(
                cuts,
                asked.mode,
                size=asked.object,
                anchor=asked.anchor,
                palettes=asked.palettes,
                most=asked.max_palettes,
                dither=asked.dither,
            )
        made = made.numbered_from(asked.base_tile)
        files: dict[Path, bytes] = {}
        for name in names:
            files |= encode_sprites(Path(name), made)
        own = {Path(picture).resolve() for picture in values["pictures"]}
        for path in files:
            if path.resolve() in own:
                raise PixelStyleError(f"'{path}' is what the sprites are cut from: give the output another name.")
        with Termination(stop):
            write_all(files, overwrite=output.overwrite)
        if not output.quiet:
            for text in told_of(made):
                say(f"warning: {text}")
            say(f"saved {', '.join(map(str, files))}: {made}")
        return 0

    parameters = [
        arguments("pictures", "sheets, single frames, or animations (GIF, APNG, WebP)"),
        *parameters_of(SpriteOptions),
        *parameters_of(SpriteOutput),
    ]
    return command_of(
        "sprites", "A sheet or an animation as a machine's sprites: tiles, metasprites, palettes.", parameters, body
    )
