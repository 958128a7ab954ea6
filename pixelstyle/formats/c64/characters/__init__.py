"""Commodore 64 character graphics: the programs that show them, with glyphs of their own or the machine's."""
