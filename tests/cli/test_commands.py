"""Each command does what its help says, and the options are those of the recipes' settings."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.main import get_command

from pixelstyle import __version__
from pixelstyle.cli.main import app
from pixelstyle.cli.outputs import OF_STEPS, OutputOptions
from pixelstyle.files import sha256_of
from pixelstyle.formats import load_native, read_png_text
from pixelstyle.palettes import get_palette, shipped_palettes
from pixelstyle.recipes import RECIPES
from pixelstyle.recipes.registry import Recipe
from pixelstyle.screens import get_mode, modes
from pixelstyle.settings import OptimiseSettings
from tests.command_line import CommandLine

TINY = ["-m", "free", "--width", "32", "-n", "4", "--precision", "float32", "--content-layer", "relu2_1"]
TINY += ["--style-layers", "relu1_1,relu2_1"]


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_every_setting_is_an_option_with_its_default_and_choices(recipe: Recipe, pixelstyle: CommandLine) -> None:
    commands: Any = get_command(app())
    told = {parameter.name: parameter for parameter in commands.commands[recipe.name].params}
    idle = {*recipe.settings.idle, *(() if issubclass(recipe.settings, OptimiseSettings) else OF_STEPS)}
    assert not idle & set(told)
    for kind in (recipe.settings, OutputOptions):
        for item in (item for item in dataclasses.fields(kind) if item.name not in idle):
            option = told[item.name]
            assert {f"--{item.name.replace('_', '-')}", *item.metadata["flags"]} <= set(option.opts)
            assert item.metadata["help"] in option.help
            assert all(choice in f"{option.metavar} {option.help}" for choice in item.metadata["choices"])
            assert option.default == (list(item.default) if isinstance(item.default, tuple) else item.default)
            assert option.show_default == (isinstance(item.default, str | int | float))
    assert all(told[item.name].metavar == item.name.upper() for item in recipe.inputs)
    shown = pixelstyle(recipe.name, "--help-all").out
    assert recipe.settings.panel in shown and recipe.inputs[0].text in shown
    assert recipe.name in pixelstyle("--help").out


def test_stylize_writes_pictures_report_preview_and_lines_for_programs(
    pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    out, report, preview = (tmp_path / name for name in ("out.png", "out.json", "now.png"))
    wanted = ["--report", report, "--preview", preview, "--preview-every", 3, "--json", "--seed", 5]
    ran = pixelstyle("stylize", astronaut, van_gogh, *TINY, "-o", out, *wanted)
    assert (ran.status, ran.err) == (0, "")
    begin, *steps, end = map(json.loads, ran.out.splitlines())
    assert [event["event"] for event in (begin, *steps, end)] == ["begin", *["step"] * 6, "end"]
    assert [step["iteration"] for step in steps] == [1, 2, 3, 4, 5, 6]
    assert end["files"] == [str(out), str(report)]

    facts = json.loads(report.read_text())
    assert {name: facts[name] for name in ("version", "recipe", "mode", "palette", "seed", "method", "iterations")} == {
        "version": __version__,
        "recipe": "stylize",
        "mode": "free",
        "palette": "c64-colodore",
        "seed": 5,
        "method": "anneal",
        "iterations": 6,
    }
    assert facts["network"] == "vgg19-caffe"
    assert facts["network_evaluations"] >= 5
    assert facts["seconds"] > 0
    assert {"total", "content", "style", "tv"} <= set(facts["losses"])
    assert facts["inputs"]["style"] == {"path": str(van_gogh), "sha256": sha256_of(van_gogh)}
    assert facts["settings"]["width"] == 32
    assert facts["settings"]["style_weight"] == 3.0
    assert facts["outputs"] == [str(out)]

    # The preview ends as the picture that was saved.
    assert np.array_equal(np.asarray(Image.open(preview)), np.asarray(Image.open(out).convert("RGB")))
    carried = json.loads(read_png_text(out.read_bytes())["pixelstyle"])
    assert carried["settings"] == {
        "mode": "free",
        "width": 32,
        "seed": 5,
        "iterations": 4,
        "precision": "float32",
        "content_layer": "relu2_1",
        "style_layers": "relu1_1,relu2_1",
    }


def test_people_read_seed_mode_method_and_the_losses_of_the_legal_picture(
    pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    ran = pixelstyle("stylize", astronaut, van_gogh, *TINY, "-o", tmp_path / "out.png")
    assert ran.out == ""
    for text in ("mode free", "method anneal", "seed 0", "legal picture: total ", "style ", "saved "):
        assert text in ran.err
    ran = pixelstyle("stylize", astronaut, van_gogh, *TINY, "-o", tmp_path / "quiet.png", "--quiet")
    assert ran == (0, "", "")


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["c64-multicolor", "c64-hires", "zx-spectrum"])
def test_convert_check_and_view_agree(mode: str, pixelstyle: CommandLine, tmp_path: Path, astronaut: Path) -> None:
    native = tmp_path / {"c64-multicolor": "a.kla", "c64-hires": "a.art", "zx-spectrum": "a.scr"}[mode]
    small, large = tmp_path / "small.png", tmp_path / "large.png"
    outputs = ["-o", native, "-o", small]
    assert pixelstyle("convert", astronaut, "-m", mode, *outputs, "--size", "native").status == 0
    assert pixelstyle("view", native, "-m", mode, "-o", large, "--scale", 2).status == 0
    pictures = [load_native(path, mode) for path in (native, small, large)]
    assert all(np.array_equal(picture.native_rgb(), pictures[0].native_rgb()) for picture in pictures)
    for path in (native, small, large):  # the PNGs tell their mode themselves
        ran = pixelstyle("check", path, *(["-m", mode] if path == native else []))
        assert ran == (0, f"{path}: legal for {mode}\n", "")

    # Two cells with four colours that they do not have, then with one that no palette has.
    pixels = np.array(Image.open(large).convert("RGB"))
    everything = get_palette("zx-spectrum" if mode == "zx-spectrum" else "c64-colodore").colours
    for y, x in ((0, 0), (96, 400)):
        used = {tuple(pixel) for pixel in pixels[y : y + 16, x : x + 16].reshape(-1, 3).tolist()}
        for n, colour in enumerate([colour for colour in everything if colour not in used][:4]):
            pixels[y : y + 4, x + 4 * n : x + 4 * n + 4] = colour
    bad = tmp_path / "bad.png"
    for expected in ("colours in a cell", "colours of the palette"):
        Image.fromarray(pixels).save(bad)
        ran = pixelstyle("check", bad, "-m", mode)
        assert ran.status == 1
        assert ran.out.splitlines()[0].startswith(f"{expected}: cell (0, 0), pixels x 0..")
        assert ran.out.splitlines()[-1].startswith(f"{bad}: not legal for {mode}: 2 clashes")
        ran = pixelstyle("check", bad, "-m", mode, "--json")
        found = json.loads(ran.out)
        assert (ran.status, found["legal"], found["clashes"][0]["cell"]) == (1, False, [0, 0])
        for y, x in ((0, 0), (96, 400)):
            pixels[y : y + 4, x : x + 4] = (1, 2, 3)
    assert found["clashes"][0]["found"] == ["#010203"]


def test_a_photo_is_said_to_clash_in_few_lines_and_in_full_as_json(pixelstyle: CommandLine, tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    Image.fromarray(np.random.default_rng(4).integers(0, 256, (200, 320, 3), np.uint8)).save(photo)
    ran = pixelstyle("check", photo, "-m", "c64-hires")
    lines = ran.out.splitlines()
    assert ran.status == 1
    assert len(lines) == 12
    assert all(line.startswith(f"colours of the palette: cell ({n}, 0), ") for n, line in enumerate(lines[:10]))
    assert max(map(len, lines)) < 250
    assert lines[10:] == [
        "and 990 more; --json lists all, --overlay FILE.png marks them",
        f"{photo}: not legal for c64-hires: 1,000 clashes",
    ]
    assert len(json.loads(pixelstyle("check", photo, "-m", "c64-hires", "--json").out)["clashes"]) == 1000


CHOOSING = {
    "amiga-32": "colours in the picture",
    "amiga-ehb": "colours in the picture",
    "amiga-ham6": "colours in the picture",
    "atari-st-low": "colours in the picture",
    "cpc-mode0": "colours in the picture",
    "gameboy-color": "colours in the picture",
    "snes-mode1": "colours in the picture",
    "master-system": "colours in the picture",
    "nes": "colours in a cell",
    "teletext": "colour codes",
    "apple2-hgr": "colours beside each other",
    "gameboy": "tiles",
}
"""Modes that choose their colours, or have another rule of their own, and what noise in their colours breaks first."""


@pytest.mark.slow
@pytest.mark.parametrize("mode", CHOOSING)
def test_plain_pngs_are_checked_cell_by_cell_in_every_kind_of_mode(
    mode: str, pixelstyle: CommandLine, tmp_path: Path, astronaut: Path
) -> None:
    png, marked = tmp_path / "a.png", tmp_path / "marked.png"
    assert pixelstyle("convert", astronaut, "-m", mode, "-o", png, "--size", "native").status == 0
    pixels = np.array(Image.open(png).convert("RGB"))
    Image.fromarray(pixels).save(png)
    if mode != "master-system":  # whose tiles a plain PNG does not always tell
        assert pixelstyle("check", png, "-m", mode) == (0, f"{png}: legal for {mode}\n", "")

    def clashes() -> list[dict[str, Any]]:
        Image.fromarray(pixels).save(png)
        ran = pixelstyle("check", png, "-m", mode, "--json", "--overlay", marked, "--overwrite")
        assert (ran.status, ran.err) == (1, "")
        return json.loads(ran.out)["clashes"]

    kept = pixels.copy()
    pixels[50, 60] = (1, 2, 3)
    found = clashes()[-1]
    assert (found["found"], found["rule"][:14]) == (["#010203"], "colours of the")
    left, top, width, height = found["box"]
    assert left <= 60 < left + width <= 60 + 16
    assert top <= 50 < top + height <= 50 + 16
    image = np.array(Image.open(marked).convert("RGB"))
    assert (image == [255, 0, 255]).all(axis=2).any()

    rng, machine = np.random.default_rng(1), get_mode(mode)
    if machine.choice and machine.choice.bits:
        most = np.array([(1 << bits) - 1 for bits in machine.choice.bits])
        colours = np.round(rng.integers(0, most + 1, (300, 3)) / most * 255)
    else:
        colours = get_palette(machine.palette).bytes()[list(machine.usable or range(len(get_palette(machine.palette))))]
    noise = colours[rng.integers(0, len(colours), pixels.shape[:2])]
    pixels[:] = noise if mode == "gameboy" else kept
    pixels[8:72, :64] = noise[8:72, :64]
    assert clashes()[0]["rule"] == CHOOSING[mode]


def test_a_legal_png_becomes_a_native_file(pixelstyle: CommandLine, tmp_path: Path, astronaut: Path) -> None:
    png, kla, direct = (tmp_path / name for name in ("a.png", "a.kla", "b.kla"))
    assert pixelstyle("convert", astronaut, "-o", png, "-o", direct).status == 0
    assert pixelstyle("view", png, "-o", kla).status == 0
    assert np.array_equal(load_native(kla).indices, load_native(direct).indices)


@pytest.mark.slow
def test_lists_name_everything_and_tell_all_about_one(pixelstyle: CommandLine) -> None:
    listed = pixelstyle("modes").out
    assert all(mode.name in listed for mode in modes())
    assert ".kla" in listed
    for mode in modes()[::6]:
        ran = pixelstyle("modes", mode.name)
        assert ran.status == 0
        assert mode.title in " ".join(ran.out.split()) and mode.notes.strip()[:40] in ran.out
    listed = pixelstyle("palettes").out
    assert all(name in listed for name in shipped_palettes())
    told = pixelstyle("palettes", "c64-pepto").out
    assert all(colour in told for colour in get_palette("c64-pepto").hex())
    assert "vgg19-caffe" in pixelstyle("networks").out
    assert "relu5_1" in pixelstyle("networks", "vgg19-caffe").out
    assert pixelstyle("--version").out == f"pixelstyle {__version__}\n"
    assert "stylize" in pixelstyle().out


@pytest.mark.slow
def test_lists_and_conversions_do_not_wait_for_torch(astronaut: Path, tmp_path: Path) -> None:
    for arguments in (["modes"], ["stylize", "--help"], ["convert", str(astronaut), "-o", str(tmp_path / "a.png")]):
        code = "import sys; from pixelstyle.cli.main import main; status = main(sys.argv[1:])"
        code += "; sys.exit(status or 10 * any(name in sys.modules for name in ('torch', 'sklearn')))"
        assert subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True).returncode == 0


def test_make_is_told_what_was_read(pixelstyle: CommandLine, tmp_path: Path) -> None:
    photo = tmp_path / "a photo.png"
    Image.new("RGB", (160, 144), (9, 9, 9)).save(photo)
    deps = tmp_path / "a.d"
    pixelstyle("convert", photo, "-m", "gameboy", "-o", tmp_path / "a.2bpp", "--deps", deps, "-q")
    name = str(photo).replace(" ", "\\ ")
    written = f"{tmp_path / 'a.2bpp'} {tmp_path / 'a.tilemap'}"
    assert deps.read_text() == f"{written}: {name}\n{name}:\n"
