"""`painters`: the paintings that come along, and what is known of a painter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pixelstyle.cli.lists.tables import print_table

if TYPE_CHECKING:
    from pixelstyle.painters import Painter

Name = Annotated[str | None, typer.Argument(help="tell everything about this one", show_default=False)]


def painters_command(name: Name = None) -> int:
    """List the shipped painters; with a NAME or a painter FILE, what is known of it."""
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


def _trained(painter: Painter) -> str:
    """For which machines, in a few words."""
    machines = painter.machines
    return ", ".join(machines[:3]) + (f" and {len(machines) - 3} more" if len(machines) > 3 else "")
