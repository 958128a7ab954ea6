"""What a stylization is judged by: content, style, smoothness and dream, as weighted terms."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from pixelstyle.errors import PixelStyleError
from pixelstyle.objectives import (
    CLEAN_WEIGHT,
    COLOURS_WEIGHT,
    CRAFT_WEIGHT,
    AreaColours,
    Content,
    Dream,
    Keep,
    KeepColours,
    MadeByHand,
    Objective,
    Part,
    Term,
    Tidiness,
    TotalVariation,
    own_layers,
    own_terms,
)
from pixelstyle.optimise import Display, Judge, from_afar, lacks_greys, to_tensor
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.dreams.stimuli import checked_channels, parse_stimuli
from pixelstyle.recipes.network_pair import Judges
from pixelstyle.recipes.style_pictures import scale_style, style_terms
from pixelstyle.recipes.stylize_scene import StylizeScene
from pixelstyle.screens import HOLD_AND_MODIFY, ScreenMode
from pixelstyle.settings import StylizeSettings, parse_layers, parse_terms

PROTECT_WEIGHT = 20.0
"""Of protected pixels beside a content weight of 1: what little the style has to say to them must not show."""


CHOSEN_MANY, MANY, OF_HELD, OF_TWO, OF_TWO_BARE = 4.5, 16, 12.0, 0.4, 1 / 6
"""How many times the colours of areas count where each pixel has so many colours of millions or hundreds: it can come
so much nearer to them that what is left of the difference hardly counts otherwise; least of all where it holds a
neighbour's and modifies that (YJK with an attribute has colours beyond its palette, too, but loses what is seen near).
And where a cell has two of fixed colours, whose mixtures are far from most that is wanted; farther still where there
are no greys among them."""
SIDE_OF_MANY, TIDIER_OF_MANY = 2, 2.0
"""Shown pixels a side of an area's squares with so many colours, which need fewer pixels for a mixture; and how many
times tidiness counts there: pixels that stand alone are so near to those around them that the term hardly feels it."""


def layers_of(settings: StylizeSettings) -> list[str]:
    """Every layer that these settings look at. Raises PixelStyleError for texts that are no layers or stimuli."""
    stimuli = parse_stimuli(settings.dream)
    own = own_layers(parse_terms(settings.term))
    return [settings.content_layer, *parse_layers(settings.style_layers), *(found.layer for found in stimuli), *own]


def stylize_judge(judges: Judges, scene: StylizeScene, settings: StylizeSettings) -> Judge:
    """The judge that these settings ask for, of native pictures [1, 3, H, W] on the scene's screen.

    Raises PixelStyleError or UnknownNameError for layers, channels and statistics that are not there.
    """
    pixel = scene.canvas.mode.pixel
    extra = _pixel_terms(scene, settings)
    near = stylize_objective(judges, scene, settings) + Objective(extra)
    # Without a rule nothing mixes, and L-BFGS cannot follow two functions.
    under_rules = scene.canvas.mode.constrained and settings.method != "convert"
    if not (settings.afar and under_rules and settings.optimiser == "adam"):
        return judges.judge(near, pixel, scene.canvas.judged)
    try:
        afar = near.alike(stylize_objective(judges, scene, settings, from_afar) + Objective(extra))
    except PixelStyleError:  # all else that can be wrong is wrong from near: half as large it is too small for a layer
        return judges.judge(near, pixel, scene.canvas.judged)
    return judges.judge(near, pixel, scene.canvas.judged, afar)


def judge_in_24_bits(judges: Judges, scene: StylizeScene, settings: StylizeSettings) -> Judge:
    """The same of pictures in shown pixels, [1, 3, H, W] without bars, before the machine's rules come in."""
    objective = stylize_objective(judges, scene, settings)
    if settings.keep_colours == "content":
        objective.add(COLOURS_WEIGHT, KeepColours(scene.shown, scene.canvas.mode.pixel))
    return replace(judges, display=None).judge(objective, (1, 1))


def _pixel_terms(scene: StylizeScene, settings: StylizeSettings) -> list[tuple[float, Term]]:
    """What is judged without the network on the machine's own screen."""
    pixel, terms = scene.canvas.mode.pixel, list[tuple[float, Term]]()
    if settings.tidiness:
        tidier = TIDIER_OF_MANY if _has_many_colours(scene.canvas.mode) else 1.0
        terms.append((settings.tidiness * CLEAN_WEIGHT, Part(Tidiness(pixel), tidier)))
    if settings.craft:
        terms.append((settings.craft * CRAFT_WEIGHT, MadeByHand(pixel)))
    if settings.keep_colours == "content":
        terms.append((COLOURS_WEIGHT, KeepColours(scene.shown, pixel)))
    if scene.reference is not None:
        reference = to_tensor(scene.reference, scene.shown.device)
        terms.append((settings.area_weight, _areas(reference, scene.canvas)))
    return terms


def _areas(reference: Tensor, canvas: Canvas) -> Part:
    """The colours of areas as they count on this screen."""
    mode = canvas.mode
    if mode.choice is None and mode.shows.beyond_palette:  # RGB555, YJK
        return Part(AreaColours(reference, SIDE_OF_MANY), OF_HELD)
    if mode.choice is None:
        if not mode.slots or sum(slots.count for slots in mode.slots) != 2:
            return Part(AreaColours(reference))
        bare = canvas.palette is not None and lacks_greys(torch.from_numpy(canvas.palette.srgb()))
        return Part(AreaColours(reference), OF_TWO_BARE if bare else OF_TWO)
    if _has_many_colours(mode):
        times = OF_HELD if mode.signal in HOLD_AND_MODIFY else CHOSEN_MANY
        return Part(AreaColours(reference, SIDE_OF_MANY), times)
    return Part(AreaColours(reference))


def _has_many_colours(mode: ScreenMode) -> bool:
    """Whether each pixel has many colours, chosen for the picture out of hundreds or millions."""
    if mode.choice is None or mode.choice.bits is None:
        return False
    own = mode.subpalettes
    return (mode.choice.colours if own is None else own.shared + own.size) >= MANY


def stylize_objective(
    judges: Judges, scene: StylizeScene, settings: StylizeSettings, seen: Display | None = None
) -> Objective:
    """Content, style, smoothness, what is protected and dream as weighted terms. Raises what `stylize_judge` does.

    `seen`: from where content and style are looked at, as the picture will be; None: from near.
    """
    scale = settings.style_scale or 1.0
    paintings = [
        replace(painting, picture=scale_style(painting.picture, scene.canvas, scale, settings.style_fit))
        for painting in scene.paintings
    ]
    stimuli = parse_stimuli(settings.dream)
    with torch.no_grad():
        before = judges.exact(scene.shown if seen is None else seen(scene.shown))
        content = Content(settings.content_layer, before[settings.content_layer])
    sizes = {layer: (values.shape[2], values.shape[3]) for layer, values in before.items()}
    terms: list[tuple[float, Term]] = [(settings.content_weight, content)]
    styles = style_terms(judges, paintings, settings, scene.regions, sizes, seen)
    terms += [(settings.style_weight, term) for term in styles]
    terms.append((settings.tv_weight, TotalVariation()))
    if scene.regions is not None and scene.regions.kept is not None:
        terms.append((PROTECT_WEIGHT, Keep(scene.shown, scene.regions.kept)))
    if stimuli:
        weight = sum(abs(found.weight) for found in stimuli)
        terms.append((weight, Dream(checked_channels(stimuli, before), before)))
    terms += own_terms(parse_terms(settings.term), scene.shown)
    try:
        return Objective(terms)
    except ValueError as error:
        raise PixelStyleError(f"A term of your own is called as another one is: {error}.") from None
