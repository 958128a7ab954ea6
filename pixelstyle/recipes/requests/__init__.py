"""Whether what is asked for can be made at all, as far as that shows before the work."""
