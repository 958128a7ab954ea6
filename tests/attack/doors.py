"""Every door through which a stranger's bytes come in: good files for it, and what reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image

from pixelstyle.engine.job import Job
from pixelstyle.engine.protocol import parse
from pixelstyle.files import parse_colour
from pixelstyle.formats import PNG_KEY, encode_png_rgb, formats, load_native, read_content
from pixelstyle.palettes import PALETTE_EXTENSIONS, encode_palette, get_palette, parse_bits, read_palette
from pixelstyle.recipes import RECIPES, read_preset, read_record
from pixelstyle.screens import check, get_mode
from pixelstyle.settings import ControlFile
from tests.command_line import ROOT
from tests.formats.legal.pictures import random_picture

TESTS = ROOT / "tests"


@dataclass
class Door:
    """One kind of what is read."""

    name: str
    good: Callable[[], list[tuple[str, bytes]]]
    """Extensions and contents of files that it takes."""
    read: Callable[[Path], object]
    companions: Callable[[str], dict[str, bytes]] = field(default=lambda extension: {})
    """Files of the same name that lie beside one of this extension."""


def doors() -> list[Door]:
    """All of them but those that need torch."""
    return [
        Door("picture", pictures, read_content),
        Door("layer", layered, lambda path: read_content(f"{path}#layer=A")),
        Door("palette", palettes, read_palette),
        Door("native", natives, _read_native, companions_of),
        Door("mode", machines, lambda path: get_mode(str(path))),
        Door("preset", presets, read_preset),
        Door("control", presets, lambda path: ControlFile(path).news()),
        Door("record", records, _read_record),
        Door("message", messages, _hear),
        Door("typed", typed, _take),
    ]


def _read_native(path: Path) -> None:
    picture = load_native(path)
    check(picture)
    picture.shown_rgb()


def _read_record(path: Path) -> None:
    read_record(path).located(trust=True, force=True)


def _hear(path: Path) -> None:
    for line in path.read_bytes().splitlines():
        Job.of(parse(line))


def _take(path: Path) -> None:
    """A line 'RECIPE SETTING=TEXT', as typed at the prompt; '=TEXT' for a colour."""
    recipe, _, rest = path.read_bytes().decode(errors="replace").partition(" ")
    name, _, text = rest.partition("=")
    if recipe not in RECIPES:
        parse_bits(text)
        parse_colour(text)
        return
    kind = RECIPES[recipe].settings
    if name in kind.__dataclass_fields__:
        value: object = (text,) if isinstance(getattr(kind(), name, None), tuple) else text
        kind.of({name: value})


def _files(*folders: str, but: tuple[str, ...] = ()) -> list[tuple[str, bytes]]:
    found = [path for folder in folders for path in sorted((TESTS / folder).iterdir())]
    small = [
        path for path in found if path.suffix != ".xcf" or path.stat().st_size < 10_000
    ]  # GIMP's take long to read
    return [(path.suffix, path.read_bytes()) for path in small if path.is_file() and path.suffix not in but]


@cache
def pictures() -> list[tuple[str, bytes]]:
    """Every kind that Pillow writes, small; real ones of ours; those with layers."""
    made = _files("files/cases", "files/gimp", but=(".scm",))
    noise = Image.frombytes("RGB", (24, 16), Random(1).randbytes(24 * 16 * 3))
    for mode in ("RGB", "RGBA", "L", "P", "1", "I;16", "CMYK", "LA"):
        picture = noise.convert("I").convert("I;16") if mode == "I;16" else noise.convert(mode)
        for kind, extension in _KINDS:
            with io.BytesIO() as file:
                try:
                    picture.save(file, kind)
                except (OSError, ValueError, KeyError):  # no such picture in this kind
                    continue
                made.append((extension, file.getvalue()))
    for packing in ("tiff_lzw", "packbits", "tiff_adobe_deflate", "jpeg"):
        with io.BytesIO() as file:
            noise.save(file, "TIFF", compression=packing)
            made.append((".tif", file.getvalue()))
    with io.BytesIO() as file:
        noise.save(file, "GIF", save_all=True, append_images=[noise.rotate(90)])
        made.append((".gif", file.getvalue()))
    return made + layered()


_KINDS = [
    ("PNG", ".png"), ("JPEG", ".jpg"), ("GIF", ".gif"), ("BMP", ".bmp"), ("TIFF", ".tif"), ("WEBP", ".webp"),
    ("PPM", ".ppm"), ("PCX", ".pcx"), ("TGA", ".tga"), ("ICO", ".ico"), ("JPEG2000", ".jp2"), ("DDS", ".dds"),
    ("SGI", ".sgi"), ("MSP", ".msp"), ("QOI", ".qoi"), ("AVIF", ".avif"),
]  # fmt: skip


@cache
def layered() -> list[tuple[str, bytes]]:
    """Those with layers."""
    with io.BytesIO() as small:
        Image.new("RGBA", (9, 7), (200, 100, 50, 128)).save(small, "PNG")
        png = small.getvalue()
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo("mimetype"), "image/openraster")
            stack = '<image w="12" h="8"><stack><layer name="A" src="a.png" x="2" y="1"/></stack></image>'
            for name, data in (("mergedimage.png", png), ("a.png", png), ("stack.xml", stack.encode())):
                archive.writestr(name, data)
        raster = file.getvalue()
    return [(".ora", raster), *(each for each in _files("files/gimp") if each[0] == ".xcf")]


@cache
def palettes() -> list[tuple[str, bytes]]:
    """Every kind that is written, and real ones."""
    palette = get_palette("pico-8")
    made = [(f".{kind}", encode_palette(palette, kind)) for kind in PALETTE_EXTENSIONS]
    made += [(".pal", encode_palette(palette, kind)) for kind in ("pal-riff", "pal-raw")]
    made += [*_files("palettes/cases"), (".json", b'{"name":"a","colors":["ff0000","00ff00"]}')]
    made += [(".ase", b"ASEF\0\1\0\0\0\0\0\1\0\1\0\0\0\x1a\0\2\0A\0\0RGB " + b"\x3f\0\0\0" * 3 + b"\0\0")]
    return [*made, (".aco", b"\0\1\0\2" + (b"\0\0\xff\xff\0\0\0\0\0\0") * 2), (".txt", b";p\nFF102030\nFF405060\n")]


@cache
def _encoded() -> list[dict[str, bytes]]:
    made = []
    for fmt in formats():
        for name in fmt.modes[:1]:
            files = dict(fmt.encode(random_picture(get_mode(name), 1)))
            if sum(map(len, files.values())) < 1 << 18:
                made.append(files)
    return made


@cache
def natives() -> list[tuple[str, bytes]]:
    """The main file of each format for one of its modes, and real ones."""
    return [next(iter(files.items())) for files in _encoded()] + _files("formats/cases")


@cache
def companions_of(extension: str) -> dict[str, bytes]:
    """What lies beside the first such file."""
    files = next((files for files in _encoded() if next(iter(files)) == extension), {})
    return {kind: data for kind, data in files.items() if kind != extension}


@cache
def machines() -> list[tuple[str, bytes]]:
    """The examples, and one with everything."""
    return [(".toml", path.read_bytes()) for path in sorted((ROOT / "examples/machines").glob("*.toml"))]


@cache
def presets() -> list[tuple[str, bytes]]:
    """The shipped ones, and one with every setting of a recipe."""
    shipped = sorted((ROOT / "pixelstyle/recipes/shipped_presets").glob("*.toml"))
    return [(".toml", path.read_bytes()) for path in shipped]


@cache
def records() -> list[tuple[str, bytes]]:
    """PNGs that tell how they were made."""
    pixels = get_palette("pico-8").bytes()[None]
    made = []
    for recipe in RECIPES:
        inputs = {item.name: {"path": "a.png", "sha256": "0" * 64} for item in RECIPES[recipe].inputs}
        for more in ({}, {"stopped_after": 3, "finished_early": {"after": 1, "steps": 2}}):
            said = {"version": "1", "recipe": recipe, "mode": "free", "settings": {"mode": "pico-8"}, "inputs": inputs}
            made.append((".png", encode_png_rgb(pixels, text={PNG_KEY: json_of(said | more)})))
    return made


@cache
def messages() -> list[tuple[str, bytes]]:
    """What a client of the engine says."""
    run = {"type": "run", "id": 1, "recipe": "convert", "inputs": {"image": "a.png"}, "settings": {"mode": "pico-8"}}
    said = [run | {"save": ["a.png"], "draft": 64, "preview": 0.5}, {"type": "hello", "protocol": 1}]
    said += [{"type": "change", "id": 1, "settings": {"seed": 3}}, {"type": "weights", "id": 1, "weights": {"tv": 1}}]
    return [(".json", json_of(each).encode()) for each in said]


@cache
def typed() -> list[tuple[str, bytes]]:
    """Settings as people type them."""
    lines = ["stylize at=50%: style_weight=3", "stylize style_layers=relu1_1,relu2_1=2", "convert crop=1,2,30,40"]
    lines += ["stylize more_style=a.jpg=0.5", "stylize region=mask.png#ff0000=a.jpg", "dream layer=relu4_2:3=1.5"]
    lines += ["convert lock=#ff0000,teal", "convert forbid=red", "convert focus=left", "convert focus=0.2,0.4"]
    lines += ["x =#abc", "x =565", "x =rgb(1,2,3)", "stylize style_exclude=relu1_1:1,2", "convert gamma=1.2"]
    lines += ["quantize colours=12", "quantize bits=332", "stylize mode=c64", "stylize palette=pico-8"]
    lines += ["stylize style_statistics=gram,mean=2", "texture style_channels=x:1", "convert background=hsl(1,2%,3%)"]
    return [(".txt", line.encode()) for line in lines]


def json_of(value: object) -> str:
    """As JSON."""
    import json

    return json.dumps(value)


def each_with_torch(folder: Path) -> Iterator[Door]:
    """Checkpoints and weights. A run of two steps is made first, whose checkpoint it is."""
    import torch
    from safetensors.torch import save

    from pixelstyle.networks.statefile import read_state
    from pixelstyle.recipes import find_recipe
    from pixelstyle.settings import StylizeSettings

    photo = str(ROOT / "examples/photos/astronaut.jpg")
    values = {"mode": "free", "palette": "pico-8", "width": 24, "height": 24, "iterations": 3, "every": 1}
    values |= {"content_layer": "relu1_1", "style_layers": "relu1_1", "device": "cpu", "precision": "float32"}
    run = find_recipe("stylize").prepare({"content": photo, "style": photo}, StylizeSettings.of(values))
    steps = run.steps()
    next(steps), next(steps)
    run.save_checkpoint(folder / "good")
    checkpoint = (folder / "good").read_bytes()
    state = {"conv.weight": torch.arange(54.0).reshape(2, 3, 3, 3), "conv.bias": torch.zeros(2)}
    files = [(".safetensors", save(state))]
    for zipped in (True, False):
        with io.BytesIO() as file:
            torch.save(state, file, _use_new_zipfile_serialization=zipped)
            files.append((".pth", file.getvalue()))
    yield Door("checkpoint", lambda: [(".state", checkpoint)], run.resume)
    yield Door("weights", lambda: files, read_state)
