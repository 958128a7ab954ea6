"""Stylize: the content of one picture in the style of another, under the machine's rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import fit_picture, read_picture
from pixelstyle.objectives import Content, GramStyle, Objective, Term, TotalVariation
from pixelstyle.optimise import Optimisation, Outcome, make_target, to_tensor
from pixelstyle.optimise.methods import find_method
from pixelstyle.recipes.canvas import Canvas, read_input
from pixelstyle.recipes.judging import Judges
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import OptimisingRun, Watcher, as_bytes, drain
from pixelstyle.recipes.settings import OptimiseSettings, option


@dataclass(frozen=True)
class StylizeSettings(OptimiseSettings):
    """Settings of `pixelstyle stylize`."""

    content_weight: float = option(1.0, "how much the content counts", least=0, most=1e6)
    style_weight: float = option(3.0, "how much the style counts", least=0, most=1e6)
    tv_weight: float = option(0.0, "how much smoothness (total variation) counts", least=0, most=1e6)
    content_layer: str = option("relu4_2", "the layer that holds the content")
    style_layers: str = option(
        "relu1_1,relu2_1,relu3_1,relu4_1,relu5_1", "layers that hold the style; relu3_1=2 counts twice"
    )
    style_scale: float = option(
        1.0, "size of the style picture, its longer side as a part of the screen's", least=0.05, most=8
    )
    start: str = option("content", "what the optimiser starts from: content, noise, or a picture file")


def stylize(content: str | Path, style: str | Path, *, watch: Watcher | None = None, **settings: Any) -> Result:
    """The picture in the file `content` in the style of the file `style`. Settings: the fields of StylizeSettings.

    `watch` is called with every Step. Raises PixelStyleError for anything that cannot be done as asked.
    """
    return drain(prepare_stylize(content, style, StylizeSettings.of(settings)), watch)


def prepare_stylize(content: str | Path, style: str | Path, settings: StylizeSettings) -> OptimisingRun:
    """Read the inputs, check the settings, load the network: everything up to the first step."""
    content_picture, content_facts = read_input(content, settings)
    style_picture, style_facts = read_input(style, settings)
    canvas = Canvas.of(settings, content_picture)
    method_kind = find_method(settings.method)
    style_layers = parse_layers(settings.style_layers)
    judges = Judges.load(settings, [settings.content_layer, *style_layers])

    shown_content = to_tensor(canvas.place_shown(content_picture, settings), judges.device)
    shown_style = to_tensor(scale_style(style_picture, canvas, settings.style_scale), judges.device)
    objective = stylize_objective(judges, shown_content, shown_style, style_layers, settings)

    placed = canvas.place(content_picture, settings)
    target = make_target(canvas.mode, canvas.palette, settings.metric, judges.device, placed)
    begin = start_picture(placed, canvas, settings, target.colours)
    optimisation = Optimisation(
        judges.judge(objective, canvas.mode.pixel),
        method_kind(target, to_tensor(begin, judges.device), settings.every),
        iterations=settings.iterations,
        optimiser=settings.optimiser,
        rate=settings.rate,
    )

    def finish(outcome: Outcome) -> Result:
        return Result(
            recipe="stylize",
            mode=canvas.mode,
            settings=settings,
            inputs={"content": content_facts, "style": style_facts},
            pixels=as_bytes(outcome.pixels) if outcome.picture is None else outcome.picture.native_rgb(),
            picture=outcome.picture,
            palette=outcome.picture.palette if outcome.picture else None,
            losses=outcome.losses,
            figures={
                "iterations": outcome.iterations,
                "network_evaluations": outcome.evaluations,
                "seconds": round(outcome.seconds, 3),
                **judges.figures(),
            },
            trouble=outcome.trouble,
        )

    headline = f"{content} in the style of {style}, on {canvas.mode.title}"
    return OptimisingRun(canvas.mode, headline, optimisation, finish)


def stylize_objective(
    judges: Judges, content: Tensor, style: Tensor, style_layers: Mapping[str, float], settings: StylizeSettings
) -> Objective:
    """Content, style and smoothness as weighted terms; both pictures [1, 3, H, W] as shown."""
    terms: list[tuple[float, Term]] = []
    with torch.no_grad():
        of_content = judges.exact(content)[settings.content_layer]
        terms.append((settings.content_weight, Content(settings.content_layer, of_content)))
        of_style = judges.exact(style)
        activations = {layer: of_style[layer] for layer in style_layers}
        terms.append((settings.style_weight, GramStyle.of(activations, list(style_layers.values()))))
    terms.append((settings.tv_weight, TotalVariation()))
    return Objective(terms)


def parse_layers(text: str) -> dict[str, float]:
    """'relu1_1,relu3_1=2' as {layer: weight}. Raises PixelStyleError for anything else."""
    layers: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, weight = part.partition("=")
        try:
            value = float(weight or 1)
        except ValueError:
            value = float("nan")
        if not 0 <= value < float("inf"):
            raise PixelStyleError(f"'{part}' is not a layer with a weight, such as relu3_1=2.")
        layers[name.strip()] = value
    if not any(layers.values()):
        raise PixelStyleError("No style layer has a weight above 0: name at least one, such as relu3_1.")
    return layers


def scale_style(picture: np.ndarray, canvas: Canvas, scale: float) -> np.ndarray:
    """The style picture, float32 [H, W, 3]: its proportions kept, its longer side `scale` times the screen's."""
    height, width = picture.shape[:2]
    factor = scale * max(canvas.mode.shown_size) / max(width, height)
    # Deep layers need some pixels to have any statistics at all.
    return fit_picture(picture, max(32, round(width * factor)), max(32, round(height * factor)), "stretch")


def start_picture(placed: np.ndarray, canvas: Canvas, settings: StylizeSettings, colours: Tensor) -> np.ndarray:
    """What the optimiser starts from: float32 [H, W, 3] in native pixels."""
    if settings.start == "content":
        return placed
    if settings.start == "noise":
        noise = np.random.default_rng(settings.seed).normal(0.0, 0.15, placed.shape)
        return np.asarray((noise + placed.mean(axis=(0, 1))).clip(0, 1), dtype=np.float32)
    return canvas.place(read_picture(settings.start, background=settings.background), settings)
