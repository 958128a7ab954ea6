"""What settings and their values are called in dialogs: words for people, not options' names. No GIMP in here."""

from __future__ import annotations

import re

LABELS = {
    "afar": "Judge from afar, too",
    "animation": "How frames are saved",
    "area_weight": "Areas keep their colours",
    "at": "Changes on the way",
    "background": "Behind transparent parts",
    "backdrop": "Colour that sub-palettes share",
    "border": "Colour around the screen",
    "base_tile": "Number of the first tile",
    "bits": "Bits for each channel",
    "brightness": "Brightness",
    "carry": "The frame before",
    "ceiling": "Most that a layer is stimulated",
    "cell": "Size of cells",
    "cell_colours": "Colours of a cell",
    "class_weight": "How much the classes count",
    "class_name": "Class that it dreams of",
    "clean": "Tidy pixels",
    "clusters": "Pixels in clusters",
    "colours": "Number of colours",
    "columns": "Number tiles by columns",
    "content_layer": "Layer that holds the content",
    "content_weight": "Likeness to the photo",
    "contrast": "Contrast",
    "craft": "As if set by hand",
    "crop": "Part of the picture",
    "detail": "Picture: where the style counts",
    "device": "Processor or graphics card",
    "display": "Seen through a screen",
    "dither": "Mixed from dots",
    "dream": "Layers dreamt of besides",
    "every": "Steps between exact solutions",
    "fade_in": "Come up out of black",
    "fit": "How it fills the screen",
    "flips": "Mirror images are one tile",
    "focus": "What is kept where it is cut",
    "forbid": "Colours that are left out",
    "frames": "Frames of a film",
    "gamma": "Middle tones",
    "gamut": "Colours brought near the palette",
    "grow": "Grows on so many screens",
    "guide": "Picture to dream of",
    "height": "Height in pixels",
    "iterations": "Number of steps",
    "jitter": "Jitter in every step",
    "keep_colours": "Whose colours",
    "keep_pixels": "Picture: own pixels that stay",
    "layer": "Layer that dreams",
    "lock": "Colours that must be there",
    "mask": "Picture: where",
    "measure": "What grows",
    "max_tiles": "Most different tiles",
    "method": "How the rules are met",
    "metric": "How colours are compared",
    "mode": "Screen mode",
    "more_style": "Further styles",
    "network": "Network that judges",
    "octave_scale": "Size from octave to octave",
    "octave_steps": "Steps of an octave",
    "octaves": "Octaves (sizes of what appears)",
    "optimiser": "Optimiser",
    "outlines": "Crisper outlines",
    "pad": "Fill up tile data",
    "painter": "Painter, in one pass",
    "painting": "Painting of a painter's file",
    "palette_in": "Rendering it was drawn in",
    "palettes": "Sub-palettes that are given",
    "png": "How PNG files are written",
    "pooling": "Pooling of the network",
    "precision": "Exactness of numbers",
    "protect": "Picture: what stays",
    "quality": "Time it may take",
    "rate": "Length of steps",
    "refine": "Steps after the painter",
    "region": "Regions and their styles",
    "repair": "Change clashing cells only",
    "rotate": "Turn of each frame",
    "saturation": "Colourfulness",
    "search": "How colours are found",
    "seed": "Chance (seed)",
    "serpentine": "To and fro, line by line",
    "shared_colours": "Colours that all cells share",
    "sharpen": "Crisp edges",
    "soften": "Soft edges of regions",
    "start": "What it starts from",
    "strength": "Strength of the dots",
    "strict": "Refuse what is not legal",
    "style_bits": "Bits of the style's colours",
    "style_colours": "Colours of the style",
    "style_exclude": "Channels the style does without",
    "style_fit": "What of the style counts",
    "style_layers": "Layers that hold the style",
    "style_palette": "Palette of the style",
    "style_scale": "Size of the strokes",
    "style_statistics": "What makes up the style",
    "style_stress": "Channels that count double",
    "style_weight": "Strength of the painting",
    "temperature": "Warmth of mixtures",
    "term": "Further terms",
    "tile": "Judge in tiles of this side",
    "tile_size": "Size of a tile",
    "tv_weight": "Calm",
    "undither": "Take a machine's dither away",
    "weights": "Weights of the network",
    "width": "Width in pixels",
    "zoom": "Zoom of each frame",
}
"""By setting; a test holds that every one which the engine offers has its words."""
CHOICES = {
    "anneal": "mixtures that cool (the usual)",
    "admm": "two pictures that draw near (ADMM)",
    "convert": "converted at the end",
    "project": "nearest legal picture, again and again",
    "straight-through": "straight through",
    "draft": "a draft",
    "normal": "as usual",
    "best": "the best",
    "cover": "fill, cut off the rest",
    "contain": "whole, with bars",
    "stretch": "stretched",
    "whole": "all of it",
    "crop": "its middle",
    "tile": "repeated",
    "style": "of the painting",
    "content": "of the photo",
    "adam": "Adam",
    "lbfgs": "L-BFGS",
    "oklab": "OKLab (the usual)",
    "lab": "CIELab",
    "yuv": "YUV",
    "rgb": "RGB",
    "ciede2000": "CIEDE2000 (nearest to a photo)",
    "kmeans": "k-means",
    "median-cut": "median cut",
    "compress": "compressed",
    "clip": "clipped",
    "match": "matched",
    "picture": "as the picture",
    "hardware": "as tools for consoles read it",
}
"""Values of choices; the others say enough by their own names."""


def label_of(setting: str) -> str:
    """A setting for people; of one that this plug-in does not know yet its own name."""
    return LABELS.get(setting, setting.replace("_", " ").capitalize())


def choice_word(value: str) -> str:
    """A choice's value for people."""
    return CHOICES.get(value, value.replace("-", " "))


_MADE = re.compile(r" \((stylize|dream|convert|quantize), [\w-]+\)( #\d+)?$")


def source_name(name: str) -> str:
    """A layer's name without what PixelStyle added when it made the layer: what is made of it adds its own."""
    return _MADE.sub("", name)


_WHOLE = ("24-bit", "Any", "Black", "Teletext")
"""First words of titles whose comma ends no machine's name."""


def machine_and_mode(title: str) -> tuple[str, str]:
    """A mode's title as its machine's and the rest of it, such as 'Amstrad CPC' and 'mode 0: 16 colours of 27'."""
    places = [place for place in (title.find(mark) for mark in (",", ": ", " (")) if place > 0]
    if not places or title.startswith(_WHOLE):
        return title, "its one screen"
    end = min(places)
    return title[:end], title[end:].lstrip(",: ")
