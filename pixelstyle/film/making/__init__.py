"""How frames of a shot are made: by a painter, by the optimiser or by a dither, beside those that are there already."""
