"""The C64's sprites: SpritePad's file, and a source with what each frame's sprites are.

    .spd       SpritePad 1: a sprite after the other; bit 4 of the last byte says that it lies over the next one
    .s .asm    64 bytes a sprite, the two common colours, and for each frame x, y, sprite, colour ... 128

Sources: Commodore 64 Programmer's Reference Guide (1982), chapter 3; SpritePad 1.8's help, "File format".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.sprite_data.machines import ObjectMachine
from pixelstyle.formats.sprite_data.objects import Object, Sprites, check_bytes
from pixelstyle.formats.sprite_data.sheet import sheet_files
from pixelstyle.formats.tile_data.dialects import CA65
from pixelstyle.formats.tile_data.sources import label_of

C64_SIZE = (24, 21)
C64_FILES = (".png", ".json", ".spd", ".s", ".asm")
MULTICOLOUR, OVER = 0x80, 0x10
"""Bits of a sprite's last byte: wide pixels; it lies over the next one."""
C64 = {
    name: ObjectMachine(name, "C64", (C64_SIZE,), 1, 16, 8, 8, mirrors=False)
    for name in ("c64-sprites", "c64-sprites-multicolor")
}


@dataclass(frozen=True)
class C64Sprites(Sprites):
    """Frames of 24 x 21 sprites; an object's `tile` is the number of its sprite, its `palette` its colour."""

    data: tuple[bytes, ...] = ()
    """64 bytes a sprite; in the last one its colour and the bits above."""
    shared: tuple[int, int] = (0, 0)
    """$D025 and $D026."""

    def number(self, thing: Object) -> int:
        """The number of its sprite."""
        return self.base + thing.tile

    def numbered_from(self, base: int) -> Self:
        """The same with this number for the first sprite: what a pointer has for it, its address / 64. Raises
        PixelStyleError for more than 256."""
        if base + len(self.data) > 256:
            raise PixelStyleError(f"The C64 sees 256 sprites at once, not {len(self.data)} from {base:,} on.")
        return replace(self, base=base)

    @property
    def used(self) -> int:
        """One palette, that of the machine."""
        return 1

    def __str__(self) -> str:
        most = max((len(frame.objects) for frame in self.frames), default=0)
        over = sum(bool(data[63] & OVER) for data in self.data)
        layers = f", {over} of them over others" if over else ""
        frames = f"{len(self.frames)} frame{'s' if len(self.frames) != 1 else ''}"
        return f"{frames}, at most {most} sprites each, {len(self.data)} sprites{layers}, {64 * len(self.data):,} bytes"


def encode_c64_sprites(path: Path, sprites: C64Sprites) -> dict[Path, bytes]:
    """What to write for a `path`. Raises PixelStyleError for an ending that is none of C64_FILES, and for more sprites
    than a SpritePad file has."""
    extension = path.suffix.lower()
    if sheet_and_facts := sheet_files(path, sprites):
        return sheet_and_facts
    if not 0 < len(sprites.data) <= 256:
        raise PixelStyleError(f"Files of sprites for the C64 hold 1 to 256, not {len(sprites.data)}.")
    if extension == ".spd":
        head = b"SPD" + bytes([1, len(sprites.data) - 1, 0, 0, *sprites.shared])
        return {path: head + b"".join(sprites.data)}
    if extension in (".s", ".asm"):
        check_bytes(sprites)
        return {path: _source(label_of(path), sprites).encode()}
    raise PixelStyleError(f"Sprites for the C64 are saved as {', '.join(C64_FILES)}; '{path}' ends in none of these.")


def _source(label: str, sprites: C64Sprites) -> str:
    lines = [f"; C64 sprites: {sprites}", "", f"{label}_common:", "    .byte ${:02x},${:02x}".format(*sprites.shared)]
    lines += ["", f"{label}_sprites:"]
    for data in sprites.data:
        lines += CA65.data(data)
    for number, frame in enumerate(sprites.frames):
        lines += ["", f"{label}_{number}:"]
        for thing in frame.objects:
            values = thing.x & 255, thing.y & 255, sprites.number(thing), sprites.data[thing.tile][63]
            lines.append(CA65.line(values))
        lines.append("    .byte $80")
    lines += ["", f"{label}_frames:", *(f"    .word {label}_{number}" for number in range(len(sprites.frames)))]
    lines += ["", f"{label}_durations:", *(f"    .word {min(frame.duration, 65535)}" for frame in sprites.frames)]
    return "\n".join(lines) + "\n"
