"""Native files over the engine: opened, written back to the same bytes, edited, and checked; for every format."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle.engine.check_job import check_picture
from pixelstyle.engine.native_files import encode_file, open_file
from pixelstyle.engine.protocol import RefusedError
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import Format, encode_png_rgb, formats, load_native, save_native
from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, check, get_mode, with_slots
from tests.engine.client import PHOTO, SMALL, STYLIZE, Client
from tests.formats.legal.pictures import photo_picture

PAIRS = [pytest.param(fmt, name, id=f"{fmt.name}-{name}") for fmt in formats() for name in fmt.modes]
ENGINES = ("gb-studio", "sgdk", "gba-8bpp")
"""Their tile files are like those of other modes, and do not say for whom they are."""


def opened(path: Path, **fields: Any) -> tuple[dict[str, Any], Path]:
    """What the engine says of a native file, and the PNG of its native pixels."""
    pictures: dict[str, bytes] = {}
    answer = open_file(
        {"type": "open", "file": str(path), **fields}, lambda name, png: pictures.setdefault(name, png) and {}
    )
    image = path.with_name(f"{path.stem}-opened.png")
    image.write_bytes(pictures.get("native.png") or pictures["shown.png"])
    return answer, image


def encoded(image: Path, name: str, **fields: Any) -> dict[str, Any]:
    return encode_file({"type": "encode", "image": str(image), "name": name, **fields})


def written(answer: dict[str, Any], folder: Path) -> NativePicture:
    """The picture in the files that the engine gave, for the mode that it names."""
    for file in answer["files"]:
        (folder / f"out{file['ending']}").write_bytes(base64.b64decode(file["data"]))
    return load_native(folder / f"out{answer['files'][0]['ending']}", answer["mode"])


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize(("fmt", "mode_name"), PAIRS)
def test_each_format_is_opened_written_back_and_edited(fmt: Format, mode_name: str, tmp_path: Path) -> None:
    mode = get_mode(mode_name)
    picture = photo_picture(mode)
    path = tmp_path / f"picture{fmt.extensions[0]}"
    save_native(picture, path)
    said = {"mode": mode_name} if mode_name in ENGINES else {}
    answer, image = opened(path, **said)
    assert (answer["mode"], answer["size"]) == (mode_name, [mode.width, mode.height])
    assert np.array_equal(np.array(Image.open(image).convert("RGB")), picture.native_rgb())
    checked = check_picture({"type": "check", "image": str(image), "mode": mode_name})
    assert checked["clashes"] == []

    # Nothing was painted: the bytes that there were.
    assert encoded(image, path.name, kept=str(path), **said)["how"] == "same"

    # By its pixels alone, with nothing remembered but the mode.
    again = encoded(image, path.name, mode=mode_name, otherwise="refuse")
    assert again["how"] == "legal" and again["mode"] == mode_name
    assert np.array_equal(written(again, tmp_path).native_rgb(), picture.native_rgb())

    # A pixel takes the colour of its neighbour in the same cell: the palette, and what each cell holds, stay.
    if mode.coded or mode.tiles or mode.glyphs:
        return
    with Image.open(image) as shown:
        pixels, table = np.array(shown), shown.getpalette()
    across = min((width for width, _ in mode.cells), default=8)
    differ = (pixels[:, 1:] != pixels[:, :-1]) & (np.arange(1, mode.width) % across > 0)
    y, x = np.argwhere(differ)[len(np.argwhere(differ)) // 2]
    pixels[y, x + 1] = pixels[y, x]
    edited = Image.fromarray(pixels, "P")
    edited.putpalette(table)
    edited.save(image)
    now = encoded(image, path.name, kept=str(path), otherwise="refuse", **said)
    assert now["how"] == "legal"
    result = written(now, tmp_path)
    assert np.array_equal(result.native_rgb(), np.array(edited.convert("RGB")))
    assert result.palette.colours == load_native(path, mode_name).palette.colours


def png(path: Path, rgb: np.ndarray) -> Path:
    path.write_bytes(encode_png_rgb(rgb))
    return path


def test_which_of_several_modes_a_picture_is_for(tmp_path: Path) -> None:
    """The ending, what is remembered, what it is legal in, its size; and in the end the person."""
    zx, c64 = (photo_picture(get_mode(name)) for name in ("zx-spectrum", "c64-multicolor"))
    legal = png(tmp_path / "zx.png", zx.native_rgb())
    taken = encoded(legal, "a.scr")
    assert (taken["mode"], taken["how"]) == ("zx-spectrum", "legal") and "timex-hicolour, ulaplus" in taken["told"][0]
    assert encoded(legal, "a.scr", remembered=["zx-spectrum"])["told"] == []
    assert encoded(legal, "a.scr", remembered=["no-such", "ulaplus"])["mode"] == "ulaplus"
    shown = png(tmp_path / "c64.png", c64.shown_rgb())
    assert encoded(shown, "a.kla")["mode"] == "c64-multicolor"
    assert encoded(shown, "a.prg")["mode"] == "c64-multicolor"
    photo = png(tmp_path / "photo.png", np.array(Image.open(PHOTO).convert("RGB"))[:100, :100])
    with pytest.raises(RefusedError, match="say for which mode") as caught:
        encoded(photo, "a.scr")
    assert caught.value.code == "mode" and "cpc-mode1" in caught.value.modes
    with pytest.raises(RefusedError, match="nearest one") as caught:
        encoded(photo, "a.kla", otherwise="refuse")
    assert (caught.value.code, caught.value.modes) == ("illegal", ["c64-multicolor"])
    assert encoded(photo, "a.kla")["how"] == "converted"
    for fields, words in (
        ({"mode": "zx-spectrum"}, "c64-multicolor"),
        ({"mode": "zx"}, "no mode"),
        ({"settings": {"dithr": 1}}, "dithr"),
    ):
        with pytest.raises(PixelStyleError, match=words):
            encoded(photo, "a.kla", **fields)
    with pytest.raises(PixelStyleError, match=r"\.xyz"):
        encoded(photo, "a.xyz")


def test_what_a_file_held_beside_its_pixels_stays_when_it_is_edited(tmp_path: Path) -> None:
    """The Spectrum has black twice: in a bright cell it is the bright one, whichever a paint program took."""
    mode = get_mode("zx-spectrum")
    indices = np.full((192, 256), 9, np.uint8)
    indices[:8, :8] = 8
    indices[:8, :4] = 12
    picture = with_slots(NativePicture(mode, get_palette(mode.palette), indices))
    path = tmp_path / "a.scr"
    save_native(picture, path)
    _, image = opened(path)
    pixels = np.array(Image.open(image))
    pixels[20, 20:22] = 0
    edited = Image.fromarray(pixels, "P")
    edited.putpalette(Image.open(image).getpalette())
    edited.save(image)
    now = encoded(image, "a.scr", kept=str(path))
    result = written(now, tmp_path)
    assert now["how"] == "legal" and check(result) == []
    assert result.indices[20, 20] == 8 and (result.indices[:8, :8] == indices[:8, :8]).all()


def test_a_border_stays_with_an_edited_picture(tmp_path: Path) -> None:
    picture = photo_picture(get_mode("c64-hires"))
    path = tmp_path / "a.art"
    save_native(replace(picture, extra={"border": 5}), path)
    border = load_native(path).extra.get("border")
    _, image = opened(path)
    pixels = np.array(Image.open(image).convert("RGB"))
    cell = pixels[:8, :8].reshape(-1, 3)
    pixels[0, 0] = next(colour for colour in cell if (colour != pixels[0, 0]).any())
    now = encoded(png(image, pixels), "a.art", kept=str(path))
    assert now["how"] == "legal" and written(now, tmp_path).extra.get("border") == border == 5


def test_a_few_wrong_cells_are_repaired_and_told(tmp_path: Path) -> None:
    picture = photo_picture(get_mode("c64-multicolor"))
    rgb = picture.native_rgb().copy()
    others = [c for c in picture.palette.bytes() if not (rgb[:8, :4] == c).all(axis=2).any()]
    rgb[2, :4] = others[:4]
    image = png(tmp_path / "a.png", rgb)
    now = encoded(image, "a.kla", otherwise="refuse")
    assert now["how"] == "repaired" and "cell (0, 0)" in now["told"][0]
    changed = (written(now, tmp_path).native_rgb() != rgb).any(axis=2)
    assert changed.any() and not changed[8:].any() and not changed[:, 4:].any()
    found = check_picture({"type": "check", "image": str(image), "mode": "c64-multicolor"})
    assert [(tuple(clash["box"]), clash["whole"]) for clash in found["clashes"]] == [((0, 0, 4, 8), False)]
    shown = png(tmp_path / "b.png", rgb.repeat(3, axis=0).repeat(6, axis=1))
    found = check_picture({"type": "check", "image": str(shown), "mode": "c64-multicolor"})
    assert tuple(found["clashes"][0]["box"]) == (0, 0, 24, 24)
    framed = np.full((272, 384, 3), picture.palette.bytes()[14], np.uint8)
    framed[35:235, 32:352] = rgb.repeat(2, axis=1)
    found = check_picture({"type": "check", "image": str(png(tmp_path / "c.png", framed)), "mode": "c64-multicolor"})
    assert tuple(found["clashes"][0]["box"]) == (32, 35, 8, 8) and "begins at x = 32" in found["drawn"]


def test_without_a_mode_the_check_names_those_that_fit(tmp_path: Path) -> None:
    image = png(tmp_path / "a.png", photo_picture(get_mode("zx-spectrum")).native_rgb())
    assert check_picture({"type": "check", "image": str(image)})["modes"][0] == "zx-spectrum"
    photo = png(tmp_path / "b.png", np.array(Image.open(PHOTO).convert("RGB").resize((256, 192))))
    with pytest.raises(RefusedError, match="for which mode") as caught:
        check_picture({"type": "check", "image": str(photo)})
    assert "zx-spectrum" in caught.value.modes and "c64-multicolor" not in caught.value.modes
    with pytest.raises(PixelStyleError, match="256 x 192"):
        check_picture({"type": "check", "image": str(photo), "mode": "c64-multicolor"})


def test_pictures_that_are_no_machine_s_are_opened_where_that_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.pcx"
    Image.open(PHOTO).convert("RGB").resize((40, 30)).save(path)
    with pytest.raises(PixelStyleError):
        opened(path)
    answer, image = opened(path, any=True)
    assert (answer["mode"], answer["size"], answer["palette"]) == (None, [40, 30], None)
    assert np.array_equal(np.array(Image.open(image)), np.array(Image.open(path)))


@pytest.mark.slow
def test_native_files_need_no_torch(tmp_path: Path) -> None:
    path = tmp_path / "a.kla"
    save_native(photo_picture(get_mode("c64-multicolor")), path)
    with Client(greet=False) as engine:
        engine.say("hello", protocol=1, torch=False)
        assert {"open", "encode", "check"} <= set(engine.next()["commands"])
        engine.say("open", id=1, file=str(path))
        answer = engine.next()
        assert answer["type"] == "opened" and answer["id"] == 1 and answer["mode"] == "c64-multicolor"
        engine.say("encode", id=2, image=answer["native"]["file"], name="b.kla", kept=str(path))
        assert engine.next() | {"id": 0} == {
            "type": "encoded", "id": 0, "mode": "c64-multicolor", "how": "same", "told": [], "files": []
        }  # fmt: skip
        engine.say("check", id=3, image=answer["native"]["file"])
        assert engine.next()["type"] == "checked"
        engine.say("encode", id=4, image=answer["native"]["file"], name="b.chr")
        refused = engine.next()
        assert (refused["type"], refused["code"]) == ("error", "mode") and "nes" in refused["modes"]
        libraries = Path(f"/proc/{engine.process.pid}/maps")
        if libraries.exists():
            assert "torch" not in libraries.read_text()
        steps = engine.run("stylize", STYLIZE, SMALL)  # what needs torch has it all the same
        assert {"ready", "done"} <= {message["type"] for message in steps}
