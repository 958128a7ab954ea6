"""The listings of the page on adding parts are what the stranger's tests put into a copy of the project and run."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_listing_is_run_by_a_test() -> None:
    page = (ROOT / "docs/adding-parts.md").read_text(encoding="utf-8")
    listings = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    tests = [path.read_text(encoding="utf-8") for path in (ROOT / "tests/stranger").glob("test_*.py")]
    assert len(listings) == 4
    assert not [listing for listing in listings if not any(listing in test for test in tests)]
