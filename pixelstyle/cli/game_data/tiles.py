"""`tiles`: several pictures as tiles with the same palettes."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from pixelstyle.batch import find_pictures
from pixelstyle.cli.options import arguments, command_of, parameters_of, values_for
from pixelstyle.cli.progress import say
from pixelstyle.cli.termination import Termination, stop
from pixelstyle.cli.typed_settings import context_parameter, preset_option, settings_from
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import check_destination, check_folder, write_all
from pixelstyle.recipes import convert_together, find_recipe
from pixelstyle.settings import ConvertSettings, Options, option


@dataclass(frozen=True)
class TilesOptions(Options):
    """Where they go, and what they share."""

    panel: ClassVar[str] = "Output"

    output: str | None = option(None, "folder for tiles, maps, palettes, and a PNG of each picture", "-o")
    share_tiles: bool = option(False, "one set of tiles for all pictures, too, in tiles.chr or the like")
    overwrite: bool = option(False, "replace files that exist")
    quiet: bool = option(False, "print nothing but errors", "-q")


def tiles_command() -> Any:
    """The command."""

    def body(values: dict[str, Any]) -> int:
        options = TilesOptions.of(values_for(TilesOptions, values))
        settings = settings_from(find_recipe("convert"), values)
        assert isinstance(settings, ConvertSettings)
        if options.output is None:
            raise PixelStyleError("Say which folder the files go to, such as -o out/.")
        folder = Path(options.output)
        check_folder(folder)
        made = convert_together(find_pictures(values["pictures"]), settings, share_tiles=options.share_tiles)
        files = made.files(folder)
        for path in files:
            if path.exists():
                check_destination(path, options.overwrite)
        with Termination(stop):
            with contextlib.suppress(OSError):  # where there is no folder any more, they go elsewhere
                folder.mkdir(exist_ok=True)
            write_all(files, overwrite=options.overwrite)
        if not options.quiet:
            for name, counts in made.counts():
                say(f"{name}: {counts}")
            say(f"saved {len(files)} files in {folder}: {len(made.names)} pictures with the same palettes")
        return 0

    parameters = [
        context_parameter(),
        arguments("pictures", "the pictures, names or a 'pattern' or a folder"),
        *parameters_of(TilesOptions),
        preset_option(),
        *parameters_of(ConvertSettings),
    ]
    return command_of("tiles", "Several pictures as tiles with the same palettes, for game engines.", parameters, body)
