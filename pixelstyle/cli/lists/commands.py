"""`modes`, `palettes`, `networks` and `presets`: what there is, and everything known about one of them."""

from __future__ import annotations

import json
from textwrap import shorten
from typing import Annotated

import typer
from rich.text import Text

from pixelstyle.cli.completion import completion_of
from pixelstyle.cli.lists.tables import Row, print_grouped, print_table
from pixelstyle.files import read_bytes
from pixelstyle.formats import Format, extensions_for_mode, formats_for_mode
from pixelstyle.palettes import Palette, get_palette, shipped_palettes
from pixelstyle.recipes import check_network, get_preset, shipped_presets
from pixelstyle.screens import ScreenMode, get_mode, maker_of, modes


def _name(kind: str) -> typer.models.ArgumentInfo:
    info = typer.Argument(
        help="tell everything about this one", show_default=False, autocompletion=completion_of(kind, ())
    )
    assert isinstance(info, typer.models.ArgumentInfo)
    return info


ModeName = Annotated[str | None, _name("mode")]
PaletteName = Annotated[str | None, _name("palette")]
NetworkName = Annotated[str | None, _name("network")]
PresetName = Annotated[str | None, _name("preset")]
AsJson = Annotated[bool, typer.Option("--json", help="print it as JSON, for programs")]


def modes_command(name: ModeName = None, as_json: AsJson = False) -> int:
    """List the screen modes by their makers; with a NAME, how that one works and lies in memory."""
    if as_json:
        print(json.dumps([_facts(mode) for mode in (modes() if name is None else [get_mode(name)])], indent=2))
        return 0
    if name is None:
        by_maker: dict[str, list[Row]] = {}
        for mode in modes():
            row = (mode.name, _size(mode), rules_of(mode), _saved_as(mode))
            by_maker.setdefault(maker_of(mode), []).append(row)
        print_grouped(("mode", "pixels", "colours", "saved as"), by_maker)
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


def palettes_command(name: PaletteName = None, as_json: AsJson = False) -> int:
    """List the shipped palettes; with a NAME or a palette FILE, its colours."""
    if as_json:
        found = [get_palette(each) for each in (shipped_palettes() if name is None else [name])]
        keys = ("name", "colours", "names", "source")
        facts = [(each.name, each.hex(), list(each.names), each.source) for each in found]
        print(json.dumps([dict(zip(keys, values, strict=True)) for values in facts], indent=2))
        return 0
    if name is None:
        rows = []
        for shipped in shipped_palettes():
            palette = get_palette(shipped)
            about = shorten(palette.source.split("\n")[0], 76, placeholder="\N{HORIZONTAL ELLIPSIS}")
            rows.append((shipped, str(len(palette)), swatches(palette, 16), about))  # with a NAME, all of it
        print_table(("palette", "colours", "", "source"), rows)
        return 0
    palette = get_palette(name)
    print(f"{palette.name}: {len(palette)} colours\n")
    names = palette.names or ("",) * len(palette)
    rows = [
        (str(number), colour, Text("    ", style=f"on {colour}"), label if label != colour else "")
        for number, (colour, label) in enumerate(zip(palette.hex(), names, strict=True))
    ]
    print_table(("number", "colour", "", "name"), rows)
    print(f"\n{palette.source}" if palette.source else "")
    return 0


def networks_command(name: NetworkName = None) -> int:
    """List the networks that can judge; with a NAME, its layers."""
    if name is not None:
        check_network(name)
    from pixelstyle.networks import network_kinds, network_layers  # here, since they need torch

    if name is None:
        print_table(("network", "what it is"), [(kind.name, kind.description) for kind in network_kinds()])
        return 0
    rows = [
        (layer.name, str(layer.channels), f"1/{layer.stride}", f"{layer.field} x {layer.field}")
        for layer in network_layers(name)
    ]
    print_table(("layer", "channels", "size", "sees"), rows)
    return 0


def presets_command(name: PresetName = None, as_json: AsJson = False) -> int:
    """List the presets that come along; with a NAME or a preset FILE, what is in it."""
    if as_json:
        listed = shipped_presets() if name is None else [get_preset(name)]
        facts = [{"name": p.name, "command": p.recipe.name, "about": p.about, "settings": p.values} for p in listed]
        print(json.dumps(facts, indent=2))
        return 0
    if name is None:
        rows = [
            (found.name, found.recipe.name, found.values.get("mode", ""), found.about) for found in shipped_presets()
        ]
        print_table(("preset", "command", "mode", "what it gives"), rows)
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
        parts.append(f"{mode.choice.different} of {known:,}{following}")
    elif mode.shows.codes is not None and mode.shows.codes > 256:  # each pixel holds its colour
        parts.append(f"{mode.shows.codes:,}")
    elif not mode.slots and mode.subpalettes is None:
        parts.append(f"{len(mode.usable or get_palette(mode.palette or '').colours)}")
    if mode.subpalettes is not None:
        width, height = mode.subpalettes.cell
        parts.append(f"{mode.subpalettes.count} palettes of {mode.subpalettes.size}, one per {width} x {height}")
    for cell in dict.fromkeys(slots.cell for slots in mode.slots):
        count = sum(slots.count for slots in mode.slots if slots.cell == cell)
        parts.append(f"{count} shared" if cell is None else f"{count} per {cell[0]} x {cell[1]}")
    parts += [f"{slots.writes} of them new" for slots in mode.slots if slots.writes is not None]
    spans = [slots.spans for slots in mode.slots if slots.spans is not None]
    parts += [f"{sum(first == 0 for first, _ in of_slots)} of them at a time" for of_slots in spans]
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


def _facts(mode: ScreenMode) -> dict[str, object]:
    """What the table says of a mode and more, for programs."""
    return {
        "name": mode.name,
        "title": mode.title,
        "maker": maker_of(mode),
        "width": mode.width,
        "height": mode.height,
        "any_size": mode.any_size,
        "pixel": mode.pixel,
        "colours": rules_of(mode),
        "palette": mode.palette,
        "extensions": extensions_for_mode(mode),
    }
