"""Regions of a picture: masks, which palette entries each has, and screens whose regions are solved apart."""
