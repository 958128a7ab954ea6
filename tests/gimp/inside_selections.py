"""Runs inside GIMP: what is worked on where something is selected."""

from __future__ import annotations

from gi.repository import Gimp

from tests.gimp.inside_images import PICO, call, done, new_image, pixels, refused, stylize

PLAIN = {"mode": "free", "palette": "pico-8"}


def check_in_place_changes_only_what_is_selected() -> None:
    image, layer = new_image()
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 8, 8, 16, 16)
    before = pixels(layer)
    done(stylize(image, [layer], output="replace", selection="layer"))
    after = pixels(layer)
    inside = [8 <= i % 64 < 24 and 8 <= i // 64 < 24 for i in range(64 * 48)]
    assert all(a == b for a, b, i in zip(after, before, inside, strict=True) if not i)
    assert {a[:3] for a, i in zip(after, inside, strict=True) if i} <= PICO
    assert len(image.get_layers()) == 1
    image.delete()


def check_what_is_selected_becomes_the_whole_screen() -> None:
    """By itself; the result lies over the selection, and only there, whatever its shape."""
    image, layer = new_image(80, 60)
    image.select_ellipse(Gimp.ChannelOps.REPLACE, 16, 10, 40, 30)
    chosen = pixels(image.get_selection(), "Y u8")
    done(stylize(image, [layer]))
    made = image.get_layers()[0]
    assert (made.get_width(), made.get_height(), *made.get_offsets()[1:]) == (40, 30, 16, 10)
    through = [value for (value,) in pixels(made.get_mask(), "Y u8")]
    assert through == [chosen[(10 + i // 40) * 80 + 16 + i % 40][0] for i in range(1200)] and 0 in through
    assert not made.get_edit_mask()  # what is done next is done to the picture
    before = pixels(layer)
    done(call("convert", image, [layer], settings={**PLAIN, "width": 40}, output="replace"))
    after = pixels(layer)
    assert {a[:3] for a, (inside,) in zip(after, chosen, strict=True) if inside == 255} <= PICO
    assert all(a == b for a, b, (inside,) in zip(after, before, chosen, strict=True) if not inside)
    new = done(call("convert", image, [layer], settings={**PLAIN, "width": 40}, output="image"))
    assert (new.get_width(), new.get_height()) == (40, 30)
    new.delete()
    layer.set_offsets(60, 50)
    refused(call("convert", image, [layer], settings=PLAIN), "does not touch the layer 'base'")
    image.delete()


def check_the_whole_layer_is_the_other_choice() -> None:
    image, layer = new_image()
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 8, 8, 16, 16)
    done(stylize(image, [layer], selection="layer"))
    values = [value for (value,) in pixels(image.get_layers()[0].get_mask(), "Y u8")]
    assert values == [255 if 8 <= i % 64 < 24 and 8 <= i // 64 < 24 else 0 for i in range(64 * 48)]
    image.delete()


def check_a_selection_is_the_region_that_stylize_paints() -> None:
    image, layer = new_image()
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 32, 48)
    settings = {"mode": "none", "width": 64, "iterations": 25, "device": "cpu"}
    made = done(stylize(image, [layer], settings, output="image", size="native", selection="layer"))
    before, after = pixels(layer, "R'G'B' u8"), pixels(made.get_layers()[0], "R'G'B' u8")
    moved = [sum(abs(a - b) for a, b in zip(one, other, strict=True)) for one, other in zip(before, after, strict=True)]
    inside = [value for i, value in enumerate(moved) if i % 64 < 28]
    outside = [value for i, value in enumerate(moved) if i % 64 >= 36]
    assert sum(inside) > 4 * sum(outside), (sum(inside), sum(outside))
    made.delete()
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 8, 8)
    layer.set_offsets(20, 20)
    refused(stylize(image, [layer], selection="layer"), "does not touch the layer 'base'")
    image.delete()
