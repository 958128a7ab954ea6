"""Presets: what is written can be read, options win over it, and mistakes are told with their line."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import sha256_of
from pixelstyle.recipes import RECIPES, read_record
from pixelstyle.recipes.presets import get_preset, read_preset, shipped_presets, write_preset
from pixelstyle.settings import StylizeSettings, TextureSettings
from tests.command_line import ROOT, CommandLine

GALLERY = ROOT / "docs/gallery/presets"
TINY = ["-m", "free", "--width", "32", "-n", "3", "--precision", "float32", "--content-layer", "relu2_1"]
TINY += ["--style-layers", "relu1_1,relu2_1"]


def test_a_dozen_presets_for_many_machines_each_with_its_picture(pixelstyle: CommandLine) -> None:
    shipped = shipped_presets()
    assert len(shipped) >= 12 and len({preset.values["mode"] for preset in shipped}) >= 9
    assert pixelstyle("presets", shipped[0].name).out.endswith(shipped[0].path.read_text().rstrip() + "\n")
    listed = pixelstyle("presets").out
    for preset in shipped:
        assert preset.name in listed and preset.about in listed
        record = read_record(GALLERY / f"{preset.name}.png")
        assert (record.recipe, record.settings) == (preset.recipe, preset.settings())


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"])),
    number=st.floats(0, 1e6),
    count=st.integers(1, 100_000),
    flag=st.booleans(),
)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, number: float, count: int, flag: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "a.toml"
    made = StylizeSettings(
        background=text, style_weight=number, every=count, at=("1:rate=2", "50%:every=9"), style_stress=(text, "b")
    )
    path.write_bytes(write_preset("stylize", made, path, about=text))
    assert (read_preset(path).settings(), read_preset(path).about) == (made, text)
    tiled = TextureSettings(tile=flag)
    path.write_bytes(write_preset("texture", tiled, path))
    assert read_preset(path).settings() == tiled


@pytest.mark.slow
def test_a_run_is_written_down_and_done_again_elsewhere(
    pixelstyle: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, astronaut: Path, van_gogh: Path
) -> None:
    (tmp_path / "deep").mkdir()
    palette = tmp_path / "deep/two.gpl"
    palette.write_text("GIMP Palette\n0 0 0\n255 255 255\n80 80 200\n")
    monkeypatch.chdir(tmp_path)
    wanted = ["--palette", "deep/two.gpl", "--more-style", f"{astronaut}=0.5", "--at", "2:style_weight=9"]
    made = pixelstyle("stylize", astronaut, van_gogh, *TINY, *wanted, "-o", "a.png", "--save-preset", "deep/mine.toml")
    assert made.status == 0
    values = tomllib.loads((tmp_path / "deep/mine.toml").read_text())
    optional = {item.name for item in fields(RECIPES["stylize"].settings) if item.default is None}
    assert set(values) - {"command"} >= {item.name for item in fields(RECIPES["stylize"].settings)} - optional
    assert values["palette"] == "two.gpl"

    monkeypatch.chdir(tmp_path / "deep")
    assert pixelstyle("stylize", astronaut, van_gogh, "--preset", "mine.toml", "-o", "b.png").status == 0
    monkeypatch.chdir("/")
    preset = tmp_path / "deep/mine.toml"
    ran = pixelstyle("stylize", astronaut, van_gogh, "--preset", preset, "--tv-weight", "0", "-o", tmp_path / "c.png")
    assert ran.status == 0
    files = {name: facts["sha256"] for name, facts in read_record(tmp_path / "c.png").inputs.items()}
    assert (files["palette"], files["more_style_1"]) == (sha256_of(palette), sha256_of(astronaut))
    assert len({Image.open(tmp_path / name).tobytes() for name in ("a.png", "deep/b.png", "c.png")}) == 1


def test_options_win_over_the_preset(pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, van_gogh: Path) -> None:
    preset, out = tmp_path / "r.toml", tmp_path / "out.png"
    preset.write_text('command = "stylize"\niterations = 90\nstyle_weight = 9\nmode = "free"\nwidth = 40\n')

    def made(*options: object) -> Any:
        given = ["--preset", preset, "--precision", "float32", *options, "-o", out, "--overwrite"]
        assert pixelstyle("stylize", astronaut, van_gogh, *TINY[6:], *given).status == 0
        return read_record(out).settings

    # Even an option that is typed with its default is one that was typed; and a quality is a number of iterations.
    done = made("--width", 32, "--style-weight", "3.0", "-n", 2)
    assert (done.width, done.style_weight, done.iterations, done.mode) == (32, 3.0, 2, "free")
    done = made("--width", 32, "--quality", "draft")
    assert (done.iterations, done.style_weight) == (50, 9)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("style_weight = 1\n", "does not say what it is for"),
        ('command = "stylise"\n', "Did you mean stylize"),
        ("command = \n", "is not TOML: .*line 1"),
        ('command = "stylize"\n\n# so\nstyle_wieght = 3\n', "r.toml': line 4: .*Did you mean style_weight"),
        ('command = "stylize"\n"style_weight"= -3\n', "r.toml': line 2: .*style_weight is -3"),
        ('command = "stylize"\nevery = 2.5\n', "line 2: .*every cannot be 2.5"),
        ('command = "stylize"\n[every]\na = 1\n', "line 2: .*every cannot be"),
        ('command = "stylize"\nat = ["5:evry=1"]\n', "Did you mean every"),
        ('command = "stylize"\nstyle_stress = "x"\n', "line 2: .*style_stress cannot be 'x'"),
        ('command = "convert"\nstyle_weight = 3\n', "line 2: .*no setting named 'style_weight'"),
    ],
)
def test_what_is_wrong_in_a_preset_is_told_with_its_line(
    text: str, words: str, tmp_path: Path, pixelstyle: CommandLine
) -> None:
    path = tmp_path / "r.toml"
    path.write_text(text)
    with pytest.raises(PixelStyleError, match=words) as error:
        get_preset(path)
    assert "\n" not in str(error.value)
    ran = pixelstyle("stylize", "a.jpg", "b.jpg", "--preset", path, "-o", "out.png")
    assert ran.status == 2 and ran.err == f"pixelstyle: {error.value}\n"


def test_presets_are_found_by_name_and_used_where_they_belong(
    pixelstyle: CommandLine, astronaut: Path, tmp_path: Path
) -> None:
    assert get_preset("oil-C64.toml").name == get_preset("oil-c64").name
    for wanted, words in (("oil-c46", "Did you mean oil-c64"), (tmp_path / "x.toml", "There is no preset file")):
        ran = pixelstyle("convert", astronaut, "--preset", wanted, "-o", "x.png")
        assert ran.status == 2 and words in ran.err
    ran = pixelstyle("convert", astronaut, "--preset", "tiles-texture", "-o", "x.png")
    assert "is for another command: pixelstyle texture STYLE --preset tiles-texture" in ran.err
    ran = pixelstyle("convert", astronaut, "-o", tmp_path / "x.png", "--save-preset", tmp_path / "x.txt")
    assert ran.status == 2 and "should end in .toml" in ran.err


def test_presets_answer_to_their_old_name(pixelstyle: CommandLine, astronaut: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "out.png", tmp_path / "kept.toml"
    assert pixelstyle("recipes") == pixelstyle("presets")
    (tmp_path / "small.toml").write_text('command = "convert"\nmode = "pico-8"\n')
    ran = pixelstyle("convert", astronaut, "--recipe", tmp_path / "small.toml", "--save-recipe", kept, "-o", out)
    assert ran.status == 0
    assert read_record(out).settings.mode == get_preset(kept).settings().mode == "pico-8"
