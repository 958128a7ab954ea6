"""The files at the top: that they are valid, and that what they say of the program is so."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

from pixelstyle.version import __version__
from tests.command_line import ROOT

yaml, jsonschema = pytest.importorskip("yaml"), pytest.importorskip("jsonschema")

OUTSIDE = {"socket", "subprocess", "urllib", "http", "ssl", "ftplib", "smtplib", "webbrowser", "requests", "httpx"}


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def imported(path: Path) -> set[str]:
    """The top-level names of everything that a file imports, also late."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.split(".")[0] for name in names}


def test_the_readme_installs_for_its_first_picture_what_make_does() -> None:
    row = re.search(r"^\| see it work \|.*$", text_of("README.md"), re.MULTILINE)[0]
    rule = re.search(r"^\.venv/installed:.*\n.*pip install.*$", text_of("Makefile"), re.MULTILINE)[0]
    assert "'.[style]'" in row and "'.[style]'" in rule


def test_what_reaches_outside_is_what_the_security_page_lists() -> None:
    sources = [*(ROOT / "pixelstyle").rglob("*.py"), *(ROOT / "gimp_plugin").rglob("*.py")]
    reaching = {str(path.relative_to(ROOT)) for path in sources if imported(path) & OUTSIDE}
    assert set(re.findall(r"^\| `([^`]+\.py)` \|", text_of("SECURITY.md"), re.MULTILINE)) == reaching


def test_the_plugin_imports_what_the_security_page_says() -> None:
    import sys

    ours = {"pixelstyle_gimp", "gi"}
    for path in (ROOT / "gimp_plugin").rglob("*.py"):
        assert imported(path) <= set(sys.stdlib_module_names) | ours, path


def test_no_file_is_unpickled_with_its_code() -> None:
    for path in (ROOT / "pixelstyle").rglob("*.py"):
        for call in re.findall(r"torch\.load\([^\n]*", path.read_text(encoding="utf-8")):
            assert "weights_only=True" in call, path


def test_the_citation_is_valid_and_of_this_version() -> None:
    # As text, since the schema takes dates so.
    citation = yaml.load(text_of("CITATION.cff"), yaml.BaseLoader)
    schema = json.loads(text_of("tests/docs/citation/schema-1.2.0.json"))
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(citation)
    assert citation["version"] == __version__


def test_the_changelog_begins_with_what_is_unreleased_and_knows_this_version() -> None:
    headings = re.findall(r"^## \[([^]]+)\]", text_of("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert headings[1] == __version__


def test_hooks_workflow_and_templates_are_yaml_and_name_what_there_is() -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    workflow = yaml.safe_load(text_of(".github/workflows/ci.yml"))
    commands = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    used = {target for command in commands for target in re.findall(r"make ([a-z]+)", command)}
    assert used == {"demo", "lint", "quick"}
    assert {*used, "test"} <= targets
    assert "sh .ci/run" in commands and text_of(".ci/run").splitlines()[-1] == "exec make test"
    assert workflow["jobs"]["quick"]["strategy"]["matrix"]["python"] == ["3.11", "3.13"]
    for form in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"):
        assert yaml.safe_load(form.read_text(encoding="utf-8"))
    hooks = yaml.safe_load(text_of(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    assert {hook["entry"].split()[2] for hook in hooks} == {"ruff", "mypy"}


def test_the_versions_of_python_are_the_same_wherever_they_are_named() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    named = {line.rpartition(" ")[2] for line in project["classifiers"] if re.search(r":: 3\.\d+$", line)}
    assert named == {"3.11", "3.12", "3.13"}
    assert project["requires-python"] == ">=3.11"
