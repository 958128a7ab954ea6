"""The site: built strictly from the pages and the docstrings, whole, readable without a network, near to the README."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import ROOT

ROOMS = sorted(path.stem for path in (ROOT / "docs/reference").glob("*.md") if path.stem != "index")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


def public_names(room: str) -> list[str]:
    tree = ast.parse((ROOT / "pixelstyle" / room / "__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_the_reference_has_every_public_name_of_a_room(site: Path, room: str) -> None:
    page = (site / "reference" / f"{room}.html").read_text(encoding="utf-8")
    shown = set(re.findall(r'id="pixelstyle\.[\w.]*?(\w+)"', page))
    assert {name for name in public_names(room) if not name.isupper()} <= shown


@pytest.mark.slow
def test_nothing_of_the_site_is_fetched_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    loads = re.compile(
        r'<(?:script|img|iframe|source|link rel="(?:stylesheet|icon|preconnect)")[^>]*?"(?:https?:)?//[^"]*"'
    )
    assert len(pages) > 20
    assert not [found for page in pages for found in loads.findall(page.read_text(encoding="utf-8"))]
    assert not [
        css for css in site.rglob("*.css") if re.search(r"url\(\W?(https?:)?//", css.read_text(encoding="utf-8"))
    ]


@pytest.mark.slow
def test_examples_of_docstrings_are_code_on_the_site(site: Path) -> None:
    page = (site / "reference/colour.html").read_text(encoding="utf-8")
    assert re.search(r'<code><span class="gp">&gt;&gt;&gt; ?</span>', page)
    assert "L*a*b*" in page


def test_every_room_with_public_names_has_a_page() -> None:
    rooms = [path.parent.name for path in (ROOT / "pixelstyle").glob("*/__init__.py") if public_names(path.parent.name)]
    assert set(rooms) - {"cli"} == set(ROOMS)


def linked(page: Path) -> set[Path]:
    """The files that a page of Markdown links to."""
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    return {(page.parent / target).resolve() for target in targets if "://" not in target}


def test_every_page_is_two_clicks_from_the_readme() -> None:
    first = linked(ROOT / "README.md")
    second = set().union(*(linked(page) for page in first if page.suffix == ".md"))
    pages = [
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")),
    ]
    assert not {str(page.relative_to(ROOT)) for page in pages} - {
        str(page.relative_to(ROOT)) for page in first | second if page.is_relative_to(ROOT)
    }


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")), ids=lambda page: page.name)
def test_links_of_the_pages_at_the_top_lead_somewhere(page: Path) -> None:
    assert not [str(target) for target in linked(page) if not target.exists()]
