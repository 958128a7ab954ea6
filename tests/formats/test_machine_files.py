"""Pictures for machines that stand in a TOML file: their PNGs know it again, and take up no other file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import sha256_of
from pixelstyle.formats import PNG_KEY, encode_png_rgb, load_native, places_of, png_machine, png_record
from tests.command_line import ROOT, CommandLine

MACHINE = """
title = "Tiny"
width = 32
height = 16
palette = "mine.hex"
[[slots]]
count = 2
cell = [8, 8]
"""
COLOURS = "000000\nff0000\n00ff00\nffffff\n"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pixelstyle: CommandLine, astronaut: Path) -> Path:
    """A folder with a machine, its palette, and a PNG made there; the working directory."""
    folder = tmp_path / "made"
    folder.mkdir()
    (folder / "tiny.toml").write_text(MACHINE)
    (folder / "mine.hex").write_text(COLOURS)
    (folder / "photo.jpg").write_bytes(astronaut.read_bytes())
    monkeypatch.chdir(folder)
    assert pixelstyle("convert", "photo.jpg", "-m", "tiny.toml", "-o", "a.png", "-q").status == 0
    return folder


def assert_whole(pixelstyle: CommandLine, png: Path, folder: Path) -> None:
    """check, view and again of the PNG, what is written going into `folder`."""
    assert (ran := pixelstyle("check", png)).status == 0, ran.err
    assert (ran := pixelstyle("view", png, "-o", folder / "b.png")).status == 0, ran.err
    assert (ran := pixelstyle("check", folder / "b.png")).status == 0, ran.err
    assert (ran := pixelstyle("again", png, "-o", folder / "c.png", "-q")).status == 0, ran.err
    assert (folder / "c.png").read_bytes() == png.read_bytes()


EXAMPLES = sorted((ROOT / "examples/machines").glob("*.toml"))


@pytest.mark.slow
@pytest.mark.parametrize("machine", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_converted_checked_viewed_and_repeated(
    machine: Path, pixelstyle: CommandLine, astronaut: Path, tmp_path: Path
) -> None:
    ran = pixelstyle("convert", astronaut, "-m", machine, "-o", tmp_path / "a.png", "-q")
    assert ran.status == 0, ran.err
    assert_whole(pixelstyle, tmp_path / "a.png", tmp_path)
    told = pixelstyle("modes", machine).out
    assert "Source: " in told, "a machine's facts need a source"


def test_a_png_is_checked_viewed_and_repeated_by_its_own_record(made: Path, pixelstyle: CommandLine) -> None:
    assert_whole(pixelstyle, Path("a.png"), made)


def test_and_from_another_folder(made: Path, pixelstyle: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = made.parent / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert_whole(pixelstyle, Path("../made/a.png"), elsewhere)


def test_and_with_its_files_moved_beside_it(
    made: Path, pixelstyle: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    (made / "machines").mkdir()
    for name in ("tiny.toml", "mine.hex"):
        (made / name).rename(made / "machines" / name)
    assert pixelstyle("convert", "photo.jpg", "-m", "machines/tiny.toml", "-o", "d.png", "-q").status == 0
    parcel = made.parent / "parcel"
    parcel.mkdir()
    for path in (made / "d.png", made / "photo.jpg", *(made / "machines").iterdir()):
        path.rename(parcel / path.name)
    monkeypatch.chdir(made)
    assert_whole(pixelstyle, parcel / "d.png", parcel)


@pytest.mark.slow
@pytest.mark.parametrize("change", [lambda path: path.unlink(), lambda path: path.write_text(MACHINE + "# new")])
def test_a_machine_file_that_is_gone_or_has_changed_is_one_line(
    made: Path, pixelstyle: CommandLine, change: Any
) -> None:
    change(made / "tiny.toml")
    for command in (("check", "a.png"), ("view", "a.png", "-o", "b.png")):
        ran = pixelstyle(*command)
        assert ran.status == 2
        assert ran.err.count("\n") == 1
        assert "made for the machine file 'tiny.toml'" in ran.err and "name it with -m" in ran.err
    (made / "renamed.toml").write_text(MACHINE)
    assert pixelstyle("check", "a.png", "-m", "renamed.toml").status == 0
    assert pixelstyle("view", "a.png", "-m", "renamed.toml", "-o", "b.png").status == 0
    assert pixelstyle("check", "b.png").status == 0


def test_a_palette_file_is_found_again_too(
    made: Path, pixelstyle: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    (made / "other.hex").write_text("101010\nee1010\n10ee10\neeeeee\n")
    for mode in ("tiny.toml", "pico-8"):
        if mode == "pico-8":
            (made / "other.hex").write_text("\n".join(f"{11 * n:02x}1010" for n in range(16)))
        ran = pixelstyle(
            "convert", "photo.jpg", "-m", mode, "--palette", "other.hex", "-o", "p.png", "-q", "--overwrite"
        )
        assert ran.status == 0, ran.err
        monkeypatch.chdir(made.parent)
        assert pixelstyle("check", "made/p.png").status == 0
        monkeypatch.chdir(made)
    (made / "other.hex").unlink()
    ran = pixelstyle("check", "p.png")
    assert ran.status == 2 and "palette file 'other.hex'" in ran.err and "--palette" in ran.err


def png_with(folder: Path, record: Mapping[str, object]) -> Path:
    path = folder / "stranger.png"
    path.write_bytes(encode_png_rgb(np.zeros((16, 32, 3), np.uint8), text={PNG_KEY: json.dumps(record)}))
    return path


@pytest.mark.parametrize("stored", ["secret.toml", "./secret.toml", "{here}/secret.toml", "../made/secret.toml"])
def test_a_stranger_s_record_makes_no_file_be_taken_up(made: Path, stored: str) -> None:
    """Neither as the mode's name nor with a wrong checksum: what is in the file comes to light in no message."""
    (made / "secret.toml").write_text('password = "rosebud"')
    stored = stored.format(here=made)
    wrong: dict[str, object] = {"mode": {"path": stored, "sha256": "0" * 64}}
    for record in ({"mode": stored}, {"mode": "tiny", "inputs": wrong}, {"mode": stored, "inputs": wrong}):
        path = png_with(made, record)
        with pytest.raises(PixelStyleError, match="name it with -m") as raised:
            load_native(path)
        assert "password" not in str(raised.value)


@pytest.mark.parametrize("setting", ["mode", "palette"])
def test_nor_is_it_when_the_run_is_repeated(made: Path, pixelstyle: CommandLine, setting: str) -> None:
    """A record that names a file and no checksum of it was written by no run of ours."""
    name = {"mode": "tiny.toml", "palette": "mine.hex"}[setting]
    inputs = {"image": {"path": "photo.jpg", "sha256": sha256_of(made / "photo.jpg")}}
    record = {"version": "1", "recipe": "convert", "inputs": inputs, "mode": "tiny", "settings": {setting: name}}
    ran = pixelstyle("again", png_with(made, record), "-o", "forged.png")
    assert ran.status == 2 and "carries are damaged" in ran.err
    assert not (made / "forged.png").exists()


def test_a_stranger_s_palette_is_not_taken_up_either(made: Path) -> None:
    (made / "secret.gpl").write_text("rosebud")
    for facts in ({}, {"palette": {"path": "secret.gpl", "sha256": "0" * 64}}):
        path = png_with(made, {"mode": "pico-8", "palette": "secret.gpl", "inputs": facts})
        with pytest.raises(PixelStyleError, match=r"made with the palette file 'secret\.gpl'") as raised:
            load_native(path)
        assert "rosebud" not in str(raised.value)


def test_a_file_of_another_kind_is_no_machine_file_even_with_the_right_checksum(made: Path) -> None:
    (made / "machine.txt").write_text(MACHINE)
    facts = {"mode": {"path": "machine.txt", "sha256": sha256_of(made / "machine.txt")}}
    path = png_with(made, {"mode": "tiny", "inputs": facts})
    with pytest.raises(PixelStyleError, match=r"machine file 'machine\.txt', which is gone"):
        png_machine(path, path.read_bytes())


@pytest.mark.parametrize("stored", ["\\\\host\\share\\tiny.toml", "//host/share/tiny.toml"])
def test_machines_of_a_network_are_not_asked(made: Path, stored: str) -> None:
    """Not even for what does lie beside the PNG."""
    facts = {"mode": {"path": stored, "sha256": sha256_of(made / "tiny.toml")}}
    with pytest.raises(PixelStyleError, match="name it with -m"):
        load_native(png_with(made, {"mode": "tiny", "inputs": facts}))


@pytest.mark.parametrize(
    "facts", [None, 3, [], {"mode": 3}, {"mode": {}}, {"mode": {"path": "a\0.toml", "sha256": ""}}]
)
def test_a_record_may_hold_anything(made: Path, facts: object) -> None:
    with pytest.raises(PixelStyleError):
        load_native(png_with(made, {"mode": "tiny", "inputs": facts}))


def test_names_written_on_another_system_are_looked_for_beside_the_png() -> None:
    assert places_of("machines\\tiny.toml", Path("x/a.png"))[-1] == Path("x/tiny.toml")
    assert places_of("machines/tiny.toml", Path("x/a.png"))[:2] == [
        Path("machines/tiny.toml"),
        Path("x/machines/tiny.toml"),
    ]


def test_pngs_of_the_catalogue_s_modes_say_no_more_than_before(
    tmp_path: Path, pixelstyle: CommandLine, astronaut: Path
) -> None:
    assert pixelstyle("convert", astronaut, "-m", "pico-8", "-o", tmp_path / "a.png", "-q").status == 0
    assert pixelstyle("view", tmp_path / "a.png", "-o", tmp_path / "b.png").status == 0
    record = png_record((tmp_path / "a.png").read_bytes())
    assert set(record) == {"inputs", "mode", "recipe", "settings", "version"} and set(record["inputs"]) == {"image"}  # type: ignore[call-overload]
    assert set(png_record((tmp_path / "b.png").read_bytes())) == {"version", "mode"}
