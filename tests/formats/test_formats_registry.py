"""What holds for every format there is: new formats are covered when they are registered."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import pixelstyle.formats
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import (
    Format,
    encode_for,
    formats,
    formats_for_extension,
    formats_for_mode,
    load_native,
    registry,
    save_native,
)
from pixelstyle.screens import NativePicture, catalogue, get_mode, modes
from tests.formats.legal.pictures import photo_picture, plain_picture, random_picture

PAIRS = [pytest.param(fmt, name, id=f"{fmt.name}-{name}") for fmt in formats() for name in fmt.modes]


def assert_same(got: NativePicture, wanted: NativePicture) -> None:
    assert got.mode == wanted.mode
    by_line = any(slots.cell is not None and slots.cell[0] == wanted.mode.width for slots in wanted.mode.slots)
    if by_line and wanted.mode.choice is not None:  # of one palette for all lines a file knows nothing
        assert (got.native_rgb() == wanted.native_rgb()).all()
        for ours, theirs in zip(got.slots, wanted.slots, strict=True):
            assert (got.palette.bytes()[ours] == wanted.palette.bytes()[theirs]).all()
        return
    if wanted.mode.signal == "sham":  # nor of one list for all lines' registers
        assert (got.native_rgb() == wanted.native_rgb()).all()
        return
    assert (got.indices == wanted.indices).all()
    assert got.palette.colours == wanted.palette.colours
    if by_line and wanted.mode.groups:  # nor of the order in which a line's slots hold a group
        return
    for ours, theirs in zip(got.slots, wanted.slots, strict=True):
        assert (ours == theirs).all()


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize(("fmt", "mode_name"), PAIRS)
def test_pictures_survive_encoding_and_decoding(fmt: Format, mode_name: str) -> None:
    mode = get_mode(mode_name)
    pictures = [random_picture(mode, 0), plain_picture(mode, 0)]
    if not fmt.name.endswith("-disk"):  # whose files are tried by themselves
        pictures += [photo_picture(mode), random_picture(mode, 1)]
    for picture in pictures:
        files = fmt.encode(picture)
        assert fmt.may_have(len(files[fmt.extensions[0]]))
        assert set(files) <= {fmt.extensions[0], *fmt.companions}
        decoded = fmt.decode(files)
        assert_same(decoded, picture)
        assert fmt.encode(decoded) == files


@pytest.mark.parametrize(("fmt", "mode_name"), PAIRS)
def test_files_on_disc_are_found_again(fmt: Format, mode_name: str, tmp_path: Path) -> None:
    picture = random_picture(get_mode(mode_name), 7)
    for extension in fmt.extensions:
        path = tmp_path / f"picture{extension}"
        written = save_native(picture, path)
        assert written == list(encode_for(path, picture))
        assert_same(load_native(path, mode_name), picture)
        with pytest.raises(PixelStyleError, match="exists already"):
            save_native(picture, path)


def test_every_machine_has_a_native_file() -> None:
    without = {mode.name for mode in modes() if not formats_for_mode(mode.name)}
    assert without == {"free", "none"}


def test_names_are_unique_and_modes_exist() -> None:
    for fmt in formats():
        assert all(ext.startswith(".") and ext == ext.lower() for ext in fmt.extensions + fmt.companions)
        for name in fmt.modes:
            assert np.prod(get_mode(name).shown_size) > 0


PREFERRED = {
    "c64-multicolor": "koala",
    "c64-hires": "art-studio",
    "c64-fli": "fli-graph",
    "c64-afli": "afli-editor",
    "c64-sprites": "spritepad",
    "zx-spectrum": "zx-scr",
    "atari-st-low": "degas-pi1",
    "cga-1": "cga-bsave",
    "nes": "nes-cartridge",
    "gameboy": "gameboy-cartridge",
    "gameboy-color": "gameboy-color-cartridge",
    "snes-mode1": "snes-cartridge",
    "snes-mode3": "snes-cartridge",
    "master-system": "master-system-cartridge",
    "game-gear": "game-gear-cartridge",
    "mega-drive": "mega-drive-cartridge",
    "pc-engine": "pc-engine-card",
}


@pytest.mark.parametrize("mode_name", PREFERRED)
def test_the_usual_format_of_a_mode_stands_first(mode_name: str) -> None:
    first, *others = formats_for_mode(mode_name)
    assert first.name == PREFERRED[mode_name] and others


@pytest.mark.parametrize(
    "earlier, later", [("neo-geo-pocket-tiles", "nes-tiles"), ("pc-engine-tiles", "snes-mode1-tiles")]
)
def test_of_two_that_could_read_a_file_the_stricter_stands_first(earlier: str, later: str) -> None:
    names = [fmt.name for fmt in formats_for_extension(".chr")]
    assert names.index(earlier) < names.index(later)


def modules_with(package: ModuleType, name: str) -> set[str]:
    """The modules of a folder, and of those below it, that assign `name` at the top."""
    (folder,) = map(Path, package.__path__)
    return {
        ".".join(path.relative_to(folder).with_suffix("").parts)
        for path in folder.rglob("*.py")
        if re.search(rf"^{name}\b.* = ", path.read_text(encoding="utf-8"), re.MULTILINE)
    }


def test_no_family_is_forgotten() -> None:
    assert modules_with(pixelstyle.formats, "FORMATS") == set(registry._FAMILIES)
    assert modules_with(catalogue, "MODES") == set(catalogue._FAMILIES)
