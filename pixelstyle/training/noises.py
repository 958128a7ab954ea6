"""What a painter of textures learns from: noise in a painting's colours, wherever another one has photos."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from pixelstyle.painters import noise_picture, palette_for
from pixelstyle.palettes import in_shades
from pixelstyle.training.samples import CROP, Machine, Sample


class Noises:
    """Noise without end."""

    def windows(
        self,
        machine: Machine,
        paintings: Sequence[np.ndarray],
        numbers: Sequence[int],
        random: torch.Generator,
        crop: tuple[int, int] = CROP,
    ) -> Sample:
        """A window for each of the `numbers` of `paintings`, uint8 [h, w, 3], as of `Photos`."""
        width, height = machine.window(crop)
        across, down = machine.mode.pixel
        made = [noise_picture((width, height), machine.mode.pixel, paintings[number], random) for number in numbers]
        palette = machine.palette or palette_for(machine.mode, made[0], paintings[numbers[0]])
        shades = [in_shades(picture, palette) for picture in made]
        natives = [picture if shade is None else shade for picture, shade in zip(made, shades, strict=True)]
        native = torch.from_numpy(np.stack(natives)).permute(0, 3, 1, 2)
        shown = native.repeat_interleave(down, dim=2).repeat_interleave(across, dim=3)
        return Sample(machine, palette, native.contiguous(), shown.contiguous())
