"""What cannot be done is said at once and in little room: before torch is loaded, quietly, in one line."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pixelstyle.discovery import network_names
from pixelstyle.recipes import RECIPES
from tests.command_line import ROOT, CommandLine, hear_signals

PHOTO = str(ROOT / "examples/photos/astronaut.jpg")
STYLE = str(ROOT / "examples/paintings/hokusai-great-wave-1831.jpg")
OUT = ("-o", "out.png")
LONG = "n" * 300

REFUSED = [
    ("stylize", PHOTO, "nope.jpg", *OUT),
    ("stylize", PHOTO, STYLE, "-m", "c46", *OUT),
    ("stylize", PHOTO, STYLE, "--palette", "nope", *OUT),
    ("stylize", PHOTO, STYLE, "-m", "zx-spectrum", "--width", "3", *OUT),
    ("stylize", PHOTO, STYLE, "--weights", "nope.pth", *OUT),
    ("stylize", PHOTO, STYLE, "--mask", "nope.png", *OUT),
    ("stylize", PHOTO, STYLE, "--resume", "nope.state", *OUT),
    ("dream", "nope.jpg", *OUT),
    ("dream", PHOTO, "--network", "vgg91", *OUT),
    ("texture", "broken.png", *OUT),
    ("texture", *OUT),
    ("stylize", PHOTO, STYLE, "-m", "huge.toml", *OUT),
    ("stylize", PHOTO, STYLE, "--painter", "van-gogh", *OUT),
    ("stylize", PHOTO, "--painter", "broken.painter", *OUT),
    ("convert", "nope.jpg", *OUT),
    ("convert", PHOTO, "-m", "c46", *OUT),
    ("convert", "broken.png", *OUT),
    ("convert", PHOTO, "--stile", *OUT),
    ("converd", PHOTO, *OUT),
    ("quantize", "broken.png", *OUT),
    ("check", "broken.png"),
    ("view", "nope.kla"),
    ("modes", "c46"),
    ("batch", PHOTO, STYLE, "--palette", "nope", "-o", "out"),
    ("sheet", PHOTO, STYLE, "-m", "free", "--vary", "palette=pico-8,nope", *OUT),
    ("again", "foreign.png", *OUT),
    ("inspect", "image", "nope.jpg", *OUT),
    ("film", "nope.mp4", *OUT),
    ("live", "--painter", "nope", "--in", "nope"),
    ("networks", "vgg91"),
    ("mcp", "broken.png"),
]


@pytest.mark.slow
@pytest.mark.parametrize("arguments", REFUSED, ids=lambda given: "-".join(Path(each).name for each in given[:4]))
def test_a_refusal_takes_little_memory_and_loads_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Less than 100 MB, of which torch alone would take six times as many; and nothing of what other commands need,
    which would take most of half a second."""
    monkeypatch.chdir(tmp_path)
    Path("broken.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    Path("broken.painter").write_bytes(b"no painter at all")
    Path("huge.toml").write_text('width = 65536\nheight = 65536\npalette = "pico-8"\n')
    Path("foreign.png").write_bytes((ROOT / "tests/formats/cases/macbinary.expected.png").read_bytes())
    command = [sys.executable, "-c", PEAK, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert ran.returncode == 2 and ran.stderr.count("\n") == 1, ran.stderr
    peak, loaded = ran.stdout.split("\n")[:2]
    assert int(peak) < 100 << 10, peak
    if "No such option" in ran.stderr:
        return  # all commands are asked whose it is
    taken = {".".join(name.split(".")[: 2 if name.startswith("pixelstyle") else 1]) for name in loaded.split()}
    own = OWN.get(arguments[0], {"doors"} if arguments[0] in RECIPES else set())
    rooms = {name.split(".")[1] for name in taken if name.startswith("pixelstyle.")}
    assert not rooms & (HEAVY - own)
    if "There is no picture file" in ran.stderr and arguments[0] in RECIPES and "nope.jpg" in arguments:
        assert not taken & {"PIL", "rich"}, "a file that is not there needs no picture, and no table"
        assert not {name for name in loaded.split() if name.startswith(NEVER_FOR_A_FILE)}
    assert not taken & {name for extra in EXTRAS for name in extra.split()}
    commands = {name.split(".")[2] for name in loaded.split() if name.startswith("pixelstyle.cli.")}
    assert not commands & (COMMANDS - {MODULES.get(arguments[0], arguments[0])})


HEAVY = {
    *("batch", "doors", "engine", "film", "gimp", "inspect", "live", "networks", "objectives", "optimise", "painters"),
    *("studio", "training"),
}
"""The rooms that a refusal has no need of."""
NEVER_FOR_A_FILE = (
    *("pixelstyle.files.pictures", "pixelstyle.formats.", "pixelstyle.palettes.library", "pixelstyle.cli.drive"),
    *("pixelstyle.screens.catalogue", "pixelstyle.screens.solving.slots", "pixelstyle.recipes.canvas"),
)
"""What lies behind the doors of rooms, and need not be loaded to say that a file is not there."""
OWN = {
    "batch": {"batch", "inspect"},
    "sheet": {"batch", "inspect"},
    "inspect": {"inspect"},
    "film": {"batch", "film", "inspect"},
    "mcp": {"doors"},
}
"""Those that a command enters all the same."""
COMMANDS = {"batch", "contact_sheet", "game_data", "inspect", "files", "lists", "painting", "gimp", "engine"}
MODULES = {
    "sheet": "contact_sheet",
    "tiles": "game_data",
    "sprites": "game_data",
    "check": "files",
    "view": "files",
    **dict.fromkeys(("modes", "networks"), "lists"),
    **dict.fromkeys(("film", "live"), "painting"),
}
"""What a command is called in pixelstyle.cli, where that is not its name."""
EXTRAS = ("torch torchvision sklearn scipy safetensors", "av distributed", "cv2", "starlette uvicorn", "mcp", "onnx")
"""What the extras of pyproject.toml bring."""


PEAK = """
import resource, sys
from pixelstyle.cli.main import main
status = main(sys.argv[1:])
# What its starter needed counts too on Linux, and pytest needs more; its own is in /proc.
peak = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(*peak or [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss])
print(*sys.modules)
sys.exit(status)
"""
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


def test_the_networks_are_known_without_running_them() -> None:
    from pixelstyle import networks

    assert network_names() == sorted(networks.network_names())


@pytest.mark.parametrize(
    "arguments",
    [
        ("convert", LONG, *OUT),
        ("convert", PHOTO, "-o", f"{LONG}.png"),
        ("convert", PHOTO, "-m", LONG, *OUT),
        ("convert", PHOTO, "--palette", f"{LONG}.gpl", *OUT),
        ("convert", PHOTO, "--preset", LONG, *OUT),
        ("convert", PHOTO, "--report", f"{LONG}.json", *OUT),
        ("stylize", PHOTO, STYLE, "--control", LONG, *OUT),
        ("stylize", PHOTO, STYLE, "--resume", LONG, *OUT),
        ("batch", LONG, STYLE, "-o", "out"),
        ("batch", PHOTO, STYLE, "-o", LONG),
        ("again", f"{LONG}.png", *OUT),
        ("check", f"{LONG}.png"),
        ("view", f"{LONG}.scr", *OUT),
        ("palettes", f"{LONG}.gpl"),
        ("presets", LONG),
        ("modes", f"{LONG}.toml"),
    ],
    ids=lambda given: "-".join(str(each)[:9] for each in given if each not in (PHOTO, STYLE)),
)
def test_a_name_that_no_file_can_have_is_one_line(
    pixelstyle: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = pixelstyle(*arguments)
    assert ran.status == 2 and ran.err.count("\n") == 1 and ran.err.startswith("pixelstyle: "), ran.err


@pytest.mark.slow
def test_too_little_memory_for_torch_is_one_line(tmp_path: Path) -> None:
    def little() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

    command = [sys.executable, "-m", "pixelstyle", "stylize", PHOTO, STYLE, "-o", str(tmp_path / "out.png")]
    ran = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, preexec_fn=little, check=False)
    assert ran.returncode == 2 and "not enough memory" in ran.stderr and ran.stderr.count("\n") == 1, ran.stderr


def test_little_comes_before_ctrl_c_is_heard() -> None:
    command = [sys.executable, "-S", "-c", "import sys, pixelstyle; sys.exit('typing' in sys.modules)"]
    subprocess.run(command, env=ENVIRONMENT, check=True)


@pytest.mark.slow
@pytest.mark.parametrize("module", ["pixelstyle.errors", "numpy", "PIL.Image", "typer"])
def test_ctrl_c_is_quiet_before_anything_has_begun(module: str) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "pixelstyle", "modes"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, preexec_fn=hear_signals
    ) as process:
        for line in process.stderr:
            if line.split("|")[-1].strip() == module:
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "") and "Traceback" not in err
