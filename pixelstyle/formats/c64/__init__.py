"""Files of the Commodore 64: bitmaps, FLI, characters, sprites, and programs that show them."""
