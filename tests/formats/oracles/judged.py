"""Who judges which files: the lists that the tests go through, and on which each format's `verified_by` rests.

Each is of modes and extensions. A format that another decoder or emulator knows belongs in that one's list.
"""

from __future__ import annotations

from pixelstyle.formats.registry import OWN_MODEL
from tests.formats.oracles.tile_machines import MACHINES as TILES_BY_WORDS

SEEN_BY_RECOIL = [
    ("c64-multicolor", ".kla"),
    ("c64-multicolor", ".koa"),
    ("c64-multicolor", ".ocp"),
    *(("c64-hires", extension) for extension in (".art", ".aas", ".hpi", ".iph")),
    ("c64-fli", ".fli"),
    ("c64-afli", ".afl"),
    ("c64-petscii", ".pet"),
    ("c64-hires-interlace", ".hlf"),
    ("c64-hires-interlace", ".hle"),
    ("c64-sprites", ".spd"),
    ("c64-sprites-multicolor", ".spd"),
    ("plus4-hires", ".p4i"),
    ("plus4-multicolor", ".p4i"),
    ("zx-spectrum", ".scr"),
    ("timex-hicolour", ".scr"),
    ("ulaplus", ".scr"),
    ("zx-next", ".nxi"),
    ("msx-screen2", ".sc2"),
    ("msx2-screen5", ".sc5"),
    ("msx2-screen4", ".sc4"),
    ("msx2-screen7", ".sc7"),
    ("msx2-screen8", ".sc8"),
    ("apple-iigs", ".shr"),
    ("apple-iigs-3200", ".sh3"),
    ("atari8-gr15", ".mic"),
    ("atari8-dli", ".fwa"),
    ("atari8-gr9", ".gr9"),
    ("atari8-gr8", ".gr8"),
    ("atari8-gr10", ".g10"),
    ("atari8-gr10", ".agp"),
    ("atari-st-low", ".pi1"),
    ("atari-st-low", ".neo"),
    ("atari-st-medium", ".pi2"),
    ("atari-st-high", ".pi3"),
    ("atari-st-spectrum512", ".spu"),
    ("atari-ste-spectrum512", ".spu"),
    ("amiga-32", ".iff"),
    ("amiga-32", ".ilbm"),
    ("amiga-ehb", ".iff"),
    ("amiga-copper", ".iff"),
    ("amiga-aga-256", ".iff"),
    *((f"bbc-mode{n}", f".bb{n}") for n in (0, 1, 2, 4, 5)),
    ("oric-hires", ".hrs"),
    ("sam-coupe", ".ss4"),
    ("macpaint", ".mac"),
    ("macpaint", ".pntg"),
    ("coco-pmode4", ".max"),
    *((mode, ".mag") for mode in ("pc88", "pc98", "x68000-256", "x68000-16")),
    *((mode, ".tim") for mode in ("playstation-8bpp", "playstation-4bpp")),
]
MAY_DIFFER = {
    "amiga-32": 0,
    "amiga-copper": 0,
    "amiga-aga-256": 0,
    "amiga-ehb": 8,  # RECOIL halves 8-bit values, the hardware its four bits
    "ulaplus": 24,  # RECOIL spreads two bits of blue evenly, the specification gives it a third bit
    "zx-next": 1,
    "msx2-screen5": 1,
    "msx2-screen4": 1,
    "msx2-screen7": 1,
    "apple-iigs": 0,
    "apple-iigs-3200": 0,
    "atari-st-low": 1,
    "atari-st-medium": 1,
    "pc88": 7,
    "pc98": 4,
    "x68000-256": 4,
    "x68000-16": 4,
    "playstation-8bpp": 1,
    "playstation-4bpp": 1,
    "atari-st-spectrum512": 1,
    "atari-ste-spectrum512": 1,
}
"""Where the file holds the colours themselves, by how much RECOIL's way of rounding levels may differ from ours."""

SHIFTED_FRAMES = [
    *(("c64-mci", ".mci"), ("c64-drazlace", ".drl")),
    *(("c64-ifli", extension) for extension in (".gun", ".ifl", ".fun", ".fp2")),
]
RECOIL_BY_COLOURS = [
    ("amiga-ham6", ".iff"),
    ("amiga-aga-ham8", ".iff"),
    ("amiga-sham", ".iff"),
    ("apple2-hgr", ".hgr"),
    ("apple2-dhgr", ".dhr"),
    ("msx2plus-screen10", ".sca"),
    ("msx2plus-screen12", ".scc"),
    ("msx2plus-screen12", ".srs"),
    ("playstation-15bit", ".tim"),
    ("atari8-gr11", ".agp"),
    ("x68000-65536", ".pic"),
    *SHIFTED_FRAMES,
]
"""Where RECOIL shows colours that are no machine's numbers, or no picture has all that there are: what it makes of each
code is known."""

NETPBM = {
    ("amiga-32", ".iff"): "ilbmtoppm",
    ("amiga-aga-ham8", ".iff"): "ilbmtoppm",
    ("atari-st-low", ".pi1"): "pi1toppm",
    ("macpaint", ".mac"): "macptopbm",
    ("ega-320x200", ".pcx"): "pcxtoppm",
    ("vga-256", ".pcx"): "pcxtoppm",
}
"""The tool of netpbm that reads each."""

PILLOW = [
    *((f"cga-{palette}", ".pcx") for palette in ("1-high", "1", "0", "5-high")),
    *((mode, ".pcx") for mode in ("ega-320x200", "ega-640x350", "vga-256")),
    ("fm-towns-256", ".tif"),
]

_IN_PLACE = tuple(f"c64-{name}" for name in ("multicolor", "hires", "characters", "petscii", "ecm", "characters-mixed"))
RUN_BY_PY65 = [
    *((mode, ".prg") for mode in _IN_PLACE),
    *(("vic20-hires", ".prg"), ("vic20-multicolor", ".prg"), ("pet-40", ".prg")),
]
"""Programs after which memory shows the picture; those below change what is shown while it is."""
VDC_BY_PY65 = [("c128-vdc-8x2", ".prg"), ("c128-vdc-16k", ".prg")]
"""Programs that write to the C128's VDC, of which the tests have a model."""
TIMED_BY_PY65 = [
    *(("c64-splits", ".prg"), ("c64-hires-interlace", ".prg"), ("c64-multicolor-interlace", ".prg")),
    *((f"c64-{name}", ".prg") for name in ("mci", "drazlace", "ifli")),
    *(("c64-sprites", ".prg"), ("c64-fli", ".prg"), ("c64-afli", ".prg")),
]

_IN_LINES = ("c64-fli", "c64-nufli", "c64-nuflix", "c64-splits", "c64-multicolor-sprites")
STILL_BY_VICE = (*_IN_LINES, *(mode for mode in reversed(_IN_PLACE) if mode != "c64-petscii"))
IN_TURN_BY_VICE = ("c64-ifli", "c64-mci", "c64-drazlace")
VIC20_BY_VICE = ("vic20-multicolor", "vic20-hires")
"""Modes whose programs a real VICE shows, on a C64 one picture or two in turn, and on a VIC-20."""

MAME = {
    **{(mode, ".prg"): (0, 0) for mode in _IN_PLACE},
    ("c64-sprites", ".prg"): (16, 64),
    ("c64-sprites-multicolor", ".prg"): (16, 64),
}
"""Line and dot of the screen at which the picture begins."""
MAME_CARTRIDGES = {
    ("msx-screen2", ".col"): ("coleco", 12, 12),
    ("msx-screen2", ".sg"): ("sg1000", 12, 12),
    ("atari7800", ".a78"): ("a7800", 16, 0),
    ("wonderswan-mono", ".ws"): ("wswan", 0, 0),
    ("wonderswan", ".wsc"): ("wscolor", 0, 0),
    ("intellivision", ".int"): ("intv", 24, 26),
}
"""The machine that each is for, and the line and dot at which its picture begins."""

OPENMSX = [
    ("msx-screen2", ".rom", "C-BIOS_MSX1", 24, 64),
    ("msx-screen2", ".rom", "C-BIOS_MSX2+", 24, 64),
    ("msx2-screen4", ".rom", "C-BIOS_MSX2", 24, 64),
    ("msx2-screen5", ".rom", "C-BIOS_MSX2", 14, 64),
    ("msx2-screen7", ".rom", "C-BIOS_MSX2", 14, 64),
    ("msx2-screen8", ".rom", "C-BIOS_MSX2", 14, 64),
    ("msx2plus-screen10", ".rom", "C-BIOS_MSX2+", 14, 72),
    ("msx2plus-screen12", ".rom", "C-BIOS_MSX2+", 14, 72),
    ("gfx9000-b1", ".rom", "C-BIOS_MSX2 gfx9000", 13, 62),
    ("gfx9000-b1-64", ".rom", "C-BIOS_MSX2 gfx9000", 13, 62),
]
"""The machine that shows each, with what is plugged into it, and where on its display the picture begins, in lines and
half dots."""
MAME_COCO = [("coco-pmode3", ".bin"), ("coco-pmode3-buff", ".bin"), ("coco-artifact", ".bin")]
"""What LOADM reads on a Color Computer."""
MAME_PET = [("pet-40", ".prg")]
"""What a PET runs whose character ROM has our part of the glyphs."""
MAME_CPC = [(f"cpc-mode{mode}", ".sna") for mode in ("0", "1", "2", "0-splits", "1-splits")]
"""Snapshots that another emulator takes up."""
MAME_ATARI8 = [(f"atari8-{screen}", ".xex") for screen in ("gr8", "dli", "gr9-lines", "gr10-lines", "gr11-lines")]
"""Programs for an Atari, of each of whose ways of showing colours one."""
MAME_X1 = [("x1-320", ".2d"), ("x1-640", ".2d")]
"""Disks that a Sharp X1 starts from."""
MAME_CPC_PLUS = [(f"cpc-plus-mode{mode}", ".cpr") for mode in ("0", "1", "2", "0-splits", "1-splits")]
"""Cartridges of which it shows the very colours."""

CARTRIDGES = {
    "atari2600": (".a26", "stable-retro"),
    "nes": (".nes", "cynes"),
    "nes-mmc5": (".nes", "stable-retro"),  # (cynes knows no MMC5)
    "gameboy": (".gb", "PyBoy"),
    "gameboy-split": (".gb", "PyBoy"),
    "gameboy-color": (".gbc", "PyBoy"),
    "gameboy-color-rows": (".gbc", "PyBoy"),
    "master-system": (".sms", "stable-retro"),
    "game-gear": (".gg", "stable-retro"),
    "mega-drive": (".md", "stable-retro"),
    "snes-mode1": (".sfc", "stable-retro"),
    "snes-mode3": (".sfc", "stable-retro"),
    "pc-engine": (".pce", "stable-retro"),
    "gba-4bpp": (".gba", "stable-retro"),
    "gba-8bpp": (".gba", "stable-retro"),
    "gba-15bit": (".gba", "stable-retro"),
    **{f"nds-{screen}": (".nds", "DeSmuME") for screen in ("256", "15bit", "15bit-both")},
}
"""The cartridge's extension for each mode that an emulator shows, and which emulator that is."""

SECOND_EMULATOR = {"nes": 8, "gameboy": 0, "gameboy-split": 0, "gameboy-color": 0, "gameboy-color-rows": 0}
"""Modes that stable-retro shows, too, and how many lines and columns it leaves out at each edge."""

BY_HAND = [
    ("gameboy-split", ".2bpp"),
    ("pico-8", ".p8"),
    ("pico-8-extended", ".p8"),
    ("tic-80", ".tic"),
    ("cga-composite", ".bsv"),
    ("c64-petscii", ".petmate"),
]
"""Some bytes worked out from the documentation, or one picture shown as it says."""

PLAYED_BY_HAND = [
    ("cpc-mode0", ".scr"),
    ("cpc-mode1", ".scr"),
    ("cpc-mode2", ".scr"),
    ("thomson-mo5", ".bin"),
    ("teletext", ".tt7"),
    ("cga-160x100", ".bsv"),
    ("thermal-printer", ".escpos"),
    ("epaper-7", ".epd"),
    ("epaper-acep", ".epd"),
    ("epaper-spectra6", ".epd"),
    ("epaper-16", ".epd4"),
    ("epaper-bwr", ".epd2"),
    ("epaper-bwy", ".epd2"),
    ("playdate", ".pdi"),
    ("virtual-boy", ".vbf"),
    ("lynx", ".lynx"),
    ("commander-x16", ".bmx"),
    ("mega65", ".fci"),
    ("msx-screen2", ".tiap"),
    *((name, ".chr") for name in TILES_BY_WORDS),
    *((name, ".chr") for name in ("nes", "nes-2-screens")),
    *((name, ".2bpp") for name in ("gameboy", "gb-studio", "gameboy-color", "gb-studio-color")),
]
"""Pictures shown dot by dot as the documentation says."""

SEEN_BY_PYTE = [(f"terminal-{blocks}", ".ansi") for blocks in ("half-blocks", "quadrants", "sextants", "braille")]
"""Text that a terminal's emulator shows."""

SEEN_BY_ANSILOVE = [(f"ansi-80x25{end}", extension) for end in ("", "-glyphs") for extension in (".ans", ".xb")]
"""Text that a program for pictures of text shows."""

DISKS = [
    *((mode, ".d64") for mode in (*_IN_PLACE, "c64-splits")),
    ("c64-hires-interlace", ".d64"),
    ("c64-mci", ".d64"),
    ("c64-ifli", ".d64"),
    ("c64-fli", ".d64"),
    *((f"c64-{name}", ".d64") for name in ("nufli", "nuflix", "multicolor-sprites")),
    ("c64-sprites", ".d64"),
]
"""Disks that another program reads files from; what the programs show, others judge."""

AMIGA_DISKS = [(f"amiga-{screen}", ".adf") for screen in ("32", "ehb", "ham6", "sham", "copper", "aga-256", "aga-ham8")]
"""The same for floppy disks of the Amiga."""

BBC_DISCS = [*((f"bbc-mode{n}", ".ssd") for n in (0, 1, 2, 4, 5)), ("teletext", ".ssd")]
APPLE_DISKS = [(mode, ".po") for mode in ("apple2-hgr", "apple2-dhgr", "apple-iigs", "apple-iigs-3200")]
CPC_DISCS = [(f"cpc-mode{n}", ".dsk") for n in (0, 1, 2)]
"""Those of the BBC Micro, the Apple II and the CPC."""

JUDGED = {
    "RECOIL": [*SEEN_BY_RECOIL, *RECOIL_BY_COLOURS],
    "Pillow": PILLOW,
    "netpbm": list(NETPBM),
    "py65": [*RUN_BY_PY65, *VDC_BY_PY65, *TIMED_BY_PY65, *BBC_DISCS],
    "MAME": [
        *(*MAME, *MAME_CARTRIDGES, *MAME_COCO, *MAME_PET, *MAME_CPC, *MAME_CPC_PLUS, *MAME_ATARI8, *MAME_X1),
        *AMIGA_DISKS,
    ],
    "VICE": [(mode, ".prg") for mode in (*STILL_BY_VICE, *IN_TURN_BY_VICE, *VIC20_BY_VICE)],
    "vagrant-moses": [("c64-fli", ".prg")],
    "SkoolKit": [("zx-spectrum", ".tap")],
    "pyte": SEEN_BY_PYTE,
    "ansilove": SEEN_BY_ANSILOVE,
    "d64": DISKS,
    "openMSX": [(mode, extension) for mode, extension, *_ in OPENMSX],
    "unadf": AMIGA_DISKS,
    "coco-tools": [("coco3", ".mge")],
    "riscos-conv": [("archimedes-mode13", ".spr")],
    "beebtools": BBC_DISCS,
    "a2til": APPLE_DISKS,
    "cpmtools": CPC_DISCS,
    **{
        emulator: [(mode, extension) for mode, (extension, by) in CARTRIDGES.items() if by == emulator or mode in also]
        for emulator, also in (("cynes", ()), ("PyBoy", ()), ("DeSmuME", ()), ("stable-retro", SECOND_EMULATOR))
    },
    OWN_MODEL: [*BY_HAND, *PLAYED_BY_HAND, *CPC_DISCS],
}
"""By the name that `Format.verified_by` gives."""
