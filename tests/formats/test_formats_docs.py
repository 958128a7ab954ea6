"""The page that explains how to add a machine shows the real files and the real lines."""

from __future__ import annotations

import re

from pixelstyle.formats import formats, formats_for_extension
from pixelstyle.screens import get_mode
from tests.command_line import ROOT

PAGE = (ROOT / "docs" / "adding-a-machine.md").read_text(encoding="utf-8")


def test_the_listings_are_the_files() -> None:
    listings = re.findall(r"^`(pixelstyle/\S+\.py)`:\n\n```python\n(.*?)```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(listings) == 2
    for name, listing in listings:
        assert listing == (ROOT / name).read_text(encoding="utf-8"), f"{name} differs from docs/adding-a-machine.md"


def test_the_lines_of_the_test_are_there() -> None:
    tests = (ROOT / "tests" / "formats" / "oracles" / "judged.py").read_text(encoding="utf-8")
    lines = re.findall(r"^```\n(\S.*\n)```$", PAGE, re.MULTILINE)
    assert len(lines) == 2
    assert all(f"    {line}" in tests for line in lines)


def test_every_machine_in_the_table_exists_and_so_does_every_file() -> None:
    table = PAGE[PAGE.index("| the rule |") : PAGE.index("`pixel` says")]
    for row in table.strip().splitlines()[2:]:
        for name in re.findall(r"`([^`]+)`", row.rsplit("|", 2)[1]):
            get_mode(name)
    assert [fmt.name for fmt in formats_for_extension(".nxi")] == ["zx-next"]
    for name in re.findall(r"`((?:pixelstyle|tests)/[\w/]+\.py)`", PAGE):
        assert (ROOT / name).is_file(), name


def test_every_format_says_which_fields_it_passes_over() -> None:
    """Beside its decoder, and on the page of files."""
    page = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
    for fmt in formats():
        assert fmt.passed_over and fmt.refused, fmt.name
        row = f"| `{fmt.name}` {' '.join(fmt.extensions)} | {fmt.passed_over} | {fmt.refused} |"
        assert row in page.splitlines(), row
