"""Networks that know retro pictures: how much of a photo is found again in a machine's picture of it.

python -m benchmarks craft [PHOTO ...] [--modes c64-hires ...] [--dithers floyd-steinberg ...] [--strength 0.8]
"""

from benchmarks.craft.undithering import main

__all__ = ["main"]
