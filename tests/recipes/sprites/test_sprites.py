"""Sprites: drawn again from what was written, they are the frames of the sheet."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_sprites
from pixelstyle.recipes.sprites import cut_sheets, make_sprites
from tests.command_line import CommandLine
from tests.formats.engines.others import libsfx
from tests.recipes.sprites.sheets import SPOTS, sheet


def drawn_again(whole: dict[str, Any], number: int, size: tuple[int, int], anchor: tuple[int, int]) -> np.ndarray:
    """A frame, uint8 [h, w, 4], as the hardware draws its objects."""
    own = whole["pixelstyle"]
    (width, height), machine = own["object"], own["machine"]
    row, column = np.arange(height // 8)[:, None], np.arange(width // 8)
    places = row * (width // 8) + column
    if machine == "mega-drive":
        places = column * (height // 8) + row
    if machine in ("snes", "pico-8"):
        places = row * 16 + column
    assert own["parts"] == places.tolist()
    tiles = [np.frombuffer(bytes.fromhex(text), np.uint8).reshape(8, 8) for text in own["tiles"]]
    found = np.zeros((*size, 4), np.uint8)
    for thing in own["frames"][number]:
        codes = np.block([[tiles[thing["tile"] + n] for n in row] for row in places])
        codes = codes[:, ::-1] if thing["mirrored"] else codes
        codes = codes[::-1] if thing["upside_down"] else codes
        row = own["palettes"][thing["palette"]][1:]
        colours = [(0, 0, 0, 0), *((*bytes.fromhex(text[1:]), 255) for text in row)]
        y, x = thing["y"] + anchor[1], thing["x"] + anchor[0]
        for line, pixel in np.argwhere(codes > 0):
            found[y + line, x + pixel] = colours[codes[line, pixel]]
    return found


@pytest.mark.parametrize(
    ("mode", "size", "palettes"),
    [
        ("nes", None, 2), ("nes", "8x16", 2), ("gameboy", "8x16", 2), ("gameboy-color", None, 2),
        ("game-gear", None, 1), ("master-system", "8x16", 1), ("mega-drive", "16x16", 1),
        ("gba-4bpp", "16x16", 1), ("sgdk", "32x32", 1), ("snes", "16x16", 1), ("snes-mode1", "32x32", 1),
        ("pc-engine", None, 1), ("pc-engine", "32x32", 1), ("gba-8bpp", "16x16", 1), ("wonderswan", None, 1),
        ("neo-geo", None, 1), ("neo-geo-pocket", None, 2), ("gb-studio", None, 1),
        ("pico-8", "16x16", 1),
    ],
)  # fmt: skip
def test_objects_draw_the_frames_again(tmp_path: Path, mode: str, size: str | None, palettes: int) -> None:
    made = make_sprites(cut_sheets([sheet(tmp_path)], "islands", None, 1, 100), mode, size=size)
    whole = json.loads(next(iter(encode_sprites(tmp_path / "a.json", made).values())))
    assert made.used == palettes and len(made.frames) == len(SPOTS)
    with Image.open(tmp_path / "hero.png") as opened:
        wanted = np.array(opened)
    for number, (top, left, height, width, _) in enumerate(SPOTS):
        part = wanted[top : top + height, left : left + width]
        again = drawn_again(whole, number, (height, width), (width // 2, height))
        assert (again[..., 3] == part[..., 3]).all()
        shown = part[..., :3][part[..., 3] > 0].astype(int), again[..., :3][part[..., 3] > 0].astype(int)
        if mode not in ("gameboy", "gb-studio"):
            off = np.abs(shown[0] - shown[1]).max()
            assert off < {"nes": 128, "pico-8": 140}.get(mode, 48), "the nearest that there is"
        both = np.concatenate(shown, axis=1)
        kinds, firsts = (len(np.unique(values, axis=0)) for values in (both, both[:, :3]))
        assert kinds == firsts or mode == "gb-studio", "a colour is one and the same all over"


def test_the_sheet_has_the_hardware_s_numbers_and_says_where_frames_are(
    pixelstyle: CommandLine, tmp_path: Path
) -> None:
    path = sheet(tmp_path)
    ran = pixelstyle("sprites", path, "--islands", "-m", "nes", "-o", tmp_path / "a.json", "--duration", 80)
    assert ran.status == 0 and "6 frames, at most 9 objects of 8x8 each" in ran.err + ran.out
    told = json.loads((tmp_path / "a.json").read_text())
    with Image.open(tmp_path / "a.png") as opened:
        assert opened.info["transparency"] in (0, b"\0") and opened.mode == "P"
        numbers, seen = np.array(opened), np.array(opened.convert("RGBA"))[..., 3] > 0
    assert told["meta"]["image"] == "a.png" and told["meta"]["size"] == {"w": numbers.shape[1], "h": numbers.shape[0]}
    assert ((numbers > 0) == seen).all() and set(np.unique(numbers[seen] >> 4)) == {0, 1}
    assert [tag["from"] for tag in told["meta"]["frameTags"]] == [0, 3]
    for (_, _, height, width, _), frame, piece in zip(SPOTS, told["frames"], told["meta"]["slices"], strict=True):
        box, (key,) = frame["frame"], piece["keys"]
        assert frame["duration"] == 80 and key["bounds"] == box and piece["name"] == frame["filename"]
        there = np.argwhere(seen[box["y"] : box["y"] + box["h"], box["x"] : box["x"] + box["w"]])
        assert tuple(np.ptp(there, axis=0) + 1) == (height, width)
        assert there[:, 0].max() + 1 == key["pivot"]["y"], "it stands on its anchor"


def test_lines_for_sgdk(pixelstyle: CommandLine, tmp_path: Path) -> None:
    assert pixelstyle("sprites", sheet(tmp_path), "--islands", "-m", "sgdk", "-o", tmp_path / "my hero.res").status == 0
    lines = (tmp_path / "my hero.res").read_text().splitlines()
    assert lines == ['PALETTE my_hero_palette "my hero.png"', 'SPRITE my_hero "my hero.png" 4 3 NONE 6 NONE']
    with Image.open(tmp_path / "my hero.png") as opened:
        assert opened.size == (3 * 32, 2 * 24)


def test_an_animation_brings_its_durations(tmp_path: Path) -> None:
    frames = []
    for step in range(3):
        frame = Image.new("RGBA", (16, 16))
        frame.paste((248, 56, 0, 255), (2 + step, 2, 10 + step, 16))
        frames.append(frame)
    for name in ("walk.gif", "walk.png", "walk.webp"):
        path = tmp_path / name
        extra: dict[str, Any] = {"disposal": 2} if name.endswith("gif") else {"lossless": True}
        frames[0].save(path, save_all=True, append_images=frames[1:], duration=[50, 100, 200], loop=0, **extra)
        made = make_sprites(cut_sheets([path], "whole", None, 1, 100), "gameboy-color")
        assert [frame.duration for frame in made.frames] == [50, 100, 200], name
        assert [len(frame.objects) for frame in made.frames] == [2, 2, 2], "each where it takes the fewest"
        (res,) = [text for path, text in encode_sprites(tmp_path / "w.res", make_sprites(
            cut_sheets([path], "whole", None, 1, 100), "mega-drive")).items() if path.suffix == ".res"]  # fmt: skip
        assert b"NONE [[3,6,12]] NONE" in res


def test_too_many_on_a_line_is_told(pixelstyle: CommandLine, tmp_path: Path) -> None:
    wide = Image.new("RGBA", (80, 16))
    wide.paste((248, 56, 0, 255), (0, 3, 72, 11))
    wide.save(tmp_path / "boss.png")
    ran = pixelstyle("sprites", tmp_path / "boss.png", "-m", "nes", "-o", tmp_path / "boss.s")
    assert "boss-0: 9 objects on line 3; the NES shows 8 on a line" in ran.err
    quiet = pixelstyle("sprites", tmp_path / "boss.png", "-m", "gameboy", "-o", tmp_path / "boss.c")
    assert quiet.status == 0 and "warning" not in quiet.err
    Image.new("RGBA", (384, 48), (248, 56, 0, 255)).save(tmp_path / "train.png")
    with Image.open(tmp_path / "train.png") as train:
        train.putpixel((0, 0), (0, 0, 0, 0))
        train.save(tmp_path / "train.png")
    asked = ("-m", "mega-drive", "--object", "32x32", "-o", tmp_path / "train.s")
    by_dots = pixelstyle("sprites", tmp_path / "train.png", *asked)
    assert "train-0: 12 objects on line 0; the Mega Drive shows 10 on a line" in by_dots.err
    in_all = pixelstyle("sprites", tmp_path / "train.png", "-m", "snes", "-o", tmp_path / "long.c")
    assert "train-0: 288 objects; the Super Nintendo has 128" in in_all.err


def test_ca65_makes_neslib_s_lists(tmp_path: Path) -> None:
    made = make_sprites(cut_sheets([sheet(tmp_path)], "islands", None, 1, 100), "nes")
    for path, data in encode_sprites(tmp_path / "hero.s", made).items():
        path.write_bytes(data)
    (tmp_path / "all.cfg").write_text("MEMORY { ROM: start = $8000, size = $8000; } SEGMENTS { CODE: load = ROM; }")
    for command in (
        [libsfx("ca65"), "hero.s", "-o", "a.o"],
        [libsfx("ld65"), "-C", "all.cfg", "a.o", "-o", "a.bin"],
    ):
        subprocess.run(command, cwd=tmp_path, check=True)
    data = (tmp_path / "a.bin").read_bytes()
    tiles, count = encode_sprites(tmp_path / "hero.chr", made)[tmp_path / "hero.chr"], len(made.frames)
    assert data.startswith(tiles)
    addresses = np.frombuffer(data[-4 * count : -2 * count], "<u2").astype(int) - 0x8000
    assert np.frombuffer(data[-2 * count :], "<u2").tolist() == [100] * count
    for address, frame in zip(addresses, made.frames, strict=True):
        for thing in frame.objects:
            x, y, tile, attributes = data[address : address + 4]
            assert (x - 256 * (x > 127), y - 256 * (y > 127), tile) == (thing.x, thing.y, thing.tile)
            assert attributes == thing.palette | 64 * thing.mirrored | 128 * thing.upside_down
            address += 4
        assert data[address] == 128


@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")
def test_a_compiler_takes_gbdk_s(tmp_path: Path) -> None:
    made = make_sprites(cut_sheets([sheet(tmp_path)], "islands", None, 1, 100), "gameboy", size="8x16")
    for path, data in encode_sprites(tmp_path / "hero.c", made).items():
        path.write_bytes(data)
    (tmp_path / "gb").mkdir()
    (tmp_path / "gb/metasprites.h").write_text(
        "#include <stdint.h>\n#define metasprite_end -128\n"
        "typedef struct metasprite_t { int8_t dy, dx; uint8_t dtile; uint8_t props; } metasprite_t;\n"
    )
    (tmp_path / "main.c").write_text(
        '#include <stdio.h>\n#include "hero.h"\nint main(void) { for (int n = 0; n < HERO_FRAMES; n++) { int y = 0, '
        "x = 0; for (const metasprite_t *p = hero_frames[n]; p->dy != metasprite_end; p++) { y += p->dy; x += p->dx;"
        'printf("%d %d %d %d %d\\n", n, x, y, p->dtile, p->props); } } }'
    )
    subprocess.run(["cc", "-Wall", "-Werror", "-I.", "main.c", "hero.c", "-o", "main"], cwd=tmp_path, check=True)
    told = subprocess.run(["./main"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout.splitlines()
    assert told == [
        f"{n} {t.x} {t.y} {t.tile} {t.palette << 4 | t.mirrored << 5 | t.upside_down << 6}"
        for n, frame in enumerate(made.frames)
        for t in frame.objects
    ]


def test_given_palettes_have_their_order(tmp_path: Path) -> None:
    given = "#ff00ff,#000000,#ffffff,#0058f8;#ff00ff,#ffffff,#f83800,#000000"
    cuts = cut_sheets([sheet(tmp_path)], "islands", None, 1, 100)
    made = make_sprites(cuts, "gameboy-color", palettes=given)
    colours = made.palette.bytes()[made.held[:2]].tolist()
    assert colours[0][:2] == [[0, 0, 0], [255, 255, 255]] and colours[1][0] == [255, 255, 255]
    assert made.used == 2


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--grid", "10x16"), "do not fill"),
        (("--grid", "big"), "A grid is said by width and height"),
        (("--grid", "16x16", "--islands"), "not by both"),
        (("-m", "zx-spectrum"), "Sprites are made for nes"),
        (("--object", "16x16"), "have 8x8, 8x16 pixels"),
        (("--base-tile", "250"), "different tiles from 250 on; lists for the NES reach 255"),
        (("-m", "snes", "--object", "16x16", "--base-tile", "8"), "begin at multiples of 16 tiles"),
        (("-m", "gb-studio", "--palettes", "#000000,#ffffff,#888888"), "have one palette, which is always the same"),
        (("--anchor", "left"), "An anchor is"),
        (("--key", "#zz"), "#zz"),
        (("-o", "a.chr2"), "ends in none of these"),
    ],
)
def test_what_cannot_be_is_one_line(pixelstyle: CommandLine, tmp_path: Path, asked: tuple[str, ...], told: str) -> None:
    ran = pixelstyle("sprites", sheet(tmp_path), "-o", tmp_path / "out.png", *asked)
    assert ran.status == 2 and told in ran.err and ran.err.count("\n") == 1
    assert not (tmp_path / "out.png").exists()


def test_a_sheet_without_transparency_says_its_colour(tmp_path: Path) -> None:
    with Image.open(sheet(tmp_path)) as opened:
        flat = Image.new("RGB", opened.size, (255, 0, 255))
        flat.paste(opened, mask=opened.getchannel("A"))
    flat.save(tmp_path / "flat.png")
    with pytest.raises(PixelStyleError, match="--key '#ff00ff'"):
        cut_sheets([tmp_path / "flat.png"], "32x32", None, 1, 100)
    one = make_sprites(cut_sheets([tmp_path / "flat.png"], "islands", "#ff00ff", 1, 100), "nes")
    other = make_sprites(cut_sheets([tmp_path / "hero.png"], "islands", None, 1, 100), "nes")
    assert (one.tiles == other.tiles).all() and re.sub("flat", "hero", str(one)) == str(other)
    assert [frame.objects for frame in one.frames] == [frame.objects for frame in other.frames]


def test_the_sheet_that_is_read_is_never_written(pixelstyle: CommandLine, tmp_path: Path) -> None:
    path = sheet(tmp_path)
    before = path.read_bytes()
    ran = pixelstyle("sprites", path, "--islands", "-o", tmp_path / "hero.json", "--overwrite")
    assert ran.status == 2 and "is what the sprites are cut from" in ran.err and path.read_bytes() == before
    assert not (tmp_path / "hero.json").exists()


def test_what_a_byte_cannot_say_is_refused(pixelstyle: CommandLine, tmp_path: Path) -> None:
    Image.new("RGBA", (8, 200), (255, 0, 0, 255)).save(tmp_path / "pole.png")
    wide = Image.new("RGBA", (16, 200))
    with Image.open(tmp_path / "pole.png") as pole:
        wide.paste(pole, (0, 0))
    wide.save(tmp_path / "pole.png")
    for name in ("a.s", "a.c"):
        ran = pixelstyle("sprites", tmp_path / "pole.png", "-m", "nes", "-o", tmp_path / name)
        assert ran.status == 2 and "pixels from its anchor" in ran.err and not (tmp_path / name).exists()
    assert pixelstyle("sprites", tmp_path / "pole.png", "--anchor", "centre", "-o", tmp_path / "b.s").status == 0
    assert pixelstyle("sprites", tmp_path / "pole.png", "-m", "mega-drive", "-o", tmp_path / "c.s").status == 0
    far = pixelstyle("sprites", tmp_path / "pole.png", "--anchor", "9999,0", "-o", tmp_path / "d.png")
    assert far.status == 2 and "at most 1,024 pixels away" in far.err
