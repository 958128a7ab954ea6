"""The plug-in in a GIMP with a window: the dialog opens, previews, OK gives a result, one undo takes it back."""

import json
import shutil
import subprocess

import pytest
from PIL import Image
from real_gimp import CHECKOUT, HERE

STYLE = CHECKOUT / "examples/paintings/hokusai-great-wave-1831.jpg"

SCRIPT = """
from gi.repository import Gimp, Gio
import json, time
image = Gimp.get_images()[0]
layer = image.get_layers()[0]
procedure = Gimp.get_pdb().lookup_procedure("plug-in-pixelstyle-{name}")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
config.set_property("image", image)
config.set_core_object_array("drawables", [layer])
config.set_property("settings", json.dumps({settings!r}))
if {style!r}:
    config.set_property("style-file", Gio.File.new_for_path({style!r}))
result = procedure.run(config)
print("ENDED", int(result.index(0)), len(image.get_layers()), Gimp.get_pdb().get_last_error(), flush=True)
while len(image.get_layers()) > 1:
    time.sleep(0.1)
print("UNDONE", flush=True)
"""

SUCCESS = """
id=$(window '^PixelStyle: {title}' 90) || fail "the dialog did not open"
more '{preview}' 0 90 || fail "no preview came"
sleep 1
shot dialog
before=$(count '"step".*preview')
press "$id" Return
if [ {optimises} = 1 ]; then
  window '^PixelStyle {name}: ' 60 >/dev/null || fail "no window for the run"
  more '"step".*preview' "$before" 90 || fail "no intermediate picture"
  sleep 0.5
  shot run
fi
said ENDED 120 || fail "no end"
gone '^PixelStyle' 10 || fail "a window stayed"
sleep 1
shot after
press "$(window ' GIMP$' 5)" ctrl+z
said UNDONE 10 || fail "one undo did not take the layer back"
shot undone
"""

CANCEL = """
id=$(window '^PixelStyle: {title}' 90) || fail "the dialog did not open"
before=$(count '"step".*preview')
press "$id" Return
run=$(window '^PixelStyle {name}: ' 60) || fail "no window for the run"
more '"step".*preview' "$before" 120 || fail "no intermediate picture"
press "$run" Escape
said ENDED 3 || fail "cancel took its time"
gone '^PixelStyle' 1 || fail "a window stayed"
"""


@pytest.mark.parametrize(
    ("name", "title", "settings", "driver"),
    [
        ("stylize", "Stylize", {"iterations": 12, "device": "cpu"}, SUCCESS),
        ("convert", "Convert to Machine", {"mode": "zx-spectrum"}, SUCCESS),
        ("stylize", "Stylize", {"iterations": 100000, "mode": "zx-spectrum", "device": "cpu"}, CANCEL),
    ],
    ids=["stylize", "convert", "cancel"],
)
def test_a_person_at_the_dialog(gimp, place, name, title, settings, driver):
    out = place / "out"
    optimises = name == "stylize"
    script = SCRIPT.format(name=name, settings=settings, style=str(STYLE) if optimises else "")
    (place / "script.py").write_text(script)
    preview = '"step".*preview' if optimises else '"done"'
    (place / "driver.sh").write_text(driver.format(name=name, title=title, optimises=int(optimises), preview=preview))
    photo = place / "photo.png"
    Image.open(CHECKOUT / "examples/photos/astronaut.jpg").resize((320, 320)).save(photo)
    profile = gimp.profile(place / "config")
    words = ["xvfb-run", "-a", "-s", "-screen 0 1280x960x24", "bash", str(HERE / "with_window.sh"), str(out)]
    words += [str(photo), str(place / "script.py"), str(place / "driver.sh")]
    environment = {"GIMP3_DIRECTORY": str(profile), "NO_AT_BRIDGE": "1", "PIXELSTYLE_TRACE": "1"}
    run = subprocess.run(
        gimp.command(words, environment, [place]), capture_output=True, text=True, errors="replace", timeout=500
    )
    log = (out / "gimp.log").read_text(errors="replace")
    keep(out, name if driver is SUCCESS else "cancel")
    assert run.returncode == 0, f"{run.stdout}\n{log[-3000:]}"
    status, layers = next(line.split()[1:3] for line in log.splitlines() if line.startswith("ENDED"))
    assert (status, layers) == (("3", "2") if driver is SUCCESS else ("4", "1"))  # SUCCESS and CANCEL, as GIMP counts
    assert list((place / "tmp").glob("pixelstyle*")) == []
    note = json.loads((place / "config/pixelstyle/engine.json").read_text())
    assert note["command"]


def keep(out, name: str) -> None:
    """Screenshots for people to look at: into build/gimp-screenshots, which is nobody's source."""
    folder = CHECKOUT / "build" / "gimp-screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    for picture in out.glob("*.png"):
        shutil.copy(picture, folder / f"{name}-{picture.name}")
