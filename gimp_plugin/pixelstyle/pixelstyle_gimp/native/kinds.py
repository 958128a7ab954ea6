"""The machines' native files by their endings: what GIMP is told of when it asks for the plug-in's procedures.

The plug-in knows nothing else of them, the engine reads and writes them; tests hold this list to be all of its formats.
No GIMP in here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """The formats that share their endings: a file's content and length, or the picture's mode, tells them apart."""

    title: str
    endings: tuple[str, ...]
    """Without the dot; the first is the usual one."""
    companions: tuple[str, ...] = ()
    """Endings of further files that stand beside the main one."""
    built_in: str = ""
    """How GIMP's own procedures for this ending begin, where a GIMP has such."""

    @property
    def name(self) -> str:
        """What its procedures are called by."""
        return f"file-pixelstyle-{self.endings[0]}"


KINDS = (
    Kind("C64 Koala Painter", ("kla", "koa")),
    Kind("C64 OCP Art Studio", ("art", "aas", "hpi", "iph")),
    Kind("C64 Advanced Art Studio", ("ocp",)),
    Kind("C64, C128, VIC-20 or PET program that shows a picture", ("prg",)),
    Kind("C64 disk that shows a picture", ("d64",)),
    Kind("C64 FLI Graph", ("fli",), built_in="file-fli"),
    Kind("C64 AFLI-editor", ("afl",)),
    Kind("C64 SpritePad sheet", ("spd",)),
    Kind("C64 Hires-Interlace", ("hlf",)),
    Kind("C64 Hires-Lace", ("hle",)),
    Kind("C64 Truepaint", ("mci",)),
    Kind("C64 Drazlace", ("drl",)),
    Kind("C64 Gunpaint", ("gun", "ifl")),
    Kind("C64 Funpaint II", ("fun", "fp2")),
    Kind("C64 PETSCII screen", ("pet",)),
    Kind("C64 Petmate workspace", ("petmate",)),
    Kind("Plus/4 Botticelli", ("p4i",)),
    Kind("MEGA65 full-colour picture", ("fci",)),
    Kind("ZX Spectrum, Timex, ULAplus or Amstrad CPC screen", ("scr",), ("pal",)),
    Kind("ZX Spectrum tape", ("tap",)),
    Kind("ZX Spectrum Next picture", ("nxi",)),
    Kind("MSX Screen 2", ("sc2",)),
    Kind("TI-99/4A, TI-Artist", ("tiap",), ("tiac",)),
    Kind("MSX2 Screen 4", ("sc4",)),
    Kind("MSX2 Screen 5", ("sc5",)),
    Kind("MSX2 Screen 7", ("sc7",)),
    Kind("MSX2 Screen 8", ("sc8",)),
    Kind("MSX2+ Screen 10", ("sca",)),
    Kind("MSX2+ Screen 12", ("scc", "srs")),
    Kind("MSX cartridge", ("rom",)),
    Kind("Atari 8-bit Micro Illustrator", ("mic",)),
    Kind("Atari 8-bit Fun with Art", ("fwa",)),
    Kind("Amstrad CPC snapshot", ("sna",)),
    Kind("Amstrad CPC Plus cartridge", ("cpr",)),
    Kind("Mattel Intellivision cartridge", ("int",)),
    Kind("Atari 8-bit program", ("xex",)),
    Kind("Atari 8-bit AtariTools-800", ("agp",)),
    Kind("Atari 8-bit graphics 10 screen", ("g10",)),
    Kind("Atari 8-bit graphics 9 screen", ("gr9",)),
    Kind("Atari 8-bit graphics 8 screen", ("gr8",)),
    Kind("Atari ST DEGAS, low resolution", ("pi1",)),
    Kind("Atari ST DEGAS, medium resolution", ("pi2",)),
    Kind("Atari ST DEGAS, high resolution", ("pi3",)),
    Kind("Atari ST NEOchrome", ("neo",)),
    Kind("Atari ST Spectrum 512", ("spu",)),
    Kind("Amiga IFF ILBM", ("iff", "ilbm", "lbm"), built_in="file-iff"),
    Kind("Amiga disk that shows the picture", ("adf",)),
    Kind("RISC OS sprite file", ("spr",)),
    Kind("BBC Micro screen, mode 0", ("bb0",), ("pal",)),
    Kind("BBC Micro screen, mode 1", ("bb1",), ("pal",)),
    Kind("BBC Micro screen, mode 2", ("bb2",)),
    Kind("BBC Micro screen, mode 4", ("bb4",), ("pal",)),
    Kind("BBC Micro screen, mode 5", ("bb5",), ("pal",)),
    Kind("Teletext page", ("tt7",)),
    Kind("Apple II high resolution", ("hgr",)),
    Kind("Apple IIe double high resolution", ("dhr", "dhgr")),
    Kind("Apple IIgs Super Hi-Res screen", ("shr",)),
    Kind("Apple IIgs screen of 3,200 colours", ("sh3",)),
    Kind("BBC Micro disc that shows a picture", ("ssd",)),
    Kind("Apple II disk with the picture on it", ("po",)),
    Kind("Amstrad CPC disc that shows a picture", ("dsk",)),
    Kind("SAM Coupe screen, mode 4", ("ss4",)),
    Kind("Thomson MO5 screen, or a CoCo program", ("bin",)),
    Kind("MacPaint", ("mac", "pntg", "pnt")),
    Kind("Oric HIRES screen", ("hrs",)),
    Kind("PC-88, PC-98 or X68000 picture, MAG", ("mag",)),
    Kind("X68000 picture, PIC", ("pic",)),
    Kind("Sharp X1 disk that shows the picture", ("2d",)),
    Kind("FM Towns picture, TIFF", ("tif",), built_in="file-tiff"),
    Kind("Commander X16 bitmap", ("bmx",)),
    Kind("CoCoMax picture", ("max",)),
    Kind("ColorMax 3 picture of the CoCo 3", ("mge",)),
    Kind("IBM CGA screen, BSAVE", ("bsv",)),
    Kind("PC Paintbrush for CGA, EGA or VGA", ("pcx",), built_in="file-pcx"),
    Kind("Tiles of a console, with map and palettes", ("chr",), ("map", "pal", "nam")),
    Kind("Atari 2600 cartridge", ("a26",)),
    Kind("Atari 7800 cartridge", ("a78",)),
    Kind("NES cartridge", ("nes",)),
    Kind("Game Boy cartridge", ("gb",)),
    Kind("Game Boy tiles, with map", ("2bpp",), ("tilemap", "attrmap", "pal")),
    Kind("Game Boy Color cartridge", ("gbc",)),
    Kind("PC Engine card", ("pce",)),
    Kind("Super Nintendo cartridge", ("sfc",)),
    Kind("Master System cartridge", ("sms",)),
    Kind("Game Gear cartridge", ("gg",)),
    Kind("Mega Drive cartridge", ("md", "gen")),
    Kind("Game Boy Advance cartridge", ("gba",)),
    Kind("Nintendo DS cartridge", ("nds",)),
    Kind("WonderSwan cartridge", ("ws",)),
    Kind("WonderSwan Color cartridge", ("wsc",)),
    Kind("ColecoVision cartridge", ("col",)),
    Kind("SG-1000 cartridge", ("sg",)),
    Kind("Atari Lynx screen and colours", ("lynx",), ("pal",)),
    Kind("PlayStation texture, TIM", ("tim",)),
    Kind("Playdate picture", ("pdi",)),
    Kind("PICO-8 cartridge", ("p8",)),
    Kind("TIC-80 cartridge", ("tic",)),
    Kind("Thermal printer, ESC/POS", ("escpos",)),
    Kind("Electronic paper of six or seven colours", ("epd",)),
    Kind("Electronic paper of three colours", ("epd2",)),
    Kind("Electronic paper of 16 greys", ("epd4",)),
    Kind("Text with colours, for terminals", ("ansi",)),
    Kind("ANSI text for bulletin boards", ("ans",)),
    Kind("XBin text", ("xb",)),
    Kind("Virtual Boy frame buffer", ("vbf",)),
)
LOAD = {f"{kind.name}-load": kind for kind in KINDS}
EXPORT = {f"{kind.name}-export": kind for kind in KINDS}
