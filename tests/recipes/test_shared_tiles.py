"""Several pictures with the same palettes, and the same tiles."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle.cli.game_data import tiles
from pixelstyle.formats import load_native
from pixelstyle.recipes import convert_together
from pixelstyle.screens import check
from tests.command_line import ROOT, CommandLine

PHOTOS = [str(ROOT / f"examples/photos/{name}.jpg") for name in ("chelsea", "flower")]


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "ending"), [("mega-drive", ".chr"), ("nes", ".chr"), ("gameboy-color", ".2bpp")])
def test_palettes_are_the_same_and_each_picture_is_whole(
    pixelstyle: CommandLine, tmp_path: Path, mode: str, ending: str
) -> None:
    ran = pixelstyle("tiles", *PHOTOS, "-m", mode, "-o", tmp_path / "out")
    assert ran.err.splitlines()[0].startswith("chelsea: ") and "2 pictures with the same palettes" in ran.err
    one, two = (tmp_path / "out" / f"{name}.pal" for name in ("chelsea", "flower"))
    assert one.read_bytes() == two.read_bytes()
    for name in ("chelsea", "flower"):
        tiles, png = load_native(tmp_path / f"out/{name}{ending}", mode), load_native(tmp_path / f"out/{name}.png")
        assert (tiles.native_rgb() == png.native_rgb()).all() and check(tiles) == [] and check(png) == []
    assert pixelstyle("tiles", *PHOTOS, "-m", mode, "-o", tmp_path / "out").err.count("exists already") == 1


@pytest.mark.slow
def test_a_folder_that_vanishes_costs_no_tiles(
    pixelstyle: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "game").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))

    def meanwhile(*given: Any, **named: Any) -> Any:
        made = convert_together(*given, **named)
        (tmp_path / "game").rmdir()
        return made

    monkeypatch.setattr(tiles, "convert_together", meanwhile)
    Image.open(PHOTOS[0]).resize((64, 64)).save(tmp_path / "one.png")
    ran = pixelstyle("tiles", tmp_path / "one.png", "-m", "nes", "-o", tmp_path / "game/out")
    assert ran.status == 1 and "It is saved as" in ran.err and list((tmp_path / "tmp").glob("one-*.png"))


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "ending"), [("game-gear", ".chr"), ("gameboy-color", ".2bpp"), ("nes", ".chr")])
def test_tiles_are_the_same_too(pixelstyle: CommandLine, tmp_path: Path, mode: str, ending: str) -> None:
    out = tmp_path / "out"
    ran = pixelstyle("tiles", *PHOTOS, "-m", mode, "-o", out, "--share-tiles", "--max-tiles", "200")
    assert ran.err.startswith("tiles: ") and "200 distinct" in ran.err
    for name in ("chelsea", "flower"):  # with the shared files beside it, each map shows its picture
        for path in out.glob("tiles.*"):
            path.with_name(f"{name}{path.suffix}").write_bytes(path.read_bytes())
        tiles, png = load_native(out / f"{name}{ending}", mode), load_native(out / f"{name}.png")
        assert (tiles.native_rgb() == png.native_rgb()).all()


@pytest.mark.slow
def test_sprites_keep_what_is_transparent(pixelstyle: CommandLine, tmp_path: Path) -> None:
    y, x = np.mgrid[:144, :160]
    disc = (y % 24 - 12) ** 2 + (x % 24 - 12) ** 2 < 90
    for name, colour in (("one", (0, 0, 0)), ("two", (255, 200, 0))):
        rgba = np.zeros((144, 160, 4), np.uint8)
        rgba[disc] = (*colour, 255)
        Image.fromarray(rgba).save(tmp_path / f"{name}.png")
    pixelstyle("tiles", tmp_path / "one.png", tmp_path / "two.png", "-m", "gameboy-color", "-o", tmp_path / "out")
    for name in ("one", "two"):
        found = load_native(tmp_path / f"out/{name}.2bpp", "gameboy-color")
        assert found.codes is not None and ((found.codes > 0) == disc).all()


def test_what_cannot_be_shared_is_said_in_a_line(pixelstyle: CommandLine, tmp_path: Path) -> None:
    refused = pixelstyle("tiles", *PHOTOS, "-m", "c64-hires", "-o", tmp_path / "out")
    assert "c64-hires is not made of tiles" in refused.err and not (tmp_path / "out").exists()
    twice = pixelstyle("tiles", PHOTOS[0], PHOTOS[0], "-m", "gameboy")
    assert "which folder" in twice.err
