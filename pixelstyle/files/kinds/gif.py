"""GIF pictures whose first frame does not fill their screen: what it leaves free is transparent, as browsers show it.

Source: CompuServe, "Graphics Interchange Format, version 89a" (1990), which has a colour for it that nobody shows.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from pixelstyle.files.budget import check_room


def read_gif(path: Path) -> Image.Image | None:
    """Its first frame on its screen, RGBA; None for other files, and for those that leave nothing free."""
    with path.open("rb") as file:
        if file.read(6) not in (b"GIF87a", b"GIF89a"):
            return None
    with Image.open(path) as image:
        if not image.tile:
            return None
        frame = image.tile[0].extents
        if frame is None or frame == (0, 0, *image.size):
            return None
        check_room(path, *image.size, 16)
        covered = image.convert("RGBA").crop(frame)
        screen = Image.new("RGBA", image.size)
        screen.paste(covered, frame[:2])
        return screen
