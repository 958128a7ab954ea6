"""The package's own door: every name that it promises is there, and none loads torch before it is used."""

from __future__ import annotations

import inspect
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import pixelstyle

RECIPE_NAMES = ("convert", "dream", "quantize", "stylize", "texture")


@pytest.mark.parametrize("name", RECIPE_NAMES)
def test_every_recipe_is_at_the_door(name: str) -> None:
    recipe = getattr(pixelstyle, name)
    assert recipe.__name__ == name
    assert recipe.__module__ == f"pixelstyle.recipes.{name}"
    assert inspect.signature(recipe).parameters["settings"].kind is inspect.Parameter.VAR_KEYWORD


def test_all_five_recipes_are_promised() -> None:
    from pixelstyle.recipes.registry import RECIPES

    assert set(RECIPES) == set(RECIPE_NAMES)


def test_tab_shows_the_public_names_and_each_is_there() -> None:
    assert dir(pixelstyle) == sorted(pixelstyle.__all__)
    assert all(getattr(pixelstyle, name) is not None for name in pixelstyle.__all__)
    assert len(pixelstyle.modes()) > 50 and "pico-8" in pixelstyle.shipped_palettes()


def test_rooms_are_called_as_what_most_people_want_of_them(astronaut: Path, tmp_path: Path) -> None:
    assert pixelstyle.palettes() == pixelstyle.shipped_palettes() and pixelstyle.palettes.get_palette("pico-8")  # type: ignore[attr-defined]
    tally = pixelstyle.batch(astronaut, painter="van-gogh", into=tmp_path / "out", workers=1, mode="pico-8")
    assert str(tally) == "1 picture: 1 made"
    assert pixelstyle.view(tmp_path / "out" / f"{astronaut.stem}.png", "pico-8").size == (128, 128)
    with pytest.raises(pixelstyle.PixelStyleError, match="Say which photos"):
        pixelstyle.train(astronaut, [], tmp_path / "a.painter", mode=("pico-8",))


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = "import pixelstyle, sys; sys.exit('torch' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_quantize_from_the_door_is_a_picture_in_so_many_colours(astronaut: Path) -> None:
    result = pixelstyle.quantize(astronaut, colours=5, search="median-cut", width=64)
    assert result.palette is not None and len(result.palette) <= 5
    assert result.pixels.shape[1] == 64


def test_a_name_that_is_not_there_is_said_so() -> None:
    with pytest.raises(AttributeError, match="no attribute 'paint'"):
        pixelstyle.paint  # noqa: B018


def photo(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB").resize((64, 50))


def test_a_picture_may_be_whatever_a_program_has_at_hand(astronaut: Path, tmp_path: Path) -> None:
    import torch

    small = photo(astronaut)
    small.save(tmp_path / "small.png")
    array, content = np.asarray(small), (tmp_path / "small.png").read_bytes()
    with (tmp_path / "small.png").open("rb") as file:
        given: list[Any] = [
            tmp_path / "small.png",
            str(tmp_path / "small.png"),
            small,
            array,
            array / 255,
            array.astype(np.float32) / 255,
            torch.from_numpy(array.copy()).permute(2, 0, 1),
            (torch.from_numpy(array.copy()).permute(2, 0, 1) / 255)[None],
            content,
            file,
            io.BytesIO(content),
        ]
        made = [pixelstyle.convert(picture, mode="zx-spectrum") for picture in given]
    assert all((each.pixels == made[0].pixels).all() for each in made)
    assert {each.inputs["image"]["path"] for each in made[2:]} == {"image.png"}
    assert made[3].png() == made[4].png(), "the same picture, the same bytes"
    assert (pixelstyle.convert(made[0], mode="zx-spectrum").pixels == made[0].pixels).all()


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (np.zeros((4, 4, 5)), "array of 4 x 4 x 5"),
        (np.zeros((0, 4, 3)), "array of 0 x 4 x 3"),
        (np.full((4, 4, 3), 2.0), "outside 0 to 1"),
        (np.full((4, 4, 3), np.nan), "outside 0 to 1"),
        (np.full((4, 4, 3), -1), "outside 0 to 255"),
        ({"no": "picture"}, "is a dict"),
        (b"no picture", "picture"),
    ],
)
def test_what_is_no_picture_is_said_so(picture: Any, words: str) -> None:
    with pytest.raises(pixelstyle.PixelStyleError, match=words):
        pixelstyle.convert(picture, mode="zx-spectrum")


def test_a_result_is_a_picture_to_pillow_numpy_and_notebooks(astronaut: Path) -> None:
    result = pixelstyle.convert(astronaut, mode="c64-multicolor")
    assert result.image.size == (320, 200) and np.asarray(result).shape == (200, 160, 3)
    assert (np.asarray(result) == result.pixels).all()
    with Image.open(io.BytesIO(result._repr_png_())) as shown:
        assert (np.asarray(shown.convert("RGB")) == result.shown()).all()
    assert repr(result) == "<Result of convert: c64-multicolor, 160 x 200 pixels>"


def test_what_is_checked_and_viewed_may_be_anything(astronaut: Path, tmp_path: Path) -> None:
    result = pixelstyle.convert(astronaut, mode="zx-spectrum")
    result.save(tmp_path / "out.scr")
    data = (tmp_path / "out.scr").read_bytes()
    with (tmp_path / "out.scr").open("rb") as opened:
        assert pixelstyle.check(opened) == []
    assert (
        pixelstyle.check(tmp_path / "out.scr")
        == pixelstyle.check(data, "zx-spectrum")
        == pixelstyle.check(result)
        == []
    )
    assert (
        pixelstyle.check(result.image, "zx-spectrum")
        == []
        != pixelstyle.check(np.zeros((192, 256, 3), np.uint8) + 9, "zx-spectrum")
    )
    assert (np.asarray(pixelstyle.view(data, "zx-spectrum")) == result.shown()).all()
    with pytest.raises(pixelstyle.PixelStyleError):
        pixelstyle.check(io.BytesIO(b"nothing"))


def test_again_makes_the_same_bytes(astronaut: Path, tmp_path: Path) -> None:
    made = pixelstyle.convert(astronaut, mode="zx-spectrum")
    made.save(tmp_path / "out.png")
    assert pixelstyle.again(tmp_path / "out.png", trust=True).png() == (tmp_path / "out.png").read_bytes()
    assert pixelstyle.check(pixelstyle.load_native(tmp_path / "out.png")) == []
