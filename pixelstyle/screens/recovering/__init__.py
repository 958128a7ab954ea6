"""From finished pixels back to what the machine must have held: slots, registers, sub-palettes, tiles."""
