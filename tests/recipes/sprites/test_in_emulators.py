"""A small program for each console takes the sources as they are, and emulators show the frames of the sheet."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.formats import Sprites, encode_sprites
from pixelstyle.recipes.sprites import cut_sheets, make_sprites
from tests.formats.engines.others import libsfx, rgbds, run
from tests.formats.oracles.emulators import shown_by
from tests.recipes.sprites.sheets import sheet

pytestmark = pytest.mark.slow

PROGRAMS = Path(__file__).parent / "programs"
PLACES = ((20, 40), (60, 70), (110, 70), (140, 96), (50, 118), (90, 140))
"""Where the anchors of the six frames are."""
CONFIGURATIONS = {
    "nes": "MEMORY { H: start = 0, size = 16, fill = yes; P: start = $C000, size = $3FFA, fill = yes; "
    "V: start = $FFFA, size = 6; } SEGMENTS { HEADER: load = H; CODE: load = P; VECTORS: load = V; }",
    "snes": "MEMORY { P: start = $8000, size = $7FC0, fill = yes; H: start = $FFC0, size = 64, fill = yes; } "
    "SEGMENTS { CODE: load = P; HEADER: load = H; }",
    "pc-engine": "MEMORY { P: start = $E000, size = $1FF6, fill = yes; V: start = $FFF6, size = 10; } "
    "SEGMENTS { CODE: load = P; VECTORS: load = V; }",
}
ENDINGS = {
    "gba-4bpp": ".gba", "gba-8bpp": ".gba", "nes": ".nes", "snes": ".sfc", "gameboy": ".gb", "gameboy-color": ".gbc",
    "mega-drive": ".md", "pc-engine": ".pce",
}  # fmt: skip


def cartridge(folder: Path, made: Sprites, large: int) -> Path:
    """A program with the sprites, in the machine's own file."""
    name = made.machine.name
    make = by_rgbds if name.startswith("gameboy") else by_ca65 if name in CONFIGURATIONS else by_gnu
    (text,) = encode_sprites(folder / "hero.s", made).items()
    text[0].write_bytes(text[1])
    return make(folder, name, large, folder / f"game{ENDINGS[name]}")


def places(folder: Path, head: list[str], line: str) -> None:
    """The file that all programs include: constants, and where the frames go."""
    for way, at in (("x", [x for x, _ in PLACES]), ("y", [y for _, y in PLACES])):
        head.append(line.format(way, ",".join(map(str, at))))
    (folder / "places.inc").write_text("\n".join(head) + "\n")


def by_rgbds(folder: Path, name: str, large: int, path: Path) -> Path:
    constants = {"FRAMES": len(PLACES), "LARGE": large, "COLOR": int(name.endswith("color"))}
    head = [*(f"DEF {what} EQU {value}" for what, value in constants.items()), 'SECTION "places", ROM0']
    places(folder, head, "places_{}: db {}")
    for stem, source in (("main", PROGRAMS / "gameboy.asm"), ("hero", folder / "hero.s")):
        run(*rgbds("rgbasm"), "-I", folder, "-o", folder / f"{stem}.o", source)
    run(*rgbds("rgblink"), "-o", path, folder / "main.o", folder / "hero.o")
    run(*rgbds("rgbfix"), "-v", "-p", "0", *(["-C"] if name.endswith("color") else []), path)
    return path


def by_ca65(folder: Path, name: str, large: int, path: Path) -> Path:
    places(folder, [f"FRAMES = {len(PLACES)}", f"LARGE = {large}", '.segment "CODE"'], "places_{}: .byte {}")
    (folder / "all.cfg").write_text(CONFIGURATIONS[name])
    for stem, source in (("main", PROGRAMS / f"{name}.s"), ("hero", folder / "hero.s")):
        run(libsfx("ca65"), "-I", folder, "-o", folder / f"{stem}.o", source)
    run(libsfx("ld65"), "-C", folder / "all.cfg", "-o", path, folder / "main.o", folder / "hero.o")
    return path


def by_gnu(folder: Path, name: str, large: int, path: Path) -> Path:
    advance = name.startswith("gba")
    target = "arm-none-eabi" if advance else "m68k-linux-gnu"
    if shutil.which(f"{target}-as") is None:
        pytest.skip(f"binutils for {target} are not installed")
    if advance:
        deep = f"DEEP = {0x2000 if '8' in name else 0}"
        places(folder, [f"FRAMES = {len(PLACES)}", f"LARGE = {large}", deep, ".data"], "places_{}: .byte {}")
    else:
        head = [f"FRAMES equ {len(PLACES)}", f"LARGE equ {large}", "    section .data"]
        places(folder, head, "places_{}: dc.b {}")
    for stem, source in (("main", PROGRAMS / f"{'gba' if advance else name}.s"), ("hero", folder / "hero.s")):
        run(f"{target}-as", *([] if advance else ["--mri"]), "-I", folder, "-o", folder / f"{stem}.o", source)
    start = 0x08000000 if advance else 0
    at = ["-n", "-Ttext", hex(start), "-Tdata", hex(start + 0x8000)]
    run(f"{target}-ld", *at, "-e", str(start), "-o", folder / "all.elf", folder / "main.o", folder / "hero.o")
    run(f"{target}-objcopy", "-O", "binary", folder / "all.elf", path)
    return path


def wanted(made: Sprites, shape: tuple[int, ...]) -> np.ndarray:
    """The colour of the sheet at each pixel of a screen, as one number; -1 where nothing is."""
    found = np.full(shape, -1)
    colours = made.palette.bytes().astype(int) @ np.array([65536, 256, 1])
    for frame, (left, top) in zip(made.frames, PLACES, strict=True):
        for y, x in np.argwhere(frame.codes > 0):
            entry = made.held[frame.palettes[y, x], frame.codes[y, x] - 1]
            found[top - frame.anchor[1] + y, left - frame.anchor[0] + x] = colours[entry]
    return found


@pytest.mark.parametrize(
    ("mode", "size", "large"),
    [
        ("nes", "8x8", 0), ("nes", "8x16", 0x20), ("gameboy", "8x8", 0), ("gameboy", "8x16", 4),
        ("gameboy-color", "8x16", 4), ("snes", "8x8", 0), ("snes", "16x16", 0xAA),
        ("gba-4bpp", "8x8", 0), ("gba-4bpp", "16x16", 0x4000), ("gba-8bpp", "16x16", 0x4000),
        ("mega-drive", "8x8", 0), ("mega-drive", "16x16", 5), ("pc-engine", "16x16", 0),
    ],
)  # fmt: skip
def test_the_console_shows_the_frames(tmp_path: Path, mode: str, size: str, large: int) -> None:
    made = make_sprites(cut_sheets([sheet(tmp_path)], "islands", None, 1, 100), mode, size=size)
    shown = shown_by(cartridge(tmp_path, made, large)).astype(int) @ np.array([65536, 256, 1])
    meant = wanted(made, shown.shape)
    colours = [np.unique(shown[meant == colour]) for colour in np.unique(meant)]
    assert len(colours) > 3 and all(len(found) == 1 for found in colours), "each colour is one and the same all over"
    seen = np.concatenate(colours[1:])  # what is behind has a colour of the sheet's on some
    assert len(np.unique(seen)) == len(seen), "no two colours are shown as one"
