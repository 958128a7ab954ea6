"""What single machines and engines ask of sprites: numbers, banks, shades, patterns."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.formats import encode_sprites
from pixelstyle.recipes.sprites import cut_sheets, make_sprites
from tests.command_line import CommandLine
from tests.recipes.sprites.sheets import sheet


def lists_in(data: bytes) -> list[str]:
    """The lines of a source that say where objects are."""
    text = data.decode()
    return text[text.index("a_0") :].split("a_frames")[0].splitlines()[1:]


def test_numbers_begin_where_they_are_asked_to(tmp_path: Path) -> None:
    cuts = cut_sheets([sheet(tmp_path)], "islands", None, 1, 100)
    for mode, base in (("nes", 64), ("gameboy", 100), ("snes", 3), ("gba-8bpp", 6)):
        texts = []
        for first in (0, base):
            (data,) = encode_sprites(tmp_path / "a.asm", make_sprites(cuts, mode).numbered_from(first)).values()
            texts.append([[int(n, 16) for n in re.findall(r"(?:\$|0x)([0-9a-f]+)", line)] for line in lists_in(data)])
        assert len(texts[0]) == len(texts[1]) > 20
        for one, other in zip(*texts, strict=True):
            wanted = one if len(one) == 1 else [n + base * (at == 2) for at, n in enumerate(one)]
            assert other == wanted, mode


def test_the_color_s_second_bank_is_bit_3(tmp_path: Path) -> None:
    cuts = cut_sheets([sheet(tmp_path)], "islands", None, 1, 100)
    (data,) = encode_sprites(tmp_path / "a.asm", make_sprites(cuts, "gameboy-color").numbered_from(256)).values()
    rows = [[int(n, 16) for n in re.findall(r"\$([0-9a-f]+)", line)] for line in lists_in(data)]
    assert {row[3] & 8 for row in rows if len(row) == 4} == {8}


def test_gb_studio_reads_the_shades_that_are_meant(tmp_path: Path) -> None:
    """By its own rule: transparent is what is nearly all green, or has no opacity; then the green channel decides."""
    cuts = cut_sheets([sheet(tmp_path)], "islands", None, 1, 100)
    made = make_sprites(cuts, "gb-studio")
    for path, data in encode_sprites(tmp_path / "hero.png", made).items():
        path.write_bytes(data)
    with Image.open(tmp_path / "hero.png") as opened:
        red, green, blue, opacity = np.moveaxis(np.array(opened.convert("RGBA")).astype(int), 2, 0)
    keyed = (green > 249) & (red < 180) & (blue < 20)
    assert (keyed == (opacity == 0)).all() and keyed.any(), "whether opacity is looked at or not"
    shade = np.select([green >= 205, green >= 130], [1, 2], 3)
    seen = np.unique(np.concatenate([frame.codes[frame.codes > 0] for frame in made.frames]), return_counts=True)
    read = np.unique(shade[~keyed], return_counts=True)
    assert [part.tolist() for part in seen] == [part.tolist() for part in read]
    assert set(seen[0].tolist()) == {1, 2, 3}
    objects = {(thing.x, thing.y) for thing in made.frames[0].objects}
    assert made.size == (8, 16) and len(objects) == len(made.frames[0].objects), "its sprites are 8 x 16"


def test_patterns_of_16_x_16_bit_by_bit(tmp_path: Path) -> None:
    cuts = cut_sheets([sheet(tmp_path)], "islands", None, 1, 100)
    for mode, name in (("pc-engine", "a.chr"), ("neo-geo", "a.c1")):
        made = make_sprites(cuts, mode)
        files = list(encode_sprites(tmp_path / name, made).values())
        assert made.machine.number(len(made.tiles)) == len(made.tiles) // 4 == sum(map(len, files[:-1])) // 128
        for number in range(len(made.tiles) // 4):
            quarters = made.tiles[4 * number : 4 * number + 4]
            for y in range(16):
                for x in range(16):
                    code = 0
                    for plane in range(4):
                        if mode == "pc-engine":
                            word = files[0][128 * number + 32 * plane + 2 * y :][:2]
                            code |= (word[0] + 256 * word[1] >> (15 - x) & 1) << plane
                        else:
                            block = (0 if x >= 8 else 2) + (y >= 8)
                            at = 64 * number + 16 * block + 2 * (y % 8) + plane % 2
                            code |= (files[plane // 2][at] >> (x % 8) & 1) << plane
                    assert code == quarters[2 * (y // 8) + x // 8][y % 8, x % 8]


def test_colours_without_room_are_told(pixelstyle: CommandLine, tmp_path: Path) -> None:
    path = sheet(tmp_path)
    asked = ("sprites", path, "--islands", "-m", "nes", "-o")
    assert "warning" not in pixelstyle(*asked, tmp_path / "a.s").err
    one = pixelstyle(*asked, tmp_path / "b.s", "--max-palettes", 1)
    assert one.status == 0
    told = r"warning: [12] of 4 colours became others: there is no room for all in 1 palette of 3\.\n"
    assert re.match(told, one.err)


def test_sgdk_has_no_frames_of_32_tiles(pixelstyle: CommandLine, tmp_path: Path) -> None:
    tall = Image.new("RGBA", (16, 256))
    tall.paste((255, 0, 0, 255), (2, 2, 12, 255))
    tall.save(tmp_path / "tall.png")
    ran = pixelstyle("sprites", tmp_path / "tall.png", "-m", "sgdk", "-o", tmp_path / "t.res")
    assert ran.status == 2 and "at most 248 pixels a side, not 16 x 256" in ran.err


@pytest.mark.parametrize("size", [None, "16x16"])
def test_pico_8_s_program_draws_the_frames_by_turns(tmp_path: Path, size: str | None) -> None:
    lua = pytest.importorskip("lupa.lua54").LuaRuntime()
    made = make_sprites(cut_sheets([sheet(tmp_path)], "islands", None, 1, 100), "pico-8", size=size).numbered_from(16)
    ((_, data),) = encode_sprites(tmp_path / "hero.p8", made).items()
    program, digits = data.decode("ascii").split("__lua__\n")[1].split("__gfx__\n")
    tiles = np.array([[int(digit, 16) for digit in line] for line in digits.split()])
    screen, seen = np.zeros((128, 128), int), list[np.ndarray]()

    def spr(n: int, x: int, y: int, w: int, h: int, across: bool, down: bool) -> None:
        part = tiles[n // 16 * 8 :, n % 16 * 8 :][: 8 * h, : 8 * w]
        part = part[:: -1 if down else 1, :: -1 if across else 1]
        box = screen[int(y) :, int(x) :][: 8 * h, : 8 * w]
        box[part > 0] = part[part > 0]

    def cls(colour: int) -> None:
        screen[:] = -colour

    def flip() -> None:
        seen.append(screen.copy())
        if len(seen) == 3 * len(made.frames):
            raise StopIteration

    lua.execute("function all(t) local n=0 return function() n=n+1 return t[n] end end")
    for name, known in (("spr", spr), ("cls", cls), ("flip", flip)):
        lua.globals()[name] = known
    with pytest.raises(StopIteration):
        lua.execute(program)
    for number, shown in enumerate(seen):
        frame = made.frames[number // 3]
        left, top = 64 - frame.anchor[0], 96 - frame.anchor[1]
        height, width = frame.codes.shape
        part = shown[top : top + height, left : left + width]
        assert (np.where(part < 0, 0, part) == frame.codes).all() and (shown > 0).sum() == (frame.codes > 0).sum()
