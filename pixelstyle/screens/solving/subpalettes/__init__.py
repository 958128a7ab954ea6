"""Sub-palettes: which a cell uses, and what each holds."""
