"""`painters`: the paintings that come along, and what is known of a painter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pixelstyle.cli.completion import completion_of
from pixelstyle.cli.lists.tables import print_table
from pixelstyle.cli.progress import say
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import check_destination, write_atomically
from pixelstyle.palettes import get_palette
from pixelstyle.recipes import check_painter_named
from pixelstyle.screens import get_mode

if TYPE_CHECKING:
    from pixelstyle.painters import Painter

Name = Annotated[
    str | None,
    typer.Argument(
        help="tell everything about this one", show_default=False, autocompletion=completion_of("painter", ())
    ),
]

Onnx = Annotated[str | None, typer.Option(help="write this one's network as ONNX", metavar="FILE", show_default=False)]
ModeName = Annotated[
    str,
    typer.Option(
        "--mode",
        "-m",
        help="the machine that the ONNX file is for",
        metavar="NAME",
        autocompletion=completion_of("mode", ()),
    ),
]
PaintingName = Annotated[str | None, typer.Option(help="which painting of a painter's file", show_default=False)]


def painters_command(
    name: Name = None, onnx: Onnx = None, mode: ModeName = "c64-multicolor", painting: PaintingName = None
) -> int:
    """List the shipped painters; with a NAME or a painter FILE, what is known of it, or its network as ONNX."""
    if name is not None:
        check_painter_named(name, painting)
    if onnx is not None:
        return _export(name, onnx, mode, painting)
    from pixelstyle.painters import find_painter, is_painter_file, read_painter, shipped_painter

    if name is not None and not is_painter_file(name):
        painter, number = find_painter(name)
        paintings = [painter.paintings[number].name]
    else:
        painter = shipped_painter() if name is None else read_painter(name)
        paintings = [painting.name for painting in painter.paintings]
    if name is None:
        print_table(("painter", "trained for"), [(painting, _trained(painter)) for painting in paintings])
        return 0
    size = sum(value.numel() for value in painter.network.parameters())
    print(f"paints       {', '.join(paintings)}")
    print(f"trained for  {', '.join(painter.machines)}")
    print(f"paints for   {'these' if len(painter.machines) == 1 else 'these, and every other machine with a palette'}")
    print(f"learnt from  {painter.photos} photos in {painter.steps:,} steps")
    print(f"network      {size:,} parameters")
    return 0


def _export(name: str | None, onnx: str, mode_name: str, painting: str | None) -> int:
    """Write the network for one machine and painting, all checked before the work."""
    if name is None:
        raise PixelStyleError("Say whose network: painters NAME --onnx FILE.")
    mode = get_mode(mode_name)
    if mode.palette is None or mode.choice is not None:
        raise PixelStyleError(f"An ONNX file is for one palette; {mode.name} has none of its own.")
    check_destination(onnx, False)
    from pixelstyle.painters import encode_onnx, find_painter

    painter, number = find_painter(name, painting)
    write_atomically(Path(onnx), encode_onnx(painter, mode, get_palette(mode.palette), number), overwrite=False)
    say(f"saved {onnx}")
    return 0


def _trained(painter: Painter) -> str:
    """For which machines, in a few words."""
    machines = painter.machines
    return ", ".join(machines[:3]) + (f" and {len(machines) - 3} more" if len(machines) > 3 else "")
