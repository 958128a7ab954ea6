"""ComfyUI's nodes, loaded as ComfyUI loads them and given tensors as it gives them."""

from __future__ import annotations

import importlib.util
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.command_line import ROOT

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.slow

TYPES = {"IMAGE", "STRING", "INT", "FLOAT", "BOOLEAN", "PIXELSTYLE_PALETTE"}


@pytest.fixture(scope="module")
def nodes() -> Iterator[dict[str, Any]]:
    """The classes by name: a folder in custom_nodes is imported as a package whose name is its path."""
    folder = ROOT / "integrations/comfyui"
    spec = importlib.util.spec_from_file_location("custom nodes/pixelstyle", folder / "__init__.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    assert module.NODE_DISPLAY_NAME_MAPPINGS.keys() == module.NODE_CLASS_MAPPINGS.keys()
    yield module.NODE_CLASS_MAPPINGS
    for name in [name for name in sys.modules if name.startswith(spec.name)]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def photo() -> Any:
    """[2, H, W, 3], 0..1: two different pictures."""
    with Image.open(ROOT / "examples/photos/chelsea.jpg") as image:
        one = torch.from_numpy(np.array(image.convert("RGB").resize((300, 200)))).float() / 255
    return torch.stack([one, one.flip(1)])


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """ComfyUI's module of folders, with an output folder of the test's own."""
    module = types.ModuleType("folder_paths")
    module.get_output_directory = lambda: str(tmp_path)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "folder_paths", module)
    return tmp_path


def call(node: Any, **given: Any) -> tuple:
    """As ComfyUI does it: a new object, defaults for what is a widget, FUNCTION by its name, outputs in a tuple."""
    inputs = node.INPUT_TYPES()
    values = {}
    for name, told in inputs["required"].items():
        if name not in given and isinstance(told[0], list):
            values[name] = (told[1] if len(told) > 1 else {}).get("default", told[0][0])
        elif name not in given:
            values[name] = told[1]["default"]
    assert given.keys() <= {*inputs["required"], *inputs.get("optional", {})}
    made = getattr(node(), node.FUNCTION)(**values | given)
    assert isinstance(made, tuple) and len(made) == len(node.RETURN_TYPES) == len(node.RETURN_NAMES)
    for value, kind in zip(made, node.RETURN_TYPES, strict=True):
        if kind == "IMAGE":
            assert value.dtype == torch.float32 and value.ndim == 4 and value.shape[3] == 3 and not value.requires_grad
            assert value.device.type == "cpu" and value.min() >= 0 and value.max() <= 1
    return made


def test_the_nodes_say_what_comfyui_asks(nodes: dict[str, Any]) -> None:
    for node in nodes.values():
        assert node.CATEGORY == "PixelStyle" and node.DESCRIPTION and set(node.RETURN_TYPES) <= TYPES
        for told in [told for group in node.INPUT_TYPES().values() for told in group.values()]:
            assert isinstance(told, tuple) and (isinstance(told[0], list) or told[0] in TYPES)
            if isinstance(told[0], list):
                assert told[0] and (len(told) == 1 or told[1]["default"] in told[0])


def test_a_batch_is_converted_saved_and_legal(nodes: dict[str, Any], photo: Any, output: Path) -> None:
    from pixelstyle import convert, load_native

    convert_node, check_node = nodes["PixelStyleConvert"], nodes["PixelStyleCheck"]
    image, files = call(convert_node, image=photo, mode="zx-spectrum", dither="bayer-4", save="cat.scr")
    assert image.shape == (2, 192, 256, 3)
    assert [Path(name).name for name in files.splitlines()] == ["cat_00001.scr", "cat_00002.scr"]
    shown = load_native(output / "cat_00002.scr").shown_rgb()
    assert np.array_equal((image[1] * 255).round().byte().numpy(), shown)
    alone = convert(photo[1].permute(2, 0, 1), mode="zx-spectrum", dither="bayer-4", strength=0.8)
    assert np.array_equal(alone.shown(), shown)
    call(convert_node, image=photo[:1], mode="zx-spectrum", save="cat.scr")
    assert (output / "cat_00003.scr").exists(), "nothing is replaced"
    _, legal, count, report = call(check_node, image=image, mode="zx-spectrum")
    assert legal and count == 0 and report == "legal for zx-spectrum"
    marked, legal, count, report = call(check_node, image=photo[:, :192, :256], mode="zx-spectrum")
    assert not legal and count > 100 and len(report.splitlines()) >= count and marked.shape[0] == 2


def test_a_palette_goes_into_the_other_nodes(nodes: dict[str, Any], photo: Any, tmp_path: Path) -> None:
    chosen, swatches = call(nodes["PixelStylePalette"], name="pico-8")
    assert chosen == "pico-8" and swatches.shape == (1, 32, 512, 3)
    own = tmp_path / "two.hex"
    own.write_text("102030\nfedcba\n")
    chosen, swatches = call(nodes["PixelStylePalette"], name="pico-8", file=str(own))
    assert swatches.shape == (1, 32, 64, 3)
    image, _ = call(nodes["PixelStyleConvert"], image=photo, mode="free", palette=chosen)
    colours = {tuple(colour) for colour in (image * 255).round().byte().reshape(-1, 3).tolist()}
    assert colours <= {(0x10, 0x20, 0x30), (0xFE, 0xDC, 0xBA)}


def test_a_painter_and_a_style_picture_paint(nodes: dict[str, Any], photo: Any, monkeypatch: Any) -> None:
    stylize_node = nodes["PixelStyleStylize"]
    image, files = call(stylize_node, content=photo[:1], mode="zx-spectrum")
    assert image.shape == (1, 192, 256, 3) and files == ""
    tiny = '{"width": 32, "height": 32, "content_layer": "relu2_1", "style_layers": "relu1_1,relu2_1"}'
    heard: list[int] = []
    _comfy(monkeypatch, heard)
    of_style = {"painter": "the style picture", "mode": "free", "iterations": 2, "settings": tiny}
    image, _ = call(stylize_node, content=photo, style=photo[:1], **of_style)
    assert image.shape == (2, 32, 32, 3) and heard[-1] == 200
    with pytest.raises(InterruptedError):
        heard.append(-1)  # Cancel is pressed
        call(stylize_node, content=photo, style=photo[:1], **of_style)


def _comfy(monkeypatch: Any, heard: list[int]) -> None:
    """ComfyUI's bar and its Cancel, as far as the nodes know them."""

    class ProgressBar:
        def __init__(self, total: int) -> None:
            self.total = total

        def update_absolute(self, value: int, total: int | None = None) -> None:
            assert 0 <= value <= self.total == total
            heard.append(value)

    def throw() -> None:
        if heard and heard[-1] == -1:
            raise InterruptedError

    modules = {
        "comfy": types.ModuleType("comfy"),
        "comfy.utils": types.ModuleType("comfy.utils"),
        "comfy.model_management": types.ModuleType("comfy.model_management"),
    }
    modules["comfy.utils"].ProgressBar = ProgressBar  # type: ignore[attr-defined]
    modules["comfy.model_management"].throw_exception_if_processing_interrupted = throw  # type: ignore[attr-defined]
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"settings": "[1]"}, "JSON object"),
        ({"settings": "{"}, "JSON object"),
        ({"settings": '{"dithr": 1}'}, "dither"),
        ({"save": "../out.scr"}, "no plain file name"),
        ({"save": "out.kla"}, "cannot be saved"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(
    nodes: dict[str, Any], photo: Any, output: Path, given: dict[str, Any], told: str
) -> None:
    from pixelstyle import PixelStyleError

    with pytest.raises(PixelStyleError, match=told):
        call(nodes["PixelStyleConvert"], image=photo[:1], mode="zx-spectrum", **given)
    assert not list(output.parent.glob("*.scr")) and not list(output.iterdir())


def test_what_is_no_image_and_no_style_is_told(nodes: dict[str, Any], photo: Any) -> None:
    from pixelstyle import PixelStyleError

    with pytest.raises(PixelStyleError, match="An IMAGE is"):
        call(nodes["PixelStyleConvert"], image=photo[0])
    with pytest.raises(PixelStyleError, match="Connect a picture"):
        call(nodes["PixelStyleStylize"], content=photo, painter="the style picture")
