"""Renderings of the C64's colours that do not come along: what a picture was drawn in that nobody has shown us."""

from __future__ import annotations

import numpy as np

# From the palette files that come with VICE (data/C64/*.vpl) and the editors Petmate 9 and CGTerm.
_COLOURS = {
    "community-colors": "000000 ffffff af2a29 62d8cc b03fb6 4ac64a 3739c4 e4ed4e "
    "b6591c 683808 ea746c 4d4d4d 848484 a6fa9e 707ce6 b6b6b5",
    "pepto-ntsc": "000000 ffffff 67372b 70a3b1 6f3d86 588c42 342879 b7c66e "
    "6f4e25 423800 996759 434343 6b6b6b 9ad183 6b5eb5 959595",
    "ptoing": "000000 ffffff 8c3e34 7abfc7 8d47b3 68a941 3e31a2 d0dc71 "
    "905f25 574200 bb776d 545454 808080 acea88 7c70da ababab",
    "ccs64": "000000 ffffff e04040 60ffff e060e0 40e040 4040e0 ffff40 "
    "e0a040 9c7448 ffa0a0 545454 888888 a0ffa0 a0a0ff c0c0c0",
    "c64hq": "0a0a0a fff8ff 851f02 65cda8 a73b9f 4dab19 1a0c92 ebe353 "
    "a94b02 441e00 d28075 464646 8b8b8b 8ef68e 4d91d1 bababa",
    "frodo": "000000 ffffff cc0000 00ffcc ff00ff 00cc00 0000cc ffff00 "
    "ff8800 884400 ff8888 444444 888888 88ff88 8888ff cccccc",
    "godot": "000000 ffffff 880000 aaffee cc44cc 00cc55 0000aa eeee77 "
    "dd8855 664400 fe7777 333333 777777 aaff66 0088ff bbbbbb",
    "older-vice": "0a0a0a fff8ff 8f534b a1d9e0 965fb4 86bc67 4b409e f3fda6 "
    "9b7244 645200 cb928b 646464 969696 d6ffb8 9389e1 c9c9c9",
    "petmate": "000000 ffffff 924a40 84c5cc 9351b6 72b14b 483aa4 d5df7c "
    "99692d 675201 c08178 606060 8a8a8a b2ec91 867ade aeaeae",
    "cgterm": "000000 ffffff 880000 50dcdc aa3caa 00aa55 0000aa eeee77 "
    "dd8855 664400 ff7878 444444 888888 aaff78 78aaff cccccc",
}

PUBLISHED = {
    name: np.array([list(bytes.fromhex(colour)) for colour in colours.split()], np.uint8)
    for name, colours in _COLOURS.items()
}
"""Each the colours of the sixteen entries: uint8 [16, 3]."""
