"""Masks: each style stays in its region, protected pixels stay, details count as they are painted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pixelstyle.errors import PixelStyleError
from pixelstyle.optimise import Step
from pixelstyle.recipes.record import read_record
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import drain
from pixelstyle.recipes.runs.scheduled import ScheduledRun
from pixelstyle.recipes.style_pictures import scale_style
from pixelstyle.recipes.stylize import prepare_stylize, stylize
from pixelstyle.recipes.texture import texture
from pixelstyle.screens import check, get_mode
from pixelstyle.settings import StylizeSettings
from tests.command_line import ROOT

EXAMPLES = ROOT / "examples"
PAINTINGS = EXAMPLES / "paintings"
KANDINSKY, WAVE = PAINTINGS / "kandinsky-composition-viii-1923.jpg", PAINTINGS / "hokusai-great-wave-1831.jpg"
TINY: dict[str, Any] = {
    "mode": "free",
    "palette": "c64-colodore",
    "width": 64,
    "height": 64,
    "iterations": 12,
    "precision": "float32",
}
SHALLOW: dict[str, Any] = TINY | {"content_layer": "relu2_2", "style_layers": "relu1_1,relu2_1"}


def painted(path: Path, *halves: str, size: tuple[int, int] = (64, 64)) -> str:
    """A mask whose left and right half, or more parts, have these colours."""
    image = Image.new("RGB", size)
    for number, colour in enumerate(halves):
        left, right = (size[0] * n // len(halves) for n in (number, number + 1))
        image.paste(colour, (left, 0, right, size[1]))
    image.save(path)
    return str(path)


def difference(a: Result, b: Result) -> np.ndarray:
    """By column."""
    return np.abs(a.pixels.astype(float) - b.pixels).mean(axis=(0, 2))


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [{}, {"mode": "none", "palette": None}, {"method": "project", "cell": "8x8", "cell_colours": 3}],
    ids=["palette", "24 bits", "cells"],
)
def test_pixels_outside_a_region_do_not_feel_its_style(
    settings: dict[str, Any], astronaut: Path, van_gogh: Path, tmp_path: Path
) -> None:
    mask = painted(tmp_path / "mask.png", "black", "red")
    one, other = (
        stylize(astronaut, van_gogh, mask=mask, region=(f"#ff0000={style}",), **{**TINY, **settings})
        for style in (KANDINSKY, WAVE)
    )
    by_column = difference(one, other)
    assert by_column[32:].mean() > 3
    assert by_column[:32].mean() < 0.02 * by_column[32:].mean()


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize(
    ("mode", "method"),
    [
        ("c64-multicolor", "anneal"),
        ("c64-multicolor", "straight-through"),
        ("c64-characters", "anneal"),
        ("amiga-32", "anneal"),
        ("amiga-ehb", "project"),
        ("cpc-mode1", "anneal"),
        ("gameboy-color", "anneal"),
        ("master-system", "anneal"),
        ("nes", "anneal"),
        ("nes", "straight-through"),
        ("gameboy", "anneal"),
    ],
)
def test_nothing_that_a_picture_shares_brings_a_style_into_another_region(
    mode: str, method: str, van_gogh: Path, tmp_path: Path
) -> None:
    """A third of what differs inside, were the background and the edge's cells chosen for the picture as it becomes; as
    much as inside, were sub-palettes."""
    mask = tmp_path / "mask.png"
    image = Image.new("L", (451, 300))
    ImageDraw.Draw(image).ellipse((100, 40, 350, 280), fill=255)
    Image.merge("RGB", (image, *[Image.new("L", image.size)] * 2)).save(mask)
    whole = get_mode(mode)
    tiles = whole.tiles and replace(whole.tiles, limit=60)
    screen = replace(whole, width=96 // whole.pixel[0], height=64, tiles=tiles)
    shallow: dict[str, Any] = {
        "content_layer": "relu2_2",
        "style_layers": "relu1_1,relu2_1",
        "iterations": 24,
        "method": method,
    }

    def made(style: Path, **settings: Any) -> tuple[np.ndarray, np.ndarray]:
        settings = {"mode": mode, "mask": str(mask), "region": (f"red={style}",), **shallow, **settings}
        run = prepare_stylize(EXAMPLES / "photos/chelsea.jpg", van_gogh, StylizeSettings.of(settings), screen)
        assert isinstance(run, ScheduledRun)
        apart = run.optimisation.method.target.apart
        assert apart is not None
        result = drain(run)
        assert result.picture is not None and check(result.picture) == []
        return result.pixels.astype(float), apart.numpy()

    (one, apart), (other, _) = made(KANDINSKY), made(WAVE)
    inside, outside = (np.abs(one - other)[apart == region].mean() for region in (1, 0))
    assert inside > 3
    assert outside < 0.02 * inside


@pytest.mark.slow
def test_soft_edges_run_into_each_other(astronaut: Path, van_gogh: Path, tmp_path: Path) -> None:
    mask = painted(tmp_path / "mask.png", "black", "red")
    hard, soft = (
        stylize(astronaut, van_gogh, mask=mask, region=(f"red={KANDINSKY}",), soften=n, **SHALLOW) for n in (0, 16)
    )
    assert difference(hard, soft)[24:40].mean() > difference(hard, soft)[:8].mean()


@pytest.mark.slow
def test_protected_pixels_stay_and_the_others_do_not(astronaut: Path, van_gogh: Path, tmp_path: Path) -> None:
    protect = painted(tmp_path / "protect.png", "white", "black")
    settings: dict[str, Any] = TINY | {"mode": "none", "palette": None, "iterations": 25}
    content, plain, kept = (
        stylize(astronaut, van_gogh, **settings | more) for more in ({"iterations": 0}, {}, {"protect": protect})
    )
    assert difference(kept, content)[:32].mean() < 0.1 * difference(plain, content)[:32].mean()
    assert difference(kept, content)[32:].mean() > 0.7 * difference(plain, content)[32:].mean()


@pytest.mark.slow
def test_the_style_counts_as_the_detail_mask_is_light(astronaut: Path, van_gogh: Path, tmp_path: Path) -> None:
    detail = painted(tmp_path / "detail.png", "black", "#101010", "white")
    settings: dict[str, Any] = TINY | {"mode": "none", "palette": None, "iterations": 25}
    content, made = (stylize(astronaut, van_gogh, detail=detail, **settings | n) for n in ({"iterations": 0}, {}))
    none, some, much = (difference(made, content)[part].mean() for part in (slice(0, 20), slice(23, 40), slice(44, 64)))
    assert none < some < much
    assert none < 0.6 * much


@pytest.mark.slow
def test_shares_of_styles_lie_between_the_styles(astronaut: Path, van_gogh: Path) -> None:
    settings: dict[str, Any] = SHALLOW | {"mode": "none", "palette": None, "iterations": 30, "content_weight": 0.0}
    pure, mixed, other = (
        stylize(astronaut, style, more_style=more, **settings)
        for style, more in ((van_gogh, ()), (van_gogh, (f"{WAVE}=1",)), (WAVE, ()))
    )
    means = [result.pixels.mean(axis=(0, 1)) for result in (pure, mixed, other)]
    assert np.linalg.norm(means[1] - means[0]) < np.linalg.norm(means[2] - means[0])
    assert np.linalg.norm(means[1] - means[2]) < np.linalg.norm(means[0] - means[2])
    nothing = stylize(astronaut, van_gogh, more_style=(f"{WAVE}=0",), **settings)
    assert np.array_equal(nothing.pixels, pure.pixels)
    woven = [texture(van_gogh, more_style=more, **TINY | {"style_layers": "relu1_1"}) for more in ((), (str(WAVE),))]
    assert not np.array_equal(woven[0].pixels, woven[1].pixels)


@pytest.mark.parametrize("text", ["mean", "moments=2, histogram", "wasserstein,covariance"])
def test_every_statistic_makes_a_picture_nearer_to_the_style(text: str, astronaut: Path, van_gogh: Path) -> None:
    steps: list[Step] = []
    stylize(
        astronaut, van_gogh, watch=steps.append, style_statistics=text, **SHALLOW | {"mode": "none", "palette": None}
    )
    assert steps[-1].losses["style"] < 0.7 * steps[0].losses["style"]


def test_a_style_is_whole_cropped_or_tiled() -> None:
    class Screen:
        class mode:  # noqa: N801
            shown_size = (64, 40)

    picture = np.zeros((100, 100, 3), np.uint8)
    picture[:, :50] = 255
    whole, crop, tile = (scale_style(picture, Screen, 0.5, fit) for fit in ("whole", "crop", "tile"))  # type: ignore[arg-type]
    assert (whole.shape[:2], crop.shape[:2], tile.shape[:2]) == ((32, 32), (32, 32), (40, 64))
    assert np.allclose(tile[:32, :32], whole)
    assert np.allclose(tile[:32, 32:], whole[:, ::-1])


def test_again_knows_the_files_of_regions_and_styles(astronaut: Path, van_gogh: Path, tmp_path: Path) -> None:
    mask = painted(tmp_path / "mask.png", "black", "red")
    style = tmp_path / "a=b.jpg"
    style.write_bytes(WAVE.read_bytes())
    settings: dict[str, Any] = SHALLOW | {
        "iterations": 2,
        "mask": mask,
        "region": (f"#ff0000={style}",),
        "more_style": (f"{style}=0.5",),
    }
    result = stylize(astronaut, van_gogh, **settings)
    assert set(result.inputs) == {"content", "style", "mask", "region_1", "more_style_1"}
    result.save(tmp_path / "made.png")
    record = read_record(tmp_path / "made.png")
    style.rename(tmp_path / "moved.jpg")
    with pytest.raises(PixelStyleError, match="--moved region_1=FILE"):
        record.prepare({"more_style_1": tmp_path / "moved.jpg"})
    moved = {"region_1": tmp_path / "moved.jpg", "more_style_1": tmp_path / "moved.jpg"}
    assert drain(record.prepare(moved)).png() == result.png()
    (tmp_path / "moved.jpg").write_bytes(KANDINSKY.read_bytes())
    with pytest.raises(PixelStyleError, match="is not the file"):
        record.prepare(moved)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"region": ("red={style}",)}, "with --mask"),
        ({"mask": "{mask}"}, "what goes where"),
        ({"mask": "{mask}", "region": ("#00ff00={style}",)}, "has no #00ff00; .*commonest are #000000 \\(50%\\)"),
        ({"mask": "{mask}", "region": ("red",)}, "is not a colour of the mask with its style"),
        ({"mask": "{mask}", "region": ("reddish={style}",)}, "not a colour"),
        ({"mask": "{mask}", "region": ("red={style}", "#f00={style}")}, "same colour"),
        ({"mask": "{mask}", "region": ("red=nowhere.jpg",)}, "no picture file 'nowhere.jpg'"),
        ({"mask": "{wide}", "region": ("red={style}",)}, "80 x 40 pixels and the content 512 x 512"),
        ({"protect": "{wide}"}, "protect mask .*80 x 40"),
        ({"protect": "{white}"}, "leave no pixel"),
        ({"more_style": ("{style}=-1",)}, "not a style with its weight"),
        ({"more_style": ("nowhere.jpg=2",)}, "no picture file 'nowhere.jpg'"),
    ],
)
def test_what_is_wrong_with_masks_and_styles_is_said(
    settings: dict[str, Any], told: str, astronaut: Path, van_gogh: Path, tmp_path: Path
) -> None:
    names: dict[str, Any] = {
        "style": str(WAVE),
        "mask": painted(tmp_path / "mask.png", "black", "red"),
        "wide": painted(tmp_path / "wide.png", "black", "red", size=(80, 40)),
        "white": painted(tmp_path / "white.png", "white"),
    }
    filled = {
        key: value.format(**names) if isinstance(value, str) else tuple(part.format(**names) for part in value)
        for key, value in settings.items()
    }
    with pytest.raises(PixelStyleError, match=told):
        stylize(astronaut, van_gogh, **SHALLOW | filled)
