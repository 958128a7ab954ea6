"""Runs inside GIMP: every procedure with the real engine, every kind of image and layer."""
# ruff: noqa: PTH123, PTH118  (GIMP's console has Gimp and others at hand; pathlib saves nothing here)

import json
import os
import sys
import time
from pathlib import Path

from gi.repository import Babl, Gegl, Gimp, Gio

sys.path.append(os.environ["CHECKOUT"])
from tests.gimp.inside_images import (
    PICO,
    QUICK,
    STYLE,
    call,
    colours,
    done,
    fill,
    new_image,
    pixels,
    refused,
    run_checks,
    stylize,
)
from tests.gimp.inside_selections import (  # noqa: F401
    check_a_selection_is_the_region_that_stylize_paints,
    check_in_place_changes_only_what_is_selected,
    check_the_whole_layer_is_the_other_choice,
    check_what_is_selected_becomes_the_whole_screen,
)
from tests.gimp.inside_strangers import check_a_stranger_s_layer_writes_nothing_and_reads_nothing_unasked  # noqa: F401

OUT = os.environ["OUT"]
PLAIN = {"mode": "free", "palette": "pico-8"}


def check_the_procedures_are_registered() -> None:
    for name in ("stylize", "dream", "convert", "quantize", "repeat", "check"):
        assert Gimp.get_pdb().procedure_exists(f"plug-in-pixelstyle-{name}"), name


def check_installation_says_that_all_is_well() -> None:
    procedure = Gimp.get_pdb().lookup_procedure("plug-in-pixelstyle-check")
    result = procedure.run(procedure.create_config())
    assert "PixelStyle is installed and works." in result.index(1), result.index(1)


def check_stylize_adds_a_legal_layer() -> None:
    image, layer = new_image()
    done(stylize(image, [layer]))
    made = image.get_layers()[0]
    assert len(image.get_layers()) == 2 and colours(made) <= PICO and len(colours(made)) > 2
    assert (made.get_width(), made.get_height()) == (64, 48)  # 32 x 24, enlarged twice
    row = pixels(made)[:64]
    assert row[0::2] == row[1::2]  # crisp


def check_convert_on_every_kind_of_image() -> None:
    for kind in (Gimp.ImageBaseType.GRAY, Gimp.ImageBaseType.INDEXED):
        image, layer = new_image(kind=kind)
        made = done(call("convert", image, [layer], settings={"mode": "free", "palette": "pico-8", "width": 32}))
        assert len(image.get_layers()) == 1 and made.get_base_type() == Gimp.ImageBaseType.INDEXED
        assert colours(made.get_layers()[0]) <= PICO
        refused(call("convert", image, [layer], settings={}, output="replace"), "grey" if kind == 1 else "indexed")
        made.delete()
        image.delete()
    for precision in (Gimp.Precision.U16_NON_LINEAR, Gimp.Precision.FLOAT_LINEAR):
        image, layer = new_image(precision=precision)
        done(call("convert", image, [layer], settings={"mode": "free", "palette": "pico-8", "width": 32}))
        assert colours(image.get_layers()[0]) <= PICO
        image.delete()


def check_the_colormap_as_palette_goes_in_place() -> None:
    image, layer = new_image(kind=Gimp.ImageBaseType.INDEXED)
    own, before = colours(layer), pixels(layer)
    done(call("convert", image, [layer], settings={"mode": "free"}, palette_from="colormap", output="replace"))
    assert image.get_layers()[0] == layer and pixels(layer) == before and colours(layer) == own
    image.delete()
    image, layer = new_image()
    refused(call("convert", image, [layer], settings={"mode": "free"}, palette_from="colormap"), "no colormap")
    image.delete()


def check_a_gimp_palette() -> None:
    palette = Gimp.Palette.new("PixelStyle test")
    wanted = [(15, 56, 15), (48, 98, 48), (139, 172, 15), (155, 188, 15)]
    for colour in wanted:
        palette.add_entry("", Gegl.Color.new("#{:02x}{:02x}{:02x}".format(*colour)))
    image, layer = new_image()
    made = done(
        call("convert", image, [layer], settings={"mode": "free"}, palette_from="gimp", palette=palette, output="image")
    )
    table = [tuple(c.get_bytes(Babl.format("R'G'B' u8")).get_data()) for c in made.get_palette().get_colors()]
    assert table == wanted, table
    palette.delete()
    made.delete()
    image.delete()


def check_a_new_indexed_image_is_the_machines() -> None:
    image, layer = new_image(320, 200)
    export = os.path.join(OUT, "screen.scr")
    settings = {"mode": "zx-spectrum", "iterations": 2, "device": "cpu"}
    made = done(stylize(image, [layer], settings, output="image", size="native", export=Gio.File.new_for_path(export)))
    assert (made.get_width(), made.get_height(), made.get_base_type()) == (256, 192, Gimp.ImageBaseType.INDEXED)
    assert len(made.get_palette().get_colors()) == 16  # black twice, as on the machine
    assert len(Gio.File.new_for_path(export).load_contents(None)[1]) == 6912
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, made, Gio.File.new_for_path(os.path.join(OUT, "indexed.png")), None)
    made.delete()
    image.delete()


def check_c64_layer_exported_by_gimp() -> None:
    image, layer = new_image(320, 200)
    done(stylize(image, [layer], {"mode": "c64-multicolor", "iterations": 2, "device": "cpu"}))
    layer.set_visible(False)
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(os.path.join(OUT, "c64.png")), None)
    image.delete()


def check_a_new_layer_lies_in_register() -> None:
    image, layer = new_image(300, 300)
    layer.set_offsets(50, 20)
    for enlarge, expected in ((0, (300, 225, 50, 58)), (1, (256, 192, 72, 74))):
        settings = {"mode": "zx-spectrum", "focus": "centre"}
        done(call("convert", image, [layer], settings=settings, enlarge=enlarge))
        made = image.get_layers()[-2]  # just above
        assert (made.get_width(), made.get_height(), *made.get_offsets()[1:]) == expected, made.get_offsets()
    image.delete()


def check_a_shipped_painting_is_a_style_and_its_painter_is_quick() -> None:
    """The result lies in register within ten seconds, from the procedure's call to the layer."""
    image, layer = new_image(320, 200)
    began = time.time()
    settings = {"mode": "c64-multicolor", "painter": "hokusai-great-wave-1831"}
    done(call("stylize", image, [layer], settings=settings, painting="hokusai-great-wave-1831"))
    seconds = time.time() - began
    made = image.get_layers()[0]
    assert (made.get_width(), made.get_height(), *made.get_offsets()[1:]) == (320, 200, 0, 0) and len(colours(made)) > 2
    with open(os.path.join(OUT, "painter.seconds"), "w") as file:
        file.write(f"{seconds}")
    done(call("stylize", image, [layer], settings=QUICK, painting="kandinsky-composition-viii-1923"))
    kept = json.loads(bytes(image.get_layers()[1].get_parasite("pixelstyle").get_data()))
    assert kept["request"]["style"] == {"painting": "kandinsky-composition-viii-1923"}
    refused(call("stylize", image, [layer], settings=QUICK, painting="kandinski"), "kandinsky-composition-viii-1923")
    image.delete()


def check_a_new_image_has_a_name() -> None:
    image, layer = new_image()
    image.set_file(Gio.File.new_for_path(os.path.join(OUT, "cat.xcf")))
    for tail in ("", " 2"):
        made = done(call("convert", image, [layer], settings=PLAIN, output="image"))
        name = f"base (convert, free){tail}"
        assert made.get_file().get_path() == os.path.join(OUT, f"{name}.xcf"), made.get_file().get_path()
        assert made.get_layers()[0].get_name() == "base (convert, free)"
        Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, made, made.get_file(), None)
        made.delete()
    image.delete()


def check_a_layers_mask_masks_its_result() -> None:
    image, layer = new_image()
    mask = layer.create_mask(Gimp.AddMaskType.WHITE)
    layer.add_mask(mask)
    through = [255 if i % 64 < 16 else 0 for i in range(64 * 48)]
    fill(mask, "Y u8", bytes(through))
    done(stylize(image, [layer]))
    made = image.get_layers()[0]
    assert colours(made) <= PICO and [value for (value,) in pixels(made.get_mask(), "Y u8")] == through
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 64, 10)
    done(call("convert", image, [layer], settings={**PLAIN, "width": 32}, selection="layer"))
    values = [value for (value,) in pixels(image.get_layers()[1].get_mask(), "Y u8")]
    assert values == [value if i < 640 else 0 for i, value in enumerate(through)]
    image.delete()


def check_a_palette_file() -> None:
    path = os.path.join(OUT, "two.hex")
    with open(path, "w") as file:
        file.write("102030\nf0e0d0\n")
    image, layer = new_image()
    done(call("convert", image, [layer], settings={"mode": "free", "width": 32, "palette": path}))
    assert colours(image.get_layers()[0]) == {(16, 32, 48), (240, 224, 208)}
    image.delete()


def check_offsets_and_groups() -> None:
    image, _ = new_image()
    group = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    small = Gimp.Layer.new(image, "small", 48, 36, Gimp.ImageType.RGBA_IMAGE, 100, Gimp.LayerMode.NORMAL)
    image.insert_layer(small, group, 0)
    small.set_offsets(9, 7)
    small.fill(Gimp.FillType.WHITE)
    done(stylize(image, [small], {**QUICK, "width": 24}))
    made = group.get_children()[0]
    assert made.get_offsets()[1:] == (9, 7) and (made.get_width(), made.get_height()) == (48, 36)
    done(stylize(image, [group], {**QUICK, "width": 24}))
    made = image.get_layers()[0]
    assert made.get_offsets()[1:] == (9, 7) and colours(made) <= PICO
    refused(stylize(image, [group], output="replace"), "group")
    image.delete()


def check_transparency_stays() -> None:
    image, layer = new_image()
    layer.add_alpha()
    data = b"".join(bytes((200, 50, 50, 255 if x < 32 else 0)) for _ in range(48) for x in range(64))
    fill(layer, "R'G'B'A u8", data)
    done(stylize(image, [layer]))
    assert [pixel[3] for pixel in pixels(image.get_layers()[0])] == list(data[3::4])
    done(stylize(image, [layer], output="replace"))
    assert [pixel[3] for pixel in pixels(layer)] == list(data[3::4])
    image.delete()


def check_several_layers_one_after_the_other() -> None:
    image, layer = new_image()
    other = layer.copy()
    image.insert_layer(other, None, 0)
    done(stylize(image, [layer, other]))
    assert len(image.get_layers()) == 4 and all(colours(image.get_layers()[i]) <= PICO for i in (0, 2))
    image.delete()


def check_a_layer_as_style() -> None:
    image, layer = new_image()
    other, style = new_image(40, 40)
    done(call("stylize", image, [layer], settings=QUICK, style_layer=style))
    assert colours(image.get_layers()[0]) <= PICO
    image.delete()
    other.delete()


def check_parameters_are_kept_and_repeated() -> None:
    image, layer = new_image()
    done(stylize(image, [layer], {**QUICK, "seed": 7, "start": "noise"}))
    made = image.get_layers()[0]
    kept = json.loads(bytes(made.get_parasite("pixelstyle").get_data()))
    assert kept["request"]["settings"]["seed"] == 7 and kept["request"]["style"]["file"] == STYLE
    done(call("repeat", image, [made]))  # of a result: from the layer it came from
    again = next(each for each in image.get_layers() if each not in (layer, made))
    assert pixels(again) == pixels(made)
    path = Gio.File.new_for_path(os.path.join(OUT, "kept.xcf"))
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, path, None)
    loaded = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, path)
    assert any(each.get_parasite("pixelstyle") for each in loaded.get_layers())
    loaded.delete()
    image.delete()
    image, layer = new_image(40, 30)
    done(call("repeat", image, [layer]))  # of any other layer: what was done last
    assert colours(image.get_layers()[0]) <= PICO
    done(call("stylize", image, [layer], Gimp.RunMode.WITH_LAST_VALS, QUICK, style_layer=layer))
    image.delete()


def check_what_cannot_be_done_is_said() -> None:
    image, layer = new_image()
    mask = layer.create_mask(Gimp.AddMaskType.WHITE)
    layer.add_mask(mask)
    refused(stylize(image, [mask]), "layer mask")
    refused(call("stylize", image, [layer], settings=QUICK), "Choose a style")
    refused(stylize(image, [layer], {"mode": "zx-spectrun"}), "zx-spectrum")
    refused(stylize(image, [layer], {"iterations": -1}), "iterations")
    refused(stylize(image, [layer], QUICK, export=Gio.File.new_for_path(os.path.join(OUT, "a.xyz"))), "a.xyz")
    refused(call("stylize", image, [layer], settings=[1]), "JSON")
    missing, _ = call("stylize", image, [layer], settings=QUICK, style_file=Gio.File.new_for_path("/nowhere.png"))
    assert missing.index(0) == Gimp.PDBStatusType.CALLING_ERROR  # GIMP looks for the file itself
    assert len(image.get_layers()) == 1
    image.delete()


def check_every_recipe_of_the_engine_is_there() -> None:
    """Dream works where the selection is; what this engine cannot do is said."""
    image, layer = new_image()
    for name, settings in (
        ("dream", {"octaves": 1, "octave_steps": 1, "iterations": 2, "device": "cpu", "mode": "free", "width": 64}),
        ("quantize", {"mode": "none"}),
    ):
        settings = {**settings, "palette": "pico-8"} if name == "dream" else {**settings, "colours": 5}
        image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 32, 48)
        answer = call(name, image, [layer], settings=settings, selection="layer")
        if name not in os.environ["RECIPES"].split():
            refused(answer, "has no recipe")
            continue
        done(answer)
        found = colours(image.get_layers()[image.get_item_position(layer) - 1])
        assert (found <= PICO) if name == "dream" else (len(found) == 5), found
    image.delete()


run_checks(globals(), Path(OUT))
