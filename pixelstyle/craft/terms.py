"""What the eye for craft tells apart: techniques, of which a region has one, and faults, of which it may have more."""

from __future__ import annotations

TECHNIQUES = (
    "photo",
    "flat areas",
    "pixel art",
    "error diffusion",
    "ordered dither",
    "line dither",
    "halftone",
    "banding",
    "anti-aliasing",
)
"""In the network's order. A photo is all that runs on in shades; blue noise counts as the error diffusion that it
imitates; banding is shades brought to few colours without any dither."""
FLAT, PIXEL_ART, BANDING = 1, 2, 7
CALM = (FLAT, PIXEL_ART, BANDING, 8)
"""Techniques in which a pixel that stands alone was not meant."""
SEEN_FAULTS = ("confetti", "jaggies", "attribute clash")
"""What the network looks for, in its order."""
FAULTS = ("lone pixels", "comb rows", *SEEN_FAULTS, "banding")
"""All that is told. The first two are found by rules, banding is a technique as well."""
BLOCK = 8
"""Native pixels a side of a region."""
