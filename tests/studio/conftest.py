"""A real Chromium, and a studio for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.studio.running import PHOTO, Studio, studio

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio of an empty folder."""
    for package in ("starlette", "uvicorn"):
        pytest.importorskip(package, reason="the studio's packages are not installed")
    with studio(tmp_path_factory.mktemp("studio")) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, with a camera that is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    flags = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with playwright.sync_playwright() as started:
        made = started.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield made
        made.close()


PUT_AWAY = """async () => {
  const pressed = (id) => document.getElementById(id).getAttribute("aria-pressed") === "true";
  document.getElementById("cancel").click();
  if (pressed("paint")) document.getElementById("paint").click();
  for (let tries = 0; pressed("paint") && tries < 40; tries++) await new Promise((done) => setTimeout(done, 50));
  document.getElementById("clear").click();
  await new Promise((done) => setTimeout(done, 100));
  return sessionStorage.page;
}"""
"""Leaves the page as if it had just been opened; gives its key."""


@pytest.fixture(scope="module")
def key() -> dict[str, str]:
    """Of the page before: the next one goes on with its engine, which has torch loaded and its painters read."""
    return {}


@pytest.fixture
def page(browser: Any, running: Studio, key: dict[str, str]) -> Iterator[Any]:
    """A page of the studio in a window of its own, ready; nothing may go wrong in it unseen."""
    context = browser.new_context(viewport={"width": 1400, "height": 860})
    if "page" in key:
        context.add_init_script(f"sessionStorage.page ??= {key['page']!r}")
    made = opened(context, running)
    yield made
    faults = made.faults
    if made.locator("#status.bad").count() == 0:
        key["page"] = made.evaluate(PUT_AWAY)
    context.close()
    assert not faults


def opened(context: Any, running: Studio) -> Any:
    """A page that has been opened and is ready."""
    made = context.new_page()
    made.set_default_timeout(120_000)
    made.faults = []
    made.on("pageerror", lambda error: made.faults.append(str(error)))
    made.goto(running.url)
    made.wait_for_selector("[data-ready]")
    made.wait_for_selector('#gallery [aria-checked="true"]')
    return made


def first_picture(page: Any, *, stop: bool = True) -> None:
    """Drop the photo and wait for a legal picture; `stop`: without the one that is optimised."""
    page.set_input_files("#open", str(PHOTO))
    page.wait_for_selector("#history li")
    if stop:
        page.click("#cancel")
        page.wait_for_selector("#cancel", state="hidden")
