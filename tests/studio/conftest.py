"""A real Chromium, and a studio for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.studio.running import Studio, studio

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


@pytest.fixture
def page(browser: Any, running: Studio, tmp_path: Path) -> Iterator[Any]:
    """A page of the studio in a window of its own, ready; nothing may go wrong in it unseen."""
    del tmp_path
    context = browser.new_context(viewport={"width": 1400, "height": 860})
    made = opened(context, running)
    yield made
    faults = made.faults
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
