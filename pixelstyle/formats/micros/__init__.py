"""Files of 8-bit home computers, a module a machine, named as the catalogue of screens names it."""
