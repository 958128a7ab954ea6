"""What SECURITY.md says is held by tests: each of its sentences names those that fail when it is no longer so."""

from __future__ import annotations

import re

from tests.command_line import ROOT

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
HELD = (
    "What a stranger's file cannot do",
    "What it writes",
    "What it fetches",
    "What it runs",
    "Which decoders are open",
)


def sentences() -> list[str]:
    """The items of the lists, and the rows of the table, in the sections that promise something."""
    found = []
    for section in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        heading, _, text = section.partition("\n")
        if heading in HELD:
            items = re.split(r"^- ", text, flags=re.MULTILINE)[1:]
            found += [item.split("\n\n")[0] for item in items]
            rows = [row for row in text.splitlines() if row.startswith("| ") and not row.startswith("| `pixel")]
            found += [row for row in rows if not row.startswith(("| file", "| module", "| `gimp"))]
    return found


def test_every_sentence_names_its_tests() -> None:
    assert len(sentences()) > 20
    assert [item for item in sentences() if not re.search("`(test|check)_[a-z_0-9]+`", item)] == []


def test_every_named_test_is_there() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    there = set(re.findall(r"def ((?:test|check)_\w+)\(", sources))
    assert set(re.findall(r"`((?:test|check)_\w+)`", PAGE)) - there == set()


def test_every_section_is_there() -> None:
    assert set(HELD) <= set(re.findall(r"^## (.*)$", PAGE, re.MULTILINE))
