"""Runs inside GIMP: the machines' files opened and exported, as by a person or a script; Check for Machine."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from gi.repository import Gegl, Gimp, Gio

sys.path.append(os.environ["CHECKOUT"])
from tests.gimp.inside_images import Answer, colours, done, fill, new_image, pixels, refused, run_checks

OUT = Path(os.environ["OUT"])
CASES = json.loads((OUT / "cases.json").read_text())
"""For each format that is tried its name, ending, mode and whether its bytes are compared after a second export."""
NON = Gimp.RunMode.NONINTERACTIVE


def opened(path: Path) -> Any:
    image = Gimp.file_load(NON, Gio.File.new_for_path(str(path)))
    assert image is not None, Gimp.get_pdb().get_last_error()
    return image


def exported(image: Any, path: Path, kind: str = "", **values: object) -> Answer:
    """By the procedure for the ending, with arguments of one's own; by File > Export's way where there are none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not values:
        assert Gimp.file_save(NON, image, Gio.File.new_for_path(str(path)), None), Gimp.get_pdb().get_last_error()
        return None, ""
    procedure = Gimp.get_pdb().lookup_procedure(f"file-pixelstyle-{kind or path.suffix[1:]}-export")
    config = procedure.create_config()
    config.set_property("run-mode", NON)
    config.set_property("image", image)
    config.set_property("file", Gio.File.new_for_path(str(path)))
    for key, value in values.items():
        config.set_property(key, value)
    return procedure.run(config), Gimp.get_pdb().get_last_error()


def rgb(image: Any) -> bytes:
    layer = image.get_layers()[0]
    box = Gegl.Rectangle.new(0, 0, layer.get_width(), layer.get_height())
    return bytes(layer.get_buffer().get(box, 1.0, "R'G'B' u8", Gegl.AbyssPolicy.CLAMP))


def remembered(image: Any) -> dict[str, Any]:
    return json.loads(bytes(image.get_parasite("pixelstyle-file").get_data()).rstrip(b"\0"))


def painted(image: Any, x: int, y: int, colour: tuple[int, ...]) -> None:
    """One pixel of the first layer."""
    box = Gegl.Rectangle.new(x, y, 1, 1)
    buffer = image.get_layers()[0].get_buffer()
    buffer.set(box, "R'G'B' u8", bytes(colour))
    buffer.flush()
    image.get_layers()[0].update(x, y, 1, 1)


def checked(image: Any, **values: object) -> tuple[str, int]:
    procedure = Gimp.get_pdb().lookup_procedure("plug-in-pixelstyle-check-machine")
    config = procedure.create_config()
    config.set_property("image", image)
    config.set_core_object_array("drawables", image.get_layers()[-1:])
    for key, value in values.items():
        config.set_property(key, value)
    result = procedure.run(config)
    done((result, Gimp.get_pdb().get_last_error()))
    return result.index(1), result.index(2)


def check_every_format_goes_out_and_comes_in() -> None:
    wrong = []
    for case in CASES:
        name, mode = case["name"], case["mode"]
        painting = opened(OUT / name / "painted.png")
        target = OUT / name / f"gimp{case['ending']}"
        # The ending alone says which mode, or the picture does; only what others use for their pictures has to be told.
        answer = exported(painting, target, case["kind"], mode=mode, strict=True)
        if answer[0].index(0) != Gimp.PDBStatusType.SUCCESS:
            wrong.append(f"{name}: {answer[1]}")
            painting.delete()
            continue
        back = opened(target)
        if remembered(back)["mode"] != mode or rgb(back) != rgb(painting):
            wrong.append(f"{name}: {remembered(back)['mode']}, pixels {rgb(back) == rgb(painting)}")
        indexed = back.get_base_type() == Gimp.ImageBaseType.INDEXED
        if indexed == case["coded"]:
            wrong.append(f"{name}: indexed {indexed}")
        if case["again"]:
            exported(back, OUT / name / f"again{case['ending']}")
        painting.delete()
        back.delete()
    assert not wrong, "\n".join(wrong)


def check_the_shape_of_pixels_is_the_resolution() -> None:
    image = opened(OUT / "koala/native.kla")
    assert (image.get_width(), image.get_height()) == (160, 200)
    assert tuple(image.get_resolution())[1:] == (36.0, 72.0) and image.get_layers()[0].get_name() == "native"
    assert not image.is_dirty()
    image.delete()


def check_a_hand_edit_and_the_way_back() -> None:
    image = opened(OUT / "koala/native.kla")
    layer = image.get_layers()[0]
    row = pixels(layer, "R'G'B' u8")[:4]
    painted(image, 0, 0, next(colour for colour in row if colour != row[0]) if len(set(row)) > 1 else row[1])
    exported(image, OUT / "edited.kla")
    (OUT / "edited.rgb").write_bytes(rgb(image))
    path = Gio.File.new_for_path(str(OUT / "kept.xcf"))
    Gimp.file_save(NON, image, path, None)
    kept = Gimp.file_load(NON, path)
    exported(kept, OUT / "from-xcf.kla")
    image.delete()
    kept.delete()


def check_clashes_are_framed_told_and_repaired() -> None:
    image = opened(OUT / "koala/native.kla")
    assert checked(image) == ("Legal for c64-multicolor.", 0) and len(image.get_layers()) == 1
    cell = [pixels(image.get_layers()[0], "R'G'B' u8")[y * 160 + x] for y in range(8) for x in range(4)]
    chart = opened(OUT / "every-colour.png")
    table = sorted(colours(chart.get_layers()[0]))
    chart.delete()
    strange = [colour for colour in table if colour not in cell]
    for place in range(4):
        painted(image, place, 2, strange[place])
    before = rgb(image)
    report, count = checked(image)
    assert count == 1 and "cell (0, 0)" in report and "Not legal for c64-multicolor: one clash" in report, report
    frames, _ = image.get_layers()
    drawn = pixels(frames)
    shown = {place for place, pixel in enumerate(drawn) if pixel[3]}
    edge = {y * 160 + x for y in range(8) for x in range(4) if y in (0, 7) or x in (0, 3)}
    assert frames.get_name() == "Clashes" and shown == edge and {drawn[n][:3] for n in shown} <= set(table)
    assert image.get_base_type() == Gimp.ImageBaseType.INDEXED and len(image.get_palette().get_colors()) == 16
    assert checked(image)[1] == 1 and len(image.get_layers()) == 2  # in place of the earlier one
    exported(image, OUT / "repaired.kla")
    image.remove_layer(image.get_layers()[0])
    assert rgb(image) == before
    (OUT / "before-repair.rgb").write_bytes(before)
    image.convert_rgb()
    assert checked(image)[1] == 1 and len(image.get_layers()) == 2
    image.delete()


def check_a_photo_is_converted_or_refused() -> None:
    image, layer = new_image(320, 200)
    exported(image, OUT / "photo.kla")
    refused(exported(image, OUT / "refused.kla", strict=True), "Check for Machine")
    assert not (OUT / "refused.kla").exists()
    image.delete()
    image, layer = new_image(77, 50)
    refused(exported(image, OUT / "photo.scr", strict=False), "say for which mode")
    done(exported(image, OUT / "photo.scr", mode="zx-spectrum"))
    refused(exported(image, OUT / "photo.kla", mode="zx-spectrum"), "c64-multicolor")
    refused(exported(image, OUT / "photo.kla", settings="[1]"), "JSON")
    layer.set_visible(False)
    refused(exported(image, OUT / "photo.kla", mode="c64-multicolor"), "visible")
    image.delete()


def check_what_is_no_such_file_is_said() -> None:
    for name, words in (("short.kla", "10,003"), ("README.md", "README.md"), ("huge.bin", "no machine's picture")):
        assert Gimp.file_load(NON, Gio.File.new_for_path(str(OUT / name))) is None
        assert words in Gimp.get_pdb().get_last_error(), Gimp.get_pdb().get_last_error()
    image = opened(OUT / "UPPER.KLA")
    exported(image, OUT / "AGAIN.KLA")
    image.delete()


def check_files_beside_are_not_replaced_unasked() -> None:
    image = opened(OUT / "cpc-ocp/native.scr")
    there = OUT / "beside.pal"
    there.write_bytes(b"mine")
    refused(exported(image, OUT / "beside.scr", strict=False), "beside.pal")
    assert there.read_bytes() == b"mine" and not (OUT / "beside.scr").exists()
    there.unlink()
    exported(image, OUT / "beside.scr")
    exported(image, OUT / "beside.scr")  # its own companion is its to replace
    image.delete()


def check_gimp_s_own_kinds_stay_gimp_s() -> None:
    image, _ = new_image(77, 50)
    for ending in ("pcx", "fli"):
        exported(image, OUT / f"own.{ending}")
        back = opened(OUT / f"own.{ending}")
        assert (back.get_width(), back.get_parasite("pixelstyle-file")) == (77, None)
        back.delete()
    image.delete()
    image = opened(OUT / "other.iff")  # no machine's, but this GIMP has no reader of its own
    assert (image.get_width(), image.get_height(), image.get_parasite("pixelstyle-file")) == (40, 30, None)
    image.delete()


def check_a_layer_and_a_picture_of_no_machine() -> None:
    image, _ = new_image(400, 300)
    layer = Gimp.Layer.new(image, "screen", 320, 200, Gimp.ImageType.RGBA_IMAGE, 100, Gimp.LayerMode.NORMAL)
    fill(layer, "R'G'B'A u8", bytes((10, 20, 30, 255)) * 64000)
    image.insert_layer(layer, None, 1)  # below, so that it is the last, which is the one that is selected
    layer.set_offsets(50, 60)
    report, count = checked(image, mode="c64-multicolor", what="layer")
    assert count and "colours of the palette" in report, report
    assert pixels(image.get_layers()[0])[60 * 400 + 50][3] == 255  # the first frame, where the layer is
    image.delete()


run_checks(globals(), OUT)
