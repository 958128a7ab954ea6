"""Which commands there are, and the two kinds that are made of recipes."""
