"""What is seen on the page in a real Chromium: the view, comparing, a narrow tablet, the camera, and that nothing keeps
anyone out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.studio.conftest import first_picture
from tests.studio.running import PHOTO

pytestmark = pytest.mark.slow

AXE = "axe_playwright_python"


def test_the_view_crop_compare_and_theme(page: Any) -> None:
    first_picture(page)
    for button in ("#crt", "#clashes"):
        page.click(button)
        assert page.get_attribute(button, "aria-pressed") == "true"
    page.select_option("#compare", "photo")
    page.locator("#split").fill("30")
    assert page.evaluate("document.getElementById('divider').style.left") == "30%"
    box = page.locator("#sheet").bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 40)
    page.mouse.up()
    assert page.input_value("#split") == "60"
    page.click("#other")
    assert page.evaluate("document.getElementById('behind').style.clipPath") == "inset(0px 0% 0px 0px)"
    page.click("#other")
    assert page.is_hidden("#divider")
    before = page.text_content("#zoom")
    page.click("#smaller")
    assert page.text_content("#zoom") != before
    assert page.evaluate("document.getElementById('picture').getBoundingClientRect().width % 320") == 0
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "the panel scrolls, and not the page"
    theme = page.evaluate("document.documentElement.dataset.theme")
    page.click("#theme")
    assert page.evaluate("document.documentElement.dataset.theme") != theme
    page.click("#crop-open")
    page.locator("#crop-frame").focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowLeft")
    page.click("#crop-done")
    page.wait_for_selector("#history li:nth-child(2)")
    assert "--crop" in page.input_value("#command")
    page.click("#cancel")


def test_variations_a_recipe_and_a_painting_of_ones_own(page: Any) -> None:
    first_picture(page)
    page.click("#variations")
    page.wait_for_selector("#variant-list button:nth-child(3)")
    assert " of 8: " in page.text_content("#variant-note")
    page.keyboard.press("Escape")
    page.select_option("#preset", "ink-zx")
    page.wait_for_selector("#history li:nth-child(2)")
    page.click("#cancel")
    assert page.text_content("#machine-name").startswith("Sinclair ZX Spectrum")
    assert page.text_content("#preset-about")
    page.set_input_files("#own", str(PHOTO.parent / "flower.jpg"))
    page.wait_for_selector("#history li:nth-child(3)")
    page.click("#cancel")
    assert "flower.jpg" in page.input_value("#command")


def test_the_camera_is_painted_live(page: Any) -> None:
    page.click("#camera-open")
    page.wait_for_selector("#camera[data-frames]")
    assert page.evaluate("document.getElementById('camera-picture').width") == 320
    page.click("#camera-take")
    page.wait_for_selector("#history li")
    assert page.text_content("#photo-name").startswith("camera")
    page.click("#cancel")


def test_nothing_keeps_anyone_out(page: Any) -> None:
    axe = pytest.importorskip(AXE, reason="axe is not installed")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    page.emulate_media(reduced_motion="reduce")  # half-way between two colours nothing can be judged
    first_picture(page)
    for prepare in ("", "#theme", "#save", "#paint", "#machine"):
        if prepare:
            page.keyboard.press("Escape")
            page.click(prepare)
        page.wait_for_timeout(300)
        found = page.evaluate(f"async () => {{ {script}; return (await axe.run()).violations }}")
        serious = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
        assert not serious, prepare


TOUCH = """([id, x, y, type]) => document.getElementById("picture").dispatchEvent(new PointerEvent(type,
  {pointerId: id, pointerType: "touch", clientX: x, clientY: y, button: type === "pointermove" ? -1 : 0}))"""


def test_on_a_narrow_tablet_tools_stay_in_sight_and_two_fingers_move_the_picture(page: Any) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    first_picture(page)
    page.click("#paint")
    page.wait_for_selector("#tools:not([hidden])")
    tools, picture = (page.locator(name).bounding_box() for name in ("#tools", "#picture"))
    assert 0 <= tools["y"] <= picture["y"]
    assert picture["y"] + picture["height"] <= 1024
    page.click("text=Lock >> nth=0")
    page.keyboard.press("b")  # wherever the focus is
    assert page.get_attribute('#tool-set [data-value="brush"]', "aria-checked") == "true"
    assert page.locator("#picture").bounding_box() == picture, "what is told moves nothing"
    page.evaluate("HTMLElement.prototype.setPointerCapture = () => null")  # these fingers are none
    x, y, before = picture["x"] + 100, picture["y"] + 100, page.text_content("#zoom")
    for number, at in ((11, x), (12, x + 60)):
        page.evaluate(TOUCH, [number, at, y, "pointerdown"])
    page.evaluate(TOUCH, [12, x + 140, y, "pointermove"])
    for number in (11, 12):
        page.evaluate(TOUCH, [number, x, y, "pointerup"])
    assert page.text_content("#zoom") != before
    page.wait_for_timeout(500)
    assert page.is_disabled("#undo")
