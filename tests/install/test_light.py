"""The light install, as a stranger's pip makes it: small, quick, and of one line where something is left out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

from tests.command_line import ROOT

HEAVY = ("torch", "torchvision", "safetensors", "sklearn", "scipy")
MOST = 200
"""Megabytes, of the folder with all that pip brings."""
INSTALL_FROM_HERE = "pip install 'pixelstyle[style]', or '.[style]' in a checkout."


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment in which `pip install .` has been done, and nothing else."""
    folder = tmp_path_factory.mktemp("light") / "venv"
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    done = _run(python, "-m", "pip", "install", "--quiet", str(ROOT))
    if "No matching distribution" in done.stderr or "Could not find a version" in done.stderr:
        pytest.skip("pip reaches no registry")
    assert done.returncode == 0, done.stderr
    return python


@pytest.mark.slow
def test_light_install_does_all_that_needs_no_network(light: Path, tmp_path: Path) -> None:
    photo, made = ROOT / "examples/photos/astronaut.jpg", tmp_path / "out.kla"
    assert sum(path.stat().st_size for path in light.parents[1].rglob("*") if path.is_file()) < MOST * 2**20
    for arguments in (
        ("convert", photo, "-m", "c64-multicolor", "-o", made, "-o", tmp_path / "out.png"),
        ("check", made),
        ("check", tmp_path / "out.png"),
        ("view", made, "-o", tmp_path / "back.png"),
        ("quantize", photo, "--colours", "8", "--width", "64", "-o", tmp_path / "few.png"),
        ("convert", photo, "-m", "snes-mode3", "-o", tmp_path / "snes.png"),
        ("again", tmp_path / "out.png", "-o", tmp_path / "again.png", "--trust"),
        ("modes",),
        ("modes", "c64-multicolor"),
        ("palettes",),
        ("presets",),
        ("stylize", "--help"),
        ("dream", "--help"),
    ):
        done = _run(light, "-m", "pixelstyle", *map(str, arguments))
        assert (done.returncode, done.stderr if "Error" in done.stderr else "") == (0, ""), arguments
    assert (tmp_path / "again.png").read_bytes() == (tmp_path / "out.png").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("stylize", "photo", "painting", "-o", "out.png"),
        ("dream", "photo", "-o", "out.png"),
        ("texture", "painting", "-o", "out.png"),
        ("inspect", "image", "photo", "-o", "out.png"),
        ("inspect", "craft", "photo", "-o", "out.png"),
        ("networks",),
        ("convert", "photo", "--undither", "-o", "out.png"),
        ("view", "photo", "--undither", "-o", "out.png"),
        ("batch", "photo", "painting", "-o", "folder"),
        ("sheet", "photo", "painting", "--vary", "style_weight=1,3", "-o", "out.png"),
    ],
)
def test_what_needs_torch_says_so_in_one_line_with_the_line_to_type(
    light: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    files = {"photo": ROOT / "examples/photos/astronaut.jpg", "painting": ROOT / "examples/photos/chelsea.jpg"}
    done = _run(light, "-m", "pixelstyle", *[str(files.get(part, part)) for part in arguments], folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.endswith(f"needs torch, which the light install leaves out: {INSTALL_FROM_HERE}\n"), done.stderr
    assert done.stderr.count("\n") == 1
    assert not any(tmp_path.iterdir())


@pytest.mark.slow
def test_light_python_says_the_same(light: Path) -> None:
    program = "import pixelstyle\npixelstyle.stylize('examples/photos/chelsea.jpg', 'examples/photos/coffee.jpg')"
    done = _run(light, "-c", program)
    assert done.returncode == 1
    assert f"MissingExtraError: stylize needs torch, which the light install leaves out: {INSTALL_FROM_HERE}" in (
        done.stderr
    )


@pytest.mark.slow
def test_light_engine_serves_conversions_and_says_what_else_would_need(light: Path) -> None:
    command, pipe = [str(light), "-m", "pixelstyle", "engine"], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT.anchor) as engine:
        assert engine.stdin is not None and engine.stdout is not None
        engine.stdin.write('{"type": "hello", "protocol": 1}\n')
        engine.stdin.flush()
        hello, answer = (json.loads(engine.stdout.readline()) for _ in range(2))
        engine.stdin.close()
    assert hello["type"] == "hello" and answer["type"] == "error"
    assert answer["message"] == f"The engine needs torch, which the light install leaves out: {INSTALL_FROM_HERE}"


def test_light_install_names_no_heavy_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    plain = " ".join(project["dependencies"])
    assert not [name for name in (*HEAVY, "scikit-learn") if name in plain]
    style = " ".join(project["optional-dependencies"]["style"])
    assert all(name in style for name in ("torch>", "torchvision", "scikit-learn", "safetensors"))


@pytest.mark.parametrize("module", ["pixelstyle.cli.main", "pixelstyle.recipes.convert", "pixelstyle.recipes.quantize"])
def test_light_commands_load_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    done = _run(Path(sys.executable), "-c", program, env={"PYTHONPATH": str(ROOT)})
    assert done.stdout == "[]\n"


def _run(
    python: Path, *arguments: str, folder: Path = ROOT, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A command in a process that finds these sources only where `env` says so."""
    outside = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    if env is None:
        outside["PYTHONSAFEPATH"] = "1"  # the folder that it is in may be the sources'
    return subprocess.run(
        [str(python), *arguments], cwd=folder, env=outside | (env or {}), capture_output=True, text=True, check=False
    )
