"""A real GIMP 3 for tests: the one on PATH, or one in a Debian root folder that is made once and kept."""

from __future__ import annotations

import atexit
import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
PLUGIN = CHECKOUT / "gimp_plugin"
LEFT = CHECKOUT / "build" / "gimp-screenshots"
"""What a run of the tests leaves for people to look at; nobody's source."""


@dataclass(frozen=True)
class Gimp:
    """Where a GIMP is."""

    root: Path | None
    """The folder that holds a Debian with GIMP 3; None: this system's own GIMP."""

    def command(self, words: list[str], environment: dict[str, str], folders: list[Path]) -> list[str]:
        """A command line that runs `words` where GIMP is, with these folders of ours at their own paths."""
        settings = [f"{key}={value}" for key, value in environment.items()]
        if self.root is None:
            return ["env", *settings, *words]
        python = [Path(sys.prefix), Path(sys.base_prefix).resolve()]
        bound = dict.fromkeys([CHECKOUT, *python, *folders])
        inner = [path for path in bound if not any(path != other and path.is_relative_to(other) for other in bound)]
        return [str(HERE / "in_root.sh"), str(self.root), *map(str, inner), "--", "env", *settings, *words]

    def version(self) -> str:
        """Such as '3.0.4'."""
        answer = subprocess.run(
            self.command(["gimp-console", "--version"], {}, []), capture_output=True, text=True, check=True
        )
        return re.search(r"\d+\.\d+\.\d+", answer.stdout)[0]

    def profile(self, place: Path, *, bare: bool = False) -> Path:
        """A GIMP profile at place/GIMP/3.0 whose plug-in comes straight from the checkout, and in which GIMP has asked
        all of its own what they are; `bare`: a fresh one without ours."""
        profile = place / "GIMP" / "3.0"
        if bare:
            profile.mkdir(parents=True)
            (profile / "gimprc").write_text(
                f'(config-version "{self.version()}")\n'
                "(show-welcome-dialog no)\n(check-updates no)\n(color-profile-policy keep)\n"
            )
            return profile
        shutil.copytree(_started_once(self), profile)
        with (profile / "gimprc").open("a") as settings:
            settings.write(f'(plug-in-path "{PLUGIN}:${{gimp_plug_in_dir}}/plug-ins")\n')
        return profile

    def batch(
        self, script: Path, profile: Path, environment: dict[str, str], folders: list[Path], timeout: float = 300
    ) -> subprocess.CompletedProcess[str]:
        """Run a Python file inside GIMP, without a window. GIMP's exit status is 64 when it raised."""
        words = ["xvfb-run", "-a", "gimp-console", "-i", "-d", "-f", "--quit"]
        words += ["--batch-interpreter=python-fu-eval", "-b", f"exec(open({str(script)!r}).read())"]
        settings = {"GIMP3_DIRECTORY": str(profile), "NO_AT_BRIDGE": "1", **environment}
        return subprocess.run(
            self.command(words, settings, [*folders, profile.parents[1]]),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
        )


@cache
def _started_once(gimp: Gimp) -> Path:
    """The profile of a GIMP that has been started: it has more than a hundred plug-ins, each a process to be asked."""
    place = Path(tempfile.mkdtemp(prefix="gimp-profile-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    profile = gimp.profile(place, bare=True)
    script = place / "nothing.py"
    script.write_text("")
    gimp.batch(script, profile, {}, [])
    return profile


def note_time(what: str, seconds: float) -> None:
    """Into build/gimp-screenshots/times.txt, for people to read."""
    LEFT.mkdir(parents=True, exist_ok=True)
    with (LEFT / "times.txt").open("a") as file:
        file.write(f"{seconds:7.2f} s  {what}\n")


def find_gimp(suite: str = "trixie") -> Gimp | str:
    """The GIMP of a Debian suite (trixie: 3.0, forky: 3.2), made ready first if that is possible; else why not.

    In place of trixie's any GIMP 3 on PATH is as good.
    """
    if suite == "trixie":
        named, folder = os.environ.get("PIXELSTYLE_GIMP_ROOT"), "gimp-root"
    else:
        named, folder = None, f"gimp-root-{suite}"
    root = Path(named) if named else Path.home() / ".cache/pixelstyle-tests" / folder
    root.parent.mkdir(parents=True, exist_ok=True)
    with root.with_name(f"{root.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run side by side, and one of them makes it
        return _gimp_in(root, suite)


def _gimp_in(root: Path, suite: str) -> Gimp | str:
    """As of find_gimp, in a folder that nobody else is making."""
    if not (root / "usr/bin/gimp-console").exists():
        own = shutil.which("gimp-console")
        if own and shutil.which("xvfb-run") and suite == "trixie":
            answer = subprocess.run([own, "--version"], capture_output=True, text=True)
            if re.search(r"\b3\.\d+\.\d+", answer.stdout):
                return Gimp(None)
        if os.geteuid() != 0:
            return "there is no GIMP 3 on PATH, and only root can make a Debian root folder with one"
        made = subprocess.run([str(HERE / "make_root.sh"), str(root), suite], capture_output=True, text=True)
        if made.returncode:
            return f"no GIMP of {suite} could be installed: {(made.stderr.strip().splitlines() or ['?'])[-1]}"
    if os.geteuid() != 0:
        return f"only root can run the GIMP in {root}"
    if Path(sys.base_prefix).resolve() == Path("/usr"):
        return "this Python lives in /usr, which cannot be laid into the GIMP root folder: use a Python of its own"
    return Gimp(root)
