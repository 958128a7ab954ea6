"""The page in a real Chromium: a whole session, painting, keys, and what a person may do in the middle of it."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path
from typing import Any

import pytest

from pixelstyle.formats import load_native
from pixelstyle.screens import check
from tests.studio.conftest import first_picture, opened
from tests.studio.running import Studio, studio

pytestmark = pytest.mark.slow


def test_from_a_photo_to_a_file_for_the_machine(page: Any, running: Studio, tmp_path: Path) -> None:
    page.click("text=Time and chance")
    page.select_option("#s-quality", "draft")
    first_picture(page, stop=False)
    page.wait_for_selector("#finish")
    page.locator("#s-style_weight").fill("6")  # a run takes that up
    page.wait_for_selector("#progress:not([hidden])")
    page.click("#finish")
    page.click("#finish")
    page.wait_for_selector("text=Saved as")
    page.click("#save")
    assert page.text_content('[data-ending=".kla"]') == ".klaKoala Painter"
    with page.expect_download() as taken:
        page.click('[data-ending=".kla"]')
    made = tmp_path / "out.kla"
    taken.value.save_as(made)
    picture = load_native(made)
    assert picture.mode.name == "c64-multicolor"
    assert check(picture) == []
    assert page.input_value("#command").startswith("pixelstyle stylize chelsea.jpg van-gogh")
    assert "--style-weight 6" in page.input_value("#command")
    status, _, _ = running.request("GET", "files/chelsea-c64-multicolor.png")
    assert status == 200


def test_strokes_by_mouse_and_keys_never_clash(page: Any, tmp_path: Path) -> None:
    first_picture(page)
    page.click("#paint")
    page.wait_for_selector("#tools:not([hidden])")
    box, dice = page.locator("#picture").bounding_box(), random.Random(3)
    swatches = page.locator("#swatches button")
    count = swatches.count()
    for number in range(120):
        if number % 12 == 0:
            page.keyboard.press(dice.choice("blkuf"))
            swatches.nth(dice.randrange(count)).click()
        x, y = box["x"] + dice.random() * box["width"], box["y"] + dice.random() * box["height"]
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + dice.randrange(-60, 60), y + dice.randrange(-60, 60), steps=3)
        page.mouse.up()
    page.keyboard.press("b")
    page.locator("#picture").focus()
    for key in ("ArrowLeft", "Shift+ArrowUp", "Space", "]", "Enter"):
        page.keyboard.press(key)
    page.keyboard.press("Control+z")
    page.click("#save")  # which leaves the easel, and has it in the history
    page.wait_for_selector("#history li:nth-child(2)")
    assert page.is_visible("#by-hand")
    with page.expect_download() as taken:
        page.click('[data-ending=".kla"]')
    taken.value.save_as(tmp_path / "painted.kla")
    assert check(load_native(tmp_path / "painted.kla")) == []


SPOT = """() => [...document.getElementById('picture').getContext('2d').getImageData(100, 60, 40, 20).data].join()"""


def test_the_rest_is_painted_on_around_mine(page: Any, running: Studio) -> None:
    first_picture(page)
    page.click("#paint")
    page.wait_for_selector("#tools:not([hidden])")
    page.locator("#brush-size").fill("24")
    page.locator("#swatches button").nth(2).click()
    box = page.locator("#picture").bounding_box()
    scale = box["width"] / 320

    def drag(left: float, top: float, right: float, bottom: float) -> None:
        page.mouse.move(box["x"] + left * scale, box["y"] + top * scale)
        page.mouse.down()
        page.mouse.move(box["x"] + right * scale, box["y"] + bottom * scale, steps=6)
        page.mouse.up()

    drag(90, 70, 150, 70)
    drag(90, 76, 150, 76)
    page.keyboard.press("o")  # and another painting on the left
    drag(20, 20, 40, 180)
    page.wait_for_timeout(800)
    mine = page.evaluate(SPOT)
    page.click("#go-on")
    page.wait_for_selector("#finish")
    page.wait_for_selector("#progress:not([value='0'])")
    page.click("#finish")
    page.click("#finish")
    page.wait_for_selector("#history li:nth-child(2)")
    page.wait_for_timeout(500)
    assert page.evaluate(SPOT) == mine
    assert set(mine.split(",")) == {"129", "51", "56", "255"}
    assert running.request("GET", "files/cassatt-summertime-1894.webp")[0] == 200


def test_loaded_anew_in_the_middle_it_goes_on(page: Any) -> None:
    first_picture(page, stop=False)
    page.wait_for_selector("#finish")
    page.reload()
    page.wait_for_selector("[data-ready]")
    page.wait_for_selector("#history li")
    page.wait_for_selector("#finish")
    assert page.text_content("#photo-name").startswith("chelsea")
    assert page.locator("#history li").count() == 1
    page.click("#cancel")
    page.wait_for_selector("#cancel", state="hidden")
    page.click("#clear")
    page.reload()
    page.wait_for_selector("[data-ready]")
    page.wait_for_timeout(500)
    assert page.locator("#history li").count() == 0


def test_two_pages_at_once(page: Any, running: Studio) -> None:
    other = opened(page.context, running)
    first_picture(page)
    first_picture(other)
    assert page.locator("#history li").count() == other.locator("#history li").count() == 1
    assert page.evaluate("sessionStorage.page") != other.evaluate("sessionStorage.page")
    assert not other.faults


def test_a_machine_is_found_and_its_files_offered(page: Any) -> None:
    page.click("#machine")
    page.fill("#machine-find", "spectrum")
    page.wait_for_selector('#machine-list [data-mode="zx-spectrum"] img')
    page.click('#machine-list [data-mode="zx-spectrum"]')
    first_picture(page)
    assert page.locator('[data-ending=".scr"]').count() == 1
    assert "-m zx-spectrum" in page.input_value("#command")


def test_a_machine_a_palette_and_colours_of_ones_own(page: Any, running: Studio, tmp_path: Path) -> None:
    first_picture(page)
    page.click("#colours-group summary")
    page.locator("#colours button").nth(2).click()
    page.locator("#colours button").nth(5).dblclick()
    assert "--forbid '#813338' --lock '#56ac4d'" in page.input_value("#command")
    page.click("#free-colours")
    greys = tmp_path / "greys.hex"
    greys.write_text("".join(f"{16 * n:02x}" * 3 + "\n" for n in range(16)))
    machine = tmp_path / "mine.toml"
    machine.write_text('title = "Mine"\nwidth = 160\nheight = 96\npalette = "greys.hex"\n')
    page.set_input_files("#own-palette", str(greys))
    page.wait_for_selector('#palette option[value="greys.hex"]', state="attached")
    page.select_option("#palette", "")
    page.click("#machine")
    page.set_input_files("#own-machine", str(machine))
    page.wait_for_selector("#history li:nth-child(2)")
    page.click("#cancel")
    assert page.text_content("#machine-name") == "Mine"
    page.click("#paint")
    page.wait_for_selector("#tools:not([hidden])")
    assert page.locator("#swatches button").nth(3).get_attribute("title") == "3 #303030"
    page.click("#paint")
    page.wait_for_selector("#tools", state="hidden")
    page.reload()
    page.wait_for_selector("[data-ready]")
    page.wait_for_timeout(500)
    assert page.text_content("#machine-name") == "Mine"
    assert page.get_attribute("#paint", "aria-pressed") == "false"


def test_a_slow_network_makes_it_slower_and_loses_nothing(page: Any) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 400, "downloadThroughput": 60_000, "uploadThroughput": 60_000}
    session.send("Network.emulateNetworkConditions", slow)
    first_picture(page, stop=False)
    page.wait_for_selector("#finish")
    page.wait_for_selector("#progress:not([value='0'])")
    page.click("#cancel")
    page.wait_for_selector("#cancel", state="hidden")
    assert page.text_content("#status") == "Stopped."


def test_a_machine_for_which_no_painter_paints_begins_with_a_conversion(page: Any) -> None:
    page.click("#machine")
    page.click('#machine-list [data-mode="amiga-aga-ham8"]')
    first_picture(page)
    assert "converted" in page.get_attribute("#history button", "aria-label")
    page.click("#paint")
    page.wait_for_selector("#tools:not([hidden])")
    page.locator("#any-colour").fill("#ff0088")  # any of its 262,144
    page.locator("#brush-size").fill("12")
    box = page.locator("#picture").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("#undo:not([disabled])")
    middle = "[...document.getElementById('picture').getContext('2d').getImageData(160, 128, 1, 1).data].join()"
    assert [int(part) & 0xFC for part in page.evaluate(middle).split(",")] == [252, 0, 136, 252]


def test_a_server_that_ends_is_told_of(browser: Any, tmp_path: Path) -> None:
    with studio(tmp_path) as one:
        context = browser.new_context()
        page = opened(context, one)
        os.kill(one.pid, signal.SIGKILL)
        page.wait_for_selector("#status.bad")
        assert "does not answer" in page.text_content("#status")
        context.close()
