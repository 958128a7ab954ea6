"""The nodes: IMAGE in and out, which is a float tensor [batch, height, width, 3] of 0..1 on the processor.

A batch is done picture by picture. Results are as a person sees them: a machine's pixels may be wide, and are shown so.
What goes wrong is raised with the program's own line, which ComfyUI shows at the node.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar

import torch

from pixelstyle import PixelStyleError, Result, convert, get_mode, get_palette, modes, shipped_palettes, stylize
from pixelstyle.formats import encode_png_rgb, judge_png
from pixelstyle.painters import shipped_painter
from pixelstyle.screens import DITHERS, mark_clashes, modes_that_show

STYLE = "the style picture"
PALETTE = "PIXELSTYLE_PALETTE"
_MODE = {"default": "c64-multicolor", "tooltip": "The machine's screen mode."}
_SAVE = {
    "default": "",
    "tooltip": "The machine's own file, such as cat.kla: written into ComfyUI's output folder, numbered; empty: none.",
}
_MORE = {"default": "", "multiline": True, "tooltip": 'More options, as JSON: {"metric": "ciede2000"}.'}


class _Node:
    CATEGORY = "PixelStyle"
    FUNCTION = "run"
    RETURN_TYPES: ClassVar[tuple[str, ...]] = ("IMAGE", "STRING")
    RETURN_NAMES: ClassVar[tuple[str, ...]] = ("image", "files")


class Convert(_Node):
    """The nearest picture that a machine can show."""

    DESCRIPTION = __doc__

    @classmethod
    def INPUT_TYPES(cls) -> dict[str, Any]:  # noqa: N802 - ComfyUI's name
        """As ComfyUI asks for it."""
        return {
            "required": {
                "image": ("IMAGE",),
                "mode": ([mode.name for mode in modes()], _MODE),
                "dither": (list(DITHERS), {"default": "none"}),
                "strength": ("FLOAT", {"default": 0.8, "min": 0.0, "max": 1.0, "step": 0.05}),
            },
            "optional": {"palette": (PALETTE,), "save": ("STRING", _SAVE), "settings": ("STRING", _MORE)},
        }

    def run(self, image: torch.Tensor, mode: str, **more: Any) -> tuple[torch.Tensor, str]:
        """The pictures and the names of the files, a line each. Raises PixelStyleError."""
        given = _settings(more, mode=mode, dither=more.get("dither"), strength=more.get("strength"))
        return _outputs([convert(picture, **given) for picture in _pictures(image)], more.get("save", ""))


class Stylize(_Node):
    """A picture in the style of another, or by a painter, under a machine's rules."""

    DESCRIPTION = __doc__

    @classmethod
    def INPUT_TYPES(cls) -> dict[str, Any]:  # noqa: N802 - ComfyUI's name
        """As ComfyUI asks for it."""
        painters = [painting.name for painting in shipped_painter().paintings]
        return {
            "required": {
                "content": ("IMAGE",),
                "painter": ([STYLE, *painters], {"default": painters[0], "tooltip": "A painter takes a second."}),
                "mode": ([mode.name for mode in modes()], _MODE),
                "iterations": ("INT", {"default": 150, "min": 1, "max": 100_000, "tooltip": "Painters need none."}),
                "seed": ("INT", {"default": 0, "min": 0, "max": 2**31 - 1}),
            },
            "optional": {
                "style": ("IMAGE",),
                "palette": (PALETTE,),
                "save": ("STRING", _SAVE),
                "settings": ("STRING", _MORE),
            },
        }

    def run(self, content: torch.Tensor, painter: str, mode: str, **more: Any) -> tuple[torch.Tensor, str]:
        """The pictures and the names of the files; of several styles each picture has its own, the last one for all
        that are left. Raises PixelStyleError."""
        by_style = painter == STYLE
        if by_style and more.get("style") is None:
            raise PixelStyleError("Connect a picture to `style`, or choose a painter.")
        how = {"iterations": more.get("iterations")} if by_style else {"painter": painter}
        given = _settings(more, mode=mode, seed=more.get("seed"), **how)
        pictures = list(_pictures(content))
        styles = list(_pictures(more["style"])) if by_style else [None]
        made = []
        for number, picture in enumerate(pictures):
            style = styles[min(number, len(styles) - 1)]
            made.append(stylize(picture, style, watch=_watcher(number, len(pictures)), **given))
        return _outputs(made, more.get("save", ""))


class Check(_Node):
    """Whether a machine can show a picture as it is; what clashes is framed."""

    DESCRIPTION = __doc__
    RETURN_TYPES = ("IMAGE", "BOOLEAN", "INT", "STRING")
    RETURN_NAMES = ("marked", "legal", "clashes", "report")

    @classmethod
    def INPUT_TYPES(cls) -> dict[str, Any]:  # noqa: N802 - ComfyUI's name
        """As ComfyUI asks for it."""
        return {"required": {"image": ("IMAGE",), "mode": ([mode.name for mode in modes() if mode.constrained], _MODE)}}

    def run(self, image: torch.Tensor, mode: str) -> tuple[torch.Tensor, bool, int, str]:
        """The pictures with their clashes framed, whether all are legal, how many clashes there are, and which.

        Raises PixelStyleError for a picture of another size than the mode's.
        """
        machine = get_mode(mode)
        listed = None if machine.palette is None else get_palette(machine.palette)
        marked, lines, count = [], [], 0
        for picture in _pictures(image):
            rgb = (picture.permute(1, 2, 0) * 255).round().byte().numpy()
            judged = judge_png(encode_png_rgb(rgb), rgb, machine, None if machine.choice else listed, listed)
            count += len(judged.clashes)
            others = modes_that_show(rgb) if judged.clashes else []
            lines += [str(clash) for clash in judged.clashes]
            lines += [f"legal for {', '.join(others)}"] if others else []
            marked.append(mark_clashes(judged.rgb, judged.mode, judged.clashes))
        return _image(marked), not count, count, "\n".join(lines) or f"legal for {mode}"


class Palette(_Node):
    """A palette for the other nodes: a machine's, or a palette file (.gpl, .hex, .act, .pal)."""

    DESCRIPTION = __doc__
    RETURN_TYPES = (PALETTE, "IMAGE")
    RETURN_NAMES = ("palette", "swatches")

    @classmethod
    def INPUT_TYPES(cls) -> dict[str, Any]:  # noqa: N802 - ComfyUI's name
        """As ComfyUI asks for it."""
        return {
            "required": {"name": (list(shipped_palettes()),)},
            "optional": {"file": ("STRING", {"default": "", "tooltip": "A palette file, in place of the name."})},
        }

    def run(self, name: str, file: str = "") -> tuple[str, torch.Tensor]:
        """What the other nodes take, and the colours, 32 x 32 pixels each, 16 in a row. Raises PixelStyleError."""
        chosen = file.strip() or name
        colours = torch.from_numpy(get_palette(chosen).bytes().copy())
        rows = -(-len(colours) // 16)
        across = min(16, len(colours))
        field = torch.zeros((rows * across, 3), dtype=torch.uint8)
        field[: len(colours)] = colours
        swatches = field.reshape(rows, across, 3).repeat_interleave(32, 0).repeat_interleave(32, 1)
        return chosen, (swatches.float() / 255)[None]


def _pictures(images: torch.Tensor) -> Iterable[torch.Tensor]:
    """Each of a batch as PixelStyle takes it, [3, H, W]; a fourth channel is no colour."""
    if images.ndim != 4 or images.shape[3] < 3:
        raise PixelStyleError(f"An IMAGE is [batch, height, width, 3]; this is {list(images.shape)}.")
    for image in images[..., :3].float().clamp(0, 1).cpu():
        yield image.permute(2, 0, 1)


def _image(pictures: list[Any]) -> torch.Tensor:
    """uint8 [H, W, 3] of one size as an IMAGE."""
    if len({picture.shape for picture in pictures}) > 1:
        raise PixelStyleError('These pictures come to several sizes: {"width": 320, "height": 200} in `settings`.')
    return torch.stack([torch.from_numpy(picture.copy()).float() / 255 for picture in pictures])


def _settings(more: dict[str, Any], **given: Any) -> dict[str, Any]:
    """The node's own widgets, and above them what `settings` says. Raises PixelStyleError for what is no JSON."""
    text = more.get("settings", "").strip() or "{}"
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise PixelStyleError('`settings` is a JSON object, such as {"metric": "ciede2000"}.')
    given["palette"] = more.get("palette")
    return {name: value for name, value in given.items() if value is not None} | told


def _outputs(made: list[Result], save: str) -> tuple[torch.Tensor, str]:
    return _image([result.shown() for result in made]), "\n".join(_saved(result, save.strip()) for result in made)


def _saved(result: Result, name: str) -> str:
    """Write the machine's own file under the next free number, never over another; gives its name, '' for none.

    A workflow may be a stranger's: names lead nowhere else than into ComfyUI's output folder.
    """
    if not name:
        return ""
    import folder_paths  # ComfyUI's

    if Path(name).name != name or "\\" in name or ":" in name or name.startswith("."):
        raise PixelStyleError(f"'{name}' is no plain file name; files go into ComfyUI's output folder.")
    place = Path(folder_paths.get_output_directory(), name)
    number = 1
    while (numbered := place.with_stem(f"{place.stem}_{number:05}")).exists():
        number += 1
    return str(result.save(numbered)[0])


def _watcher(number: int, count: int) -> Callable[[Any], None]:
    """Shows each iteration in ComfyUI's bar, and ends the run where its person has pressed Cancel."""
    try:
        from comfy.model_management import throw_exception_if_processing_interrupted
        from comfy.utils import ProgressBar
    except ImportError:  # a test, or another program with the same nodes
        return lambda step: None
    bar = ProgressBar(100 * count)

    def watch(step: Any) -> None:
        throw_exception_if_processing_interrupted()
        bar.update_absolute(100 * number + 100 * step.iteration // step.iterations, 100 * count)

    return watch


NODE_CLASS_MAPPINGS = {
    "PixelStyleConvert": Convert,
    "PixelStyleStylize": Stylize,
    "PixelStyleCheck": Check,
    "PixelStylePalette": Palette,
}
NODE_DISPLAY_NAME_MAPPINGS = {name: f"PixelStyle {node.__name__}" for name, node in NODE_CLASS_MAPPINGS.items()}
