"""`modes`, `palettes`, `networks` and `presets`: what there is, and everything known about one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pixelstyle.files import read_bytes
from pixelstyle.formats import Format, extensions_for_mode, formats_for_mode
from pixelstyle.palettes import Palette, get_palette, shipped_palettes
from pixelstyle.recipes import get_preset, shipped_presets
from pixelstyle.screens import ScreenMode, get_mode, modes

Name = Annotated[str | None, typer.Argument(help="tell everything about this one", show_default=False)]


def modes_command(name: Name = None) -> int:
    """List the screen modes; with a NAME, how that one works and lies in memory."""
    if name is None:
        rows = [(mode.name, _size(mode), rules_of(mode), _saved_as(mode), mode.title) for mode in modes()]
        _print_table(("mode", "pixels", "colours", "saved as", "machine"), rows)
        return 0
    mode = get_mode(name)
    across, down = mode.pixel
    wide = f", each shown as {across} x {down}" if mode.pixel != (1, 1) else ""
    print(f"{mode.name}: {mode.title}\n")
    print(f"pixels    {_size(mode)}{wide}")
    print(f"colours   {rules_of(mode)}")
    print(f"palette   {mode.palette or 'none'}")
    print(f"saved as  {_saved_as(mode)}")
    for line in _formats_of(mode):
        print(f"          {line}")
    print(f"\n{mode.notes.rstrip()}" if mode.notes else "")
    return 0


def palettes_command(name: Name = None) -> int:
    """List the shipped palettes; with a NAME or a palette FILE, its colours."""
    if name is None:
        rows = []
        for shipped in shipped_palettes():
            palette = get_palette(shipped)
            rows.append((shipped, str(len(palette)), swatches(palette, 16), palette.source.split("\n")[0]))
        _print_table(("palette", "colours", "", "source"), rows)
        return 0
    palette = get_palette(name)
    print(f"{palette.name}: {len(palette)} colours\n")
    names = palette.names or ("",) * len(palette)
    rows = [
        (str(number), colour, Text("    ", style=f"on {colour}"), label if label != colour else "")
        for number, (colour, label) in enumerate(zip(palette.hex(), names, strict=True))
    ]
    _print_table(("number", "colour", "", "name"), rows)
    print(f"\n{palette.source}" if palette.source else "")
    return 0


def networks_command(name: Name = None) -> int:
    """List the networks that can judge; with a NAME, its layers."""
    from pixelstyle.networks import network_kinds, network_layers

    if name is None:
        _print_table(("network", "what it is"), [(kind.name, kind.description) for kind in network_kinds()])
        return 0
    rows = [
        (layer.name, str(layer.channels), f"1/{layer.stride}", f"{layer.field} x {layer.field}")
        for layer in network_layers(name)
    ]
    _print_table(("layer", "channels", "size", "sees"), rows)
    return 0


def presets_command(name: Name = None) -> int:
    """List the presets that come along; with a NAME or a preset FILE, what is in it."""
    if name is None:
        rows = [
            (found.name, found.recipe.name, found.values.get("mode", ""), found.about) for found in shipped_presets()
        ]
        _print_table(("preset", "command", "mode", "what it gives"), rows)
        return 0
    found = get_preset(name)
    inputs = " ".join(item.name.upper() for item in found.recipe.inputs)
    print(f"# pixelstyle {found.recipe.name} {inputs} --preset {name} -o out.png\n")
    print(read_bytes(found.path, "preset").decode(errors="replace").rstrip())
    return 0


def rules_of(mode: ScreenMode) -> str:
    """What a mode's colour rules are, in a few words: '1 background + 3 per 4 x 8'."""
    if not mode.constrained:
        return "24 bit"
    parts = []
    if mode.choice is not None:
        bits = mode.choice.bits
        known = 1 << sum(bits) if bits is not None else len(get_palette(mode.palette or ""))
        following = "" if mode.choice.free is None else f", {mode.choice.free} of them free"
        parts.append(f"{mode.choice.colours} of {known:,}{following}")
    elif not mode.slots and mode.subpalettes is None:
        parts.append(f"{len(mode.usable or get_palette(mode.palette or '').colours)}")
    if mode.subpalettes is not None:
        width, height = mode.subpalettes.cell
        parts.append(f"{mode.subpalettes.count} palettes of {mode.subpalettes.size}, one per {width} x {height}")
    for cell in dict.fromkeys(slots.cell for slots in mode.slots):
        count = sum(slots.count for slots in mode.slots if slots.cell == cell)
        parts.append(f"{count} shared" if cell is None else f"{count} per {cell[0]} x {cell[1]}")
    if mode.groups:
        parts.append(f"of one of {len(mode.groups)} groups")
    if mode.tiles is not None:
        parts.append(f"{mode.tiles.limit} tiles")
    if mode.signal is not None:
        parts.append(mode.signal)
    return ", ".join(parts)


def _formats_of(mode: ScreenMode) -> list[str]:
    """A line for each native format: its extensions, what it is called, and who has judged its files."""
    found = formats_for_mode(mode)
    wide = max((len(" ".join(fmt.extensions)) for fmt in found), default=0)
    return [f"{' '.join(fmt.extensions):{wide}}  {fmt.title}; {_judged(fmt)}" for fmt in found]


def _judged(fmt: Format) -> str:
    if not fmt.verified_by:
        return "read back by its own decoder only"
    return f"checked against {' and '.join(fmt.verified_by)}"


def swatches(palette: Palette, most: int) -> Text:
    """The first colours, a block each; blank where the terminal shows no colours."""
    return Text.assemble(*[("  ", f"on {colour}") for colour in palette.hex()[:most]])


def _size(mode: ScreenMode) -> str:
    return "any size" if mode.any_size else f"{mode.width} x {mode.height}"


def _saved_as(mode: ScreenMode) -> str:
    return " ".join(extensions_for_mode(mode))


def _print_table(head: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
    """A table for people; where nobody looks (pipes, files), whole lines without the columns that are only colour."""
    console = Console(highlight=False, markup=False)
    shown = [n for n, title in enumerate(head) if title or console.is_terminal]
    table = Table(*(head[n] for n in shown), box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(row[n] if isinstance(row[n], Text) else Text(str(row[n])) for n in shown))
    if console.is_terminal:
        console.print(table)
        return
    console.width = 1000
    with console.capture() as lines:
        console.print(table)
    print(*(line.rstrip() for line in lines.get().splitlines()), sep="\n")
