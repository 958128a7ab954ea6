"""Bring the pages up to date with the records: how many modes and formats there are, and the table of their fields.

Run after a mode or a format has been added: python -m tools.records_in_pages
"""

from __future__ import annotations

import re
from pathlib import Path

from pixelstyle.formats import formats
from pixelstyle.screens import modes

ROOT = Path(__file__).parents[1]
COUNTED = [
    ("README.md", r"(?<=\| screens \| )\d+(?= modes)", len(modes())),
    ("README.md", r"\d+(?= formats of the machines' own)", len(formats())),
    ("docs/gimp.md", r"(?<=All )\d+(?= formats)", len(formats())),
]
"""Page, the figure with what stands around it, and what it is."""
FIELDS = re.compile(r"(?<=\| format \| passed over \| refused \|\n\|---\|---\|---\|\n)(?:\|.*\n)+")


def table_of_fields() -> str:
    """A row for each format, in the registry's order."""
    rows = (f"| `{fmt.name}` {' '.join(fmt.extensions)} | {fmt.passed_over} | {fmt.refused} |" for fmt in formats())
    return "".join(f"{row}\n" for row in rows)


def main() -> None:
    """Write the pages. Raises ValueError where a sentence or the table is gone."""
    for page, figure, count in COUNTED:
        _rewrite(page, re.compile(figure), str(count))
    _rewrite("docs/files.md", FIELDS, table_of_fields())


def _rewrite(page: str, pattern: re.Pattern[str], new: str) -> None:
    path = ROOT / page
    text, found = pattern.subn(lambda _: new, path.read_text(encoding="utf-8"))
    if not found:
        raise ValueError(f"{page} has nothing like {pattern.pattern}")
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
