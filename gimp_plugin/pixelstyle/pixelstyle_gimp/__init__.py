"""What the plug-in pixelstyle.py is made of. Standard library and gi only: GIMP's Python has nothing else.

engine, pictures and request need no GIMP; layers, work, procedures do; form, dialog, progress need a display too.
"""
