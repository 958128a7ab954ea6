"""Error diffusion with the kernels that have names."""

from __future__ import annotations

from pixelstyle.screens.dither.diffusion import ErrorDiffusion, kernel_of

DITHERS = (
    # Floyd and Steinberg, "An adaptive algorithm for spatial greyscale" (1976)
    ErrorDiffusion("floyd-steinberg", kernel_of(16, (0, 0, 7), (3, 5, 1))),
    # Jarvis, Judice and Ninke, "A survey of techniques for the display of continuous tone pictures ..." (1976)
    ErrorDiffusion("jarvis", kernel_of(48, (0, 0, 0, 7, 5), (3, 5, 7, 5, 3), (1, 3, 5, 3, 1))),
    # Stucki, "MECCA: a multiple-error correcting computation algorithm ..." (1981)
    ErrorDiffusion("stucki", kernel_of(42, (0, 0, 0, 8, 4), (2, 4, 8, 4, 2), (1, 2, 4, 2, 1))),
    # Bill Atkinson's for the Macintosh hands on only 6/8, which keeps shadows and lights clean
    ErrorDiffusion("atkinson", kernel_of(8, (0, 0, 0, 1, 1), (0, 1, 1, 1, 0), (0, 0, 1, 0, 0))),
    # Frankie Sierra's three-row filter (1989)
    ErrorDiffusion("sierra", kernel_of(32, (0, 0, 0, 5, 3), (2, 4, 5, 4, 2), (0, 2, 3, 2, 0))),
)
