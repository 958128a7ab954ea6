"""Small pictures end in clusters by themselves, larger ones when they are asked to, and the record repeats it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.objectives import count_orphan_pixels
from pixelstyle.palettes import get_palette
from pixelstyle.recipes import read_record
from pixelstyle.recipes.requests.small_screens import for_screen
from pixelstyle.recipes.run import drain
from pixelstyle.recipes.runs.frames import frame_run
from pixelstyle.recipes.runs.free_first import FreeFirstRun
from pixelstyle.recipes.stylize import prepare_stylize, stylize
from pixelstyle.screens import check, get_mode
from pixelstyle.settings import StylizeSettings
from tests.command_line import CommandLine

SMALL: dict[str, Any] = {
    "mode": "free",
    "palette": "pico-8",
    "width": 48,
    "height": 32,
    "iterations": 12,
    "style_layers": "relu1_1,relu2_1",
    "content_layer": "relu2_1",
    "precision": "float32",
}


@pytest.mark.slow
def test_a_small_picture_has_few_lone_pixels_and_is_made_again(astronaut: Path, van_gogh: Path, tmp_path: Path) -> None:
    loose, usual = (stylize(astronaut, van_gogh, **SMALL | more) for more in ({"clusters": 0.0}, {}))
    assert loose.picture is not None and usual.picture is not None
    assert check(usual.picture) == []
    lone = [count_orphan_pixels(result.picture.indices) for result in (loose, usual) if result.picture is not None]
    assert lone[1] < lone[0] / 3
    assert usual.figures["orphan_pixels"] == lone[1]
    assert usual.losses["total"] != loose.losses["total"]
    usual.save(tmp_path / "a.png")
    assert drain(read_record(tmp_path / "a.png").prepare()).png() == usual.png()


@pytest.mark.slow
def test_a_picture_as_if_made_by_hand_has_hardly_a_lone_pixel(astronaut: Path, van_gogh: Path, tmp_path: Path) -> None:
    usual, by_hand = (stylize(astronaut, van_gogh, **SMALL | {"clusters": 0.0, "craft": craft}) for craft in (0.0, 1.0))
    assert usual.picture is not None and by_hand.picture is not None
    assert check(by_hand.picture) == []
    lone = [count_orphan_pixels(picture.indices) for picture in (usual.picture, by_hand.picture)]
    assert lone[1] < lone[0] / 5
    assert "craft" in by_hand.losses and "craft" not in usual.losses
    by_hand.save(tmp_path / "a.png")
    assert drain(read_record(tmp_path / "a.png").prepare()).png() == by_hand.png()


@pytest.mark.slow
def test_bars_keep_the_background(astronaut: Path, van_gogh: Path) -> None:
    result = stylize(astronaut, van_gogh, **SMALL, fit="contain", background="#ff004d")
    assert result.picture is not None
    assert (result.picture.native_rgb()[:, :8] == (0xFF, 0x00, 0x4D)).all()


def test_what_is_small_is_known_by_the_screen() -> None:
    def found(mode: str, width: int = 0, height: int = 0, **settings: Any) -> tuple[float | None, ...]:
        screen = get_mode(mode).resized(width, height) if width else get_mode(mode)
        now = for_screen(StylizeSettings(mode=mode, **settings), screen)
        return now.style_scale, now.outlines, now.clusters

    assert found("free", 96, 64) == found("free", 120, 120) == (2, 0.5, 0.5)
    assert found("ansi-80x25") == (2, 0.5, 0.5)
    assert found("terminal-half-blocks") == (None, None, None)  # 256 colours
    for large in (("free", 160, 100), ("pico-8",), ("c64-multicolor",), ("none", 96, 64)):
        assert found(*large) == (None, None, None)
    assert found("c64-multicolor", clusters=0.7) == (None, None, 0.7)
    assert found("free", 96, 64, clusters=0.0, style_scale=1.0, outlines=0.0) == (1, 0, 0)
    assert found("free", 96, 64, mask="m.png") == (2, 0.5, 0)
    with pytest.raises(PixelStyleError, match="clusters"):
        found("nes", clusters=0.5)
    with pytest.raises(PixelStyleError, match="clusters"):
        found("none", 96, 64, clusters=0.5)


def test_a_draft_of_a_large_screen_is_no_small_screen(astronaut: Path) -> None:
    settings = StylizeSettings(mode="free", width=320, height=200, iterations=1)
    draft = get_mode("free").resized(96, 60)
    small = replace(settings, width=96, height=60)
    of_draft, of_small = (
        prepare_stylize(astronaut, astronaut, *more).changeable()["style_scale"]
        for more in ((settings, draft), (small,))
    )
    assert (of_draft, of_small) == (None, 2)


@pytest.mark.slow
def test_the_command_goes_on_from_its_checkpoint(
    pixelstyle: CommandLine, astronaut: Path, van_gogh: Path, tmp_path: Path
) -> None:
    """What goes by itself on this screen does so again."""
    size = ["-m", "free", "--palette", "pico-8", "--width", 24, "--height", 24, "-n", 4]
    given = ["stylize", astronaut, van_gogh, *size, "--content-layer", "relu1_1", "--style-layers", "relu1_1", "-q"]
    state, out, again = tmp_path / "c.state", tmp_path / "o.png", tmp_path / "again.png"
    ran = pixelstyle(*given, "-o", out, "--checkpoint", state, "--checkpoint-every", 2)
    assert ran.status == 0, ran
    ran = pixelstyle(*given, "-o", again, "--resume", state)
    assert ran.status == 0, ran
    assert (read_picture(out) == read_picture(again)).all()
    ran = pixelstyle(*given, "--clusters", 0.2, "-o", again, "--overwrite", "--resume", state)
    assert ran.status == 2 and "clusters was the default, now it is 0.2" in ran.err


def test_a_frame_of_a_film_on_a_small_screen_has_what_goes_there_by_itself(astronaut: Path, van_gogh: Path) -> None:
    settings = StylizeSettings(mode="free", width=48, height=32, iterations=1)
    run = frame_run(astronaut, van_gogh, settings, get_mode("free").resized(48, 32), get_palette("pico-8"), None)
    assert isinstance(run, FreeFirstRun) and run.changeable()["style_scale"] == 2
